"""Copydesk itself under load: throughput, cost and latency of real workers on a server of their own."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import cast

from redis import Redis

from worker.bench.material import Page
from worker.bench.processes import Cost, Family, started
from worker.bench.pure import Throughput
from worker.client import Producer
from worker.errors import CopydeskError
from worker.intake.keys import Keys
from worker.intake.state import state_of
from worker.server import connect, open_server
from worker.settings import Settings
from worker.sinks.folder import file_of
from worker.sinks.reader import Stored

__all__ = ["DeskRun", "Latency", "Load", "run_desk"]

POLL_SECONDS = 0.2
WARM_SHARE = 0.1
PATIENCE_SECONDS = 60
"""Without an article done for so long, a run has failed."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run is asked to do."""

    pages: Sequence[Page]
    articles: int
    latencies: int
    """Articles sent one by one, each when nothing else is there."""
    command: Sequence[str]
    """Starts one worker; see `copydesk worker`."""
    workers: int


@dataclass(frozen=True, slots=True)
class Latency:
    """From XADD to the document's file, nothing else in the queue."""

    whole_ms: float
    extraction_ms: float


@dataclass(frozen=True, slots=True)
class DeskRun:
    """What a run showed."""

    throughput: Throughput
    extraction_cpu_ms: float
    """Of an article, as the workers measured it themselves."""
    cpu_ms: Cost
    """Of an article, by process."""
    memory_mb: Cost
    """After the last article."""
    latencies: list[Latency]
    server_bytes_per_payload_byte: float
    tickets_queued: int
    """Most that were seen."""


def run_desk(load: Load, settings: Settings, folder: Path) -> DeskRun:
    """Fill the intake, start the workers, and measure from a tenth of the articles on to the last document on disk."""
    chosen = {
        "redis_url": "",
        "broker_url": "",
        "data_dir": folder / "data",
        "documents": str(folder / "documents"),
        "out_list": "",
        "log_format": "json",
        "log_level": "INFO",
        "sink_max_behind": max(settings.sink_max_behind, load.articles),
    }
    settings = settings.model_copy(update=chosen)
    with open_server(settings) as server, connect(server.url) as client:
        settings = settings.model_copy(update={"redis_url": server.url})
        pid = client.info("server")["process_id"]
        memory = _push(load, settings, client)
        commands = [[*load.command, "-n", f"bench-{number}@%h"] for number in range(load.workers)]
        with started(commands, settings.as_environment(), folder / "logs") as parents:
            return _measure(load, settings, client, (Family(parents, pid), folder / "logs", memory))


def _push(load: Load, settings: Settings, client: Redis) -> float:
    """Server bytes for each byte of payload."""
    before = client.info("memory")["used_memory"]
    size = 0
    with Producer(settings.redis_url, prefix=settings.key_prefix) as desk:
        for number, page in enumerate(islice(cycle(load.pages), load.articles)):
            entry = page.copy(number)
            size += sum(map(len, entry.values()))
            desk.push_entries([entry])
    return float((client.info("memory")["used_memory"] - before) / size)


def _measure(load: Load, settings: Settings, client: Redis, at: tuple[Family, Path, float]) -> DeskRun:
    family, logs, memory = at
    keys = Keys(settings.key_prefix)
    _wait(client, keys, int(load.articles * WARM_SHARE) or 1, sinks=False)
    begin, cpu, marks = time.perf_counter(), family.cpu(), _sizes(logs)
    tickets = _wait(client, keys, load.articles, sinks=True)
    seconds, spent = time.perf_counter() - begin, family.cpu() - cpu
    told = _cpu_ms(logs, marks)
    count = len(told)
    each = Cost(*(seconds * 1000 / count for seconds in (spent.parents, spent.children, spent.server)))
    held = family.memory_mb()
    return DeskRun(
        throughput=Throughput(count / seconds, each.total),
        extraction_cpu_ms=sum(told) / count,
        cpu_ms=each,
        memory_mb=held,
        latencies=[_latency(settings, client, page, number) for number, page in _single(load)],
        server_bytes_per_payload_byte=memory,
        tickets_queued=tickets,
    )


def _wait(client: Redis, keys: Keys, articles: int, *, sinks: bool) -> int:
    """Until so many have their fate and, if asked, their files; the most tickets that were queued."""
    most, done, moved = 0, -1, time.monotonic()
    while True:
        state = state_of(client, keys, added=False)
        most = max(most, client.llen(f"{keys.celery}tickets"))
        if state.fates >= articles and not (sinks and any(sink.waiting or sink.in_work for sink in state.sinks)):
            return most
        if state.fates != done:
            done, moved = state.fates, time.monotonic()
        if time.monotonic() - moved > PATIENCE_SECONDS:
            raise CopydeskError(f"the workers stand still at {done} of {articles} articles; see their logs")
        time.sleep(POLL_SECONDS)


def _sizes(logs: Path) -> dict[Path, int]:
    return {log: log.stat().st_size for log in logs.iterdir()}


def _cpu_ms(logs: Path, marks: dict[Path, int]) -> list[float]:
    """CPU milliseconds of each extraction that the workers logged after `marks`."""
    found: list[float] = []
    for log in logs.iterdir():
        lines = log.read_bytes()[marks[log] :].splitlines()
        found += [json.loads(line)["cpu_ms"] for line in lines if b'"cpu_ms"' in line and line.startswith(b"{")]
    if not found:
        raise CopydeskError(f"the workers logged no article; see {logs}")
    return found


def _single(load: Load) -> list[tuple[int, Page]]:
    """Articles for the measurement of latency, numbered after those of the load."""
    return list(enumerate(islice(cycle(load.pages), load.latencies), start=load.articles))


def _latency(settings: Settings, client: Redis, page: Page, number: int) -> Latency:
    """One article through an idle system; of a rejection, to its fate."""
    keys = Keys(settings.key_prefix)
    time.sleep(0.05 + number % 7 / 70)  # whatever the pump is about, meet it at any moment
    last = _newest(client, keys.fates)[0]
    entry = page.copy(number)
    with Producer(settings.redis_url, prefix=settings.key_prefix) as desk:
        desk.push_entries([{"payload": b"", **entry}])
        begin = time.perf_counter()
        client.xread({keys.fates: last}, count=1, block=PATIENCE_SECONDS * 1000)
    fate = _newest(client, keys.fates)[1]
    if fate[b"fate"] == b"stored":
        _, stored = _newest(client, keys.out)
        document = Stored("", stored[b"id"].decode(), int(stored[b"version"]), stored[b"document"])
        path = Path(settings.documents) / file_of(document)
        while not path.exists():
            time.sleep(0.001)
    return Latency((time.perf_counter() - begin) * 1000, float(fate[b"tookMs"]))


def _newest(client: Redis, stream: str) -> tuple[bytes, dict[bytes, bytes]]:
    rows = cast("list[tuple[bytes, dict[bytes, bytes]]]", client.xrevrange(stream, count=1))
    return rows[0] if rows else (b"0-0", {})
