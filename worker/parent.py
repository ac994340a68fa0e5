"""Metrics of one worker, from its parent process: what that alone knows, also while the server is away."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import structlog
from celery import bootsteps
from celery.worker import state
from prometheus_client import CollectorRegistry, Metric, start_http_server
from prometheus_client.registry import Collector

from worker.children import pool_processes
from worker.metrics import WORKER_METRICS, Families

__all__ = ["ParentCollector", "ParentMetricsStep"]

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

log = structlog.get_logger("copydesk.parent")


class ParentCollector(Collector):
    """Pool, tickets, memory and CPU time of one worker. Fates are the exporter's, so that nothing is counted twice."""

    def __init__(self, children: Callable[[], Iterable[int]], last_ticket: Callable[[], float]) -> None:
        """`children` are the pool's processes as they are now; `last_ticket` as the watchdog's."""
        self._children = children
        self._last_ticket = last_ticket

    def collect(self) -> Iterable[Metric]:
        """One scrape."""
        families = Families(WORKER_METRICS)
        now = set(self._children())
        families.set("copydesk_parent_children", len(now))
        for task, count in dict(state.total_count).items():
            families.set("copydesk_parent_tickets", count, task=task)
        last = self._last_ticket()
        families.set("copydesk_parent_last_ticket_seconds", time.monotonic() - last if last else 0)
        for process, pids in (("parent", {os.getpid()}), ("children", now)):
            families.set("copydesk_parent_memory_bytes", sum(map(_resident_bytes, pids)), process=process)
        times = os.times()
        families.set("copydesk_parent_cpu_seconds", times.user + times.system, process="parent")
        ended = times.children_user + times.children_system
        families.set("copydesk_parent_cpu_seconds", ended + sum(map(_cpu_seconds, now)), process="children")
        return iter(families)


class ParentMetricsStep(bootsteps.StartStopStep):
    """Serves them at `metrics_host` and `worker_metrics_port`, where that is set, for as long as the worker lives."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        super().__init__(worker, **kwargs)
        self._server: Any = None

    def start(self, worker: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        """Listen; a port that is taken costs the metrics, not the worker."""
        settings = worker.app.settings
        if not settings.worker_metrics_port:
            return
        registry = CollectorRegistry()
        registry.register(ParentCollector(lambda: pool_processes(worker), lambda: worker.app.last_ticket))
        address, port = settings.metrics_host, settings.worker_metrics_port
        try:
            self._server, _ = start_http_server(port, address, registry)
        except OSError as error:
            log.warning("no metrics", address=f"{address}:{port}", error=error.strerror)
        else:
            log.info("metrics", address=f"{address}:{port}")

    def stop(self, worker: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        """Give the port back."""
        del worker
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()


def _resident_bytes(pid: int) -> int:
    """0 where the process has just ended, or the system does not tell."""
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * PAGE_BYTES
    except OSError:
        return 0


def _cpu_seconds(pid: int) -> float:
    """As above."""
    try:
        after_name = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after_name[11]) + int(after_name[12])) / TICKS
