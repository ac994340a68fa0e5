"""The two Celery tasks: pull works on articles, deliver hands documents to a sink."""

import os
import time
from functools import cache
from typing import TYPE_CHECKING

import structlog
from billiard.process import current_process
from celery import Task, shared_task
from celery.worker.request import Request
from redis import Redis

from worker.errors import SinkUnavailableError
from worker.intake.keys import Keys
from worker.intake.outage import OUTAGES
from worker.server import connect
from worker.sinks.opened import open_sinks
from worker.sinks.reader import Reader
from worker.sinks.reader import deliver as deliver_to
from worker.ticket import open_ticket, told

if TYPE_CHECKING:
    from worker.settings import Settings

__all__ = ["DELIVER", "PULL", "deliver", "pull"]

PULL = "copydesk.pull"
DELIVER = "copydesk.deliver"

log = structlog.get_logger("copydesk.tasks")


class TicketRequest(Request):
    """The parent's view of a ticket."""

    def on_accepted(self, pid: int, time_accepted: float) -> None:
        """A child has begun: this worker is not deaf (see watchdog.py)."""
        self.app.last_ticket = time.monotonic()
        super().on_accepted(pid, time_accepted)


@shared_task(name=PULL, bind=True, Request=TicketRequest)
def pull(self: Task) -> str:
    """Take entries from the intake until the box is used up; answers what they came to, in words."""
    settings: Settings = self.app.settings
    ticket = open_ticket(_client(settings.redis_url, os.getpid()), settings, _consumer(self))
    try:
        return told(ticket.run(settings.ticket_articles, settings.ticket_seconds))
    except OUTAGES as error:
        log.warning("server away", error=str(error))
        return f"server away: {error}"


@shared_task(name=DELIVER, bind=True)
def deliver(self: Task, sink: str) -> str:
    """Give the sink named `sink` all that waits for it."""
    settings: Settings = self.app.settings
    client = _client(settings.redis_url, os.getpid())
    target = open_sinks(client, settings).get(sink)
    if target is None:
        return f"no sink {sink} here"
    reader = Reader(client, Keys(settings.key_prefix), sink, _consumer(self), settings.sink_lease_seconds)
    try:
        return f"{deliver_to(reader, target)} documents"
    except OUTAGES as error:
        log.warning("server away", error=str(error))
        return f"server away: {error}"
    except SinkUnavailableError as error:
        log.warning("sink unavailable", sink=sink, error=str(error), again_in_seconds=settings.sink_lease_seconds)
        return f"sink unavailable: {error}"


@cache
def _client(url: str, pid: int) -> Redis:
    """One connection pool a process: a forked child must not share its parent's."""
    del pid
    return connect(url)


def _consumer(task: Task) -> str:
    slot = getattr(current_process(), "index", 0)
    return f"{task.request.hostname}/{slot}"
