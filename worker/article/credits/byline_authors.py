"""The authors that a printed byline names: persons, agencies, desks."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from worker.article.credits.byline_opening import without_openers
from worker.article.credits.byline_parts import (
    ends_like_a_desk,
    ends_the_names,
    is_desk,
    is_role,
    joined_parts,
    without_place,
    without_role,
)
from worker.article.credits.names import is_likely_a_name, is_name, is_surely_a_name
from worker.article.credits.names_uncased import is_uncased, separated, untitled
from worker.article.data.newsroom import newsroom
from worker.article.data.places import place_named
from worker.article.document import Author, AuthorKind

__all__ = ["read_authors", "read_marked_author", "without_addresses"]

MAX_AUTHORS: Final = 20


@lru_cache(maxsize=64)  # several witnesses have the same byline
def read_authors(raw: str) -> tuple[Author, ...]:
    """The authors that a printed byline names, in order, each once.

    Nothing that has not the shape of a name, an agency or a desk gets through. Reads the first 1,000 characters.

    >>> [(a.name, a.kind.value) for a in read_authors("Von Eva Lind (Berlin), dpa; eva@example.org")]
    [('Eva Lind', 'person'), ('dpa', 'agency')]
    """
    found: dict[str, Author] = {}
    is_behind_a_name = has_place = False
    for part, is_joined in _joined_names(without_openers(without_addresses(raw[:1000]))):
        if found and ends_the_names(part):
            break
        is_free = is_joined and (is_behind_a_name or is_likely_a_name(part))
        author = _author(part, {} if is_free else found)
        if has_place and author is not None and author.kind is AuthorKind.PERSON and not is_likely_a_name(author.name):
            continue  # a section or a second place: "By Anna Berg in Travel, City Breaks"
        has_place = has_place or (author is not None and without_place(part) != part)
        if part:
            is_behind_a_name = author is not None and not is_role(part)
        if author is not None and len(found) < MAX_AUTHORS:
            found.setdefault(author.name.casefold(), author)
    return tuple(found.values())


def _joined_names(text: str) -> Iterator[tuple[str, bool]]:
    """`joined_parts`, and each name apart where only spaces stand between names of East Asia."""
    for part, is_joined in joined_parts(text):
        yield from ((name, is_joined or rank > 0) for rank, name in enumerate(separated(part)))


def read_marked_author(
    raw: str, *, url: str | None = None, is_organisation: bool = False, is_person: bool = False
) -> tuple[Author, ...]:
    """The authors in a string that markup calls an author: one word is a name too, and what is no name is a desk.

    Addresses and handles give nothing.

    >>> [(a.name, a.kind.value) for a in read_marked_author("Lillie") + read_marked_author("Center for News")]
    [('Lillie', 'person'), ('Center for News', 'desk')]
    """
    text = without_openers(without_addresses(raw[:1000])).strip(" .,:;|")
    if not text or not any(letter.isalpha() for letter in text):
        return ()
    if text in newsroom().agencies:
        return (Author(name=text, name_raw=text, kind=AuthorKind.AGENCY, url=url),)
    are_several, titled = _names_several(text), untitled(text)
    looks_like_one = is_name(text, may_be_single=True) or (is_person and 2 <= len(text.split()) <= 4 and text.istitle())
    if titled or (not is_organisation and not is_desk(text) and looks_like_one and not are_several):
        return (Author(name=titled or text, name_raw=raw, url=url),)
    several = read_authors(text)
    if (are_several or any(map(_is_credible, several))) and not is_organisation:
        return tuple(author.model_copy(update={"url": url}) for author in several) if len(several) == 1 else several
    is_usual = any(
        word.casefold() in newsroom().not_names - {"the", "of", "for", "your", "our", "and"} for word in text.split()
    )
    if len(text) > 60 or (is_usual and not is_organisation):
        return several
    is_person = len(text.split()) == 2 and is_surely_a_name(text.title()) and not is_organisation
    return (Author(name=text, name_raw=raw, kind=AuthorKind.PERSON if is_person else AuthorKind.DESK, url=url),)


def _is_credible(author: Author) -> bool:
    """A person, where more than the shape tells so, if anything in that script has the shape."""
    is_told = not is_uncased(author.name) or is_surely_a_name(author.name)
    return author.kind is AuthorKind.PERSON and is_told


def _names_several(text: str) -> bool:
    """Whether each part between commas, or spaces in East Asia, is a whole name or an agency.

    No degree, place or "Berg, Anna".
    """
    if len(separated(text)) > 1:
        return True
    parts = [part.strip() for part in text.replace(";", ",").split(",")]
    return len(parts) > 1 and all(
        part in newsroom().agencies or (" " in part and is_surely_a_name(part) and place_named(part) is None)
        for part in parts
    )


_ADDRESS: Final = re.compile(r"\S+@\S+|(?<!\w)@\w+|\bhttps?:\S+|\bwww\.\S+")


def without_addresses(text: str) -> str:
    """`text` with a space for each mail address, handle and link.

    >>> without_addresses("Anna Berg @annaberg")
    'Anna Berg'
    """
    if "@" in text or "http" in text or "www." in text:
        return _ADDRESS.sub(" ", text).strip()
    return text.strip()


def _author(part: str, before: dict[str, Author]) -> Author | None:
    known = newsroom()
    if not part:
        return None
    whole, part = part, without_place(part)
    for agency in (whole, part):
        if agency in known.agencies or agency.removeprefix("The ").removeprefix("the ") in known.agencies:
            return Author(name=agency, name_raw=agency, kind=AuthorKind.AGENCY)
    name = without_role(part)
    if name and is_name(name) and not is_desk(name) and not (name != part and ends_like_a_desk(part)):
        if before and _is_beside(name, before):
            return None
        return Author(name=name.replace("\u00ad", ""), name_raw=part)
    if is_desk(part) and not any(author.kind is AuthorKind.PERSON for author in before.values()):
        return Author(name=part, name_raw=part, kind=AuthorKind.DESK)
    return None


def _is_beside(name: str, before: dict[str, Author]) -> bool:
    """`name` is the place or the paper of the one before, not a second author."""
    if is_likely_a_name(name) or (_FAMILY_LARGE.match(name) and all(map(_FAMILY_LARGE.match, _spelt(before)))):
        return False
    if any(author.kind is AuthorKind.PERSON and is_surely_a_name(author.name) for author in before.values()):
        return True
    printed_large = any(word.isupper() and len(word) > 1 for word in name.split())
    others_large = any(word.isupper() and len(word) > 2 for other in before for word in before[other].name.split())
    return place_named(name) is not None or (printed_large and not others_large)


_FAMILY_LARGE: Final = re.compile(r"[^\W\d_](?:[^\W\d_A-ZÀ-Þ]|-)+(?: [A-ZÀ-Þ]{3,}(?:-[A-ZÀ-Þ]+)?)+$")
"""Agencies print family names in capitals: two alike are two persons."""


def _spelt(before: dict[str, Author]) -> list[str]:
    return [author.name for author in before.values()]
