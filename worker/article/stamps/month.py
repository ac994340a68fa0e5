"""Reads days whose month is a word: 10 November 2017, Nov 10, 2017, 2017. november 10., 10 tháng 11, 2017."""

import re
from functools import lru_cache
from typing import Final

from worker.article.stamps.calendar_names import key_of, may_begin_a_month, month_of
from worker.article.stamps.stamp import Day
from worker.article.stamps.tokens import Tokens
from worker.article.stamps.year import day_of, last_year

__all__ = ["day_around_name", "day_around_number"]

_MONTH_WORDS: Final = frozenset({"tháng", "thg", "th"})
_STUCK: Final = re.compile(r"[a-z](?=[A-Z][a-z]+\.?$)")
_CLOCK: Final = re.compile(
    r"\s?,?\s?(\d\d?:\d\d(?::\d\d)?(?:\s(?:[A-Z]{1,5}|[+-]\d{4}))?)\s(?=(?:19|20)\d\d(?!\d))", re.ASCII
)


def day_around_number(tokens: Tokens, index: int, language: str | None) -> Day | None:
    """The day whose month is the number at `index`, named so by the word before it (Vietnamese "tháng 11")."""
    before = tokens.all[index - 1].text.casefold() if index else ""
    month = int(tokens.all[index].text[:3])
    return _Around(tokens, language).day(index - 1, index, month) if before in _MONTH_WORDS and month <= 12 else None


def day_around_name(tokens: Tokens, index: int, language: str | None) -> Day | None:
    """The day whose month is named by the word at `index`, or by it and the next one or two."""
    named = _named(tokens, index, language)
    return _Around(tokens, language).day(index, *named) if named else None


def _named(tokens: Tokens, index: int, language: str | None) -> tuple[int, int] | None:
    """Index of the name's last word, and the month; the longest name wins, as تشرين alone is none."""
    key, found, last = _first_key(tokens.all[index].text), None, index
    while key is not None and _may_begin(key):
        month = month_of(key, language) or month_of(_bare(key), language)
        found = (last, month) if month else found
        last += 1
        if last > index + 2 or last == len(tokens.all) or not tokens.is_joined(last):
            break
        key += key_of(tokens.all[last].text)
    return found


@lru_cache(maxsize=1024)  # the same words stand around the days of most pages
def _first_key(word: str) -> str | None:
    """What a month's name begins with; None for other words."""
    key = key_of(_unstuck(word))
    return key if _may_begin(key) else None


def _may_begin(key: str) -> bool:
    return may_begin_a_month(key) or may_begin_a_month(_bare(key))


def _bare(key: str) -> str:
    """Hebrew writes "in" and the month as one word."""
    return key.removeprefix("ב")


def _unstuck(word: str) -> str:
    """The last of two words that elements beside each other print as one: "Jane DoeNovember 10"."""
    stuck = None if word.islower() or word.istitle() else _STUCK.search(word)
    return word[stuck.end() :] if stuck else word


class _Around:
    """Looks for day and year on both sides of a month."""

    def __init__(self, tokens: Tokens, language: str | None) -> None:
        self.tokens = tokens
        self.language = language

    def day(self, first: int, last: int, month: int) -> Day | None:
        """The day around the tokens `first` to `last`, in the orders M d y, y M d, d M y, y d M."""
        beside = self.tokens.number_beside
        left, right = beside(first, -1), beside(last, 1)
        if right is not None and self._is_day(right):
            found = self._made(month, right, first, beside(right, 1)) or self._with_clock(month, first, right)
            found = found or self._made(month, right, left, left, full=True)
            if found:
                return found
        if left is None or not self._is_day(left):
            return None
        before = beside(left, -1)
        return self._made(month, left, left, right) or self._made(month, left, before, before, last=last, full=True)

    def _is_day(self, index: int) -> bool:
        token = self.tokens.all[index]
        before = self.tokens.line[max(0, token.start - 2) : token.start]
        is_minute = before[1:] == ":" and before[0].isdecimal()
        return len(token.text) <= 2 and 1 <= int(token.text) <= 31 and not is_minute

    def _made(  # noqa: PLR0913 -- month, day, where the date starts, its year, and what ends it
        self, month: int, day: int, first: int | None, year: int | None, *, last: int = -1, full: bool = False
    ) -> Day | None:
        """The day with the year at `year`; `full`: the year stands first and has four digits."""
        if first is None or year is None:
            return None
        tokens = self.tokens.all
        if full and len(tokens[year].text) != 4:
            return None
        number, year_end = self._year(year)
        found = day_of(number, month, int(tokens[day].text))
        end = max(year_end, tokens[day].end, tokens[last].end if last >= 0 else 0)
        return Day(found, tokens[first].start, end) if found else None

    def _year(self, index: int) -> tuple[int, int]:
        token = self.tokens.all[index]
        short_sign = self.tokens.line[max(0, token.start - 1) : token.start]
        if len(token.text) == 2 and short_sign not in {"'", "’", "-"}:
            return 0, token.end
        return last_year(self.tokens.line, token, self.language)

    def _with_clock(self, month: int, first: int, day: int) -> Day | None:
        """The day of "Fri Nov 10 17:12:00 EST 2017", with the time between day and year."""
        tokens, line = self.tokens.all, self.tokens.line
        clock = _CLOCK.match(line, tokens[day].end)
        if not clock:
            return None
        found = day_of(int(line[clock.end() : clock.end() + 4]), month, int(tokens[day].text))
        return Day(found, tokens[first].start, clock.end() + 4, clock.start(1)) if found else None
