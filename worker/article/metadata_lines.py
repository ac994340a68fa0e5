"""What the lines around the body say of each field, as claims that its module weighs; a part of `metadata.py`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from worker.article.authors import AuthorClaim
from worker.article.dateline import Credit, read_credit
from worker.article.dates import Candidate, StampContext, label_of, read_stamp
from worker.article.lines import Lines
from worker.article.metadata_around import HEAD_LINES, MAX_CHARS, TAIL_LINES, Around
from worker.article.metadata_bylines import read_bylines
from worker.article.plain import has_digit

__all__ = ["Finds", "read_around"]

NEAR_HEADLINE: Final = 4
FAR_STAMPS: Final = 4


@dataclass(frozen=True, slots=True)
class Finds:
    """Claims of the lines, nearest to the body first, each with the index of its line."""

    bylines: tuple[AuthorClaim, ...] = ()
    credits: tuple[tuple[int, Credit], ...] = ()
    stamps: tuple[Candidate, ...] = ()
    fields: tuple[tuple[int, str], ...] = ()
    """Lines that are a byline, a credit or a stamp and nothing else, with the field they belong to."""


def read_around(lines: Lines, place: Around, context: StampContext) -> Finds:
    """Bylines, credits and stamps of the lines around the body.

    In the head and the tail each line is read for all three; a labelled stamp is looked for in all other lines that
    are not body, a credit that opens a paragraph in the first lines of the body.
    """
    credited = [*_credits(lines, place.head), *_credits(lines, place.tail)]
    credited += [(at, credit) for at in place.opening if (credit := read_credit(lines.text[at]))]
    stamps = list(_stamps(lines, place, context))
    stamped = list(_stamp_fields(lines, stamps, context))
    bylines = read_bylines(lines, place, {at for at, _ in stamped}, lambda text: read_stamp(text, context) is not None)
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
    for at in places:
        credit = read_credit(lines.text[at])
        if credit is not None and credit.is_whole_line:
            yield at, credit


# --- stamps ---


def _stamps(lines: Lines, place: Around, context: StampContext) -> Iterator[Candidate]:
    labelled, head = set(), set(place.head)
    for at in (*place.head, *place.tail):
        if not has_digit(lines.text[at]):
            continue
        text = _with_its_label(lines, at)
        if at in head or label_of(text) or read_stamp(text, context):
            kind = label_of(text)
            labelled.add(kind)
            near = place.headline if place.headline is not None else place.start
            is_near = abs(at - near) <= NEAR_HEADLINE
            yield Candidate(kind, text, "line", at, is_near)
    left = FAR_STAMPS
    for at in (*range(place.end + TAIL_LINES, len(lines)), *range(max(0, place.start - HEAD_LINES))):
        text = lines.text[at]
        if left and len(text) <= MAX_CHARS and has_digit(text) and (kind := label_of(text)) and kind not in labelled:
            left -= 1
            yield Candidate(kind, text, "line", at)


def _with_its_label(lines: Lines, at: int) -> str:
    """The line, behind the one before it where that is nothing but a label ("Published")."""
    text = lines.text[at]
    before = lines.text[at - 1] if at else ""
    is_label = before and len(before) <= 30 and not has_digit(before) and label_of(before) and not label_of(text)
    return f"{before} {text}" if is_label else text


_FIELD: Final = {"published": "datePublished", "modified": "dateModified", None: "datePublished"}
_MAX_AROUND_STAMP: Final = 60


def _stamp_fields(lines: Lines, stamps: Sequence[Candidate], context: StampContext) -> Iterator[tuple[int, str]]:
    for candidate in stamps:
        text = lines.text[candidate.line or 0]
        read = read_stamp(text, context)
        if candidate.line is not None and read is not None:
            rest = len(text) - (read.span[1] - read.span[0])
            if rest <= (_MAX_AROUND_STAMP if candidate.kind else _MAX_AROUND_STAMP // 2):
                yield candidate.line, _FIELD[candidate.kind]
