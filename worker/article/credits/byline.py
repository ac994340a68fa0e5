"""Bylines: who wrote it, as persons, agencies or desks, without roles, places, addresses and handles."""

import re
from dataclasses import dataclass
from typing import Final

from worker.article.credits.agencies import agency_in
from worker.article.credits.byline_authors import read_authors, read_marked_author, without_addresses
from worker.article.credits.byline_opening import may_be_opened, openings, unglued
from worker.article.credits.byline_parts import ends_the_names, is_desk, is_role, parts, without_place, without_role
from worker.article.credits.names import is_likely_a_name, is_name, is_surely_a_name, is_word_of_a_name
from worker.article.credits.names_uncased import (
    is_probably_east_asian,
    is_uncased,
    is_unspaced,
    may_be_titled,
    separated,
    untitled,
)
from worker.article.data.given_names import is_given_name
from worker.article.data.newsroom import newsroom
from worker.article.data.places import place_named
from worker.article.document import Author, AuthorKind
from worker.article.plain import has_digit

__all__ = [
    "Byline",
    "read_bare_byline",
    "read_byline",
    "read_marked_byline",
]

MAX_BYLINE_CHARS: Final = 240
MAX_BARE_CHARS: Final = 90


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in one line, and whether words in it stood for them ("By", "Von")."""

    authors: tuple[Author, ...]
    is_opened: bool = True
    is_sure: bool = True
    """The first name opens with a given name, or is an agency's or a desk's."""
    opener: str = ""
    """The word that opens the line, folded."""


def read_byline(text: str) -> Byline | None:
    """The byline that `text`, one line, is; None where it does not open like one or names nobody.

    What follows the names may be a place, a role, a day or a mark such as "|"; prose is no byline.

    >>> [author.name for author in read_byline("By ANNA BERG and Jo Lind in Paris | 3 May 2021").authors]
    ['ANNA BERG', 'Jo Lind']
    >>> read_byline("By the end of the day it was over")
    """
    found = _read(text) if may_be_opened(text) else None
    if found is not None or text.isascii():
        return found
    return _read_titled(text) if may_be_titled(text) else None


def _read(text: str) -> Byline | None:
    if len(text) > MAX_BYLINE_CHARS:
        return None
    for opener, rest in openings(unglued(without_addresses(text))):
        is_weak = opener in newsroom().weak_openers
        is_one = _is_all_names(rest) or _is_agency_desk(rest) if is_weak else _starts_with_a_name(rest)
        if is_one and (authors := read_authors(rest)):
            is_sure = is_weak or _starts_with_a_name(rest, is_given=True)
            return Byline(authors, is_sure=is_sure, opener=opener)
    return None


def _read_titled(text: str) -> Byline | None:
    """Names with the title that newsrooms of East Asia give, and little else: "(서울=연합뉴스) 홍길동 기자 ="."""
    text = without_addresses(text)
    named = [name for part in parts(text) if part for name in separated(part)] if len(text) <= MAX_BARE_CHARS else []
    names = [part for part in named if untitled(part) or _is_named_by_a_title(part)]
    if not any(map(untitled, names)) or not all(part in names or _may_stand_by_a_title(part) for part in named):
        return None
    return Byline(read_authors("; ".join(names)), opener=_BY_TITLE)


def _is_named_by_a_title(part: str) -> bool:
    return is_surely_a_name(part) or (is_probably_east_asian(part) and place_named(part) is None)


def _may_stand_by_a_title(part: str) -> bool:
    """An agency, a source's label, a house, "台北報導", "서울=연합뉴스", or a day."""
    known = newsroom()
    is_credit = part in known.agencies or part.casefold() in known.credit_openers or "=" in part
    return is_credit or has_digit(part) or (is_unspaced(part) and part.endswith((*known.reports, *known.house_ends)))


_BY_TITLE: Final = "記者"
"""Stands for any title as the opener of a byline."""


def read_bare_byline(text: str) -> Byline | None:
    """Authors in a short line that no word opens: "Anna Berg", "Anna Berg, Staff Reporter", "Anna Berg | BBC News".

    The first name must be one that is known as a given name somewhere, or a role stand behind a comma, as it must in
    scripts without capitals; the caller knows whether the place is right. A desk must have an agency's name beside it.
    """
    text = without_addresses(text) if "@" in text else text.strip()
    if len(text) > MAX_BARE_CHARS or " " not in text or text[-1] in ".!?:…":
        return None
    text = unglued(text)
    if _is_agency_desk(text):
        return Byline((Author(name=text, name_raw=text, kind=AuthorKind.DESK),), is_opened=False)
    agency, comma, rest = text.partition(", ")
    if comma and agency in newsroom().agencies and agency not in newsroom().ambiguous:
        named = read_bare_byline(rest)
        agencies = (Author(name=agency, name_raw=agency, kind=AuthorKind.AGENCY),)
        return Byline((*agencies, *named.authors), is_opened=False) if named else None
    if not _may_be_bare(text):
        return None
    first = without_place(_FIRST.split(text, maxsplit=1)[0]).strip()
    is_sure = is_surely_a_name(first) and not is_uncased(first)
    is_named = is_sure or (is_name(first) and _has_role_behind(text[len(first) :]))
    if not is_named or len(first.split()) > 3 or _is_a_place(first) or is_desk(first):
        return None
    authors = read_authors(text) if _is_all_byline(text[len(first) :]) else ()
    return Byline(authors, is_opened=False) if authors else None


