"""Where an article's milliseconds go: each stage's own CPU time, in one process and without Celery."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from worker.bench.material import Page
from worker.client import Producer
from worker.intake.keys import Keys
from worker.logs import configure_logs
from worker.server import connect, open_server
from worker.settings import Settings
from worker.sinks.opened import open_sinks
from worker.sinks.reader import Reader, deliver
from worker.ticket import open_ticket

__all__ = ["STAGES", "stages"]

STAGES = {
    "take": ("worker.intake.deliveries", "Deliveries", "take"),
    "read payload": ("worker.ingest", "", "read_payload"),
    "core, rest": ("worker.ingest", "", "extract_with_vote"),
    "decode": ("worker.article.pipeline", "", "decode"),
    "lines": ("worker.article.pipeline", "", "_lines"),
    "witnesses": ("worker.article.pipeline", "", "gather"),
    "words": ("worker.article.pipeline", "", "known"),
    "body": ("worker.article.pipeline", "", "find_body"),
    "resiliparse": ("worker.article.pipeline", "", "main_text"),
    "trafilatura": ("worker.article.pipeline", "", "extraction"),
    "metadata": ("worker.article.pipeline", "", "find_metadata"),
    "screen": ("worker.article.pipeline", "", "screen"),
    "reasons": ("worker.article.pipeline", "", "reason_of_removed"),
    "audit": ("worker.article.pipeline", "", "audit"),
    "document": ("worker.article.pipeline", "", "_document"),
    "write document": ("worker.ingest", "", "_commit_of"),
    "commit, next": ("worker.intake.deliveries", "Deliveries", "commit"),
    "log": ("worker.ticket", "", "_log_fate"),
}
"""Stages by name, and the functions that are measured for them."""


def stages(pages: Sequence[Page], articles: int, settings: Settings, folder: Path) -> dict[str, float]:
    """CPU milliseconds of an article by stage; `rest` is what lies between (limits, loop), `server` the server's own.

    A stage's time is without that of the stages inside it.
    """
    chosen = {"redis_url": "", "broker_url": "", "data_dir": folder / "data", "documents": str(folder / "documents")}
    settings = settings.model_copy(update={**chosen, "out_list": ""})
    with open_server(settings) as server, connect(server.url) as client:
        settings = settings.model_copy(update={"redis_url": server.url})
        with _logging(folder):
            _push(pages, len(pages), settings)
            open_ticket(client, settings, "bench/0").run(len(pages), 600)  # warm up
            _push(pages, articles, settings)
            before = _server_seconds(client)
            with _measured() as spent:
                ticket = open_ticket(client, settings, "bench/0")
                begin = time.thread_time()
                done = ticket.run(articles, 3600).total()
                whole = time.thread_time() - begin
        server_seconds = _server_seconds(client) - before
        begin = time.thread_time()
        for name, sink in open_sinks(client, settings).items():
            deliver(Reader(client, Keys(settings.key_prefix), name, "bench/0"), sink)
        sinks = time.thread_time() - begin
        found = {name: spent[name] for name in STAGES}
        found |= {"rest": whole - sum(spent.values()), "server": server_seconds, "folder": sinks}
        return {name: seconds * 1000 / done for name, seconds in found.items()}


def _push(pages: Sequence[Page], articles: int, settings: Settings) -> None:
    with Producer(settings.redis_url, prefix=settings.key_prefix) as desk:
        for number, page in enumerate(islice(cycle(pages), articles), start=articles):
            desk.push_entries([page.copy(number)])


@contextmanager
def _logging(folder: Path) -> Iterator[None]:
    """As in a worker, into a file."""
    with (folder / "stages.log").open("w") as log, patch("sys.stderr", log):
        configure_logs("json", "INFO")
        yield
    configure_logs("auto", "WARNING")


@contextmanager
def _measured() -> Iterator[dict[str, float]]:
    """Seconds by stage, while the block runs; each stage's function is replaced by one that looks at the clock."""
    spent = dict.fromkeys(STAGES, 0.0)
    inside: list[float] = [0.0]
    with ExitStack() as patches:
        for name, (module, owner, function) in STAGES.items():
            holder: Any = import_module(module)
            holder = getattr(holder, owner) if owner else holder
            timed = _timed(getattr(holder, function), name, spent, inside)
            patches.enter_context(patch.object(holder, function, timed))
        yield spent


def _timed(function: Callable[..., Any], name: str, spent: dict[str, float], inside: list[float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- whatever the function takes and gives
        begin = time.thread_time()
        inside.append(0.0)
        try:
            return function(*args, **kwargs)
        finally:
            took = time.thread_time() - begin
            spent[name] += took - inside.pop()
            inside[-1] += took

    return timed


def _server_seconds(client: Any) -> float:  # noqa: ANN401 -- redis-py types its answers as Any
    told = client.info("cpu")
    return float(told["used_cpu_sys"] + told["used_cpu_user"])
