"""Splits a line into numbers and words, and walks from one number to the next over the small words between them."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from worker.article.stamps.words import small_words

__all__ = ["Token", "Tokens", "may_hold_a_year", "tokens_of"]

_TOKEN: Final = re.compile(r"\d+|[^\W\d_][^\s\d!-/:-@\[-`{-¿‐-‧‹›⁄、。・！-／：-＠|]*")
_BETWEEN: Final = re.compile(r"[\s.\u2024,\-–/'’·(]{0,4}")
_SIGNS: Final = "./-–／．－'’和成昭國国"
_MAY_BE_A_YEAR: Final = re.compile(rf"[\d{re.escape(_SIGNS)}](?:(?<=\d)\d{{3}}|(?<!\d)\s?\d)")
_YEAR_REACH: Final = 6
_MAX_TOKENS: Final = 400


class Token(NamedTuple):
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

    def near_years(self) -> list[int]:
        """Indices of the tokens that have something like a year among the six before or after them."""
        near: set[int] = set()
        for index, token in enumerate(self.all):
            if token.is_number and self._is_like_a_year(token):
                near.update(range(max(0, index - _YEAR_REACH), min(len(self.all), index + _YEAR_REACH + 1)))
        return sorted(near)

    def _is_like_a_year(self, token: Token) -> bool:
        digits = token.end - token.start
        if digits > 3:
            return digits <= 6
        sign = self.line[max(0, token.start - 2) : token.start].strip()[-1:]
        return bool(sign) and sign in _SIGNS

    def is_joined(self, index: int) -> bool:
        """Whether the token is a word with at most one character between it and the token before."""
        token = self.all[index]
        return not token.is_number and token.start - self.all[index - 1].end <= 1


def may_hold_a_year(line: str) -> bool:
    """A cheap no for lines of which no token is like a year."""
    return _MAY_BE_A_YEAR.search(line) is not None


def tokens_of(line: str) -> Tokens:
    """The numbers and words of a line.

    >>> [token.text for token in tokens_of("UPDATED18:05, 10 NOV 2017").all]
    ['UPDATED', '18', '05', '10', 'NOV', '2017']
    """
    found = islice(_TOKEN.finditer(line), _MAX_TOKENS)
    return Tokens(line, tuple([Token(text := match[0], *match.span(), text.isdecimal()) for match in found]))
