"""Authors below the body: the only one of whom a line tells, or of whom words say that the text is theirs."""

import re
from collections.abc import Iterator
from typing import Final

from worker.article.credits.authors import AuthorClaim
from worker.article.credits.byline_opening import may_be_of_writing
from worker.article.credits.byline_parts import is_desk
from worker.article.credits.names import is_likely_a_name, is_name
from worker.article.data.places import place_named
from worker.article.document import Author, AuthorKind
from worker.article.lines import Lines
from worker.article.metadata.around import Around
from worker.article.metadata.byline_evidence import is_of_writing, is_told_of
from worker.article.metadata.byline_opened import BYLINE_CHARS, opened_byline

__all__ = ["read_bios"]

_BELOW_END: Final = 25
_BLANKS: Final = range(1, 6)
"""Between the words of a name, and those before it."""
_NAME_WORDS: Final = range(2, 5)
_ABOUT: Final = re.compile(r"^(?:about|über|à propos de|sobre|chi è|over|om) ", re.IGNORECASE)


def read_bios(lines: Lines, place: Around) -> list[AuthorClaim]:
    """The author whom the lines below the body introduce; nobody where they introduce several."""
    found: dict[str, AuthorClaim] = {}
    for at in range(place.end, min(len(lines) - 1, place.end + _BELOW_END)):
        if len(lines.text[at]) <= BYLINE_CHARS:
            for author in (*_signing(lines, at), *_told_of(lines, at)):
                found.setdefault(author.name, AuthorClaim((author,), "bio", at))
    return list(found.values()) if len(found) == 1 else []


def _signing(lines: Lines, at: int) -> tuple[Author, ...]:
    """The first author of a byline that is opened by words of writing ("Written by")."""
    byline = opened_byline(lines, at) if may_be_of_writing(lines.text[at]) else None
    if byline is None or not byline.is_sure or not is_of_writing(byline.opener):
        return ()
    return tuple(author for author in byline.authors[:1] if author.kind is AuthorKind.PERSON)


def _told_of(lines: Lines, at: int) -> Iterator[Author]:
    """The person whose name is the line, and of whom the line below, or behind a short one, tells by that name."""
    text = lines.text[at]
    if text.count(" ") not in _BLANKS:
        return
    below = lines.text[at + 1 : at + 3]
    told = below if len(below[0]) <= BYLINE_CHARS else below[:1]
    for name in (text, _ABOUT.sub("", text)):
        if any(is_told_of(name, other) for other in told) and _is_a_person(name):
            yield Author(name=name, name_raw=name)
            return


def _is_a_person(name: str) -> bool:
    if name.count(" ") + 1 not in _NAME_WORDS or not is_name(name) or is_desk(name):
        return False
    return is_likely_a_name(name) or not any(map(place_named, (name, name.partition(" ")[0])))
