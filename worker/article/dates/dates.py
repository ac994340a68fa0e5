"""Chooses the dates of an article: when it was published and modified, by the evidence of all witnesses."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from worker.article.dates.clock import at_home, may_be_one
from worker.article.dates.saves import without_saves
from worker.article.dates.witness import ABOVE_LINE, OVERRIDE, Candidate, Testimony, hear, is_coarse
from worker.article.document import DateDetail, Evidence, Precision
from worker.article.stamps.label import Kind, label_of
from worker.article.stamps.reader import read_stamp, read_stamps
from worker.article.stamps.stamp import ReadStamp, StampContext

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
    7. a line below the body's first sentence;
    8. anything else, such as a header, and last the hint.

    An offset that a machine gives is kept; Greenwich's time gives way to the page's own clock (see `at_home`). A stamp
    of a day only, or of midnight, gives way to one with a time of the same day. A day that only a sentence mentions is
    never believed, nor one of several that lines far from the headline show. What is only called modified never
    becomes the date of publication; where it lies before that, it is dropped.
    """
    heard = without_saves(hear(candidates, context))
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
    if leader.candidate.source == "line" and leader.rank <= ABOVE_LINE and _is_one_of_several(leader, leaders):
        return None
    finer = [t for t in by_day[leader.read.day] if not is_coarse(t.read)]
    if finer and is_coarse(leader.read) and leader.rank < OVERRIDE:
        leader = max(finer, key=_rank)
    return at_home(leader, heard)


def _is_one_of_several(leader: Testimony, leaders: list[Testimony]) -> bool:
    """Whether lines far from the headline show several days: a list of other articles, or comments."""
    return sum(best.candidate.source == "line" and best.rank == leader.rank for best in leaders) > 1


def _rank(testimony: Testimony) -> int:
    return testimony.rank


def _support(leader: Testimony, by_day: dict[str, list[Testimony]]) -> float:
    """Weight of all that name the leader's day, or its instant on the other side of midnight."""
    day = date.fromisoformat(leader.read.day)
    neighbours = [(day + timedelta(days=days)).isoformat() for days in (-1, 1)]
    agreeing = [t for name in neighbours for t in by_day.get(name, ()) if may_be_one(leader.read, t.read)]
    weights: dict[str, float] = {}
    for testimony in (*by_day[leader.read.day], *agreeing):
        source = testimony.candidate.source
        weights[source] = max(testimony.weight, weights.get(source, 0))
    return sum(weights.values())


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
