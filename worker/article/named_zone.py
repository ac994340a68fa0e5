"""The zone that a table, or a producer, calls by its name."""

import re
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["named_zone"]

_OFFSET: Final = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)", re.ASCII)


@lru_cache(maxsize=1024)
def named_zone(name: str | None) -> tzinfo | None:
    """The zone of an IANA name or an offset such as `+05:30`; None where there is none.

    >>> named_zone("+05:30"), named_zone("No/Where")
    (datetime.timezone(datetime.timedelta(seconds=19800), '+05:30'), None)
    """
    if not name:
        return None
    if offset := _OFFSET.fullmatch(name):
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-away if offset[1] == "-" else away, name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
