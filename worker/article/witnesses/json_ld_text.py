"""One JSON-LD script to a value: as it stands, else mended where nothing is guessed, else its plain fields."""

import html
import json
import re
from typing import Any, Final

from worker.article.witnesses.json_ld_lenient import lenient

__all__ = ["loaded"]

_WRAPPED_BEFORE = re.compile(r"^\s*+(?:(?://|/\*)\s*+)?(?:<!\[CDATA\[|<!--)\s*+(?:\*/)?")
_WRAPPED_AFTER = re.compile(r"(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*$")
_END_CHARS = 200
"""Of the end, in which its wrapping is looked for: each space of a long run would be tried as its beginning."""
_HANGING_COMMA = re.compile(r",(\s*[}\]])")
_ESCAPE = re.compile(r'\\(["\\/bfnrtu])?')
_BARE_FIELD = re.compile(r'"(headline|datePublished|dateModified)"\s{0,8}:\s{0,8}"([^"\\\n]{4,300})"\s{0,8}[,}\n]')


def loaded(script: str) -> Any:  # noqa: ANN401 -- JSON is of any shape
    """The value of one script, read as it stands, else mended, else its few plain fields; a list of several values."""
    text = script.strip().strip("\ufeff;")
    for mend in (_as_it_stands, _mended):
        try:
            return _all(mend(text))
        except (ValueError, RecursionError):
            continue
    try:
        if "@type" in text:
            return lenient(_from_its_start(_mended(text)))
    except (ValueError, RecursionError):
        pass
    fields = dict(reversed(_BARE_FIELD.findall(text[:200_000])))
    return {"@type": "Article", **fields} if fields else None


_DECODER: Final = json.JSONDecoder(strict=False)
_BETWEEN: Final = re.compile(r"[\s,;]*+(?=[\[{])")
_MAX_VALUES: Final = 20
_START: Final = re.compile(r"[\[{]\s*+[\"'\[{/]")
_MAX_BEFORE: Final = 200


def _all(text: str) -> Any:  # noqa: ANN401
    """The value of `text`, or the list of those that stand one after another; JSON within a string is read, too."""
    value, end = _DECODER.raw_decode(text)
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        value = _DECODER.decode(value.strip())
    values = [value]
    while end < len(text) and len(values) < _MAX_VALUES and (gap := _BETWEEN.match(text, end)):
        value, end = _DECODER.raw_decode(text, gap.end())
        values.append(value)
    return values if len(values) > 1 else value


def _from_its_start(text: str) -> str:
    """`text` from the first bracket on: a script may assign the value to a name."""
    start = _START.search(text[:_MAX_BEFORE])
    return text[start.start() :] if start else text


def _as_it_stands(text: str) -> str:
    return text


def _mended(text: str) -> str:
    if '"' not in text and ("&quot;" in text or "&#34;" in text or "&#x22;" in text):
        text = html.unescape(text)
    text = _WRAPPED_BEFORE.sub("", text)
    text = (text[:-_END_CHARS] + _WRAPPED_AFTER.sub("", text[-_END_CHARS:])).strip().rstrip(";")
    return _ESCAPE.sub(lambda found: found[0] if found[1] else r"\\", _HANGING_COMMA.sub(r"\1", text))
