"""One JSON-LD script to a value: as it stands, else mended where nothing is guessed, else its plain fields."""

import html
import json
import re
from typing import Any

__all__ = ["loaded"]

_WRAPPED_BEFORE = re.compile(r"^\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?")
_WRAPPED_AFTER = re.compile(r"(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*$")
_END_CHARS = 200
"""Of the end, in which its wrapping is looked for: each space of a long run would be tried as its beginning."""
_HANGING_COMMA = re.compile(r",(\s*[}\]])")
_WRONG_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_BARE_FIELD = re.compile(r'"(headline|datePublished|dateModified)"\s{0,8}:\s{0,8}"([^"\\\n]{4,300})"\s{0,8}[,}\n]')


def loaded(script: str) -> Any:  # noqa: ANN401 -- JSON is of any shape
    """The value of one script, read as it stands, else mended, else its few plain fields."""
    text = script.strip().strip("\ufeff;")
    for mend in (_as_it_stands, _mended):
        try:
            return json.JSONDecoder(strict=False).raw_decode(mend(text))[0]
        except (ValueError, RecursionError):
            continue
    fields = dict(reversed(_BARE_FIELD.findall(text[:200_000])))
    return {"@type": "Article", **fields} if fields else None


def _as_it_stands(text: str) -> str:
    return text


def _mended(text: str) -> str:
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    text = _WRAPPED_BEFORE.sub("", text)
    text = (text[:-_END_CHARS] + _WRAPPED_AFTER.sub("", text[-_END_CHARS:])).strip().rstrip(";")
    return _WRONG_ESCAPE.sub(r"\\\\", _HANGING_COMMA.sub(r"\1", text))
