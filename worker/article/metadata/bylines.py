"""Bylines among the lines around the body: opened by a word, beside a stamp, or bare."""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final

from worker.article.credits.authors import AuthorClaim
from worker.article.credits.byline import Byline, read_bare_byline, read_byline
from worker.article.credits.byline_beside import (
    read_desk_byline,
    read_single_byline,
    read_stamped_byline,
    read_unknown_byline,
)
from worker.article.credits.byline_whoever import read_dated_byline, read_signed_byline, read_unique_byline
from worker.article.data.given_names import is_given_name
from worker.article.document import Author
from worker.article.lines import Lines
from worker.article.metadata.around import Around
from worker.article.metadata.byline_bios import read_bios
from worker.article.metadata.byline_evidence import (
    FAR_ABOVE,
    PLAIN_OPENERS,
    is_below_title,
    is_beside,
    is_bio_of,
    is_called_author,
    is_common,
    is_life,
    is_of_a_thing,
    is_of_others,
    is_one_of_several,
    reads_like_a_title,
)
from worker.article.metadata.byline_opened import BYLINE_CHARS, JOINERS_ALONE, MOST_NAME_LINES, opened_byline
from worker.article.plain import has_digit

__all__ = ["read_bylines"]


def read_bylines(
    lines: Lines, place: Around, stamped: AbstractSet[int], is_stamp: Callable[[str], bool], *, only_sure: bool = False
) -> list[AuthorClaim]:
    """Claims of the head, then of the tail, the likeliest line first.

    `stamped` are the lines that are a stamp and little else; `is_stamp` tells whether one stands anywhere in a text.
    `only_sure`: claims of the head other than `line` may be left out, for nobody asks for them.
    """
    found = _sure_of_head(lines, place) if only_sure else []
    if not found:
        any_of_head = _of_head(lines, place, stamped, is_stamp)
        found = list(islice(any_of_head, 1 if only_sure else None)) or list(_of_far_above(lines, place, is_stamp))
    if len({claim.authors for claim in found if claim.source in {"line", "stamped"}}) > _MAX_NAMED:
        found = list(_of_a_list(found, lines, place, stamped))
    found = list(_above_rather_than_below(found, place))
    is_found = any(claim.source == "line" for claim in found)  # bios never win over it
    below = [
        claim for claim in _of_tail(lines, place) if claim.line and not is_one_of_several(lines, claim.line, is_stamp)
    ]
    return [*found, *below, *([] if only_sure or is_found else read_bios(lines, place))]


_OPENING_LINES: Final = 3


def _above_rather_than_below(found: Sequence[AuthorClaim], place: Around) -> Iterator[AuthorClaim]:
    """`found` without what stands below the first sentence of the body where a byline stands above it.

    A name beside a stamp above it, perhaps of who put the text on the page, gives way to the byline in the first lines.
    """
    above = {claim.source for claim in found if claim.line is not None and claim.line < place.start}
    is_opened, is_stamped = not above.isdisjoint(("line", "signed")), "stamped" in above
    for claim in found:
        below = (claim.line or 0) - place.start
        if not (below > 0 and (is_opened or (is_stamped and below > _OPENING_LINES))):
            yield claim


_FAR_LINES: Final = 60


def _of_far_above(lines: Lines, place: Around, is_stamp: Callable[[str], bool]) -> Iterator[AuthorClaim]:
    """Above a table of contents, say: only what opens like a byline and has a stamp in its line or beside it."""
    for at in range(min(place.head, default=place.start) - 1, max(-1, place.start - _FAR_LINES), -1):
        text = lines.text[at]
        if len(text) <= BYLINE_CHARS and (byline := read_byline(text)) is not None and byline.is_sure:
            around = " ".join(lines.text[max(0, at - 1) : at + 2])
            if len(around) <= 4 * BYLINE_CHARS and is_stamp(around):
                yield AuthorClaim(byline.authors, "line", at)
                return


def _sure_of_head(lines: Lines, place: Around) -> list[AuthorClaim]:
    opened = ((at, opened_byline(lines, at)) for at in place.head if at < place.end)
    return [AuthorClaim(byline.authors, "line", at) for at, byline in opened if byline is not None and byline.is_sure]


_MAX_NAMED: Final = 2
_NEAR_START: Final = 4


def _of_a_list(
    found: Sequence[AuthorClaim], lines: Lines, place: Around, stamped: AbstractSet[int]
) -> Iterator[AuthorClaim]:
    """`found` where it is a list of works or of teasers of other articles, each with its author: what need not be one.

    A byline with a stamp beside it is kept, and of the names beside a stamp the first one near the body's beginning.
    """
    beside = [claim for claim in found if claim.source == "stamped"]
    near = [claim for claim in beside if abs((claim.line or 0) - place.start) <= _NEAR_START]
    for claim in found:
        if claim.source == "line":
            if is_beside(claim.line or 0, stamped, lines):
                yield claim
        elif claim.source != "stamped" or claim in near[:1]:
            yield claim


