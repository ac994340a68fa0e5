"""A finding: what was seen, why it matters, what to do."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Level", "fine", "warning", "wrong"]


class Level(StrEnum):
    """How bad it is."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer."""

    check: str
    level: Level
    what: str
    why: str = ""
    do: str = ""


def fine(check: str, what: str) -> Finding:
    """Nothing to do."""
    return Finding(check, Level.FINE, what)


def warning(check: str, what: str, why: str, do: str) -> Finding:
    """It works, until it does not."""
    return Finding(check, Level.WARNING, what, why, do)


def wrong(check: str, what: str, why: str, do: str) -> Finding:
    """A promise of Copydesk does not hold as things are."""
    return Finding(check, Level.WRONG, what, why, do)
