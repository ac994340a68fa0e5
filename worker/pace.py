"""How many tickets a pump adds, and how long it rests before it looks again."""

import math
from dataclasses import dataclass

__all__ = ["BUSY_SECONDS", "Pace", "tickets_wanted"]

BUSY_SECONDS = 0.05
"""How often the queue is looked after while something waits."""
LOADED_SECONDS = 0.5
"""The same at most, while each process has a ticket in the queue, beside the one it works on."""


def tickets_wanted(waiting: int, queued: int, pool_size: int, ticket_articles: int) -> int:
    """How many tickets to add: enough for what waits, and never more than two a process in the queue.

    A few entries are spread over the processes.

    >>> tickets_wanted(waiting=3, queued=0, pool_size=2, ticket_articles=16)
    2
    >>> tickets_wanted(waiting=100, queued=1, pool_size=2, ticket_articles=16)
    3
    >>> tickets_wanted(waiting=0, queued=0, pool_size=2, ticket_articles=16)
    0
    """
    enough = max(math.ceil(waiting / ticket_articles), min(waiting, pool_size))
    return max(0, min(2 * pool_size, enough) - queued)


@dataclass(slots=True)
class Pace:
    """A pump's rests, by how fast tickets were taken until now."""

    pool_size: int
    _seconds: float = BUSY_SECONDS
    _left: int = 0
    """Tickets in the queue when the last rest began."""

    def rest_seconds(self, queued: int, added: int) -> float:
        """As long as the pool needs to take about as many tickets as it has processes: then each still has one.

        >>> pace = Pace(pool_size=2)
        >>> [pace.rest_seconds(queued, added) for queued, added in ((0, 4), (4, 0), (4, 0), (3, 1), (0, 4))]
        [0.05, 0.1, 0.2, 0.4, 0.05]
        """
        taken = self._left - queued
        self._left = queued + added
        wanted = self._seconds * min(2.0, self.pool_size / max(taken, 1))
        self._seconds = min(max(wanted, BUSY_SECONDS), LOADED_SECONDS) if queued >= self.pool_size else BUSY_SECONDS
        return self._seconds