def _of_head(
    lines: Lines, place: Around, stamped: AbstractSet[int], is_stamp: Callable[[str], bool]
) -> Iterator[AuthorClaim]:
    for at in (at for at in place.head if at < place.end):
        text = lines.text[at]
        byline = opened_byline(lines, at)
        if byline is not None:
            is_known = byline.is_sure or is_beside(at, stamped, lines) or not is_common(byline, lines)
            yield AuthorClaim(byline.authors, "line" if byline.is_sure else "stamped" if is_known else "unsure", at)
        elif (bare := read_bare_byline(text)) is not None:
            if not (is_of_others(lines, at) or is_of_a_thing(bare, lines)):
                is_backed = is_beside(at, stamped, lines) or is_bio_of(bare, lines, place)
                is_backed = is_backed or is_below_title(lines, at, place) or is_called_author(lines, at, place)
                is_backed = is_backed or (has_digit(text) and is_stamp(text))
                authors = _neighbours(lines, at, bare) if is_backed else bare.authors
                yield AuthorClaim(authors, "stamped" if is_backed else "bare", at)
        else:
            yield from _of_stamped_line(lines, place, at, stamped, is_stamp)


def _of_stamped_line(
    lines: Lines, place: Around, at: int, stamped: AbstractSet[int], is_stamp: Callable[[str], bool]
) -> Iterator[AuthorClaim]:
    """Claims of a line that needs the stamp in it or beside it to be believed."""
    text, is_near = lines.text[at], -FAR_ABOVE < at - place.start < _BELOW_OPENING
    is_dated = has_digit(text) and is_stamp(text)
    if is_dated and (both := read_stamped_byline(text)) is not None:
        if both.is_sure or (is_near and not is_common(both, lines)):
            yield AuthorClaim(both.authors, "stamped", at)
    elif is_dated and is_near and (dated := read_dated_byline(text)) is not None:
        yield AuthorClaim(dated.authors, "signed", at)
    elif (single := _single(lines, at, stamped, is_stamp)) is not None:
        yield single
    else:
        yield from _of_whoever(lines, at, stamped, is_near=is_near)


def _single(lines: Lines, at: int, stamped: AbstractSet[int], is_stamp: Callable[[str], bool]) -> AuthorClaim | None:
    byline = read_single_byline(lines.text[at])
    if byline is None:
        return None
    is_dated = is_stamp(lines.text[at])
    name = byline.authors[0].name
    is_close = name[0].isupper() and is_beside(at, stamped, lines)
    if not (is_dated or is_close or is_given_name(name)):
        return None
    return AuthorClaim(byline.authors, "signed" if is_dated else "stamped" if is_close else "unsure", at)


def _of_whoever(lines: Lines, at: int, stamped: AbstractSet[int], *, is_near: bool) -> Iterator[AuthorClaim]:
    """Claims of a line whose place or opener must make up for a name that is not known as one."""
    text = lines.text[at]
    if not stamped.isdisjoint((at - 1, at + 1)) and not is_of_others(lines, at):
        unknown = read_unknown_byline(text) if is_near else None
        found = read_desk_byline(text) or unknown or _unique(lines, at, stamped)
        source = "stamped"
    else:
        found, source = read_signed_byline(text) if is_near else None, "signed"
        found = found if found is not None and found.opener not in PLAIN_OPENERS else None
    if found is not None and not is_common(found, lines):
        yield AuthorClaim(found.authors, source, at)


def _unique(lines: Lines, at: int, stamped: AbstractSet[int]) -> Byline | None:
    """A line of its own between a title and a stamp, or one that an opener makes a byline."""
    text = lines.text[at]
    signed = read_signed_byline(text)
    if signed is not None:
        return signed
    if at + 1 in stamped and reads_like_a_title(lines.text[at - 1] if at else "") and lines.text.count(text) == 1:
        return read_unique_byline(text)
    return None


_NEAR_END: Final = 2
_BELOW_OPENING: Final = 5


def _of_tail(lines: Lines, place: Around) -> Iterator[AuthorClaim]:
    """Below the body others have bylines too: a label must stand before the names, or something of a life behind."""
    opened = {at: byline for at in place.tail if (byline := opened_byline(lines, at))}
    are_teasers = len({byline.authors for byline in opened.values()}) > 1
    for at in place.tail:
        byline = opened.get(at)
        if byline is not None:
            if byline.opener not in PLAIN_OPENERS or (at - place.end < _NEAR_END and not are_teasers):
                yield AuthorClaim(byline.authors, "line" if byline.is_sure else "unsure", at)
        elif (bare := read_bare_byline(lines.text[at])) is not None:
            is_signature = at == place.end or is_called_author(lines, at, place)
            if is_life(lines, at + 1, bare) or (is_signature and not is_of_others(lines, at)):
                yield AuthorClaim(bare.authors[:1], "bio", at)


_INITIALS: Final = re.compile(r"^[A-ZÀ-Þ]{1,3}$")


def _neighbours(lines: Lines, at: int, bare: Byline) -> tuple[Author, ...]:
    """The authors of the line and of those just above and below it that are names as well."""
    found = list(bare.authors)
    for step in (-1, 1):
        here = at + step
        while 0 <= here < len(lines) and abs(here - at) <= MOST_NAME_LINES:
            text = lines.text[here]
            more = read_bare_byline(text)
            if more is not None:
                fresh = [author for author in more.authors if all(author.name != other.name for other in found)]
                found = [*fresh, *found] if step < 0 else [*found, *fresh]
            elif not _INITIALS.match(text) and text.strip(" ,").casefold() not in JOINERS_ALONE:
                break
            here += step
    return tuple(found)
