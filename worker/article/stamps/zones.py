"""Time zones: what a stamp prints behind its hour, and what offset that is on that day. Wrong is worse than none."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from worker.article.document import ZoneSource
from worker.article.named_zone import named_zone
from worker.article.stamps.stamp import StampContext

__all__ = ["UNRESOLVED", "PrintedZone", "Zone", "read_zone", "resolve_zone"]


@dataclass(frozen=True, slots=True)
class PrintedZone:
    """A zone as it is printed: minutes east of Greenwich, or a name such as `IST`; and where it ends."""

    minutes: int | None
    name: str
    end: int


@dataclass(frozen=True, slots=True)
class Zone:
    """Minutes east of Greenwich, the zone's name, and how both were found."""

    minutes: int | None
    name: str | None
    source: ZoneSource


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing an abbreviation means: a zone, its offset then (None: whatever is in force), and who says so."""

    zone: str
    minutes: int | None
    countries: frozenset[str]
    elsewhere: str
    """`always`: also for other and unknown countries; `abroad`: also for countries without a meaning of their own."""


UNRESOLVED: Final = Zone(None, None, ZoneSource.NONE)

_OFFSET: Final = re.compile(
    r"(?P<space>\s?)(?P<open>\(?)\s?(?P<utc>(?:GMT|UTC)[\])]?\s?)?(?P<sign>[+\-−])(?P<hour>\d{1,2})(?P<colon>:?)(?P<minute>\d\d)?(?!\d)\)?",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[\s(\[,|·•/–-]{0,3}([^\W\d_]{1,8})(?![^\W_])\.?\)?")
_ZULU: Final = re.compile(r"Z(?![^\W_])")
_LOOKS_LIKE_A_ZONE: Final = re.compile(r"[A-Z]{1,3}[SD]?T")


def read_zone(text: str, start: int, *, machine: bool) -> PrintedZone | None:
    """The zone printed at `start`, right behind a time.

    `machine`: the time has seconds or stands behind the T of ISO 8601. Elsewhere "09:00-10:00" is a range of hours,
    and a bare "+7" no offset. A name that looks like a zone's and is unknown comes back too: it keeps others out.
    """
    if zulu := _ZULU.match(text, start):
        return PrintedZone(0, "UTC", zulu.end())
    return _read_offset(text, start, machine=machine) or _read_name(text, start, machine=machine)


def resolve_zone(local: datetime, printed: PrintedZone | None, context: StampContext) -> Zone:
    """The offset that holds at `local` (naive).

    It will try in order:

    1. the offset that is printed (`explicit`);
    2. the abbreviation that is printed, where it can only mean one thing, or the publisher's country or zone settles
       what it means, and if it is in force that day (`abbreviation`);
    3. the producer's zone, where what is printed is one of its abbreviations that day (`hint`);
    4. where nothing is printed, the publisher's home zone (`publisher`), then the producer's (`hint`).

    A country alone never gives a zone; an hour that a clock change skips or doubles never gets an offset from 3 or 4.
    """
    if printed is None:
        return (
            _home(local, context.publisher_zone, ZoneSource.PUBLISHER)
            or _home(local, context.hint_zone, ZoneSource.HINT)
            or UNRESOLVED
        )
    if printed.minutes is not None:
        return Zone(printed.minutes, printed.name, ZoneSource.EXPLICIT)
    meanings = _meanings().get(printed.name, ())
    own = _one_of(local, printed.name, meanings, context.publisher_zone)
    if own:
        return Zone(*own, ZoneSource.ABBREVIATION)
    meaning = _settled(meanings, context.country)
    if meaning is not None:
        return _in_force(local, meaning, context.country)
    hinted = _one_of(local, printed.name, meanings, context.hint_zone)
    return Zone(*hinted, ZoneSource.HINT) if hinted else UNRESOLVED


def _read_offset(text: str, start: int, *, machine: bool) -> PrintedZone | None:
    offset = _OFFSET.match(text, start)
    minutes = _minutes(offset, machine=machine) if offset else None
    return PrintedZone(minutes, _signed(minutes), offset.end()) if offset and minutes is not None else None


def _read_name(text: str, start: int, *, machine: bool) -> PrintedZone | None:
    if spelt := _spelt_out().match(text, start):
        return PrintedZone(None, spelt[1].title(), spelt.end())
    named = _NAME.match(text, start)
    if named is None:
        return None
    name = named[1]
    if name.casefold() in {"gmt", "utc"}:
        # a machine means Greenwich; people also write GMT for the time of London
        greenwich = PrintedZone(0 if machine else None, "UTC" if machine else name.upper(), named.end())
        return _read_offset(text, named.start(1), machine=machine) or greenwich
    known = name in _meanings() or (name.isupper() and _LOOKS_LIKE_A_ZONE.fullmatch(name))
    return PrintedZone(None, name, named.end()) if known else None


def _minutes(offset: re.Match[str], *, machine: bool) -> int | None:
    hour, minute = int(offset["hour"]), int(offset["minute"] or 0)
    total = hour * 60 + minute
    east = offset["sign"] == "+"
    if minute % 15 or total > (14 * 60 if east else 12 * 60):
        return None
    if not (offset["utc"] or machine or _bare_is_an_offset(offset, east=east)):
        return None
    return total if east else -total


def _bare_is_an_offset(offset: re.Match[str], *, east: bool) -> bool:
    """Whether "17:12 -0500" is meant, not the range "09:00-10:00" or a count."""
    if not offset["minute"]:
        return east and len(offset["hour"]) == 2
    return east or bool(offset["space"] or offset["open"])


def _signed(minutes: int) -> str:
    sign = "+" if minutes >= 0 else "-"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _home(local: datetime, name: str | None, source: ZoneSource) -> Zone | None:
    offsets = _offsets(local, name)
    return Zone(offsets[0], name, source) if len(offsets) == 1 else None


def _one_of(local: datetime, printed: str, meanings: tuple[Meaning, ...], name: str | None) -> tuple[int, str] | None:
    """Offset and name of the zone `name`, if what is printed is what its clocks are called at `local`."""
    zone = named_zone(name)
    if zone is None or name is None:
        return None
    meant = {meaning.minutes for meaning in meanings}
    for minutes in _offsets(local, name):
        called = {(local.replace(fold=fold, tzinfo=zone)).tzname() for fold in (0, 1)}
        unnamed = not any(c is not None and c.isalpha() for c in called)
        if (
            printed in called
            or (unnamed and minutes in meant)
            or any(m.zone == name and m.minutes is None for m in meanings)
        ):
            return minutes, name
    return None


def _settled(meanings: tuple[Meaning, ...], country: str | None) -> Meaning | None:
    for meaning in meanings:
        if country in meaning.countries:
            return meaning
    wider = [m for m in meanings if m.elsewhere == "always" or (m.elsewhere == "abroad" and country)]
    return wider[0] if len(wider) == 1 else None


def _in_force(local: datetime, meaning: Meaning, country: str | None) -> Zone:
    offsets = _offsets(local, meaning.zone)
    minutes = meaning.minutes if meaning.minutes is not None or len(offsets) != 1 else offsets[0]
    if minutes is None or minutes not in offsets:
        return UNRESOLVED
    at_home = meaning.zone == "UTC" or country in meaning.countries
    return Zone(minutes, meaning.zone if at_home else _signed(minutes), ZoneSource.ABBREVIATION)


def _offsets(local: datetime, name: str | None) -> list[int]:
    """Minutes that `name` may be off at `local`: none for an unknown zone or a skipped hour, two for a doubled one."""
    zone = named_zone(name)
    if zone is None:
        return []
    found = []
    for fold in (0, 1):
        aware = local.replace(tzinfo=zone, fold=fold)
        offset = aware.utcoffset() or timedelta()
        utc = aware.replace(tzinfo=None) - offset
        back = utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None, fold=0)
        if back == local and offset.seconds % 60 == 0:
            found.append(round(offset.total_seconds() / 60))
    return sorted(set(found))


@cache
def _spelt_out() -> re.Pattern[str]:
    names = "|".join(sorted((name for name in _meanings() if " " in name), key=lambda name: (-len(name), name)))
    return re.compile(rf"[\s(\[,|·•/–-]{{0,3}}({names})(?!\w)\)?", re.IGNORECASE)


@cache
def _meanings() -> dict[str, tuple[Meaning, ...]]:
    file = resources.files("worker.article.data") / "zones.csv"
    found: dict[str, list[Meaning]] = defaultdict(list)
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        minutes = int(row["minutes"]) if row["minutes"] else None
        countries = frozenset(row["countries"].split())
        found[row["name"]].append(Meaning(row["zone"], minutes, countries, row["elsewhere"]))
    return {name: tuple(meanings) for name, meanings in found.items()}
