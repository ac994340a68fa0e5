"""Children of a worker: who they are, and what the intake is told when one dies."""

import threading
from contextlib import suppress
from signal import SIGALRM
from typing import Any

import structlog
from billiard.common import human_status
from billiard.pool import EX_OK, EX_RECYCLE
from celery import bootsteps

from worker.article.outcome import Reason
from worker.intake.deliveries import Deliveries, Lease
from worker.intake.keys import Keys
from worker.intake.outage import OUTAGES
from worker.server import connect
from worker.settings import Settings

__all__ = ["ChildrenStep", "pool_processes"]

log = structlog.get_logger("copydesk.children")


class ChildrenStep(bootsteps.StartStopStep):
    """Frees at once what a dead child held, and notes why it died.

    By the process, not by its ticket: where a child dies before its parent has read that it took a ticket, Celery gives
    the ticket to another and says nothing.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def register_with_event_loop(self, consumer: Any, _hub: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        """Listen, behind the pool's own handler, which it has just set anew; a pool without processes has none."""
        pool: Any = getattr(consumer.pool, "_pool", None)
        clean_up = getattr(pool, "on_process_down", None)
        if clean_up is None:
            return
        settings, worker = consumer.app.settings, consumer.hostname

        def on_process_down(process: Any) -> None:  # noqa: ANN401 -- billiard has no types
            clean_up(process)
            if process.exitcode not in (EX_OK, EX_RECYCLE):
                told = (settings, worker, process.pid, process.exitcode)
                # in a thread, so that an absent server cannot hold the event loop up
                threading.Thread(target=_report_lost, args=told, daemon=True).start()

        pool.on_process_down = on_process_down


def pool_processes(worker: Any) -> list[int]:  # noqa: ANN401 -- Celery's own
    """Process ids of the pool of a worker, or of its consumer; none for a pool without processes."""
    pool = getattr(worker.pool, "_pool", None)
    return [process.pid for process in list(getattr(pool, "_pool", ()))]


def _report_lost(settings: Settings, worker: str, pid: int, exit_code: int) -> None:
    why = f"the process ended before its time: {human_status(exit_code)}"
    reason = Reason.TIMEOUT if exit_code == -SIGALRM else Reason.CRASHED
    happened = {"reason": str(reason), "stage": "process", "error": why}
    lease = Lease(seconds=settings.lease_seconds)
    ended = 0
    with connect(settings.redis_url) as client, suppress(*OUTAGES):  # then the lease does it
        ended = Deliveries(client, Keys(settings.key_prefix), worker, pid, lease).lost(pid, happened)
    log.warning("child lost", pid=pid, deliveries=ended, error=why)
