"""Chooses the dates of an article: when it was published and modified, by the evidence of all witnesses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from worker.article.document import DateDetail, Evidence, Precision
from worker.article.stamp import ReadStamp, StampContext
from worker.article.stamp_label import Kind, label_of
from worker.article.stamp_reader import read_stamp, read_stamps
from worker.article.stamp_url import read_url_day

__all__ = [
    "Candidate",
    "ChosenDate",
    "Dates",
    "Kind",
    "ReadStamp",
    "StampContext",
    "choose_dates",
    "label_of",
    "read_stamp",
    "read_stamps",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one witness says."""

    kind: Kind | None
    """None: the witness does not say which date it is; for a line its label may still tell."""
    text: str
    """As printed; for `url` the address."""
    source: str
    """`override`, `json-ld`, `meta`, `microdata`, `time`, `line`, `url`, `header`, `hint`."""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ChosenDate:
    """A date of the document, with all the document says of it."""

    stamp: str
    raw: str
    detail: DateDetail
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates of an article; None where no witness is to be believed."""

    published: ChosenDate | None = None
    modified: ChosenDate | None = None


@dataclass(frozen=True, slots=True)
class Testimony:
    """A candidate and what it was read as."""

    candidate: Candidate
    kind: Kind | None
    read: ReadStamp
    rank: int


_MACHINES: Final = frozenset({"json-ld", "meta", "microdata", "time"})
_RANKS: Final = {"override": 100, "json-ld": 60, "meta": 55, "microdata": 50, "time": 30, "url": 15, "hint": 1}
_LABELLED_LINE: Final = 40
_LINE: Final = 20
_PROSE_LINE: Final = 3
_OTHER: Final = 5
_WEIGHTS: Final = {
    "override": 1000,
    "json-ld": 6,
    "meta": 5,
    "microdata": 4,
    "time": 4,
    "line": 3,
    "url": 3,
    "hint": 0.2,
}
_EXACT: Final = 3
"""What a machine's stamp with an offset weighs more."""
_UNLABELLED: Final = 0.5
"""What the word of a witness that does not say which date it means is worth."""
_PROSE: Final = 0.2
"""What a day inside a sentence is worth."""
_EPOCH_SECONDS: Final = range(10**9, 2 * 10**9)
_FARTHEST_ZONES: Final = timedelta(hours=14)


def choose_dates(candidates: Sequence[Candidate], context: StampContext) -> Dates:
    """The dates of an article, from all that its witnesses say (candidates in the order of the page).

    A day is believed by the weight of all witnesses that name it, each kind of witness counting once; of those
    that name it, the first in this list gives the stamp:

    1. override;
    2. JSON-LD, then meta tags, then microdata;
    3. a line with a label ("First published: ...");
    4. a time element;
    5. a line without a label, the first one;
    6. the address, which only knows days;
    7. anything else (a header), and last the hint.

    An offset that a machine gives is kept. A stamp of a day only, or of midnight, gives way to one with a time of
    the same day. What is only called modified never becomes the date of publication, and a date of modification
    before it is dropped.
    """
    heard = [testimony for candidate in candidates for testimony in _heard(candidate, context)]
    published = _believed([t for t in heard if t.kind != "modified"])
    modified = _believed([t for t in heard if t.kind == "modified"])
    if published and modified and _is_before(modified.read, published.read):
        modified = None
    return Dates(_chosen(published), _chosen(modified))


def _heard(candidate: Candidate, context: StampContext) -> Iterable[Testimony]:
    text = candidate.text
    if candidate.source == "url":
        found = read_url_day(text)
        read = found and read_stamp(found[0].isoformat(), context)
        return (
            (Testimony(candidate, candidate.kind or "published", replace(read, span=found[1]), _RANKS["url"]),)
            if found and read
            else ()
        )
    if candidate.source == "line":
        return _heard_in_line(candidate, context)
    read = read_stamp(_instant(text) if candidate.source in _MACHINES else text, context)
    rank = _RANKS.get(candidate.source, _OTHER)
    return (Testimony(candidate, candidate.kind, read, rank),) if read else ()


