"""Splits a line into numbers and words, and walks from one number to the next over the small words between them."""

import re
from dataclasses import dataclass
from typing import Final

from worker.article.stamp_words import small_words

__all__ = ["Token", "Tokens", "tokens_of"]

_TOKEN: Final = re.compile(r"\d+|[^\W\d_][^\s\d!-/:-@\[-`{-¿‐-‧‹›⁄、。・！-／：-＠|]*")
_BETWEEN: Final = re.compile(r"[\s.,\-–/'’·(]{0,4}")
_MAX_TOKENS: Final = 400


@dataclass(frozen=True, slots=True)
class Token:
    """A run of digits, or a word."""

    text: str
    start: int
    end: int
    is_number: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one line."""

    line: str
    all: tuple[Token, ...]
    """At most 400."""

    def number_beside(self, index: int, step: int) -> int | None:
        """Index of the next number (`step` 1) or the one before (-1) with only signs and two small words between."""
        for _ in range(3):
            other = index + step
            if not 0 <= other < len(self.all):
                return None
            low, high = sorted((index, other))
            if not _BETWEEN.fullmatch(self.line, self.all[low].end, self.all[high].start):
                return None
            if self.all[other].is_number:
                return other
            if self.all[other].text.casefold() not in small_words():
                return None
            index = other
        return None

    def is_joined(self, index: int) -> bool:
        """Whether the token is a word with at most one character between it and the token before."""
        token = self.all[index]
        return not token.is_number and token.start - self.all[index - 1].end <= 1


def tokens_of(line: str) -> Tokens:
    """The numbers and words of a line.

    >>> [token.text for token in tokens_of("UPDATED18:05, 10 NOV 2017").all]
    ['UPDATED', '18', '05', '10', 'NOV', '2017']
    """
    found = (Token(m[0], m.start(), m.end(), m[0].isdecimal()) for m in _TOKEN.finditer(line))
    return Tokens(line, tuple(token for token, _ in zip(found, range(_MAX_TOKENS), strict=False)))
