"""How old the backlog is, and how many Celery messages are queued for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from redis import Redis
from redis.exceptions import ResponseError

from worker.intake.clock import server_seconds
from worker.intake.keys import GROUP, Keys

__all__ = ["DELIVERIES", "TICKETS", "Backlog", "backlog_of"]

TICKETS = "tickets"
"""Celery's queue of tickets for articles."""
DELIVERIES = "deliveries"
"""Celery's queue of tickets for sinks."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Ages by the server's clock; 0 where there is nothing."""

    oldest_waiting_seconds: float
    oldest_in_work_seconds: float
    tickets: int
    deliveries: int


def backlog_of(client: Redis, keys: Keys) -> Backlog:
    """One look. Reads one payload, the oldest that waits, since the server tells ids with payloads only."""
    now = server_seconds(client)
    pipe = client.pipeline(transaction=False)
    pipe.llen(keys.celery + TICKETS)
    pipe.llen(keys.celery + DELIVERIES)
    pipe.xinfo_groups(keys.intake)
    pipe.xpending(keys.intake, GROUP)
    tickets, deliveries, groups, pending = pipe.execute(raise_on_error=False)
    last = _last_delivered(groups)
    waiting = cast("list[tuple[bytes, object]]", client.xrange(keys.intake, min=f"({last}", count=1))
    in_work = None if isinstance(pending, ResponseError) else pending["min"]
    return Backlog(
        oldest_waiting_seconds=_age(waiting[0][0], now) if waiting else 0.0,
        oldest_in_work_seconds=_age(in_work, now) if in_work else 0.0,
        tickets=_number(tickets),
        deliveries=_number(deliveries),
    )


def _last_delivered(groups: Sequence[dict[str, Any]] | ResponseError) -> str:
    if isinstance(groups, ResponseError):
        return "0-0"
    return next((group["last-delivered-id"].decode() for group in groups if group["name"] == GROUP.encode()), "0-0")


def _age(entry: bytes, now: float) -> float:
    return max(0.0, now - int(entry.partition(b"-")[0]) / 1000)


def _number(answer: object) -> int:
    """0 for a broker on another server or a user who may not look."""
    return answer if isinstance(answer, int) else 0
