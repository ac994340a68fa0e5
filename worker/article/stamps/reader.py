"""Reads stamps: the day, the hour and the zone that a line or a machine prints, and the offset that follows."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from worker.article.document import Precision, ZoneSource
from worker.article.stamps.ago import Ago, read_ago
from worker.article.stamps.calendar_names import language_of
from worker.article.stamps.day import days
from worker.article.stamps.hour import Hour, hour_of
from worker.article.stamps.stamp import Day, ReadStamp, StampContext
from worker.article.stamps.year import FIRST_YEAR, LAST_YEAR
from worker.article.stamps.zones import Zone, read_zone, resolve_zone

__all__ = ["may_hold_a_day", "read_stamp", "read_stamps"]

_MAX_CHARS: Final = 1000
_MAYBE_FORM: Final = (  # one class before all forms: what is none of its signs is passed over at once
    r"[\d'’令平昭民](?:(?<=1)9|(?<=2)0|(?<=\d)(?:\d{3}|\s?[./\-–／．]\s?\d\d?\s?[./\-–／．]\s?\d|[-\s][^\W\d_]{3,9}\.?[-\s]['’]?\d\d)"
    r"|(?<=['’])\d\d|(?<=[令昭])和|(?<=平)成|(?<=民)[國国])"
)
_MAYBE: Final = re.compile(_MAYBE_FORM)
_MAYBE_OF_ASCII: Final = re.compile(_MAYBE_FORM, re.ASCII)
"""The same, in half the time."""
_MACHINE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_FOREIGN_DIGIT: Final = re.compile(r"[^\D0-9]")
_SENTENCE_CHARS: Final = 200
_FARTHEST_EAST: Final = timedelta(hours=14)
_UNSEEN: Final = {
    ord(c): " " for c in "\u00a0\u202f\u2007\u2009\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\t\n\r"
}


def read_stamp(text: str, context: StampContext) -> ReadStamp | None:
    """The first stamp in a printed line or a machine's string; None where there is none that can be trusted.

    Reads ISO 8601, RFC 2822, ctime and what papers print, in the first 1,000 characters. A day without a year, a
    bare number of seconds, the year 1970 (a machine's zero) and a day after `fetched_at` + 1 day are none.

    >>> context = StampContext(language="en", country="IN")
    >>> read_stamp("Last Updated : Nov 10 2017 | 10:42 PM IST", context).stamp
    '2017-11-10T22:42:00+05:30'
    """
    return next(iter(read_stamps(text, context)), None)


@lru_cache(maxsize=64)  # a line is read for its day, and again for the byline beside that
def read_stamps(text: str, context: StampContext) -> tuple[ReadStamp, ...]:
    """All stamps in a line, in order, as `read_stamp` reads the first."""
    text = text[:_MAX_CHARS]
    if machine := _MACHINE.fullmatch(text):
        day, hour = _of_machine(text, machine)
        if day and hour:
            stamp = _stamp(day, hour, context)
            return (stamp,) if stamp else ()
    if may_hold_a_day(text):
        text = text.translate(_UNSEEN)
        language = language_of(context.language)
        found = [_stamp(day, hour_of(text, day, language), context) for day in days(text, context)]
        if found:
            return tuple(filter(None, found))
    stamp = _from_ago(read_ago(text, context), context)
    if stamp is None and context.hint_language:
        return read_stamps(text, replace(context, language=context.hint_language, hint_language=None))
    return (stamp,) if stamp else ()


def _of_machine(text: str, match: re.Match[str]) -> tuple[Day | None, Hour | None]:
    """Day and hour of ISO 8601 as most machines write it: the long way comes to the same, at three times the cost."""
    zone = read_zone(text, match.start(1), machine=True) if match[1] else None
    try:
        local = datetime.fromisoformat(text[:19])
    except ValueError:
        return None, None
    if not FIRST_YEAR <= local.year <= LAST_YEAR or (match[1] and not zone):
        return None, None
    end = zone.end if zone else len(text)
    return Day(local.date(), 0, 10), Hour(local.time(), has_seconds=True, zone=zone, start=11, end=end)


def may_hold_a_day(text: str) -> bool:
    """A cheap no for most lines; days with a short year stand alone, not in long sentences."""
    if len(text) <= _SENTENCE_CHARS:
        return (_MAYBE_OF_ASCII if text.isascii() else _MAYBE).search(text) is not None
    return "20" in text or "19" in text or (not text.isascii() and _FOREIGN_DIGIT.search(text) is not None)


def _stamp(day: Day, hour: Hour | None, context: StampContext) -> ReadStamp | None:
    if not _is_possible(day.date, context.fetched_at):
        return None
    if hour is None:
        return ReadStamp(day.date.isoformat(), None, Precision.DAY, None, ZoneSource.NONE, (day.start, day.end))
    local = datetime.combine(day.date, hour.time)
    zone = resolve_zone(local, hour.zone, context)
    stamp, utc = _written(local, zone)
    if context.fetched_at and _first_instant(local, utc) > context.fetched_at + timedelta(days=1):
        return None
    precision = Precision.SECOND if hour.has_seconds else Precision.MINUTE
    span = (min(day.start, hour.start), max(day.end, hour.end))
    return ReadStamp(stamp, utc, precision, zone.name, zone.source, span)


def _is_possible(day: date, fetched_at: datetime | None) -> bool:
    if day.year == 1970 or day == date(1969, 12, 31):  # the epoch, east and west of Greenwich
        return False
    # a day more: what is tomorrow at the fetcher's may be the day after at the publisher's
    return fetched_at is None or day <= fetched_at.date() + timedelta(days=1)


def _first_instant(local: datetime, utc: str | None) -> datetime:
    """When it was that time, at the earliest: where the zone is open, as far east as clocks go."""
    return datetime.fromisoformat(utc) if utc else (local - _FARTHEST_EAST).replace(tzinfo=UTC)


def _written(local: datetime, zone: Zone) -> tuple[str, str | None]:
    if zone.minutes is None:
        return local.isoformat(), None
    sign = "+" if zone.minutes >= 0 else "-"
    offset = f"{sign}{abs(zone.minutes) // 60:02d}:{abs(zone.minutes) % 60:02d}"
    utc = local - timedelta(minutes=zone.minutes)
    return local.isoformat() + offset, f"{utc.isoformat()}Z"


def _from_ago(ago: Ago | None, context: StampContext) -> ReadStamp | None:
    if ago is None:
        return None
    if ago.only_day:
        return _stamp(Day(ago.instant.date(), ago.start, ago.end), ago.hour, context)
    instant = ago.instant.astimezone(UTC).replace(tzinfo=None)
    stamp, utc = _written(instant, Zone(0, "UTC", ZoneSource.EXPLICIT))
    return ReadStamp(stamp, utc, Precision.MINUTE, "UTC", ZoneSource.EXPLICIT, (ago.start, ago.end))
