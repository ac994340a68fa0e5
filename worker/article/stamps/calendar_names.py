"""What months, weekdays and halves of the day are called in the languages news comes in (CLDR's tables, as data)."""

import json
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Final, TypedDict

__all__ = [
    "DayOrder",
    "day_order",
    "key_of",
    "language_of",
    "may_begin_a_month",
    "month_of",
    "past_of",
    "past_whole",
    "period_of",
    "region_of",
    "weekday_of",
]

DayOrder = bool | None
"""True: 11/10 is 10 November. False: it is 11 October. None: nobody can tell."""

Numbers = dict[str, int | dict[str, int]]

_BOTH_ORDERS: Final = frozenset({"en-CA", "fr-CA", "es-US", "en-ZA"})
"""Locales whose papers write both, whatever CLDR says."""
_YEAR_FIRST: Final = frozenset({"zh", "ja", "ko", "hu", "mn"})
"""Languages that put the year first; 11/10/2017 is foreign to them."""


class Tables(TypedDict):
    """The form of data/calendar.json."""

    months: Numbers
    weekdays: dict[str, dict[str, int]]
    periods: dict[str, dict[str, int]]
    past: dict[str, list[tuple[str, str, int]]]
    past_whole: dict[str, list[tuple[str, int]]]
    month_first: list[str]


def key_of(name: str) -> str:
    """A name as the tables spell it: case folded, without dots, spaces and apostrophes.

    >>> key_of("พ.ย."), key_of("Sept."), key_of("a. m.")
    ('พย', 'sept', 'am')
    """
    folded = name.casefold()
    if folded.isascii():
        return folded if folded.isalpha() else "".join(c for c in folded if c.isalpha())
    return "".join(c for c in folded if c.isalpha() or unicodedata.category(c) in {"Mn", "Mc"})


@lru_cache(maxsize=256)
def language_of(tag: str | None) -> str | None:
    """The language of a BCP 47 tag, in lower case: `pt` of `pt-BR`; Norwegian is `no` in tags and `nb` in CLDR."""
    language = tag.replace("_", "-").split("-")[0].lower() if tag else None
    return {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}.get(language or "", language)


def region_of(tag: str | None) -> str | None:
    """The country that a BCP 47 tag names: `BR` of `pt-BR`.

    >>> region_of("pt-BR"), region_of("zh-Hant-TW"), region_of("en")
    ('BR', 'TW', None)
    """
    parts = tag.replace("_", "-").split("-")[1:] if tag else []
    return next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), None)


def month_of(key: str, language: str | None) -> int | None:
    """Month 1 to 12 that `key` (see `key_of`) names; None where it is no month, or one of several."""
    return _number(_tables()["months"], key, language)


def may_begin_a_month(key: str) -> bool:
    """Whether a month of some language has a name that begins with `key` (see `key_of`)."""
    return key in _beginnings()


def weekday_of(key: str, language: str | None) -> int | None:
    """Day of the week, 0 for Monday, that `key` names in `language` or English; None where it names none."""
    weekdays = _tables()["weekdays"]
    return weekdays.get(language or "", {}).get(key, weekdays["en"].get(key))


def period_of(key: str, language: str | None) -> int | None:
    """Hours to add to an hour of twelve (0 or 12) where `key` names a half of the day."""
    periods = _tables()["periods"]
    for name in (language, "en", *(("zh", "ja", "ko") if not key.isascii() else ())):
        found = periods.get(name or "", {}).get(key)
        if found is not None:
            return found
    return None


def past_of(language: str | None) -> tuple[tuple[str, str, int], ...]:
    """What stands before and after the count in "2 hours ago", case folded, and the unit in seconds; English too."""
    past = _tables()["past"]
    rows = [row for name in {language, "en"} for row in past.get(name or "", ())]
    return tuple((before.casefold(), after.casefold(), unit) for before, after, unit in rows)


def past_whole(language: str | None) -> dict[str, int]:
    """Seconds of what names its count itself, as Arabic "two hours ago" or "half an hour ago" do, case folded."""
    past = _tables()["past_whole"]
    return {text.casefold(): seconds for name in ("en", language or "en") for text, seconds in past.get(name, ())}


def day_order(language: str | None, country: str | None) -> DayOrder:
    """Whether the month stands first where a year ends three numbers, by language and the publisher's country.

    English without a country is left open, and so is Canada, where both are printed.
    """
    locale = f"{language}-{country}"
    if locale in _BOTH_ORDERS or language in _YEAR_FIRST or (country is None and language in {None, "en", "fil"}):
        return None
    if language is None:
        return None if country in {"CA", "ZA"} else f"en-{country}" in _month_first()
    return locale in _month_first()


def _number(table: Numbers, key: str, language: str | None) -> int | None:
    found = table.get(key)
    if isinstance(found, dict):
        return found.get(language or "")
    return found


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:length] for name in _tables()["months"] for length in range(len(name) + 1))


@cache
def _month_first() -> frozenset[str]:
    return frozenset(_tables()["month_first"])


@cache
def _tables() -> Tables:
    file = resources.files("worker.article.data") / "calendar.json"
    tables: Tables = json.loads(file.read_text(encoding="utf-8"))
    return tables
