"""What the lines around the body say of each field, as claims that its module weighs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from worker.article.credits.authors import AuthorClaim
from worker.article.credits.byline_time import has_ago, is_time_mark
from worker.article.credits.dateline import Credit, read_credit, read_credit_line
from worker.article.dates.dates import Candidate, StampContext, read_stamp
from worker.article.lines import Lines
from worker.article.metadata.around import Around
from worker.article.metadata.bylines import read_bylines
from worker.article.metadata.stamps import stamp_fields, stamps_around

__all__ = ["Finds", "read_around"]


@dataclass(frozen=True, slots=True)
class Finds:
    """Claims of the lines, nearest to the body first, each with the index of its line."""

    bylines: tuple[AuthorClaim, ...] = ()
    credits: tuple[tuple[int, Credit], ...] = ()
    stamps: tuple[Candidate, ...] = ()
    fields: tuple[tuple[int, str], ...] = ()
    """Lines that are a byline, a credit or a stamp and nothing else, with the field they belong to."""


def read_around(lines: Lines, place: Around, context: StampContext, *, only_sure_bylines: bool = False) -> Finds:
    """Bylines, credits and stamps of the lines around the body.

    In the head and the tail each line is read for all three; a labelled stamp is looked for in all other lines that
    are not body, a credit that opens a paragraph in the first lines of the body.
    `only_sure_bylines`: others are not asked for.
    """
    credited = [*_credits(lines, place.head), *_credits(lines, place.tail)]
    credited += [(at, credit) for at in place.opening if (credit := read_credit(lines.text[at]))]
    stamps = list(stamps_around(lines, place, context))
    stamped = list(stamp_fields(lines, stamps, context))
    timed = {at for at in place.head if is_time_mark(lines.text[at], context)}
    shown = {stamp.text for stamp in stamps if stamp.reads}

    @cache
    def has_stamp(text: str) -> bool:
        return text in shown or read_stamp(text, context) is not None or has_ago(text, context)

    marks = {at for at, _ in stamped} | timed
    bylines = read_bylines(lines, place, marks, has_stamp, only_sure=only_sure_bylines)
    fields = [(at, "authors") for claim in bylines for at in (claim.line,) if at is not None and claim.source == "line"]
    fields += [
        (at, name)
        for at, credit in credited
        if credit.is_whole_line
        for name, value in (("agency", credit.agencies), ("dateline", credit.place))
        if value
    ]
    fields += stamped
    return Finds(tuple(bylines), tuple(credited), tuple(stamps), tuple(fields))


def _credits(lines: Lines, places: Sequence[int]) -> Iterator[tuple[int, Credit]]:
    return ((at, credit) for at in places if (credit := read_credit_line(lines.text[at])))
