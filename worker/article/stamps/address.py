"""Reads the day that news sites put into the addresses of their articles."""

import re
from datetime import date
from typing import Final

from worker.article.stamps.calendar_names import month_of

__all__ = ["read_url_day", "read_url_month"]

_YEAR: Final = r"(?<!\d)(?P<year>(?:19|20)\d\d)"
_MONTH: Final = r"(?P<month>1[0-2]|0?[1-9])"
_DAY: Final = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        # "/2017/11/10-ways-to-row" has no day: only with a nought before it, or as a folder of its own, is it one
        rf"/{_YEAR}/{_MONTH}/{_DAY}(?=[/_.]|$|[^\W\d])",
        rf"/{_YEAR}/{_MONTH}/(?P<day>0[1-9])(?=-)",
        rf"/{_YEAR}/(?P<name>[a-zA-Z]{{3,9}})/{_DAY}(?=[/_.-]|$)",
        rf"{_YEAR}[-_](?P<month>1[0-2]|0[1-9])[-_/](?P<day>3[01]|[12]\d|0[1-9])(?!\d)",
        rf"/{_YEAR}/?(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])(?!\d)",
        rf"/{_YEAR}(?P<month>1[0-2]|0[1-9])/(?P<day>3[01]|[12]\d|0[1-9])(?=[/_.]|$)",
        r"(?<!\d)(?P<day>3[01]|[12]\d|0[1-9])-(?P<month>1[0-2]|0[1-9])-(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"[-_/=a-z]{_YEAR}(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])(?!\d)",
    )
)


def read_url_day(url: str) -> tuple[date, tuple[int, int]] | None:
    """The day in the path of an address, and where it stands; a month may be a name.

    A year and month alone are no day.

    >>> read_url_day("https://www.example.com/world/2017/nov/10/a-handshake")[0]
    datetime.date(2017, 11, 10)
    """
    path = url[:2048].split("#", maxsplit=1)[0]
    if "20" not in path and "19" not in path:
        return None
    for form in _FORMS:
        for match in form.finditer(path):
            day = _day(match.groupdict())
            if day:
                return day, (min(match.start("year"), match.start("day")), max(match.end("year"), match.end("day")))
    return None


_YEAR_AND_MONTH: Final = re.compile(r"/((?:19|20)\d\d)/(1[0-2]|0[1-9])/(?!\d\d?(?:/|$))")


def read_url_month(url: str) -> str | None:
    """Year and month, `YYYY-MM`, that stand as folders in the path of an address without a day behind them.

    >>> read_url_month("https://www.example.com/2017/11/a-handshake")
    '2017-11'
    """
    found = _YEAR_AND_MONTH.search(url[:2048])
    return f"{found[1]}-{found[2]}" if found else None


def _day(groups: dict[str, str]) -> date | None:
    month = month_of(groups["name"].lower(), "en") if groups.get("name") else int(groups["month"])
    try:
        return date(int(groups["year"]), month, int(groups["day"])) if month else None
    except ValueError:
        return None
