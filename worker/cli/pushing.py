"""Putting entries on the intake from the command line, however many there are and however full it is."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from worker.cli.opened import System
from worker.client import BATCH_ENTRIES, Producer
from worker.errors import IntakeFullError
from worker.intake.entries import Flat

__all__ = ["Step", "push_all"]

FULL_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Step:
    """What one push came to."""

    ids: list[str]
    """Of the entries that found room; none where the intake is full."""
    told: str = ""
    """Then, why."""


def push_all(entries: list[Flat], system: System, *, wait_replicas: int = 0) -> Iterator[Step]:
    """Put all of `entries` on the intake, a few in one step; a full intake is waited for, step by step.

    Raises: as `Producer.push_entries`, but for IntakeFullError.
    """
    settings = system.settings
    producer = Producer(
        settings.redis_url, prefix=settings.key_prefix, max_backlog=settings.max_backlog, wait_replicas=wait_replicas
    )
    pushed = 0
    with producer as desk:
        while pushed < len(entries):
            try:
                step = Step(desk.push_entries(entries[pushed : pushed + BATCH_ENTRIES]))
            except IntakeFullError as error:
                step = Step([], f"waiting: {error}")
            pushed += len(step.ids)
            yield step
            if not step.ids:
                time.sleep(FULL_SECONDS)
