"""Reads years and checks days: four digits or two, stuck to an hour, of the Buddhist era or of a Japanese one."""

from datetime import date
from typing import Final

from worker.article.stamps.tokens import Token

__all__ = ["ERAS", "FIRST_YEAR", "LAST_YEAR", "day_of", "full_year", "last_year"]

ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""What the years of Japan's eras and of the Republic of China are counted from."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
_BUDDHIST_ERA: Final = 543


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, if the calendar has it and it lies between 1900 and 2099."""
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def full_year(text: str, language: str | None) -> int:
    """The year of four digits; Thai years are counted from the Buddha's death."""
    year = int(text)
    is_buddhist = language in {"th", None} and 1900 + _BUDDHIST_ERA <= year < 2100 + _BUDDHIST_ERA
    return year - _BUDDHIST_ERA if is_buddhist else year


def last_year(line: str, token: Token, language: str | None) -> tuple[int, int]:
    """The year that ends a date, and where it ends; 0 where the token is none.

    Two digits are 1970 to 2069; "20175:12" and "1712:44" are years with the hour stuck to them.
    """
    before_clock = line[token.end : token.end + 1] == ":" and line[token.end + 1 : token.end + 2].isdecimal()
    match len(token.text):
        case 2:
            return _short_year(token.text), token.end
        case 3 | 4 if before_clock:
            return _short_year(token.text[:2]), token.start + 2
        case 4:
            return full_year(token.text, language), token.end
        case 5 | 6 if line[token.end : token.end + 1] in {":", "."}:
            return full_year(token.text[:4], language), token.start + 4
        case _:
            return 0, token.end


def _short_year(text: str) -> int:
    short = int(text)
    return 2000 + short if short < 70 else 1900 + short
