"""Bylines: who wrote it, as persons, agencies or desks, without roles, places, addresses and handles."""

import re
from dataclasses import dataclass
from typing import Final

from worker.article.byline_opening import openings, unglued, without_openers
from worker.article.byline_parts import (
    ends_the_names,
    is_desk,
    is_role,
    joined_parts,
    parts,
    without_place,
    without_role,
)
from worker.article.data.newsroom import newsroom
from worker.article.data.places import place_named
from worker.article.document import Author, AuthorKind
from worker.article.names import is_likely_a_name, is_name, is_surely_a_name, is_word_of_a_name

__all__ = [
    "Byline",
    "read_authors",
    "read_bare_byline",
    "read_byline",
    "read_marked_author",
    "read_marked_byline",
]

MAX_BYLINE_CHARS: Final = 240
MAX_AUTHORS: Final = 20


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in one line, and whether words in it stood for them ("By", "Von")."""

    authors: tuple[Author, ...]
    is_opened: bool = True
    is_sure: bool = True
    """The first name opens with a given name, or is an agency's or a desk's."""


def read_byline(text: str) -> Byline | None:
    """The byline that `text`, one line, is; None where it does not open like one or names nobody.

    What follows the names may be a place, a role, a day or a mark such as "|"; prose is no byline.

    >>> [author.name for author in read_byline("By ANNA BERG and Jo Lind in Paris | 3 May 2021").authors]
    ['ANNA BERG', 'Jo Lind']
    >>> read_byline("By the end of the day it was over")
    """
    found = _read(text, is_marked=True)
    return (_read(text, is_marked=False) or found) if found is not None else None


def _read(text: str, *, is_marked: bool) -> Byline | None:
    if len(text) > MAX_BYLINE_CHARS:
        return None
    text = unglued(_ADDRESS.sub(" ", text).strip())
    for opener, rest in openings(text):
        if opener in newsroom().weak_openers:
            authors = read_authors(rest) if _is_all_names(rest) else ()
        else:
            authors = read_authors(rest) if _starts_with_a_name(rest, is_marked=is_marked) else ()
        if authors:
            return Byline(authors, is_sure=not is_marked)
    return None


def read_bare_byline(text: str) -> Byline | None:
    """Authors in a short line that no word opens: "Anna Berg", "Anna Berg, Staff Reporter", "Anna Berg | BBC News".

    The first name must be one that is known as a given name somewhere, or a role stand behind a comma; the caller knows
    whether the place is right.
    """
    if len(text) > 90 or text[-1] in ".!?:…":
        return None
    text = unglued(text)
    first = without_place(_FIRST.split(text, maxsplit=1)[0]).strip()
    is_named = is_surely_a_name(first) or (is_name(first) and _has_role_behind(text[len(first) :]))
    if not is_named or len(first.split()) > 3 or place_named(first) is not None or is_desk(first):
        return None
    authors = read_authors(text) if _is_all_byline(text[len(first) :]) else ()
    return Byline(authors, is_opened=False) if authors else None


def read_marked_byline(text: str) -> Byline | None:
    """The byline in an element that markup calls an author's: as a line's, or a name or house alone.

    >>> read_marked_byline("Staff of the Times").authors[0].kind.value
    'desk'
    """
    opened = _read(text, is_marked=True)
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


def read_authors(raw: str) -> tuple[Author, ...]:
    """The authors that a printed byline names, in order, each once.

    Nothing that has not the shape of a name, an agency or a desk gets through. Reads the first 1,000 characters.

    >>> [(a.name, a.kind.value) for a in read_authors("Von Eva Lind (Berlin), dpa; eva@example.org")]
    [('Eva Lind', 'person'), ('dpa', 'agency')]
    """
    found: dict[str, Author] = {}
    for part, is_joined in joined_parts(without_openers(_ADDRESS.sub(" ", raw[:1000]).strip())):
        if found and ends_the_names(part):
            break
        author = _author(part, {} if is_joined else found)
        if author is not None and len(found) < MAX_AUTHORS:
            found.setdefault(author.name.casefold(), author)
    return tuple(found.values())


def read_marked_author(
    raw: str, *, url: str | None = None, is_organisation: bool = False, is_person: bool = False
) -> tuple[Author, ...]:
    """The authors in a string that markup calls an author: one word is a name too, and what is no name is a desk.

    Addresses and handles give nothing.

    >>> [(a.name, a.kind.value) for a in read_marked_author("Lillie") + read_marked_author("Center for News")]
    [('Lillie', 'person'), ('Center for News', 'desk')]
    """
    text = without_openers(_ADDRESS.sub(" ", raw[:1000]).strip()).strip(" .,:;|")
    if not text or not any(letter.isalpha() for letter in text):
        return ()
    if text in newsroom().agencies:
        return (Author(name=text, name_raw=text, kind=AuthorKind.AGENCY, url=url),)
    looks_like_one = is_name(text, may_be_single=True) or (is_person and 2 <= len(text.split()) <= 4 and text.istitle())
    if not is_organisation and not is_desk(text) and looks_like_one:
        return (Author(name=text, name_raw=raw, url=url),)
    several = read_authors(text)
    if any(author.kind is AuthorKind.PERSON for author in several) and not is_organisation:
        return tuple(author.model_copy(update={"url": url}) for author in several) if len(several) == 1 else several
    is_usual = any(
        word.casefold() in newsroom().not_names - {"the", "of", "for", "your", "our", "and"} for word in text.split()
    )
    if len(text) > 60 or (is_usual and not is_organisation):
        return several
    is_person = len(text.split()) == 2 and is_surely_a_name(text.title()) and not is_organisation
    return (Author(name=text, name_raw=raw, kind=AuthorKind.PERSON if is_person else AuthorKind.DESK, url=url),)


_FIRST: Final = re.compile(r"\s*[,|•·;(]\s*|\s+(?:[–—-]|and|und|et|y|&)\s+|\s*/\s*")


def _has_role_behind(rest: str) -> bool:
    """Whether a comma and a role of several words, and nothing else, follow a name (", Transport correspondent")."""
    role = rest.strip()
    return (
        role[:1] == ","
        and len(role.strip(", ").split()) in _ROLE_WORDS
        and is_role(role)
        and not any(map(str.isdigit, role))
    )


_ROLE_WORDS: Final = range(2, 6)


def _is_all_byline(rest: str) -> bool:
    """What follows a name is more names, roles, desks, places or days."""
    for part in filter(None, parts(rest)):
        if any(word.casefold() in newsroom().pictures for word in part.split()):
            return False
        if ends_the_names(part):
            return True
        is_known = is_role(part) or is_desk(part) or place_named(part) or any(map(str.isdigit, part))
        if not (is_known or is_name(part)):
            return False
    return True


def _starts_with_a_name(text: str, *, is_marked: bool) -> bool:
    """The first words are a name, agency or desk, and what follows them goes on like a byline, not like prose.

    Where markup does not vouch for it, the name must open with a given name.
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
    if not is_marked and not is_likely_a_name(name):
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


