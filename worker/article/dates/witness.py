"""Hears the witnesses of a date: reads what each candidate says, and how much its word is worth."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice
from typing import Final

from worker.article.dates.line import (
    LABEL_REACH,
    changes_beside,
    is_of_another_stamp,
    is_of_no_article,
    label_behind,
    part_of,
)
from worker.article.document import Precision
from worker.article.stamps.address import read_url_day
from worker.article.stamps.label import Kind, label_of
from worker.article.stamps.reader import read_stamp, read_stamps
from worker.article.stamps.stamp import ReadStamp, StampContext

__all__ = [
    "ABOVE_LINE",
    "LABELLED_LINE",
    "MACHINES",
    "NEAR_LINE",
    "OVERRIDE",
    "Candidate",
    "Testimony",
    "hear",
    "is_coarse",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one witness says."""

    kind: Kind | None
    """None: the witness does not say which date it is; for a line its label may still tell."""
    text: str
    """As printed; for `url` the address."""
    source: str
    """`override`, `json-ld`, `meta`, `microdata`, `time`, `line`, `url`, `script`, `attribute`, `header`, `hint`."""
    line: int | None = None
    is_near_headline: bool = False
    """Whether the line or element stands right above or below the headline."""
    is_above: bool = False
    """Whether the line stands before the first sentence of the body."""
    is_generic: bool = False
    """Whether a meta tag has a name that content systems also give to the day of the last save, such as `date`."""
    is_shown: bool = True
    """Whether a time element's words stand in a line around the body."""
    reads: tuple[ReadStamp, ...] = ()
    """The stamps of a line, if they were read before."""
    printed: str | None = None
    """The words of a time element, where `text` is its attribute."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """A candidate and what it was read as."""

    candidate: Candidate
    kind: Kind | None
    read: ReadStamp
    rank: int
    """Whose stamp is taken among those that name the same day; higher is better."""
    weight: float
    """How much it counts towards a day being believed."""

    @property
    def leads(self) -> bool:
        """Whether a day may be believed on this word alone: not on that of a sentence."""
        return self.rank > _PROSE_LINE


OVERRIDE: Final = 100
_RANKS: Final = {"override": OVERRIDE, "json-ld": 60, "meta": 55, "microdata": 50, "time": 30, "url": 15, "hint": 4}
_OTHER: Final = 5
LABELLED_LINE: Final = 40
NEAR_LINE: Final = 28
_LONG_LINE: Final = 24
"""Beside the headline, with other words, but no sentence."""
ABOVE_LINE: Final = 20
_BELOW_LINE: Final = 12
_PROSE_LINE: Final = 3
_OTHER_WAY: Final = 2
"""A machine's numbers read in the other order; they count only where somebody else names that day."""

# Tuned on pages with known dates (fundus, postlight, WCXB, htmldate); broad plateaus, no page hangs on a decimal.
_WEIGHTS: Final = {"override": 1000, "json-ld": 7, "meta": 4.5, "microdata": 3, "time": 5, "line": 3.5, "url": 5}
_OTHER_WEIGHT: Final = 0.2
_EXACT: Final = 2.5
"""What a machine's stamp with time and offset weighs more."""
_UNLABELLED: Final = 0.55
"""What becomes of the weight where the witness does not say which date it means."""
_NEAR: Final = 1.7
"""What its place beside the headline makes of an unlabelled witness."""
_UNSHOWN: Final = 0.6
"""What becomes of the weight of an unlabelled time element whose words no line around the body shows."""
_GENERIC: Final = 2.5
"""Weight of a meta tag with a generic name."""
_FAR: Final = 0.9
"""What is left of the weight of a labelled line far from the headline: of the printed issue, say."""
_LONG: Final = 0.8
_PROSE: Final = 0.2
"""What is left of the weight inside a sentence."""

MACHINES: Final = frozenset({"json-ld", "meta", "microdata", "time"})
_CODED: Final = MACHINES | {"script", "attribute"}
_AMBIGUOUS: Final = re.compile(r"\s*(0?[1-9]|1[0-2])[/-](0?[1-9]|1[0-2])[/-]((?:19|20)\d\d)(?!\d)")
_EPOCH_SECONDS: Final = range(10**9, 2 * 10**9)
_MAX_IN_LINES: Final = 500
_BESIDE_HEADLINE: Final = 110
_INSIDE_CHARS: Final = 12
"""Characters on both sides of a stamp that a sentence has around it: "The next one is on 3 May at the Golden Lion."."""
_SENTENCE_END: Final = re.compile(r"[.!?:…。！？][\"”’»)\]]*$")


def hear(candidates: Sequence[Candidate], context: StampContext) -> list[Testimony]:
    """What the candidates say, in their order; those that cannot be read or believed are left out.

    Of lines, the first 500 stamps are heard.
    """
    in_lines = (t for candidate in candidates if candidate.source == "line" for t in _in_line(candidate, context))
    reader = _Reader(context)
    others = (t for candidate in candidates if candidate.source != "line" for t in _alone(candidate, reader))
    return [*others, *islice(in_lines, _MAX_IN_LINES)]


