"""Compares stamps by different clocks: whether two may name one instant, and what the page's own clock then showed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from worker.article.dates.witness import MACHINES, Testimony
from worker.article.document import Precision
from worker.article.stamps.stamp import ReadStamp

__all__ = ["at_home", "may_be_one"]

_FARTHEST_ZONES: Final = timedelta(hours=14)
_MINUTES_WEST: Final = 12 * 60
_MINUTES_EAST: Final = 14 * 60
_PARTS_OF_HOURS: Final = frozenset({-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825})
"""The offsets in use that are no whole hours, by the tz database: from the Marquesas to Chatham's summer."""
_DAY_WEST_HOURS: Final = 10
_DAY_EAST_HOURS: Final = 13


def may_be_one(one: ReadStamp, other: ReadStamp) -> bool:
    """Whether two stamps of different days may name one instant, one of them by an unknown clock."""
    if one.utc and other.utc:
        return one.utc == other.utc
    known, local = (one, other) if one.utc else (other, one)
    if not known.utc:
        return False
    if local.precision is Precision.DAY:
        return known.stamp.endswith("+00:00") and _reaches(known.utc, local.day)
    ahead = datetime.fromisoformat(local.stamp) - datetime.fromisoformat(known.utc.removesuffix("Z"))
    return abs(ahead) <= _FARTHEST_ZONES and ahead.total_seconds() % 900 < 60


def at_home(leader: Testimony, heard: Iterable[Testimony]) -> Testimony:
    """`leader`, by the page's own clock where the machine gives Greenwich's time and somebody gives the same instant.

    The offset is one that another machine prints, else the difference to what readers see beside the
    headline or with a label, if that is in use somewhere. The instant stays what it was.
    """
    read = leader.read
    if not (read.utc and read.stamp.endswith("+00:00") and leader.candidate.source in MACHINES):
        return leader
    ahead = next((minutes for other in heard if (minutes := _minutes_ahead(other, read.utc)) is not None), 0)
    if not ahead:
        return leader
    offset = f"{'+' if ahead > 0 else '-'}{abs(ahead) // 60:02d}:{abs(ahead) % 60:02d}"
    clock = datetime.fromisoformat(read.utc.removesuffix("Z")) + timedelta(minutes=ahead)
    return replace(leader, read=replace(read, stamp=f"{clock.isoformat()}{offset}", zone=offset))


def _minutes_ahead(other: Testimony, utc: str) -> int | None:
    """Minutes that the clock of a printed stamp is ahead of Greenwich, if it shows the instant `utc`; else None."""
    local = other.read
    of_the_article = other.candidate.source == "time" or other.candidate.is_near_headline or other.kind is not None
    is_seen = other.candidate.source in {"line", "time"} and other.leads and of_the_article
    if local.precision is Precision.DAY or not (is_seen or local.utc):
        return None
    if local.utc is not None and (local.utc[:16] != utc[:16] or local.stamp.endswith("+00:00")):
        return None
    ahead = datetime.fromisoformat(local.stamp[:16]) - datetime.fromisoformat(utc[:16])
    minutes = round(ahead.total_seconds() / 60)
    is_in_use = minutes % 60 == 0 or minutes in _PARTS_OF_HOURS
    return minutes if is_in_use and -_MINUTES_WEST <= minutes <= _MINUTES_EAST else None


def _reaches(utc: str, day: str) -> bool:
    """Whether it was `day`, yesterday or tomorrow at Greenwich, where many people live when it was `utc` there."""
    instant = datetime.fromisoformat(utc.removesuffix("Z"))
    return day in {
        (instant + timedelta(hours=hours)).date().isoformat() for hours in (-_DAY_WEST_HOURS, _DAY_EAST_HOURS)
    }
