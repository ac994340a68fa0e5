"""Tells the day of publication from that of the last save or change, where machines or lines give one for the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from worker.article.dates.witness import NEAR_LINE, Testimony

__all__ = ["without_saves"]

_SAVED: Final = 0.3
"""What is left of a machine's word where it gives the day of the last save as that of publication."""
_CHANGED: Final = 0.3
"""What is left of a reader's line that shows the day of the last change."""
_STATED: Final = frozenset({"json-ld", "meta", "microdata"})
_DAYS_BETWEEN: Final = 2


def without_saves(heard: Sequence[Testimony]) -> list[Testimony]:
    """The testimonies, those weighed less that speak of the last save.

    A machine that was "published" no earlier than "modified" tells the last save if a line beside the headline shows
    a day well before. What readers see unlabelled is a change where machines say the page was modified on that
    day and published before.
    """
    published = _days_of(heard, "published")
    modified = _days_of(heard, "modified")
    if not published or not modified:
        return list(heard)
    shown = min((t.read.day for t in heard if _is_shown(t)), default=None)
    saved = {
        source
        for source, day in published.items()
        if shown and day >= modified.get(source, "9") and _days(shown, day) >= _DAYS_BETWEEN
    }
    first, changes = min(published.values()), {t.read.day for t in heard if _is_stated(t, "modified")}
    return [
        replace(t, weight=t.weight * _SAVED)
        if t.kind == "published" and t.candidate.source in saved
        else replace(t, weight=t.weight * _CHANGED)
        if t.candidate.source in {"line", "time"}
        and t.kind != "modified"
        and first < t.read.day
        and t.read.day in changes
        else t
        for t in heard
    ]


def _is_stated(testimony: Testimony, kind: str) -> bool:
    return testimony.candidate.source in _STATED and testimony.kind == kind


def _days_of(heard: Sequence[Testimony], kind: str) -> dict[str, str]:
    """The last day that each machine gives as `modified`, or the first as `published`."""
    found: dict[str, str] = {}
    for testimony in heard:
        source, day = testimony.candidate.source, testimony.read.day
        if _is_stated(testimony, kind) and testimony.leads:
            pick = min if kind == "published" else max
            found[source] = pick(found.get(source, day), day)
    return found


def _is_shown(testimony: Testimony) -> bool:
    """Whether readers see it beside the headline, and not as a change."""
    candidate = testimony.candidate
    is_beside = candidate.is_near_headline and candidate.source in {"line", "time"}
    return is_beside and testimony.kind != "modified" and testimony.rank >= NEAR_LINE


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(other) - date.fromisoformat(one)).days