def _is_agency_desk(text: str) -> bool:
    is_named = not newsroom().agencies.keys().isdisjoint(text.split())  # most lines fail this, at once
    return is_named and is_desk(text) and bool(agency_in(text))


def _is_a_place(name: str) -> bool:
    """Whether `name` is a place's, or that of two with a hyphen between ("Dallas-Fort Worth")."""
    return place_named(name) is not None or ("-" in name and all(map(place_named, name.split("-"))))


def _may_be_bare(text: str) -> bool:
    """A cheap test that most lines fail: two words as in names, the first one given or something behind a mark."""
    one, _, rest = text.partition(" ")
    two = _MARK.split(rest.partition(" ")[0], maxsplit=1)[0]
    if not is_uncased(one) and not (is_word_of_a_name(one) and two and is_word_of_a_name(two)):
        return False
    if "," in text or "|" in text:
        return True
    words = text.split(" ", 2)
    first = words[1] if _INITIAL.match(words[0]) else words[0]
    return is_given_name(first.partition("-")[0]) or bool(_MARKED.search(first)) or bool(_INITIAL.match(first))


_MARK: Final = re.compile(r"[,|•·;(/]")
_INITIAL: Final = re.compile(r"[^\W\d_a-z]\.")
_MARKED: Final = re.compile(r"[•·;(/.\s]")


def read_marked_byline(text: str) -> Byline | None:
    """The byline in an element that markup calls an author's: as a line's, or a name or house alone.

    >>> read_marked_byline("Staff of the Times").authors[0].kind.value
    'desk'
    """
    opened = read_byline(text)
    if opened is not None:
        return opened
    if len(text) > 90 or text[-1] in "!?:…":
        return None
    first = without_place(_FIRST.split(text, maxsplit=1)[0]).strip()
    if is_name(first) and not is_desk(first) and _is_all_byline(text[len(first) :]):
        authors = read_authors(text) or read_authors(first)
        return Byline(authors, is_opened=False) if authors else None
    if 1 <= len(first.split()) <= 4 and first[0].isupper() and (is_desk(first) or first == text):
        return Byline(read_marked_author(first), is_opened=False)
    return None


_FIRST: Final = re.compile(r"\s*[,|•·;(]\s*|\s+(?:[–—-]|and|und|et|y|&)\s+|\s*/\s*")


def _has_role_behind(rest: str) -> bool:
    """Whether a comma or bar and a role of several words, and nothing else, follow a name (", Staff reporter")."""
    role = rest.strip()
    return (
        role[:1] in {",", "|"}
        and len(role.strip(",| ").split()) in _ROLE_WORDS
        and is_role(role)
        and not has_digit(role)
    )


_ROLE_WORDS: Final = range(2, 6)


def _is_all_byline(rest: str) -> bool:
    """What follows a name is more names, roles, desks, places or days."""
    for part in filter(None, parts(rest)):
        if any(word.casefold() in newsroom().pictures for word in part.split()):
            return False
        if ends_the_names(part):
            return True
        is_known = is_role(part) or is_desk(part) or place_named(part) or has_digit(part) or part in newsroom().agencies
        if not (is_known or is_name(part)):
            return False
    return True


def _starts_with_a_name(text: str, *, is_given: bool = False) -> bool:
    """The first words are a name, agency or desk, and what follows them goes on like a byline, not like prose.

    `is_given`: and the name opens with a given name.
    """
    head = without_place(next(parts(text), ""))
    if not head:
        return False
    if head in newsroom().agencies or is_desk(head):
        return True
    words = without_role(head).split() or head.split()
    count = 0
    while count < len(words) and count < 6 and is_word_of_a_name(words[count]):
        count += 1
    name, after = " ".join(words[:count]), words[count:]
    if is_given and not is_likely_a_name(name):
        return False
    is_single = not after and len(name) > 2 and name[0].isupper()
    return is_name(name, may_be_single=is_single) and (not after or _goes_on(after))


def _goes_on(words: list[str]) -> bool:
    first = words[0].strip(".,:").casefold()
    known = newsroom()
    return first in known.roles | known.not_names | known.place_words | known.desks or first[:1].isdigit() or not first


def _is_all_names(text: str) -> bool:
    named = [part for part in parts(text) if part]
    agencies = newsroom().agencies
    beside = [is_name(part) or part in agencies or place_named(part) is not None or is_role(part) for part in named]
    return all(beside) and any(is_surely_a_name(part) or part in agencies for part in named)
