"""Bylines that need other evidence beside them, a stamp above all."""

import re
from typing import Final

from worker.article.credits.byline import MAX_BYLINE_CHARS, Byline
from worker.article.credits.byline_authors import without_addresses
from worker.article.credits.byline_opening import may_be_opened, opened, openings, unglued
from worker.article.credits.byline_parts import ends_like_a_desk, is_desk, is_role, joined_parts, parts, without_place
from worker.article.credits.names import is_name, is_surely_a_name
from worker.article.credits.names_uncased import is_uncased, is_unspaced
from worker.article.data.given_names import is_given_name
from worker.article.data.newsroom import newsroom
from worker.article.data.places import place_named
from worker.article.document import Author, AuthorKind
from worker.article.plain import has_digit

__all__ = ["COMMON", "HANDLE", "read_desk_byline", "read_single_byline", "read_stamped_byline", "read_unknown_byline"]

_DAY: Final = re.compile(r"(?:\s|^)\d[\d.:/,-]*(?:st|nd|rd|th)?(?=\s|$)")
_RUN_IN: Final = re.compile(r"(?<=\d{4})(?=[^\W\d_a-z][^\W\d_A-Z])")
"""Where a flattener ran the year into the next word."""
_MAX_WORDS: Final = 24
_MAX_WORDS_BESIDE: Final = 3


def read_stamped_byline(text: str) -> Byline | None:
    """Authors in a line that has a day beside them: "Anna Berg · The Post · 3 May 2021", "3.5.2021 - Anna Berg".

    The caller knows that there is a stamp; a name at the start need not be known as one, and is not sure then. What
    else stands in the line must be short: a desk, a section, a place.
    """
    if not has_digit(text) or len(text.split()) > _MAX_WORDS or len(text) > MAX_BYLINE_CHARS:
        return None
    if "@" in text or not (text[0].isalnum() or text[0] in "|(["):
        return None
    found: list[Author] = []
    is_sure = True
    may_be_unknown = not opened(text)[0]
    for piece, _ in joined_parts(_DAY.sub(" | 0 | ", _RUN_IN.sub(" ", unglued(without_addresses(text))))):
        part = _without_weekday(without_place(piece))
        if is_surely_a_name(part) and place_named(part) is None and not is_desk(part):
            found.append(Author(name=part, name_raw=part))
        elif not found and may_be_unknown and text.startswith(part) and _looks_like_one(part):
            found, is_sure = [Author(name=part, name_raw=part)], False
        elif not _may_stand_beside(part):
            return None
    return Byline(tuple(found), is_opened=False, is_sure=is_sure) if found else None


def _without_weekday(part: str) -> str:
    head, _, last = part.rpartition(" ")
    return head if head and last.casefold() in newsroom().months else part


def _may_stand_beside(part: str) -> bool:
    """A day, a role, a desk, a section: few words, and none of prose or of a picture."""
    known = newsroom()
    words = [word.strip(".,:()") for word in part.split()]
    if any(word.casefold() in known.pictures or word.casefold() in _SOUNDS for word in words):
        return False
    strange = [word for word in words if word[:1].islower() and word not in known.months | known.not_names]
    limit = _MAX_WORDS_WITH_DAY if has_digit(part) else _MAX_WORDS_BESIDE
    return is_role(part) or (len(words) <= limit and len(strange) <= 1)


_MAX_WORDS_WITH_DAY: Final = 8
_SOUNDS: Final = frozenset(["audio", "podcast", "video"])


def read_single_byline(text: str) -> Byline | None:
    """The author in a line that opens like a byline and has one word and no more than a day or section behind it.

    The caller knows that there is a stamp in the line or beside it.

    >>> read_single_byline("By Lillie | 3 May 2021").authors[0].name
    'Lillie'
    """
    if len(text) > MAX_BYLINE_CHARS or not may_be_opened(text):
        return None
    known = newsroom()
    for opener, rest in openings(unglued(without_addresses(text))):
        single = _SINGLE.match(rest)
        if single is None or opener in known.weak_openers:
            continue
        name, behind = single[1], next(parts(rest[single.end() :].strip(" |•·,–—/(")), "")
        if is_name(name, may_be_single=True) or (
            not is_uncased(name) and HANDLE.match(name) and name not in COMMON | known.not_names
        ):
            is_other = (
                name.casefold() in known.months
                or is_desk(name)
                or is_role(name)
                or place_named(name)
                or name in known.agencies
                or name.isupper()
            )
            if len(name) >= _MIN_SINGLE and not is_other and (not behind or _may_stand_beside(behind)):
                return Byline((Author(name=name, name_raw=name),), is_sure=False, opener=opener)
    return None


_SINGLE: Final = re.compile(
    r"([^\W\d_][\w.-]*)(?:$|\s*[|•·,–—/(]|\s+-|\s+(?:on|am|vom|in|um|at|le|el|den|il)\s|(?=\s+\d))", re.IGNORECASE
)
_MIN_SINGLE: Final = 3
HANDLE: Final = re.compile(r"^[^\W\d_][\w.-]{2,20}$")
COMMON: Final = frozenset(
    ["noon", "now", "today", "heute", "gestern", "yesterday", "default", "email", "mail", "post", "phone"]
)


def read_desk_byline(text: str) -> Byline | None:
    """A desk alone in a line, named by a word for several people: "Newsdesk", "Upper Town Team"."""
    if not (ends_like_a_desk(text) and is_desk(text)):
        return None
    return Byline((Author(name=text, name_raw=text, kind=AuthorKind.DESK),))


def read_unknown_byline(text: str) -> Byline | None:
    """Names alone in a line: of a name's shape, though none is known as given; the caller has other evidence."""
    if len(text) > 90 or has_digit(text) or text[-1] in ".!?:…":
        return None
    named = [(part, is_joined) for part, is_joined in joined_parts(unglued(without_addresses(text))) if part]
    names = [part for part, _ in named if _looks_like_one(part)]
    if not names or names[0] != named[0][0]:
        return None
    if not all(part in names or is_role(part) or is_desk(part) or place_named(part) for part, _ in named):
        return None
    return Byline(tuple(Author(name=name, name_raw=name) for name in names), is_opened=False, is_sure=False)


def _looks_like_one(part: str) -> bool:
    words = part.split()
    if is_uncased(part):  # any words there have the shape: those between the first and the last must be given, too
        is_sure = is_surely_a_name(part) and (is_unspaced(part) or all(map(is_given_name, words[1:-1])))
        return is_sure and not is_desk(part) and place_named(part) is None
    return (
        len(words) in _UNKNOWN_WORDS
        and not _GLUED_INSIDE.search(part)
        and is_name(part)
        and all(len(word) > 1 for word in words)
        and not (part.isupper() or is_desk(part) or is_role(part) or place_named(part) is not None)
    )


_GLUED_INSIDE: Final = re.compile(r"[a-zà-ÿ]{3}[A-ZÀ-Þ]|\b[IVX]{2,}\b")
_UNKNOWN_WORDS: Final = range(2, 5)
