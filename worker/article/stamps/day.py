"""Finds days in a line: numbers and month names in the orders that languages print them."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from worker.article.stamps.calendar_names import day_order, key_of, language_of, region_of, weekday_of
from worker.article.stamps.month import day_around_name, day_around_number
from worker.article.stamps.stamp import Day, StampContext
from worker.article.stamps.tokens import Token, Tokens, may_hold_a_year, tokens_of
from worker.article.stamps.year import ERAS, day_of, full_year, last_year

__all__ = ["days"]

_DATE_SIGN: Final = re.compile(r"\s?([./\-–／．])\s?")
_YEAR_SIGNS: Final = frozenset({"年", "년"})
_MONTH_SIGNS: Final = frozenset({"月", "월"})
_DAY_SIGNS: Final = frozenset({"日", "일", "号", "號"})
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?=(?:T\d{4}|\s*$))")
_ISO: Final = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?=$|[T\s][\d:.+Z\s-]{4,24}$)")
_DOTTED_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3])\.[0-5]\d\.[0-5]\d")
_YEAR_FIRST: Final = frozenset({"ko", "ja", "zh", "hu", "ne", "mn"})


def days(text: str, context: StampContext) -> Iterator[Day]:
    """The days printed in `text`, in order, not overlapping.

    Three numbers: a year of four digits first, and one of two in East Asia; else day or month first by what is
    possible, by dots (never a month first), by the weekday in the line, by language and country (the publisher's,
    else that of the language's tag), by what other numbers of the page tell; else none. A year is always needed.
    """
    machine = _COMPACT.match(text) or _ISO.match(text)
    if machine and (printed := day_of(int(machine[1]), int(machine[2]), int(machine[3]))):
        yield Day(printed, machine.start(1), machine.end(3))
        return
    if not may_hold_a_year(text):
        return
    tokens = tokens_of(text)
    reader = _Reader(tokens, context)
    found: list[Day] = []
    for index in tokens.near_years():
        day = reader.day_at(index)
        if day and day.start >= (found[-1].end if found else 0):
            found.append(day)
    clocks = [one for one, other in pairwise(found) if _is_clock_of(text, one, other)]
    yield from (day for day in found if day not in clocks)


def _is_clock_of(text: str, one: Day, other: Day) -> bool:
    """Whether what looks like a day is the time of the day behind it: 21.12.00 - 22. maj 2018."""
    first, second = (_DOTTED_CLOCK.fullmatch(text, day.start, day.end) for day in (one, other))
    return first is not None and second is None and other.start - one.end <= 5


class _Reader:
    """Reads the day at one token of a line."""

    def __init__(self, tokens: Tokens, context: StampContext) -> None:
        self.line = tokens.line
        self.tokens = tokens
        self.language = language_of(context.language)
        self.country = context.country or region_of(context.language)
        self.month_first = context.month_first

    def day_at(self, index: int) -> Day | None:
        """The day that starts at the number, or stands around the month or era, at `index`."""
        token = self.tokens.all[index]
        if not token.is_number:
            return self._era(index) if token.text in ERAS else day_around_name(self.tokens, index, self.language)
        return self._signed(index) or self._numbers(index) or day_around_number(self.tokens, index, self.language)

    def _signed(self, index: int, base: int = 0) -> Day | None:
        """2017年11月10日, 2017년 11월 10일."""
        near = self.tokens.all[index : index + 6]
        if len(near) < 5 or near[1].text not in _YEAR_SIGNS or near[3].text not in _MONTH_SIGNS:
            return None
        words = [token.text for token in near]
        if not (near[2].is_number and near[4].is_number):
            return None
        found = day_of(base + int(words[0][:4]), int(words[2][:4]), int(words[4][:4]))
        last = near[5] if words[5:] and words[5] in _DAY_SIGNS else near[4]
        return Day(found, near[0].start, last.end) if found else None

    def _era(self, index: int) -> Day | None:
        """令和5年11月10日."""
        era = self.tokens.all[index]
        numbers = self.tokens.all[index + 1 : index + 2]
        found = self._signed(index + 1, ERAS[era.text]) if numbers and numbers[0].is_number else None
        return Day(found.date, era.start, found.end) if found else None

    def _numbers(self, index: int) -> Day | None:
        """2017-11-10, 10/11/2017, 10.11.17."""
        three = self.tokens.all[index : index + 3]
        if len(three) < 3 or not (three[1].is_number and three[2].is_number):
            return None
        one, two, last = three
        sign = _DATE_SIGN.fullmatch(self.line, one.end, two.start)
        again = _DATE_SIGN.fullmatch(self.line, two.end, last.start)
        if not sign or not again or sign[1] != again[1] or self._goes_on(one, last) or len(two.text) > 2:
            return None
        if len(one.text) == 4 and len(last.text) <= 2:
            day = day_of(full_year(one.text, self.language), int(two.text), int(last.text))
            return Day(day, one.start, last.end) if day else None
        if len(last.text) <= 2 and self.language in _YEAR_FIRST:
            day = day_of(2000 + int(one.text), int(two.text), int(last.text)) if len(one.text) == 2 else None
            return Day(day, one.start, last.end) if day else None
        year, end = last_year(self.line, last, self.language)
        if len(one.text) > 2 or not year or (self.language is None and len(last.text) == 2):
            return None
        ordered = self._ordered(int(one.text), int(two.text), year, sign[1])
        return Day(ordered, one.start, end) if ordered else None

    def _goes_on(self, first: Token, last: Token) -> bool:
        """Whether the numbers are part of a longer run, such as an address or a version."""
        before = self.line[max(0, first.start - 2) : first.start]
        after = self.line[last.end : last.end + 2]
        return (len(before) == 2 and before[1] in "./-:," and before[0].isdecimal()) or (
            len(after) == 2 and after[0] in "./" and after[1].isdecimal() and len(last.text) < 5
        )

    def _ordered(self, one: int, two: int, year: int, sign: str) -> date | None:
        day_first, month_first = day_of(year, two, one), day_of(year, one, two)
        if not (day_first and month_first) or one == two:
            return day_first or month_first
        if sign in ".．":
            return day_first
        named = {weekday_of(key_of(t.text), self.language) for t in self.tokens.all[:60] if not t.is_number}
        by_weekday = [day for day in (day_first, month_first) if day.weekday() in named]
        if len(by_weekday) == 1:
            return by_weekday[0]
        month_leads = day_order(self.language, self.country)
        month_leads = self.month_first if month_leads is None else month_leads
        return None if month_leads is None else month_first if month_leads else day_first
