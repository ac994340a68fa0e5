"""Marks of time that are no day, yet stand beside bylines: "2 days ago", "6 min read"."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from worker.article.data.newsroom import newsroom
from worker.article.plain import has_digit
from worker.article.stamps.ago import may_be_relative, read_ago
from worker.article.stamps.stamp import StampContext

__all__ = ["has_ago", "is_time_mark"]

_SOME_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MAX_CHARS: Final = 40
_CLOCK: Final = re.compile(r"\d{1,2}[:.h]\d{2}(?: ?(?:[ap]\.?m\.?|uhr|h))?", re.IGNORECASE)
_READING: Final = re.compile(
    r"\W{0,3}(?:lesezeit|lesedauer|reading time|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|"
    r"leestijd|lästid)\W{1,3}(?:ca\. ?)?\d.{0,12}|\W{0,3}\d{1,3}[ -]?(?:min(?:ut[aeio]?[ns]?|\b)\.?|分钟?|분)"
    r"(?:[ -](?:read|lesezeit|lesedauer|de lect.{3,4}|de leitura|di lettura|leestijd|lästid|czytania|okuma))?\W{0,3}",
    re.IGNORECASE,
)
_LONG_AGO: Final = re.compile(
    r"\b(?:\d{1,2} (?:months?|years?) ago|vor \d{1,2} (?:monat|jahr)\w*|il y a \d{1,2} (?:mois|ans?)|"
    r"hace \d{1,2} (?:mes|año)\w*|há \d{1,2} (?:mês|meses|anos?)|\d{1,2} (?:mesi|anni) fa)\b",
    re.IGNORECASE,
)
_LONG_AGO_MARKS: Final = ("ago", "vor ", "il y a", "hace ", "há ", " fa")
_YEARLESS: Final = re.compile(r"([^\W\d_]{3,10})\.? \d{1,2}|\d{1,2}\.? ([^\W\d_]{3,10})\.?")


def is_time_mark(text: str, context: StampContext) -> bool:
    """Whether a line is nothing but a mark of time, though no day can be read from it.

    >>> [is_time_mark(text, StampContext()) for text in ("6 min read", "2 days ago", "Jan 4", "16:30", "Page 4")]
    [True, True, True, True, False]
    """
    if len(text) > _MAX_CHARS or not has_digit(text):
        return False
    if _CLOCK.fullmatch(text) or _READING.fullmatch(text) or has_ago(text, context):
        return True
    day = _YEARLESS.fullmatch(text)
    return day is not None and (day[1] or day[2]).casefold() in newsroom().months


def has_ago(text: str, context: StampContext) -> bool:
    """Whether `text` says how long ago it was, counted from a day that nobody may have told."""
    if not has_digit(text):
        return False
    folded = text.casefold()
    if any(mark in folded for mark in _LONG_AGO_MARKS) and _LONG_AGO.search(text):
        return True
    return may_be_relative(text, context) and read_ago(text, replace(context, fetched_at=_SOME_DAY)) is not None