def _heard_in_line(candidate: Candidate, context: StampContext) -> Iterable[Testimony]:
    text, start = candidate.text, 0
    for read in read_stamps(text, context):
        before, after = text[start : read.span[0]], text[read.span[1] :]
        kind = label_of(before) or (label_of(after) if start == 0 else None) or candidate.kind
        start = read.span[1]
        rank = _LABELLED_LINE if kind else _LINE if _stands_alone(text, read) else _PROSE_LINE
        yield Testimony(candidate, kind, read, rank)


def _stands_alone(text: str, read: ReadStamp) -> bool:
    """Whether a stamp is what a line is for, rather than a day that a sentence or caption mentions."""
    around = len(text) - (read.span[1] - read.span[0])
    return around <= (60 if read.precision is not Precision.DAY else 30)


def _instant(text: str) -> str:
    """Seconds or milliseconds since 1970, which some pages put where a date belongs, as ISO 8601."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) in {10, 13}):
        return text
    seconds = int(digits[:10])
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}+00:00" if seconds in _EPOCH_SECONDS else text


def _believed(heard: list[Testimony]) -> Testimony | None:
    if not heard:
        return None
    first_of_day = {t.read.day: t for t in reversed(heard)}.values()
    leader = max(first_of_day, key=lambda t: (_support(t, heard), _best_rank(t, heard), -heard.index(t)))
    agreeing = [t for t in heard if t.read.day == leader.read.day]
    best = max(agreeing, key=lambda t: t.rank)
    finer = [t for t in agreeing if not _is_coarse(t.read)]
    return (
        max(finer, key=lambda t: t.rank) if finer and _is_coarse(best.read) and best.rank < _RANKS["override"] else best
    )


def _support(testimony: Testimony, heard: list[Testimony]) -> float:
    weights: dict[str, float] = {}
    for other in heard:
        if _agree(testimony.read, other.read):
            source = other.candidate.source
            weights[source] = max(_weight(other), weights.get(source, 0))
    return sum(weights.values())


def _weight(testimony: Testimony) -> float:
    source, read = testimony.candidate.source, testimony.read
    weight = _WEIGHTS.get(source, 0.3)
    if source in _MACHINES and read.utc and not _is_coarse(read):
        weight += _EXACT
    if testimony.kind is None:
        weight *= _UNLABELLED
    return weight * _PROSE if testimony.rank == _PROSE_LINE else weight


def _best_rank(testimony: Testimony, heard: list[Testimony]) -> int:
    return max(t.rank for t in heard if t.read.day == testimony.read.day)


def _agree(one: ReadStamp, other: ReadStamp) -> bool:
    """Whether both name the same day, or may name the same instant on two sides of midnight."""
    if one.day == other.day:
        return True
    if one.utc and other.utc:
        return one.utc == other.utc
    known, local = (one, other) if one.utc else (other, one)
    if not known.utc or local.precision is Precision.DAY:
        return False
    ahead = datetime.fromisoformat(local.stamp) - datetime.fromisoformat(known.utc[:-1])
    return abs(ahead) <= _FARTHEST_ZONES and ahead.total_seconds() % 900 < 60


def _is_coarse(read: ReadStamp) -> bool:
    return read.precision is Precision.DAY or read.stamp[11:19] == "00:00:00"


def _is_before(one: ReadStamp, other: ReadStamp) -> bool:
    if one.utc and other.utc:
        return one.utc < other.utc
    if Precision.DAY in {one.precision, other.precision}:
        return one.day < other.day
    return one.stamp[:19] < other.stamp[:19]


def _chosen(testimony: Testimony | None) -> ChosenDate | None:
    if testimony is None:
        return None
    candidate, read = testimony.candidate, testimony.read
    detail = DateDetail(
        utc=read.utc, precision=read.precision, zone=read.zone, zone_source=read.zone_source, source=candidate.source
    )
    return ChosenDate(read.stamp, candidate.text, detail, Evidence(source=candidate.source, line=candidate.line))
