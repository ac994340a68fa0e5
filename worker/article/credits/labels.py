"""Lines of several fields, each behind its label and a colon: "Source: AFP Author: Anna Berg"."""

import re
from functools import cache
from itertools import chain
from typing import Final

from worker.article.data.newsroom import newsroom
from worker.article.plain import has_digit

__all__ = ["labelled"]

_MAX_CHARS: Final = 240
_COLON: Final = re.compile(r"[:：]")
_MOST_WORDS: Final = 3


def labelled(text: str) -> list[tuple[str, str]]:
    """The labels in `text`, folded, each with what stands behind it up to the next.

    A label is a word before a colon, or several that are known to open a byline or a credit. Reads 240 characters.

    >>> labelled("11:45 来源：新华社 作者：王小明 责任编辑：李华")
    [('来源', '新华社'), ('作者', '王小明'), ('责任编辑', '李华')]
    """
    text = text[:_MAX_CHARS]
    labels = [(label, colon) for colon in _COLON.finditer(text) if (label := _label_at(text[: colon.start()]))]
    if not labels:
        return []
    ends = [colon.start() - len(label) for label, colon in labels[1:]]
    return [
        (label.casefold(), text[colon.end() : end].strip(" |｜/／"))
        for (label, colon), end in zip(labels, [*ends, len(text)], strict=True)
    ]


def _label_at(before: str) -> str:
    """The label that ends `before`, as printed; "" where a number does, or nothing."""
    if before[-1:].isspace() or not before:
        return ""
    last = re.split(r"[|｜/／]", before)[-1].split()[-_MOST_WORDS:]
    forms = (" ".join(last[at:]) for at in range(len(last)))
    label = next((form for form in forms if form.casefold() in _known()), last[-1] if last else "")
    return label if label and not has_digit(label) else ""


@cache
def _known() -> frozenset[str]:
    known = newsroom()
    return frozenset(chain(known.credit_openers, *known.byline_openers.values()))
