"""What a long backlog costs: taking and committing entries while many more wait."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import TypeVar

from redis import Redis

from worker.article.outcome import Fate
from worker.intake.deliveries import Commit, Deliveries
from worker.intake.entries import push
from worker.intake.keys import Keys
from worker.intake.scripts import Scripts
from worker.server import connect, open_server
from worker.settings import Settings

__all__ = ["Backlog", "backlog_cost"]

T = TypeVar("T")

SAMPLES = 2000
BATCH = 500
DOCUMENT = b'{"datePublished": null, "articleBody": "' + b"x" * 4000 + b'"}'


@dataclass(frozen=True, slots=True)
class Backlog:
    """Medians of one entry's take and commit, in milliseconds, and the server's memory."""

    waiting: int
    take_ms: float
    commit_ms: float
    server_mb: float


def backlog_cost(waiting: int, settings: Settings, folder: Path) -> list[Backlog]:
    """Take and commit, with nothing else waiting and with `waiting` small entries behind."""
    settings = settings.model_copy(update={"redis_url": "", "data_dir": folder / "data"})
    with open_server(settings) as server, connect(server.url) as client:
        keys = Keys(settings.key_prefix)
        desk = Deliveries(client, keys, "bench/0", pid=1)
        _fill(client, keys, SAMPLES // 10)
        _samples(desk, SAMPLES // 10)  # warm up
        found = []
        for backlog in (0, waiting):
            _fill(client, keys, SAMPLES + backlog)
            _rest(client)
            take_ms, commit_ms = _samples(desk, SAMPLES)
            found.append(Backlog(backlog, take_ms, commit_ms, client.info("memory")["used_memory"] / 1e6))
        return found


def _fill(client: Redis, keys: Keys, entries: int) -> None:
    scripts = Scripts(client)
    for first in range(0, entries, BATCH):
        batch = [{"payload": f'{{"id":{number},"text":"a small entry"}}'} for number in range(first, first + BATCH)]
        push(scripts, keys, batch[: entries - first], max_backlog=10**9)


def _rest(client: Redis) -> None:
    """Until the server's log is not being rewritten."""
    while client.info("persistence")["aof_rewrite_in_progress"]:
        time.sleep(0.2)


def _samples(desk: Deliveries, count: int) -> tuple[float, float]:
    takes, commits = [], []
    for number in range(count):
        took, delivery = _timed(lambda: desk.take(expired=False))
        if delivery is None:
            break
        identity = sha256(delivery.entry.encode()).hexdigest()
        commit = Commit(
            entry=delivery.entry,
            attempt=1,
            fate=Fate.STORED,
            took_ms=1,
            payload_id=number,
            document_id=identity,
            content_hash=identity,
            document=DOCUMENT,
        )
        takes.append(took)
        commits.append(_timed(partial(desk.commit, commit))[0])
    return median(takes), median(commits)


def _timed(step: Callable[[], T]) -> tuple[float, T]:
    begin = time.perf_counter()
    answer = step()
    return (time.perf_counter() - begin) * 1000, answer
