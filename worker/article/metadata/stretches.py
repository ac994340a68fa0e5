"""The stamp that heads the longest stretch of prose: the article's, where the body was thought to begin elsewhere."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import Final, NamedTuple

from worker.article.dates.dates import Candidate, StampContext, read_stamps
from worker.article.lines import Lines
from worker.article.metadata.byline_evidence import reads_like_a_title
from worker.article.metadata.stamps import with_its_label
from worker.article.plain import has_decimal
from worker.article.stamps.reader import may_hold_a_day

__all__ = ["stamp_of_longest_stretch"]

_STAMP_CHARS: Final = 80
_PROSE_BLANKS: Final = 15
_LEAST_PROSE: Final = 600
"""Characters of prose below a stamp that make an article."""
_CLEARLY: Final = 2.0
"""So many times longer than any other stretch it must be."""
_REACH: Final = 12
"""Lines between the stamp and its first prose."""
_OPENING_CHARS: Final = 2
_LISTED: Final = 6
"""Lines from one stamp of a list to the next."""
_COPYRIGHT: Final = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)


class _Stretch(NamedTuple):
    """A stamp, and what stands below it up to the next stamp of another day."""

    stamp: Candidate
    start: int
    chars: int
    """Of prose."""


def stamp_of_longest_stretch(lines: Lines, context: StampContext) -> Candidate | None:
    """The stamp on a short line below which most of the page's prose stands, up to the next stamp; if one is so.

    It opens its line or has a label, stands below a title or above more prose than there is before it, and ends no list
    of stamps. In a list of teasers, or among comments, no stretch is much longer than the others.
    """
    stamps = list(_short_stamps(lines, context))
    if not stamps:
        return None
    prose = list(accumulate((_prose_chars(text) for text in lines.text), initial=0))
    stretches = list(_stretches(stamps, prose))
    best = max(stretches, key=lambda stretch: stretch.chars)
    others = max((one.chars for one in stretches if one is not best), default=0)
    is_near = prose[min(best.start + _REACH, len(lines))] > prose[best.start]
    if not is_near or best.chars < max(_LEAST_PROSE, _CLEARLY * others):
        return None
    ends_a_list = any(0 < best.start - (stamp.line or 0) <= _LISTED for stamp in stamps)
    is_titled = best.stamp.kind == "published" or reads_like_a_title(lines.text[best.start - 1] if best.start else "")
    return best.stamp if (is_titled or best.chars > prose[best.start]) and not ends_a_list else None


def _stretches(stamps: Sequence[Candidate], prose: Sequence[int]) -> Iterator[_Stretch]:
    """The stretches below the first of each run of stamps of one day; `prose` counts its characters above a line."""
    runs = [list(run) for _, run in groupby(stamps, key=lambda stamp: stamp.reads[0].day)]
    starts = [run[0].line or 0 for run in runs]
    for run, start, end in zip(runs, starts, [*starts[1:], len(prose) - 1], strict=True):
        yield _Stretch(run[0], start, prose[end] - prose[start])


def _short_stamps(lines: Lines, context: StampContext) -> Iterator[Candidate]:
    for at, text in enumerate(lines.text):
        if len(text) <= _STAMP_CHARS and has_decimal(text) and may_hold_a_day(text) and not _COPYRIGHT.search(text):
            printed, kind = with_its_label(lines, at)
            reads = read_stamps(printed, context)
            if reads and (kind or reads[0].span[0] <= _OPENING_CHARS):
                yield Candidate(kind, printed, "line", at, is_above=True, reads=reads)


def _prose_chars(text: str) -> int:
    return len(text) if text.count(" ") >= _PROSE_BLANKS else 0