def is_coarse(read: ReadStamp) -> bool:
    """Whether only the day is known, or midnight stands for it."""
    return read.precision is Precision.DAY or read.stamp[11:19] == "00:00:00"


class _Reader:
    """Reads stamps, each text once: JSON-LD, meta tags and microdata mostly say the same."""

    def __init__(self, context: StampContext) -> None:
        self.context = context
        self._read: dict[str, ReadStamp | None] = {}

    def read(self, text: str) -> ReadStamp | None:
        if text not in self._read:
            self._read[text] = read_stamp(text, self.context)
        return self._read[text]

    def is_absolute(self, text: str) -> bool:
        """Whether the stamp says the same whenever the page was fetched; "3 days ago" does not."""
        return read_stamp(text, replace(self.context, fetched_at=None)) is not None


def _alone(candidate: Candidate, reader: _Reader) -> Iterator[Testimony]:
    text, context = candidate.text, reader.context
    rank = _RANKS.get(candidate.source, _OTHER)
    if candidate.source == "url":
        found = read_url_day(text)
        read = reader.read(found[0].isoformat()) if found else None
        if found and read:
            yield _testimony(candidate, candidate.kind or "published", replace(read, span=found[1]), rank)
        return
    read = reader.read(_instant(text) if candidate.source in _CODED else text)
    shown = reader.read(candidate.printed) if read and candidate.printed else None
    if read and shown and candidate.printed and _days_apart(read, shown) > 1 and reader.is_absolute(candidate.printed):
        may_be_both = any(other.day == read.day for other in _both_ways(candidate.printed, context))
        candidate, read = (candidate, read) if may_be_both else (replace(candidate, text=candidate.printed), shown)
    if candidate.source in MACHINES:
        others = (other for other in _both_ways(text, context) if read is None or other.day != read.day)
        yield from (_testimony(candidate, candidate.kind, other, _OTHER_WAY) for other in others)
    if read:
        yield _testimony(candidate, candidate.kind, read, rank)


def _both_ways(text: str, context: StampContext) -> Iterator[ReadStamp]:
    """A machine's 11/10/2017 with day or month first: servers often have another habit than the page's readers."""
    numbers = _AMBIGUOUS.match(text)
    if numbers is None:
        return
    for one, two in ((1, 2), (2, 1)):
        read = read_stamp(f"{numbers[3]}-{numbers[one]:0>2}-{numbers[two]:0>2}{text[numbers.end() :]}", context)
        if read:
            yield read


def _days_apart(one: ReadStamp, other: ReadStamp) -> int:
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)


def _in_line(candidate: Candidate, context: StampContext) -> Iterable[Testimony]:
    text, start = candidate.text, 0
    reads = candidate.reads or read_stamps(text, context)
    changes = changes_beside(text, reads)
    for at, read in enumerate(reads):
        before = text[max(start, read.span[0] - LABEL_REACH) : read.span[0]]
        rest = text[read.span[1] :]
        start = read.span[1]
        if is_of_no_article(before):
            continue
        kind = label_of(before) or label_behind(rest) or (None if is_of_another_stamp(rest) else candidate.kind)
        kind = "modified" if kind is None and at in changes else kind
        rank = LABELLED_LINE if kind else _unlabelled(candidate, read)
        yield _testimony(candidate, kind, read, rank)


def _unlabelled(candidate: Candidate, read: ReadStamp) -> int:
    """Rank of a stamp without a label, by where its line stands and whether the line is for the stamp."""
    text, start, end = part_of(candidate.text, *read.span)
    around = len(text) - (end - start)
    opens_the_line = start <= 2
    is_inside = start > _INSIDE_CHARS < len(text) - end and _SENTENCE_END.search(text)
    if not is_inside and around <= (80 if opens_the_line or read.precision is not Precision.DAY else 45):
        return NEAR_LINE if candidate.is_near_headline else ABOVE_LINE if candidate.is_above else _BELOW_LINE
    is_sentence = is_inside or around > _BESIDE_HEADLINE or _SENTENCE_END.search(text)
    return _PROSE_LINE if is_sentence or not candidate.is_near_headline else _LONG_LINE


def _instant(text: str) -> str:
    """Seconds or milliseconds since 1970, which some pages put where a date belongs, as ISO 8601."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) in {10, 13}):
        return text
    seconds = int(digits[:10])
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}+00:00" if seconds in _EPOCH_SECONDS else text


def _testimony(candidate: Candidate, kind: Kind | None, read: ReadStamp, rank: int) -> Testimony:
    weight = _GENERIC if candidate.is_generic else _WEIGHTS.get(candidate.source, _OTHER_WEIGHT)
    if candidate.source in MACHINES and not candidate.is_generic and read.utc and not is_coarse(read):
        weight += _EXACT
    if kind is None:
        weight *= _UNLABELLED * (_NEAR if candidate.is_near_headline else 1)
        weight *= 1 if candidate.is_shown else _UNSHOWN
    if rank == LABELLED_LINE and not candidate.is_near_headline and not candidate.is_above:
        weight *= _FAR
    if rank == _LONG_LINE:
        weight *= _LONG
    if rank == _PROSE_LINE:
        weight *= _PROSE
    return Testimony(candidate, kind, read, rank, weight)