_ADDRESS: Final = re.compile(r"\S+@\S+|(?<!\w)@\w+|\bhttps?:\S+|\bwww\.\S+")


def _author(part: str, before: dict[str, Author]) -> Author | None:
    known = newsroom()
    if not part:
        return None
    if part in known.agencies or part.removeprefix("The ").removeprefix("the ") in known.agencies:
        return Author(name=part, name_raw=part, kind=AuthorKind.AGENCY)
    part = without_place(part)
    name = without_role(part)
    if name and is_name(name) and not is_desk(name):
        if before and _is_beside(name, before):
            return None
        return Author(name=name, name_raw=part)
    if is_desk(part) and not any(author.kind is AuthorKind.PERSON for author in before.values()):
        return Author(name=part, name_raw=part, kind=AuthorKind.DESK)
    return None


def _is_beside(name: str, before: dict[str, Author]) -> bool:
    """`name` is the place or the paper of the one before, not a second author."""
    if is_likely_a_name(name):
        return False
    if any(author.kind is AuthorKind.PERSON and is_surely_a_name(author.name) for author in before.values()):
        return True
    printed_large = any(word.isupper() and len(word) > 1 for word in name.split())
    others_large = any(word.isupper() and len(word) > 2 for other in before for word in before[other].name.split())
    return place_named(name) is not None or (printed_large and not others_large)
