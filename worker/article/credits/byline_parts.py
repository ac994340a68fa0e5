"""The parts of a byline: names, roles, places and desks between commas, bars and words such as "and"."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from worker.article.credits.names_uncased import is_uncased, untitled
from worker.article.data.newsroom import newsroom

__all__ = [
    "ends_like_a_desk",
    "ends_the_names",
    "is_desk",
    "is_role",
    "joined_parts",
    "parts",
    "without_place",
    "without_role",
]

_FORMS: Final = 256
"""Parts kept in mind: several witnesses have the same ones, and several forms of byline are tried on each."""

_SPLIT: Final = re.compile(
    r"\s*[;|｜•·●⋅/／╱\n\t、，،—]\s*|\s*,\s*(?!jr\b|sr\b|II)"
    r"|\s+[–—-]\s+|\s*[()（）\[\]【】]\s*|\s*:\s+|\s*：\s*|(?<=\w\w\w)\.\s+(?=[^\W\d_a-z])"
)


_MAY_SPLIT: Final = re.compile(r"[;|｜•·●⋅/／╱\n\t、，،—–,()（）\[\]【】:：.-]")


def parts(text: str) -> Iterator[str]:
    """Parts of a byline, some of them empty."""
    return (part for part, _ in joined_parts(text))


def joined_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Parts of a byline, and whether a word such as "and" joins each to the one before."""
    joiner = _joiner()
    for piece in _SPLIT.split(text) if _MAY_SPLIT.search(text) else (text,):
        for rank, part in enumerate(joiner.split(f" {piece}" if piece else "")):
            yield part.strip(" .,:“”\"'-–—="), rank > 0


@cache
def _joiner() -> re.Pattern[str]:
    words = "|".join(map(re.escape, newsroom().joiners))
    return re.compile(rf"\s+(?:{words}|&|\+)\s+(?=\S)|\s*&\s*", re.IGNORECASE)


def ends_the_names(part: str) -> bool:
    """Whether the line speaks of others, or of something else, from `part` on ("Edited by", "Published")."""
    first = part.split(" ", 1)[0].strip(".,:").casefold()
    return first in newsroom().not_names or first in newsroom().byline_openers.get(first[:1], ())


@lru_cache(maxsize=_FORMS)
def without_place(part: str) -> str:
    """`part` up to a word such as "in" with a place or newsroom behind it, or up to a word that is in no name."""
    words = part.split()
    for at in range(1, len(words)):
        folded = words[at].strip(".,").casefold()
        if folded in newsroom().place_words and words[at].islower():
            return " ".join(words[:at])
        is_day = words[at][0].isdigit() or (
            folded in newsroom().months and words[at + 1 : at + 2] and words[at + 1][0].isdigit()
        )
        is_before_day = words[at].islower() and words[at + 1 : at + 2] and words[at + 1][0].isdigit()
        if (
            is_day
            or is_before_day
            or words[at] == "In"
            or (at >= 2 and folded in ("in", "on", "at"))
            or (folded in newsroom().not_names and at >= 2)
        ):
            return " ".join(words[:at])
    return part


@lru_cache(maxsize=_FORMS)
def without_role(part: str) -> str:
    """`part` without words of a role before or after the name; "" where all of it is a role."""
    if name := untitled(part):
        return name
    words = part.split()
    while words and _is_role_word(words[0]) and not (words[0] in _HONORIFICS and len(words) > 2):
        words = words[1:]
    for at in range(len(words)):
        if _is_role_word(words[at]) and not (at == 0 and words[0] in _HONORIFICS):
            return " ".join(_first_name_in(words[:at]))
    return " ".join(words)


_HONORIFICS: Final = frozenset(["Md", "Md."])
"""Short for Mohammed before a name; behind one, a physician's degree."""


def _first_name_in(words: list[str]) -> list[str]:
    """What stands before a role without its adjectives ("Anna Berg Executive Digital"): two words and particles."""
    own = [
        at for at, word in enumerate(words) if word.casefold() not in newsroom().particles and len(word.strip(".")) > 1
    ]
    return words[: own[1] + 1] if len(own) >= 2 else []


@lru_cache(maxsize=_FORMS)
def is_role(part: str) -> bool:
    """Whether a word of `part` is one of a role."""
    return any(_is_role_word(word) for word in part.split())


def _is_role_word(word: str) -> bool:
    folded = word.strip(".,").casefold()
    return folded in newsroom().roles or folded.rpartition("-")[2] in newsroom().roles


@lru_cache(maxsize=_FORMS)
def is_desk(part: str) -> bool:
    """All words capitalised or short, one of them a desk's, or the last one a company's legal form."""
    words = part.split()
    folded = [word.strip(".,").casefold() for word in words]
    return (
        1 <= len(words) <= 6
        and (not newsroom().desks.isdisjoint(folded) or (len(words) > 1 and words[-1] in newsroom().legal_forms))
        and (words[0][0].isupper() or folded[0] in newsroom().desks or is_uncased(words[0]))
        and not any(word in newsroom().not_names - {"the", "of", "for", "your", "our"} for word in folded)
    )


_CREWS: Final = frozenset(
    [
        "team",
        "staff",
        "desk",
        "newsdesk",
        "editors",
        "newsroom",
        "redaktion",
        "reporters",
        "writers",
        "correspondents",
        "merkezi",
        "toimitus",
    ]
)


def ends_like_a_desk(part: str) -> bool:
    """Whether the last word of `part` is that of several people: a house's name, if any, stands before it."""
    return part.rpartition(" ")[2].strip(".,").casefold() in _CREWS
