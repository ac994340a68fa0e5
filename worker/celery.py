"""The Celery application: its broker, and every setting that one of Copydesk's promises rests on."""

import gc
import os
import signal
import threading
from contextlib import ExitStack, suppress
from typing import Any

import structlog
from celery import Celery, bootsteps
from celery.signals import setup_logging, worker_init, worker_process_init, worker_shutdown
from pydantic_core import to_json
from redis.exceptions import RedisError

from worker.article import trafilatura_fence
from worker.children import ChildrenStep, pool_processes
from worker.drain import drain, is_full
from worker.guard import reset_alarm
from worker.ingest import outcome_of
from worker.intake.heartbeat import retire
from worker.intake.keys import Keys
from worker.logs import configure_logs
from worker.parent import ParentMetricsStep
from worker.pump import DELIVER_QUEUE, PULL_QUEUE, Pump
from worker.server import celery_url, connect, known_url, open_server, probe
from worker.settings import Settings, load_settings
from worker.tasks import DELIVER, PULL
from worker.watchdog import Watchdog

__all__ = ["Copydesk", "PumpStep", "WatchdogStep", "app"]

log = structlog.get_logger("copydesk.celery")


class Copydesk(Celery):
    """Celery, with the settings of this system beside its own."""

    settings: Settings
    last_ticket: float = 0.0
    """When a child of this worker last began a ticket, by the monotonic clock."""

    def follow(self, settings: Settings) -> None:
        """Take `settings` on: broker, limits, and what our promises rest on."""
        self.settings = settings
        self.conf.update(
            broker_url=celery_url(settings.broker_url or known_url(settings)),
            broker_connection_retry_on_startup=True,
            broker_connection_max_retries=None,
            broker_transport_options={
                "global_keyprefix": Keys(settings.key_prefix).celery,
                "socket_timeout": 30,
                "visibility_timeout": 120,
            },
            # A ticket carries nothing that could be lost: its message is acknowledged early, its result not kept.
            task_acks_late=False,
            task_ignore_result=True,
            worker_prefetch_multiplier=1,
            # JSON only: nothing that comes from the server is unpickled.
            accept_content=["json"],
            task_serializer="json",
            event_serializer="json",
            # The backstop behind the article's own limits, which are set in the child (guard.py).
            task_time_limit=settings.ticket_seconds + settings.hard_limit_seconds + 30,
            worker_max_tasks_per_child=max(1, settings.articles_per_child // settings.ticket_articles),
            worker_send_task_events=True,
            worker_hijack_root_logger=False,
            worker_redirect_stdouts=False,
            worker_cancel_long_running_tasks_on_connection_loss=True,  # those with late acknowledgement: none of ours
            task_default_queue=PULL_QUEUE,
            task_queues=None,
            task_routes={PULL: {"queue": PULL_QUEUE}, DELIVER: {"queue": DELIVER_QUEUE}},
        )
        self.amqp.queues.select_add(PULL_QUEUE)
        self.amqp.queues.select_add(DELIVER_QUEUE)


class PumpStep(bootsteps.StartStopStep):
    """Runs the pump beside Celery's consumer, for as long as that is connected."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        super().__init__(consumer, **kwargs)
        self._stopped = threading.Event()

    def start(self, consumer: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        """Start the thread."""
        self._stopped = threading.Event()
        settings = app.settings
        pool_size = getattr(consumer.pool, "num_processes", None) or 1
        pump = Pump(
            _send,
            connect(settings.redis_url),
            settings,
            consumer.hostname,
            pool_size,
            children=lambda: pool_processes(consumer),
        )
        threading.Thread(target=_pump, args=(pump, self._stopped), name="pump", daemon=True).start()

    def stop(self, consumer: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        """Stop offering tickets."""
        del consumer
        self._stopped.set()


class WatchdogStep(bootsteps.StartStopStep):
    """Runs the watchdog for as long as the worker lives, whatever becomes of its connection."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        super().__init__(worker, **kwargs)
        self._stopped = threading.Event()

    def start(self, worker: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        """Start the thread, unless this worker is not meant to take tickets."""
        del worker
        if PULL_QUEUE not in app.amqp.queues.consume_from:
            return
        settings = app.settings
        queue = Keys(settings.key_prefix).celery + PULL_QUEUE
        watchdog = Watchdog(connect(settings.redis_url), settings, queue, lambda: app.last_ticket)
        threading.Thread(target=watchdog.run, args=(self._stopped,), name="watchdog", daemon=True).start()

    def stop(self, worker: Any) -> None:  # noqa: ANN401 -- Celery's own signature
        """Let a worker that stops take its time."""
        del worker
        self._stopped.set()


def _pump(pump: Pump, stopped: threading.Event) -> None:
    """A worker whose pump has died would live on and do nothing: it ends itself, for its supervisor to see."""
    try:
        pump.run(stopped)
    finally:
        if not stopped.is_set():
            os.kill(os.getpid(), signal.SIGTERM)


def _send(task: str, *args: str, queue: str) -> None:
    app.send_task(task, args, queue=queue, ignore_result=True, retry=False)


app = Copydesk("copydesk", set_as_current=True)
app.follow(load_settings())
app.steps["consumer"].add(PumpStep)
app.steps["consumer"].add(ChildrenStep)
app.steps["worker"].add(WatchdogStep)
app.steps["worker"].add(ParentMetricsStep)

SAMPLE_TEXT = (
    """Ferries leave again

By Maria Lopez and James Okafor
March 3, 2026 5:04 p.m. EST

PARIS, March 3 (Reuters) - """
    + "The harbour opened again on Monday, and the first ferry left for the islands at noon. " * 9
)
SAMPLE_PAGE = f"""<html lang=en><head><title>Ferries leave again - The Sample</title>
<meta name=author content="Maria Lopez"><script type="application/ld+json">
{{"@type": "NewsArticle", "author": "Maria Lopez", "datePublished": "2026-03-03"}}</script>
</head><body><nav><a href=/news>News</a></nav><article><h1>Ferries leave again</h1>
{"".join(f"<p>{line}</p>" for line in SAMPLE_TEXT.splitlines()[2:])}</article><p>Read more</p></body></html>"""
"""What makes each step load its tables."""

_held = ExitStack()


@setup_logging.connect
def _logs(**_: object) -> None:
    configure_logs(app.settings.log_format, app.settings.log_level)


@worker_init.connect
def _server(sender: Any, **_: object) -> None:  # noqa: ANN401 -- Celery's own signature
    """Find the server, or start one, before Celery connects; it is left when the worker ends.

    Celery cannot start on a full server, so that one is drained first.
    """
    server = _held.enter_context(open_server(app.settings))
    app.follow(app.settings.model_copy(update={"redis_url": server.url}))
    with connect(server.url) as client:
        if is_full(client):
            for step in drain(client, app.settings, f"{sender.hostname}/drain"):
                log.warning("draining a full server", step=step)


@worker_init.connect
def _preload(**_: object) -> None:
    """Load what is heavy before the pool forks, so that children share it and their first article is not late."""
    for payload in ({"html": SAMPLE_PAGE, "url": "https://www.example.co.uk/a"}, {"text": SAMPLE_TEXT}):
        outcome_of(to_json(payload), rules=app.settings.rules)
    trafilatura_fence.load()
    gc.collect()
    gc.freeze()


@worker_shutdown.connect
def _leave(sender: Any, **_: object) -> None:  # noqa: ANN401 -- Celery's own signature
    settings = app.settings
    with suppress(RedisError), probe(settings.redis_url) as client:
        retire(client, Keys(settings.key_prefix), sender.hostname)
    _held.close()


@worker_process_init.connect
def _child(**_: object) -> None:
    reset_alarm()
