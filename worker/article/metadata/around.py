"""Where the body stands among the lines, and which lines around it may speak of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress, islice
from typing import Final

from worker.article.lines import Lines
from worker.article.markup import HEADINGS, Flag
from worker.article.plain import folded
from worker.article.word_count import rough_word_count

__all__ = [
    "ABOVE_HEADLINE",
    "BELOW_HEADLINE",
    "HEAD_LINES",
    "MAX_CHARS",
    "TAIL_LINES",
    "Around",
    "around",
    "below_title",
    "titles_among",
]

HEAD_LINES: Final = 25
"""Lines before the first sentence of the body that may speak of the article."""
BELOW_HEADLINE: Final = 14
ABOVE_HEADLINE: Final = 4
BELOW_START: Final = 8
TAIL_LINES: Final = 7
OPENING_LINES: Final = 3
MAX_CHARS: Final = 200
_STRAY_GAP: Final = 8
_STRAY_SHARE: Final = 0.1

_PROSE_WORDS: Final = 15
_SENTENCE_WORDS: Final = 6
_SENTENCE_END: Final = re.compile(r"(?<![ap]\.m)(?<!\d г)[.!?…。！？।][\"”’»')\]」]*$", re.IGNORECASE)
"""Not the dot behind the hour or the year of a stamp."""
_NUMBER: Final = re.compile(r"(?:^|\s)\d")
_STAMP_SHARE: Final = 0.3
"""Of the words of two stamps on one line, so many begin with a digit; hardly any sentence has that."""
_BESIDE: Final = int(Flag.ASIDE | Flag.NAVIGATION | Flag.FOOTER | Flag.FIGURE | Flag.HIDDEN)
_BESIDE_BELOW: Final = _BESIDE & ~int(Flag.ASIDE | Flag.FOOTER)


@dataclass(frozen=True, slots=True)
class Around:
    """Where the body stands, and which lines before and after it may speak of it; indices into lines."""

    start: int
    """The first sentence of the body."""
    end: int
    """The line after the last one kept."""
    headline: int | None
    """The line that has the words of the page's headline."""
    head: tuple[int, ...]
    """The likeliest first: below the headline, or before the body."""
    tail: tuple[int, ...]
    opening: tuple[int, ...]
    """The first lines of the body."""


def around(lines: Lines, kept: Sequence[bool], headline: str | None) -> Around:
    """Head, opening and tail of the body; `headline` as the page's markup gives it, None where there is no markup."""
    count = len(lines)
    bodies = list(compress(range(count), kept))
    main = _main_of(lines, bodies)
    start = next((at for at in main if _is_prose(lines, at)), main[0] if main else count)
    end = bodies[-1] + 1 if bodies else count
    top = _headline_at(lines, start, headline) if headline else None
    opening = tuple(islice((at for at in bodies if at >= start and _is_prose(lines, at)), OPENING_LINES))
    between = range(start, min(count, start + BELOW_START))
    head = set(range(max(0, start - HEAD_LINES), start)) | {
        at for at in between if not kept[at] or not _is_prose(lines, at)
    }
    if top is not None:
        below = top + BELOW_HEADLINE if top < start else top
        head = set(range(max(0, top - ABOVE_HEADLINE), below)) | {at for at in head if at > top}
    first = _likeliest_first([at for at in head if at < count], start, top)
    return Around(
        start=start,
        end=end,
        headline=top,
        head=tuple([at for at in first if _speaks(lines, at, top)]),
        tail=tuple([at for at in range(end, min(count, end + TAIL_LINES)) if _speaks(lines, at)]),
        opening=opening,
    )


_TITLES_ABOVE: Final = 60


def titles_among(lines: Lines, place: Around) -> list[int]:
    """The lines that may be the headline where no markup says which is: those above the body and its first lines."""
    upto = min(len(lines), place.start + BELOW_START)
    above = range(max(0, place.start - _TITLES_ABOVE), place.start)
    return [*above, *(at for at in range(place.start, upto) if not _is_prose(lines, at))]


def below_title(lines: Lines, place: Around, title: int) -> Around:
    """`place` with the lines around the title, which stands far above the body, as the likeliest of its head."""
    near = range(title, min(len(lines), title + BELOW_HEADLINE)), range(max(0, title - ABOVE_HEADLINE), title)
    said = [at for lines_near in near for at in lines_near if _speaks(lines, at)]
    return replace(place, head=tuple(dict.fromkeys((*said, *place.head))))


def _likeliest_first(head: Iterable[int], start: int, top: int | None) -> list[int]:
    """The lines from the headline down, then those above it; where there is none, up from the start, then below it."""
    down = sorted(head)
    if top is not None:
        return [at for at in down if at >= top] + [at for at in reversed(down) if at < top]
    return [at for at in reversed(down) if at <= start] + [at for at in down if at > start]


def _main_of(lines: Lines, bodies: Sequence[int]) -> Sequence[int]:
    """`bodies` without what stands far above the article: a sentence of the menu that was kept, say."""
    least = _STRAY_SHARE * sum([len(lines.text[at]) for at in bodies])
    first, chars = 0, 0
    for index, at in enumerate(bodies):
        if index and at - bodies[index - 1] > _STRAY_GAP:
            first, chars = index, 0
        chars += len(lines.text[at])
        if chars >= least:
            break
    return bodies[first:]


def _headline_at(lines: Lines, start: int, headline: str) -> int | None:
    """The line with the words of the headline, else the main heading, that is nearest before the body."""
    wanted, length = folded(headline), len(headline)
    upto = range(min(len(lines), start + 2) - 1, -1, -1)
    for at in upto:
        if abs(len(lines.text[at]) - length) <= 20 and folded(lines.text[at]) == wanted:
            return at
    return next((at for at in upto if start - at <= HEAD_LINES and _tag(lines, at) == "h1"), None)


def _is_prose(lines: Lines, at: int) -> bool:
    text = lines.text[at]
    if _tag(lines, at) in HEADINGS:
        return False
    if (spaces := text.count(" ")) >= _PROSE_WORDS:  # most lines of a body: nothing else need be counted
        return len(text) > MAX_CHARS or len(_NUMBER.findall(text)) < _STAMP_SHARE * spaces
    words = rough_word_count(text)
    return words >= _PROSE_WORDS or (words >= _SENTENCE_WORDS and _SENTENCE_END.search(text) is not None)


def _tag(lines: Lines, at: int) -> str:
    return lines.blocks.tag[lines.block[at]]


def _speaks(lines: Lines, at: int, top: int | None = None) -> bool:
    """The line is short, and not beside the article; below the headline an aside may hold the byline.

    What the headline itself stands in (a figure, say) is beside nothing.
    """
    if len(lines.text[at]) > MAX_CHARS:
        return False
    beside = _BESIDE_BELOW if top is not None and at > top else _BESIDE
    if top is not None:
        beside &= ~int(lines.blocks.flags[lines.block[top]])
    return not int.__and__(lines.blocks.flags[lines.block[at]], beside)  # an enum's own `&` is ten times as dear
