"""Reasons that a short line has from its form: prices, stamps, bylines, whatever the language around them."""

import re
from typing import Final

from worker.article.data.tables import toml_table

__all__ = ["BY", "byline", "is_bare_time", "is_period", "price", "stamp"]

_WORDS: Final[dict[str, frozenset[str]]] = {name: frozenset(words) for name, words in toml_table("line_forms").items()}

BY: Final = _WORDS["by"]
"""Words that a byline may begin with."""

_SIGNS_BEFORE: Final = "$€£¥₹₽₩₪฿₫₺₴₦"
_SIGNS_BEHIND: Final = "€£₽₩₹¥₴円元"
_NAMES_BEFORE: Final = ("rs", "usd", "eur", "chf", "inr", "gbp", "aud", "cad")
_NAMES_BEHIND: Final = ("zł", "kč", "kr", "руб")
_PRICE: Final = re.compile(
    rf"(?:[{_SIGNS_BEFORE}]|\b(?:{'|'.join(_NAMES_BEFORE)})\b\.?) ?\d|\d ?(?:[{_SIGNS_BEHIND}]|zł\b|kč\b|kr\b|руб)",
    re.IGNORECASE,
)
_SIGN: Final = re.compile(f"[{_SIGNS_BEFORE}{_SIGNS_BEHIND}]")
_NAMES: Final = _NAMES_BEFORE + _NAMES_BEHIND
_DISCOUNT: Final = re.compile(r"\d ?%")
_BARE_TIME: Final = re.compile(
    r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?| uhr)?(?: \(?[A-Z]{2,4}\)?)?", re.IGNORECASE
)
_DAY: Final = re.compile(  # begins with the digit of all, so that the search may skip what is none
    r"\d(?:\d{0,3}[./-]\d{1,2}[./-]\d{1,4}|\d{3}年|\d?月\d{1,2}日|\d?:\d\d|(?:(?<=\b1)9|(?<=\b2)0)\d\d\b)"
)


def price(text: str, said: tuple[str, ...]) -> str | None:
    """`price` where a short line names a price or a discount; `said` are its words. Both have a digit."""
    if len(said) <= 6 and len(text) <= 60 and _names_money(text) and _PRICE.search(text):
        return "price"
    if 2 <= len(said) <= 4 and _DISCOUNT.search(text) and not _WORDS["save"].isdisjoint(said):
        return "price"
    return None


def _names_money(text: str) -> bool:
    """Whether a currency stands somewhere: quicker to see than a price, and most lines have none."""
    if _SIGN.search(text):
        return True
    low = text.lower()
    return any([name in low for name in _NAMES])  # noqa: C419 -- a generator costs more than the names


def byline(text: str, said: tuple[str, ...]) -> str | None:
    """`byline` where a line of up to nine words is "by", in any of the languages we know, and names."""
    if not said or said[0] not in BY or not _is_brief(text, said):
        return None
    return "byline" if _is_byline(text.split()) else None


def stamp(text: str, said: tuple[str, ...]) -> str | None:
    """`stamp` where a line of up to nine words, no sentence, is a day or an hour with little beside it."""
    return "stamp" if _is_brief(text, said) and text[-1] not in ".!?" and _is_stamp(text, said) else None


def _is_brief(text: str, said: tuple[str, ...]) -> bool:
    return len(said) <= 9 and len(text) <= 120


def is_bare_time(text: str) -> bool:
    """Whether the line is a time of day and no more."""
    return _BARE_TIME.fullmatch(text[:40]) is not None


def is_period(said: tuple[str, ...]) -> bool:
    """Whether the words are a number of months, years and the like."""
    return 1 < len(said) <= 3 and said[0].isdecimal() and said[1] in _WORDS["periods"]


def _is_byline(parts: list[str]) -> bool:
    if len(parts) < 2 or parts[0].lower().rstrip(":") not in BY or not parts[0][0].isupper():
        return False
    return parts[1][0].isupper() and all(part[0].isupper() or part in _WORDS["between"] for part in parts[2:])


def _is_stamp(text: str, said: tuple[str, ...]) -> bool:
    """Whether a day or an hour is what the line is about: "The best phones of 2019" has a year and is no stamp."""
    day = _DAY.search(text)
    if day is None:
        return _is_day_of_month(said)
    others = sum(word.isalpha() and word[:3] not in _WORDS["months"] for word in said)
    return others <= (_MOST_BESIDE_YEAR if day[0].isdecimal() else _MOST_BESIDE_DAY)


_MOST_BESIDE_YEAR: Final = 1
_MOST_BESIDE_DAY: Final = 4
"""Words: "Published on Monday at", and the zone."""


def _is_day_of_month(said: tuple[str, ...]) -> bool:
    """A day and a month, in either order, with no more than a weekday."""
    if not 2 <= len(said) <= 3:
        return False
    return any(word.isdecimal() for word in said) and any(word[:3] in _WORDS["months"] for word in said)
