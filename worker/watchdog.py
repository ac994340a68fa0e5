"""The watchdog: a thread in each Celery worker that ends it when it has gone deaf, for its supervisor to start it anew.

A worker may live on, beat its heart, and take no tickets any more: after some losses of connection Celery does not
listen again (celery issues 8030 and 10205).
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from billiard import active_children
from redis import Redis
from redis.exceptions import ResponseError

from worker.intake.keys import Keys
from worker.intake.outage import OUTAGES
from worker.intake.state import state_of
from worker.settings import Settings

__all__ = ["Deafness", "Watchdog"]

LOOK_SECONDS = 1.0
LONGEST_LOOK_SECONDS = 5.0
"""More than this between two looks is not counted: the whole process was stopped, or the server away."""
GRACE_SECONDS = 10
"""Beyond a ticket's longest work, until a worker that was told to stop is killed."""

log = structlog.get_logger("copydesk.watchdog")


@dataclass(slots=True)
class Deafness:
    """For how long tickets have lain there that this worker did not take."""

    seconds: float = 0.0
    _looked: float | None = None
    _ticket: float = 0.0

    def note(self, now: float, last_ticket: float, *, work_lies_there: bool) -> float:
        """Take one look into account; all times by one clock, in seconds.

        Only time counts at whose end tickets lay there: another worker may have taken some in between.

        >>> deafness = Deafness()
        >>> [deafness.note(now, 0.0, work_lies_there=now != 2) for now in range(4)]
        [0.0, 1.0, 1.0, 2.0]
        >>> deafness.note(4, 3.5, work_lies_there=True)
        0.0
        """
        passed = 0.0 if self._looked is None else now - self._looked
        self._looked = now
        if last_ticket != self._ticket:
            self._ticket, self.seconds = last_ticket, 0.0
        elif work_lies_there and passed <= LONGEST_LOOK_SECONDS:
            self.seconds += passed
        return self.seconds


@dataclass(frozen=True, slots=True)
class Watchdog:
    """What one worker's watchdog needs, and does."""

    client: Redis
    settings: Settings
    queue: str
    """Key of the list of tickets."""
    last_ticket: Callable[[], float]
    """When this worker last started a ticket, by the monotonic clock; 0 before the first."""

    def run(self, stopped: threading.Event) -> None:
        """Watch until `stopped`; end the process when it is deaf."""
        deafness = Deafness()
        while not stopped.wait(LOOK_SECONDS):
            try:
                lies_there = bool(self.client.llen(self.queue)) and self._entries_wait()
            except (*OUTAGES, ResponseError):
                continue
            seconds = deafness.note(time.monotonic(), self.last_ticket(), work_lies_there=lies_there)
            if seconds > self._patience_seconds:
                log.error("deaf: tickets lie there and this worker takes none; ending", seconds=round(seconds, 1))
                self._end(stopped)
                return

    def _entries_wait(self) -> bool:
        return state_of(self.client, Keys(self.settings.key_prefix), added=False).waiting > 0

    @property
    def _longest_ticket_seconds(self) -> float:
        return self.settings.ticket_seconds + self.settings.hard_limit_seconds

    @property
    def _patience_seconds(self) -> float:
        """At least what a ticket may take: a worker whose processes are all at work takes none."""
        return max(self.settings.deaf_after_seconds, self._longest_ticket_seconds)

    def _end(self, stopped: threading.Event) -> None:
        """A warm stop, and a kill of the whole family should that not be heard either."""
        os.kill(os.getpid(), signal.SIGTERM)
        stopped.wait(GRACE_SECONDS)  # set when the worker has begun to stop
        time.sleep(self._longest_ticket_seconds)
        for child in active_children():
            os.kill(child.pid, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
