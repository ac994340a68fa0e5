"""A ticket's work: take entries until the box of articles or seconds is used up, and see that no failure is silent."""

import os
import time
import traceback
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from redis import Redis

from worker.article.outcome import Reason
from worker.guard import ArticleTimeout, Limits
from worker.ingest import Ingested, Ports, ingest
from worker.intake.deliveries import Deliveries, Delivery, Lease
from worker.intake.keys import Keys
from worker.intake.outage import OUTAGES
from worker.settings import Settings

__all__ = ["Ticket", "open_ticket", "told"]

LOOK_FOR_EXPIRED_SECONDS = 1.0
"""How often a ticket looks for entries whose worker let its lease run out."""
GIVE_BACK_SECONDS = 15
"""How long a ticket waits for an absent server to give its entry back; within Celery's limit for a task."""
RETRY_SECONDS = 0.5
MAX_ERROR_CHARS = 200
MAX_TRACEBACK_CHARS = 4096

log = structlog.get_logger("copydesk.ticket")


@dataclass(slots=True)
class Ticket:
    """One consumer's hands: what it needs to take entries and to work on them."""

    deliveries: Deliveries
    ports: Ports
    _log: Any = field(init=False, repr=False)
    """Bound once: the proxy that modules hold looks its settings up at each line."""

    def __post_init__(self) -> None:
        self._log = log.bind()

    def run(self, articles: int, seconds: float) -> Counter[str]:
        """Work on up to `articles` entries, and start none after `seconds`; how often each answer was given.

        Raises: one of OUTAGES when the server is away; what is in work then is given back when it
        returns, or else taken by another when its lease is over.
        """
        tally: Counter[str] = Counter()
        try:
            with self.deliveries.one_connection():
                self._work_through(tally, articles, time.monotonic() + seconds)
        finally:
            self._let_go()
        return tally

    def _work_through(self, tally: Counter[str], articles: int, until: float) -> None:
        looked = 0.0
        for left in range(articles, 0, -1):
            if (now := time.monotonic()) >= until:
                break
            expired = now - looked >= LOOK_FOR_EXPIRED_SECONDS
            looked = now if expired else looked
            self.deliveries.ahead_until = min(until, looked + LOOK_FOR_EXPIRED_SECONDS) if left > 1 else 0.0
            delivery = self.deliveries.take(expired=expired)
            if delivery is None:
                break
            tally[self._work(delivery)] += 1

    def _let_go(self) -> None:
        """Give back what a commit took along when there was no time left for it."""
        delivery = self.deliveries.taken_ahead()
        if delivery is not None:
            with suppress(*OUTAGES):
                self.deliveries.give_back(delivery)

    def _work(self, delivery: Delivery) -> str:
        try:
            ingested = ingest(delivery, self.ports)
        except OUTAGES as error:
            self._give_back(delivery, error)
            raise
        except ArticleTimeout as error:
            return self._failed(delivery, Reason.TIMEOUT, error)
        except MemoryError as error:
            return self._failed(delivery, Reason.MEMORY, error)
        except Exception as error:  # noqa: BLE001 -- the border of an entry: a bug costs one delivery, never the worker
            return self._failed(delivery, Reason.ERROR, error)
        _log_fate(self._log, delivery, ingested)
        return ingested.said

    def _give_back(self, delivery: Delivery, error: Exception) -> None:
        """End the delivery uncounted once the server is there again; if that takes too long, the lease ends it."""
        log.warning("server away", entry=delivery.entry, error=str(error), waiting_seconds=GIVE_BACK_SECONDS)
        until = time.monotonic() + GIVE_BACK_SECONDS
        while time.monotonic() < until:
            with suppress(*OUTAGES):
                self.deliveries.give_back(delivery)
                return
            time.sleep(RETRY_SECONDS)

    def _failed(self, delivery: Delivery, reason: Reason, error: BaseException) -> str:
        happened = {
            "reason": str(reason),
            "stage": _stage(error),
            "error": f"{type(error).__name__}: {error}"[:MAX_ERROR_CHARS],
            "traceback": "".join(traceback.format_exception(error))[-MAX_TRACEBACK_CHARS:],
        }
        self.deliveries.fail(delivery, happened)
        log.warning("delivery failed", entry=delivery.entry, attempt=delivery.attempt, **happened)
        return "failed"


def open_ticket(client: Redis, settings: Settings, consumer: str) -> Ticket:
    """A ticket for `consumer` (`<worker>/<slot>`) in this process, by the settings."""
    lease = Lease(
        seconds=settings.lease_seconds,
        max_deliveries=settings.max_deliveries,
        ledger_seconds=int(settings.ledger_days * 86_400),
        fates_max=settings.fates_max_entries,
    )
    deliveries = Deliveries(client, Keys(settings.key_prefix), consumer, os.getpid(), lease)
    limits = Limits(settings.soft_limit_seconds, settings.hard_limit_seconds, settings.child_memory_mb)
    ports = Ports(deliveries.commit, lambda: limits, settings.rules, settings.unknown_fields)
    return Ticket(deliveries, ports)


def told(tally: Counter[str]) -> str:
    """A tally in words, for Flower's result column.

    >>> told(Counter(stored=14, duplicate=1, rejected=1))
    '16 articles: 14 stored, 1 duplicate, 1 rejected'
    """
    if not tally:
        return "no articles"
    parts = ", ".join(f"{count} {said}" for said, count in tally.most_common())
    return f"{tally.total()} article{'s' * (tally.total() != 1)}: {parts}"


def _log_fate(log: Any, delivery: Delivery, ingested: Ingested) -> None:  # noqa: ANN401 -- structlog's, bound
    outcome = ingested.outcome
    document = outcome.document
    tell = log.warning if ingested.said == "dead" else log.info  # somebody should look at it
    tell(
        ingested.said,
        entry=delivery.entry,
        payload_id=outcome.payload_id,
        document_id=document.id if document else None,
        url=document.url if document else None,
        fate=ingested.said,
        reason=outcome.reason,
        detail=outcome.detail,
        attempt=delivery.attempt,
        took_ms=round(ingested.took_ms, 1),
        cpu_ms=round(ingested.cpu_ms, 2),
    )


def _stage(error: BaseException) -> str:
    """The core's step that was at work: the module or folder of the deepest frame in worker.article."""
    frames = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)]
    steps = [name.split(".")[2] for name in frames if name.startswith("worker.article.")]
    return steps[-1] if steps else "ingest"
