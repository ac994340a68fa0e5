"""Relative stamps, "two hours ago" and "yesterday", resolved against the time of fetching; no clock is read."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from worker.article.named_zone import named_zone
from worker.article.stamps.calendar_names import language_of, past_of, past_whole
from worker.article.stamps.hour import Hour, hour_of
from worker.article.stamps.label import label_of
from worker.article.stamps.stamp import Day, StampContext
from worker.article.stamps.words import counts_of, named_days

__all__ = ["Ago", "may_be_relative", "read_ago"]


@dataclass(frozen=True, slots=True)
class Ago:
    """An instant in the time of fetching's own offset, whether only its day is known, and where it is printed."""

    instant: datetime
    start: int
    end: int
    only_day: bool
    hour: Hour | None = None
    """The time of day that is printed beside "yesterday"."""


_DAY_SECONDS: Final = 86400
_MAX_CHARS: Final = 80
_BESIDE_CHARS: Final = 40
_LABEL_CHARS: Final = 20
_SMALL_WORD_CHARS: Final = 4
_WITHOUT_SPACES: Final = frozenset(["ja", "ko", "zh"])


def read_ago(text: str, context: StampContext) -> Ago | None:
    """The relative stamp in a short line, in the context's language or English; None without a time of fetching.

    Minutes and hours give an instant; days, weeks, "today" and "yesterday" a day where the publisher (else the
    producer, else the time of fetching) has its clock. "1 hour and 20 minutes ago" is left open.

    >>> read_ago("2 hours ago", StampContext(fetched_at=datetime.fromisoformat("2026-01-31T08:00:00+00:00"))).instant
    datetime.datetime(2026, 1, 31, 6, 0, tzinfo=datetime.timezone.utc)
    """
    if context.fetched_at is None or not may_be_relative(text, context):
        return None
    language = language_of(context.language)
    counted = _counted(language).search(text)
    if counted and len(text) - len(counted[0]) <= _BESIDE_CHARS:
        return None if _is_part(text, counted, language) else _since(counted, language, context.fetched_at, context)
    named = _named(language).search(text)
    back = named_days(language).get(_squeezed(named[1])) if named else None  # a dotless i is an i for the expression
    if named is None or back is None:
        return None
    day = _at_home(context.fetched_at, context) - timedelta(days=back)
    hour = hour_of(text, Day(day.date(), *named.span()), language)
    ago = Ago(day, *named.span(), only_day=True, hour=hour)
    return ago if _stands_alone(text, ago) else None


def may_be_relative(text: str, context: StampContext) -> bool:
    """A cheap no for most lines: they are long, or have none of the words that relative stamps have."""
    return len(text) <= _MAX_CHARS and _marks(language_of(context.language)).search(text.casefold()) is not None


def _stands_alone(text: str, ago: Ago) -> bool:
    """Whether "today" is a stamp: nothing beside it but a label, a time or a small word; not "Subscribe today"."""
    shown = list(text)
    for start, end in ((ago.start, ago.end), *([(ago.hour.start, ago.hour.end)] if ago.hour else [])):
        shown[start:end] = " " * (end - start)
    beside = "".join(shown)
    letters = sum(char.isalpha() for char in beside)
    return letters <= _SMALL_WORD_CHARS or (letters <= _LABEL_CHARS and label_of(beside) is not None)


def _is_part(text: str, counted: re.Match[str], language: str | None) -> bool:
    """Whether another count of a unit stands beside the one that was found."""
    before, behind = _beside(language)
    return bool(before.search(text[: counted.start()]) or behind.match(text, counted.end()))


def _since(match: re.Match[str], language: str | None, fetched_at: datetime, context: StampContext) -> Ago | None:
    count, unit = _count(match, language), _unit(match, language)
    if count is None or unit is None or count * unit > 366 * _DAY_SECONDS:
        return None
    instant = fetched_at - timedelta(seconds=count * unit)
    if unit < _DAY_SECONDS:
        return Ago(instant.replace(second=0, microsecond=0), *match.span(), only_day=False)
    return Ago(_at_home(fetched_at, context) - timedelta(seconds=count * unit), *match.span(), only_day=True)


def _count(match: re.Match[str], language: str | None) -> int | None:
    printed = match["count1"] or match["count2"] or "1"
    return int(printed) if printed.isdecimal() else counts_of(language).get(printed.casefold())


def _unit(match: re.Match[str], language: str | None) -> int | None:
    """Seconds of the unit; of all that was counted, where the count is in the word."""
    if match["whole"]:
        return past_whole(language).get(_squeezed(match["whole"]))
    around = (_squeezed(match["before"] or ""), _squeezed(match["after1"] or match["after2"] or ""))
    return next((unit for before, after, unit in past_of(language) if (before, after) == around), None)


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def _at_home(instant: datetime, context: StampContext) -> datetime:
    zones = map(named_zone, (context.publisher_zone, context.hint_zone))
    zone = next((zone for zone in zones if zone is not None), None)
    return instant.astimezone(zone) if zone else instant


@lru_cache(maxsize=128)
def _marks(language: str | None) -> re.Pattern[str]:
    """A word of each form of relative stamp, case folded."""
    counted = {before.split()[0] if before else after.split()[-1] for before, after, _ in past_of(language)}
    first = {text.split()[0] for text in (*past_whole(language), *named_days(language))}
    return re.compile(_either(counted | first))


@lru_cache(maxsize=128)
def _counted(language: str | None) -> re.Pattern[str]:
    pairs = past_of(language)
    befores = _either({before for before, _, _ in pairs if before})
    with_before = _either({after for before, after, _ in pairs if before})
    alone = _either({after for before, after, _ in pairs if not before})
    number = rf"\d{{1,3}}|{_either(set(counts_of(language)))}"
    edge = r"(?<!\w)|(?<=[^\W\d])(?=\d)" if language in _WITHOUT_SPACES else r"(?<!\w)"
    return re.compile(
        rf"(?:{edge})(?:(?P<before>{befores})\s?(?P<count1>{number})\s?(?P<after1>{with_before})"
        rf"|(?P<whole>{_either(set(past_whole(language)))})"
        rf"|(?P<count2>{number})\s?(?P<after2>{alone}))(?!\w)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=128)
def _beside(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What another count of a unit looks like in front of a relative stamp and behind it."""
    units = _either({after.split()[0] for _, after, _ in past_of(language)})
    count = rf"(?<![^\W_])(?:\d{{1,2}}|{_either(set(counts_of(language)))})\s?(?:{units})(?!\w)"
    return (
        re.compile(rf"{count}\.?(?:,|\s\w{{1,3}})?\s?$", re.IGNORECASE),
        re.compile(rf"\.?(?:,|\s\w{{1,3}})?\s{count}", re.IGNORECASE),
    )


@lru_cache(maxsize=128)
def _named(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({_either(set(named_days(language)))})(?!\w)", re.IGNORECASE)


def _either(names: set[str]) -> str:
    return (
        "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(names, key=lambda n: (-len(n), n))) or r"(?!)"
    )
