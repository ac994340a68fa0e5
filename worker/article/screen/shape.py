"""Shapes of pages that the screen asks for: teasers, entries with a time, several articles."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from worker.article.lines import Lines

__all__ = ["entry_times", "headlines_with_age", "is_teaser", "several_articles"]

_MIN_TEASER_CHARS: Final = 20
_MAX_AGE_CHARS: Final = 24
_SENTENCE_END: Final = ".!…:;,。！"
_MIN_SHARE: Final = 0.25
_MIN_CHARS: Final = 500
_TIME: Final = re.compile(r"\d{1,2}(?:[:.]|h ?)\d\d(?: ?[ap]\.?m\.?| uhr)?(?: \(?[a-z]{2,4}\)?)?", re.IGNORECASE)
_SURE_TIME: Final = re.compile(
    r"\d{1,2}(?::|h ?)\d\d(?: ?[ap]\.?m\.?| uhr)?(?: \(?[a-z]{2,4}\)?)?|\d{1,2}\.\d\d ?(?:uhr|[ap]\.?m\.?)",
    re.IGNORECASE,
)
"""In the body "4.25" is a rate or a price."""


def is_teaser(lines: Lines, at: int) -> bool:
    """Whether the line is as long as a headline and most of it a link."""
    length = len(lines.text[at])
    return length >= _MIN_TEASER_CHARS and lines.link[at] * 10 >= length * 6


def headlines_with_age(lines: Lines) -> int:
    """Lines as long as a headline and no sentence, above a few words with a number ("2 hours ago")."""
    return sum(
        len(above) >= _MIN_TEASER_CHARS
        and above[-1] not in _SENTENCE_END
        and len(below) <= _MAX_AGE_CHARS
        and any(map(str.isdigit, below))
        for above, below in pairwise(lines.text)
    )


def entry_times(lines: Lines, kept: Sequence[bool]) -> int:
    """Lines that are a time of day and no more, with body in one of the two lines below; tickers have links."""
    numbered = [at for at, text in enumerate(lines.text) if text[0].isdecimal()]
    return sum(
        any(kept[at + 1 : at + 3]) and (_SURE_TIME if kept[at] else _TIME).fullmatch(lines.text[at][:20]) is not None
        for at in numbered
    )


def several_articles(lines: Lines, kept: Sequence[bool]) -> bool:
    """Whether two `article` elements, side by side, each hold at least a quarter of the body."""
    blocks = lines.blocks
    if blocks.tag.count("article") < 2:
        return False
    outermost: list[int] = []
    for row, parent in enumerate(blocks.parent):
        above = outermost[parent] if parent >= 0 else -1
        outermost.append(row if above < 0 and blocks.tag[row] == "article" else above)
    chars: dict[int, int] = {}
    for at, is_kept in enumerate(kept):
        if is_kept:
            article = outermost[lines.block[at]]
            chars[article] = chars.get(article, 0) + len(lines.text[at])
    least = max(_MIN_CHARS, _MIN_SHARE * sum(chars.values()))
    return sum(size >= least for article, size in chars.items() if article >= 0) >= 2
