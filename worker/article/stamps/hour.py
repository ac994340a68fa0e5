"""Finds the time of day that belongs to a day in a line, and the zone behind it."""

import re
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from worker.article.stamps.calendar_names import key_of, period_of
from worker.article.stamps.stamp import Day
from worker.article.stamps.words import length_words, noon_words
from worker.article.stamps.zones import PrintedZone, read_zone

__all__ = ["Hour", "hour_of"]


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day, whether seconds are printed, the zone behind it, and where both stand."""

    time: time
    has_seconds: bool
    zone: PrintedZone | None
    start: int
    end: int


_REACH: Final = 48
_GAP: Final = 26
_DIGIT: Final = re.compile(r"\d")
_LEADING_OFFSET: Final = re.compile(r"\s[+-]\d{4}\s(?=\d)")
_RUN: Final = re.compile(r"(?<![\d:.,/])\d{1,4}")
_TIME: Final = re.compile(
    r"(?P<hour>\d\d?)"
    r"(?:(?:\s?[:：hH時时点點시]\s?|\.|\s?(?:giờ|นาฬิกา)\s?|\sh\s)(?P<minute>\d\d|\d(?=\s?[分분]))(?!\d)"
    r"(?:(?:\s?(?:[分분]|นาที)\s?|[:：.])(?P<second>\d\d|\d(?=\s?[秒초]))(?!\d)(?:[.,:]\d{1,9})?)?"
    r"|\s?(?P<whole>[hH](?![^\W_])|[Uu]hr\b|[時时시点點])"
    r"|(?!\d))"
)
_MILITARY: Final = re.compile(r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=h\b|\s?hrs\b|\s?(?:GMT|UTC)\b)")
_COMPACT: Final = re.compile(r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?!\d)")
_ENGLISH_PERIOD: Final = re.compile(r"\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\w\n]{0,2}([^\W\d_]\S{0,20})")
_WORD_BEFORE: Final = re.compile(r"([^\W\d_][^\s\d]{0,12})\s?$")
_LABEL_BEFORE: Final = re.compile(r"([^\W\d_]+):?\s?$")
_CLOCK_WORD: Final = re.compile(
    r"\s?(?:Uhr|uhr|[Hh]rs?\.?|HRS|[hH]|[分분秒초]|นาที|วินาที|น\.?|horas|heures|uur|ч\.?)(?![^\W_])"
)
_PAIR: Final = re.compile(r"[\s(/|–-]{1,4}")


def hour_of(text: str, day: Day, language: str | None) -> Hour | None:
    """The time that belongs to `day`: between day and year, else right behind it, else right before it.

    At most 26 characters without another number may stand between. Twelve-hour clocks by the halves of the day that
    CLDR names, before or behind the hour. "24:00" and "13:00 am" are no times.
    """
    if day.clock is not None:
        return _at(text, day.clock, language)
    offset = _LEADING_OFFSET.match(text, day.end)
    if offset and (found := _at(text, offset.end(), language)):
        return replace(found, zone=read_zone(text, offset.start(), machine=True))
    digit = _DIGIT.search(text, day.end, day.end + _REACH)
    if digit and digit.start() - day.end <= _GAP and (found := _at(text, digit.start(), language, day.end)):
        return found
    return _before(text, day, language)


def _at(text: str, start: int, language: str | None, day_end: int = -1) -> Hour | None:
    iso = day_end >= 0 and text[day_end:start] in {"T", "t"}
    match = (iso and _COMPACT.match(text, start)) or _MILITARY.match(text, start) or _TIME.match(text, start)
    if not match:
        return None
    groups = match.groupdict()
    half, end = _half_of_day(text, match.start(), match.end(), language)
    added = _added(half, int(groups["hour"]), language)
    if groups["minute"] is None and groups.get("whole") is None and added is None:
        return None
    hour = _hour(int(groups["hour"]), added)
    minute, second = int(groups["minute"] or 0), int(groups.get("second") or 0)
    if hour is None or minute > 59 or second > 59:
        return None
    has_seconds = bool(groups.get("second"))
    zone = read_zone(text, end, machine=iso or has_seconds)
    return Hour(time(hour, minute, second), has_seconds, zone, start, zone.end if zone else end)


def _half_of_day(text: str, start: int, end: int, language: str | None) -> tuple[str, int]:
    """The key of the half of the day that is named before or behind the time, and where the time ends with it."""
    if english := _ENGLISH_PERIOD.match(text, end):
        return ("pm" if english[1] in "pP" else "am"), english.end()
    if clock := _CLOCK_WORD.match(text, end):
        end = clock.end()
    named, position = "", end
    for _ in range(3):
        word = _WORD.match(text, position)
        if not word:
            break
        named, position = named + word[1], word.end()
        if period_of(key := key_of(named), language) is not None:
            return key, position
    before = _WORD_BEFORE.search(text, max(0, start - 14), start)
    return (_half_before(before[1], language) if before else ""), end


def _half_before(word: str, language: str | None) -> str:
    """The key of the word before the time; where no spaces are printed, other words may be stuck to it."""
    key = key_of(word)
    is_stuck = period_of(key, language) is None and language in {"zh", "ja", "ko"}
    return word[-2:] if is_stuck else key


def _added(half: str, hour: int, language: str | None) -> int | None:
    """Hours that the half of the day adds; None where it is none."""
    added = period_of(half, language) if half else None
    return 0 if added and _LATE_MORNING <= hour < added and half in noon_words() else added


_LATE_MORNING: Final = 10


def _hour(hour: int, added: int | None) -> int | None:
    if hour > 23 or (added == 0 and hour > 12) or (added == 12 and hour == 0):
        return None
    return hour if added is None or hour > 12 else hour % 12 + added


def _before(text: str, day: Day, language: str | None) -> Hour | None:
    first: Hour | None = None
    for run in _RUN.finditer(text, max(0, day.start - _REACH), day.start):
        hour = None if _is_length(text, run.start()) else _at(text, run.start(), language)
        if hour is None or run.start() < (first.end if first else 0):
            continue
        if hour.end > day.start:
            hour = replace(hour, zone=None, end=run.end())
        pair = first and first.zone and _PAIR.fullmatch(text, first.end, hour.start)
        first = first if pair else hour
    if first is None or day.start - first.end > _GAP:
        return None
    return first if first.zone else replace(first, zone=read_zone(text, day.end, machine=False))


def _is_length(text: str, start: int) -> bool:
    before = _LABEL_BEFORE.search(text, max(0, start - 14), start)
    return before is not None and before[1].casefold() in length_words()
