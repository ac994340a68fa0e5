"""Collects the metrics of a system at each scrape; keeps nothing but its place in the fates stream and their tally."""

import threading
from collections.abc import Iterable
from typing import Any

import structlog
from prometheus_client import Metric
from prometheus_client.registry import Collector
from redis import Redis
from redis.exceptions import RedisError

from worker.exporter.tally import FatesTally
from worker.intake.backlog import DELIVERIES, TICKETS, backlog_of
from worker.intake.fates import FatesReader
from worker.intake.heartbeat import heartbeats
from worker.intake.keys import Keys
from worker.intake.state import State, state_of
from worker.metrics import Families
from worker.settings import Settings

__all__ = ["SystemCollector"]

log = structlog.get_logger("copydesk.exporter")


class SystemCollector(Collector):
    """The metrics of one system.

    Fates come from the counters that each commit writes, so a restart of the exporter neither loses nor repeats any.
    What comes from the fates stream (milliseconds, deliveries, models, votes, publishers) counts from its start.
    """

    def __init__(self, client: Redis, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._keys = Keys(settings.key_prefix)
        self._reader: FatesReader | None = None
        self._tally = FatesTally()
        self._lock = threading.Lock()

    def collect(self) -> Iterable[Metric]:
        """One scrape; a server that is away is a metric, not an error."""
        with self._lock:
            try:
                families = self._collected()
            except RedisError as error:
                log.warning("server away", error=str(error))
                families = Families()
                families.set("copydesk_up", 0)
        yield from iter(families)

    def start(self) -> None:
        """Take up the place in the fates stream; what is written from here on is counted."""
        self._reader = FatesReader(self._client, self._keys)

    def _collected(self) -> Families:
        families = Families()
        families.set("copydesk_up", 1)
        state = state_of(self._client, self._keys)
        _fates(families, state)
        _places(families, state)
        families.set("copydesk_backlog_limit", self._settings.max_backlog)
        self._backlog(families)
        self._workers(families)
        self._server(families)
        self._followed(families)
        return families

    def _backlog(self, families: Families) -> None:
        backlog = backlog_of(self._client, self._keys)
        families.set("copydesk_oldest_waiting_seconds", backlog.oldest_waiting_seconds)
        families.set("copydesk_oldest_in_work_seconds", backlog.oldest_in_work_seconds)
        families.set("copydesk_tickets", backlog.tickets, queue=TICKETS)
        families.set("copydesk_tickets", backlog.deliveries, queue=DELIVERIES)

    def _workers(self, families: Families) -> None:
        found = heartbeats(self._client, self._keys)
        families.set("copydesk_workers_alive", sum(beat.is_alive for beat in found))
        for beat in found:
            worker = {"worker": beat.worker}
            families.set("copydesk_worker_heartbeat_age_seconds", beat.age_seconds, **worker)
            if beat.is_alive:
                families.set("copydesk_worker_pool_size", beat.pool_size, **worker)
                families.set("copydesk_worker_children_replaced", beat.children_replaced, **worker)
                families.set("copydesk_worker_clock_skew_seconds", beat.skew_seconds, **worker)
                families.set("copydesk_worker_info", 1, **worker, version=beat.version)

    def _server(self, families: Families) -> None:
        memory: dict[str, Any] = self._client.info("memory")
        families.set("copydesk_server_memory_bytes", memory["used_memory"])
        families.set("copydesk_server_memory_limit_bytes", memory["maxmemory"])

    def _followed(self, families: Families) -> None:
        reader = self._reader = self._reader or FatesReader(self._client, self._keys)
        while fates := reader.read():
            for fate in fates:
                self._tally.add(fate)
        for fate_name, milliseconds in self._tally.milliseconds.items():
            buckets, total = milliseconds.buckets, milliseconds.total
            families.set_histogram("copydesk_article_milliseconds", [fate_name], buckets, total)
        for attempt, count in self._tally.deliveries.items():
            families.set("copydesk_deliveries", count, attempt=attempt)
        for model, count in self._tally.models.items():
            families.set("copydesk_model_articles", count, model=model)
        families.set("copydesk_votes_asked", self._tally.votes)
        for (publisher, body), count in self._tally.bodies.items():
            families.set("copydesk_publisher_articles", count, publisher=publisher, body=body)


def _fates(families: Families, state: State) -> None:
    families.set("copydesk_entries_added", state.entries_added)
    told: dict[str, int] = {}
    for name, count in state.reasons.items():
        fate, _, reason = name.partition(":")
        told[fate] = told.get(fate, 0) + count
        families.set("copydesk_fates", count, fate=fate, reason=reason)
    for fate in ("stored", "duplicate", "rejected", "dead", "dropped"):
        families.set("copydesk_fates", getattr(state, fate) - told.get(fate, 0), fate=fate, reason="")


def _places(families: Families, state: State) -> None:
    families.set("copydesk_entries_waiting", state.waiting)
    families.set("copydesk_entries_in_work", state.in_work)
    families.set("copydesk_entries_inbox", state.inbox)
    families.set("copydesk_conservation_gap", state.gap)
    families.set("copydesk_letters_gap", state.letters_gap)
    families.set("copydesk_letters", state.dead_now, kind="dead")
    families.set("copydesk_letters", state.rejected_now, kind="rejected")
    for sink in state.sinks:
        families.set("copydesk_sink_behind", sink.waiting, sink=sink.name)
        families.set("copydesk_sink_in_work", sink.in_work, sink=sink.name)
