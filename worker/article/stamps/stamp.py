"""The nouns of the date step: what a printed stamp says, and what is known of the page it stands on."""

from dataclasses import dataclass
from datetime import date, datetime

from worker.article.document import Precision, ZoneSource

__all__ = ["Day", "ReadStamp", "StampContext"]


@dataclass(frozen=True, slots=True)
class StampContext:
    """What is known of a page before its dates are read."""

    language: str | None = None
    """BCP 47; only the language itself is looked at."""
    country: str | None = None
    """The publisher's, ISO 3166-1 alpha-2."""
    publisher_zone: str | None = None
    """The publisher's home zone, an IANA name."""
    hint_zone: str | None = None
    """The zone the producer names, an IANA name or an offset such as `+05:30`."""
    fetched_at: datetime | None = None
    """When the page was fetched, aware; what "two hours ago" and "in the future" are measured by."""
    month_first: bool | None = None
    """What other numbers of the page tell of the order of day and month, where language and country leave it open."""
    hint_language: str | None = None
    """The language the producer names, where it is another one; read where the page's own gives no stamp."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, and where it is printed."""

    date: date
    start: int
    end: int
    clock: int | None = None
    """Where a time starts that stands between day and year."""


@dataclass(frozen=True, slots=True)
class ReadStamp:
    """A date, with time and zone as far as they are printed, and where it stands."""

    stamp: str
    """`YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS` with `±HH:MM` only where the offset is known."""
    utc: str | None
    """`YYYY-MM-DDTHH:MM:SSZ` where the offset is known."""
    precision: Precision
    zone: str | None
    """IANA name or `±HH:MM`."""
    zone_source: ZoneSource
    span: tuple[int, int]
    """Start and end in the text that was read."""

    @property
    def day(self) -> str:
        """The day as printed, `YYYY-MM-DD`."""
        return self.stamp[:10]
