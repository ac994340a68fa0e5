"""Chooses the dates of an article: when it was published and modified, by the evidence of all witnesses."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from worker.article.date_witness import OVERRIDE, Candidate, Testimony, hear, is_coarse
from worker.article.document import DateDetail, Evidence, Precision
from worker.article.stamp import ReadStamp, StampContext
from worker.article.stamp_label import Kind, label_of
from worker.article.stamp_reader import read_stamp, read_stamps

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
class ChosenDate:
    """A date of the document, with all the document says of it."""

    stamp: str
    raw: str
    """The text of the candidate that won, as printed."""
    detail: DateDetail
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates of an article; None where no witness is to be believed."""

    published: ChosenDate | None = None
    modified: ChosenDate | None = None


_FARTHEST_ZONES: Final = timedelta(hours=14)


def choose_dates(candidates: Sequence[Candidate], context: StampContext) -> Dates:
    """The dates of an article, from all that its witnesses say (candidates in the order of the page).

    The day that the witnesses with the most weight name is believed, each kind of witness counting once. Of those
    that name it, the first in this list gives the stamp:

    1. override;
    2. JSON-LD, then meta tags, then microdata;
    3. a line with a label ("First published: ...");
    4. a time element;
    5. a line without a label, beside the headline, then elsewhere, the first one;
    6. the address, which only knows days;
    7. anything else, such as a header, and last the hint.

    An offset that a machine gives is kept. A stamp of a day only, or of midnight, gives way to one with a time of
    the same day. A day that only a sentence mentions is never believed. What is only called modified never becomes
    the date of publication; where it lies before that, it is dropped.
    """
    heard = hear(candidates, context)
    modified = _believed([t for t in heard if t.kind == "modified"])
    published = _believed([t for t in heard if t.kind != "modified"])
    if published and modified and _is_before(modified.read, published.read):
        modified = None
    return Dates(_chosen(published), _chosen(modified))


def _believed(heard: list[Testimony]) -> Testimony | None:
    by_day: dict[str, list[Testimony]] = defaultdict(list)
    for testimony in heard:
        by_day[testimony.read.day].append(testimony)
    best_of_day = {day: max(named, key=_rank) for day, named in by_day.items()}
    leaders = [best for best in best_of_day.values() if best.leads]
    if not leaders:
        return None
    leader = max(leaders, key=lambda best: (_support(best, by_day), best.rank))
    finer = [t for t in by_day[leader.read.day] if not is_coarse(t.read)]
    return max(finer, key=_rank) if finer and is_coarse(leader.read) and leader.rank < OVERRIDE else leader


def _rank(testimony: Testimony) -> int:
    return testimony.rank


def _support(leader: Testimony, by_day: dict[str, list[Testimony]]) -> float:
    """Weight of all that name the leader's day, or its instant on the other side of midnight."""
    day = date.fromisoformat(leader.read.day)
    neighbours = [(day + timedelta(days=days)).isoformat() for days in (-1, 1)]
    agreeing = [t for name in neighbours for t in by_day.get(name, ()) if _may_be_one(leader.read, t.read)]
    weights: dict[str, float] = {}
    for testimony in (*by_day[leader.read.day], *agreeing):
        source = testimony.candidate.source
        weights[source] = max(testimony.weight, weights.get(source, 0))
    return sum(weights.values())


def _may_be_one(one: ReadStamp, other: ReadStamp) -> bool:
    """Whether two stamps of different days may name one instant, one of them by an unknown clock."""
    if one.utc and other.utc:
        return one.utc == other.utc
    known, local = (one, other) if one.utc else (other, one)
    if not known.utc or local.precision is Precision.DAY:
        return False
    ahead = datetime.fromisoformat(local.stamp) - datetime.fromisoformat(known.utc.removesuffix("Z"))
    return abs(ahead) <= _FARTHEST_ZONES and ahead.total_seconds() % 900 < 60


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
