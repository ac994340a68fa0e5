"""Whether headline, authors and day are exactly what gold says, and which pieces of text a body holds."""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from worker.quality.gold_rows import GoldRow

__all__ = ["Answer", "FieldMarks", "mark_fields", "pieces_f1", "same_authors", "same_title"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an extractor says of a page; empty is what it does not say."""

    body: str = ""
    headline: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    """Begins with YYYY-MM-DD."""
    said: str = ""
    """Why there is nothing, or less: a fate and its reason, or an error."""


@dataclass(frozen=True, slots=True)
class FieldMarks:
    """One page: None for what its gold does not tell."""

    title: bool | None
    author: bool | None
    date: bool | None
    held: int
    """Pieces that the body holds, of those that it must."""
    lacking: int
    foreign: int
    """Pieces that it holds and must not."""
    has_foreign: bool
    """Whether the gold names pieces that it must not hold."""


def mark_fields(gold: GoldRow, answer: Answer) -> FieldMarks:
    """Compare an answer with its gold."""
    body = _squeezed(answer.body)
    held = sum(_squeezed(piece) in body for piece in gold.pieces)
    return FieldMarks(
        title=same_title(gold.title, answer.headline) if gold.title else None,
        author=same_authors(gold.authors, answer.authors) if gold.authors else None,
        date=gold.date[:10] == answer.date[:10] if gold.date else None,
        held=held,
        lacking=len(gold.pieces) - held,
        foreign=sum(_squeezed(piece) in body for piece in gold.foreign),
        has_foreign=bool(gold.foreign),
    )


def pieces_f1(marks: Sequence[FieldMarks]) -> float | None:
    """F1 over all pieces of a data set; None unless its gold has both kinds."""
    held = sum(mark.held for mark in marks)
    lacking = sum(mark.lacking for mark in marks)
    foreign = sum(mark.foreign for mark in marks)
    if not held + lacking or not any(mark.has_foreign for mark in marks):
        return None
    return 2 * held / (2 * held + foreign + lacking)


def same_title(gold: str, answer: str) -> bool:
    """Equal but for case, punctuation, entities and forms of Unicode.

    >>> same_title("It&rsquo;s over: Cup final", "IT’S OVER – Cup Final")
    True
    """
    return _words(gold) == _words(answer)


def same_authors(gold: Iterable[str], answer: Iterable[str]) -> bool:
    """The same set of names; several may be joined in one text, and a "By" before a name is not part of it.

    >>> same_authors(["By Ann Lee and Bo Ek"], ["Bo Ek", "Ann Lee"])
    True
    """
    return _names(gold) == _names(answer)


_WORD: Final = re.compile(r"\w+")
_JOINT: Final = re.compile(r"\s+(?:&|and|et|und|y)\s+|[/;|]|,\s*(?!jr)", re.IGNORECASE)
_BY: Final = re.compile(r"(?:by|par|por|von)[\s:]+", re.IGNORECASE)


def _names(texts: Iterable[str]) -> frozenset[str]:
    parts = (part.strip() for text in texts for part in _JOINT.split(text))
    return frozenset(
        words for part in parts if (words := _words(part[found.end() if (found := _BY.match(part)) else 0 :]))
    )


def _words(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", html.unescape(text)).lower()))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
