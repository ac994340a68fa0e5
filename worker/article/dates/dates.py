"""Chooses the dates of an article: when it was published and modified, by the evidence of all witnesses."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from worker.article.dates.clock import at_home, may_be_one
from worker.article.dates.saves import without_saves
from worker.article.dates.witness import ABOVE_LINE, LABELLED_LINE, OVERRIDE, Candidate, Testimony, hear, is_coarse
from worker.article.document import DateDetail, Evidence, Precision
from worker.article.stamps.address import read_url_month
from worker.article.stamps.label import Kind, label_of
from worker.article.stamps.reader import read_stamp, read_stamps
from worker.article.stamps.stamp import ReadStamp, StampContext

__all__ = [
    "FROM_MODIFIED",
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
    "with_published_from_modified",
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
    is_change_shown: bool = False
    """Whether readers see the day of `modified`, in a line or a time element, called a change."""


_MANY_LABELLED: Final = 2
FROM_MODIFIED: Final = "modified:"
"""Opens the source of a date of publication that is that of a change; the witness of the change follows."""


def with_published_from_modified(dates: Dates) -> Dates:
    """`dates`, with that of the change as that of publication where readers are shown no other; its source says so.

    What only markup calls modified stays what it is: content systems write there when they last saved a page that
    was never dated.
    """
    change = dates.modified
    if dates.published or change is None or not dates.is_change_shown:
        return dates
    source = FROM_MODIFIED + change.detail.source
    published = replace(
        change,
        detail=change.detail.model_copy(update={"source": source}),
        evidence=change.evidence.model_copy(update={"source": source}),
    )
    return replace(dates, published=published)


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
    never believed, nor one of several that lines far from the headline show. What is only called modified is
    not the date of publication (but see `with_published_from_modified`); where it lies before that, it is dropped,
    unless it stands beside the headline and only lines far from it tell of the other: those are of something else.
    """
    heard = without_saves(hear(candidates, context))
    modified = _believed([t for t in heard if t.kind == "modified"])
    published = _believed([t for t in heard if t.kind != "modified"], _month_of(candidates))
    if published and modified and _is_before(modified.read, published.read):
        is_of_another = _is_far(published, heard) and modified.candidate.is_near_headline
        published, modified = (None, modified) if is_of_another else (published, None)
    return Dates(_chosen(published), _chosen(modified), _is_shown(modified, heard))


def _is_shown(change: Testimony | None, heard: Iterable[Testimony]) -> bool:
    return change is not None and any(
        t.kind == "modified"
        and (t.candidate.source == "line" or (t.candidate.source == "time" and t.candidate.printed))
        and t.read.day == change.read.day
        for t in heard
    )


def _month_of(candidates: Iterable[Candidate]) -> str:
    """`YYYY-MM` where the address only tells that much, else nothing."""
    months = (read_url_month(candidate.text) for candidate in candidates if candidate.source == "url")
    return next(filter(None, months), "")


def _believed(heard: list[Testimony], month: str = "") -> Testimony | None:
    """The testimony that leads; `month`, which the address names, settles which of several days is meant."""
    by_day: dict[str, list[Testimony]] = defaultdict(list)
    for testimony in heard:
        by_day[testimony.read.day].append(testimony)
    best_of_day = {day: max(named, key=_rank) for day, named in by_day.items()}
    leaders = _without_lists([best for best in best_of_day.values() if best.leads])
    if not leaders:
        return None
    leader = max(leaders, key=lambda best: (_support(best, by_day), best.rank))
    is_lines_alone = all(t.candidate.source == "line" for t in by_day[leader.read.day])
    if is_lines_alone and leader.rank <= ABOVE_LINE and _is_one_of_several(leader, leaders):
        in_month = [best for best in leaders if month and best.read.day.startswith(month)]
        if len(in_month) != 1:
            return None
        [leader] = in_month
    finer = [t for t in by_day[leader.read.day] if not is_coarse(t.read)]
    if finer and is_coarse(leader.read) and leader.rank < OVERRIDE:
        leader = max(finer, key=_rank)
    return at_home(leader, heard)


def _without_lists(leaders: list[Testimony]) -> list[Testimony]:
    """`leaders`, but for days that several lines far from the headline name, each with a label: a list of teasers."""
    far = [t for t in leaders if t.rank == LABELLED_LINE and not t.candidate.is_near_headline and t.kind == "published"]
    return [t for t in leaders if t not in far] or leaders if len(far) > _MANY_LABELLED else leaders


def _is_far(published: Testimony, heard: Iterable[Testimony]) -> bool:
    """Whether only lines far from the headline name the day."""
    naming = (t.candidate for t in heard if t.kind != "modified" and t.read.day == published.read.day)
    return all(candidate.source == "line" and not candidate.is_near_headline for candidate in naming)


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
