"""Shapes of pages that the screen asks for: teasers, entries with a time, several articles."""

import re
from collections.abc import Sequence
from typing import Final

from worker.article.lines import Lines

__all__ = ["entry_times", "several_articles", "teaser_words"]

_MIN_TEASER_CHARS: Final = 20
_MIN_SHARE: Final = 0.25
_MIN_CHARS: Final = 500
_TIME: Final = re.compile(r"\d{1,2}(?:[:.]|h ?)\d\d(?: ?[ap]\.?m\.?| uhr)?(?: \(?[a-z]{2,4}\)?)?", re.IGNORECASE)


def teaser_words(lines: Lines, kept: Sequence[bool]) -> tuple[int, int]:
    """Words in links as long as a headline outside the body, and how many such links there are."""
    teasers = [
        text
        for at, text in enumerate(lines.text)
        if not kept[at] and len(text) >= _MIN_TEASER_CHARS and lines.link[at] * 10 >= len(text) * 6
    ]
    return sum(text.count(" ") + 1 for text in teasers), len(teasers)


def entry_times(lines: Lines, kept: Sequence[bool]) -> int:
    """Removed lines that are a time of day and no more, with body in one of the two lines below; tickers have links."""
    return sum(
        not is_kept and any(kept[at + 1 : at + 3]) and _TIME.fullmatch(lines.text[at][:20]) is not None
        for at, is_kept in enumerate(kept)
    )


def several_articles(lines: Lines, kept: Sequence[bool]) -> bool:
    """Whether two `article` elements, side by side, each hold at least a quarter of the body."""
    blocks = lines.blocks
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
