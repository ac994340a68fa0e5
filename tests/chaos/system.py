"""A whole system to be broken: a server with its data on disk, Celery workers as processes, a producer, a folder."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import psutil
from pydantic_core import from_json

from tests.desk import Desk
from worker.client import Producer
from worker.intake.keys import GROUP, Keys
from worker.intake.scripts import ensure_group
from worker.server import Fsync, connect, open_server
from worker.settings import Settings

__all__ = ["ROOT", "System", "Worker", "article", "open_system"]

ROOT = Path(__file__).parents[2]
LEASE_SECONDS = 7
SENTENCE = "The river rose again on Thursday evening, and the people of village {n} were brought to the school by boat."


def article(number: int, **fields: Any) -> dict[str, Any]:
    """A page of a few kilobytes that a worker stores."""
    body = "".join(f"<p>{SENTENCE.format(n=number)} It was the {turn}th time.</p>" for turn in range(12))
    page = f"<html><head><title>River {number}</title></head><body><article><h1>River {number}</h1>{body}</article>"
    return {"id": number, "url": f"https://example.org/river/{number}", "html": page} | fields


@dataclass
class Worker:
    """One Celery worker: a parent and its children."""

    process: subprocess.Popen[bytes]
    log: Path
    _family: set[psutil.Process] = field(default_factory=set)

    def children(self) -> list[psutil.Process]:
        """Processes of the pool, remembered so that none is left behind."""
        try:
            children: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        self._family.update(children)
        return children

    def stop(self, number: int = signal.SIGTERM, seconds: float = 60) -> int:
        """Send the parent a signal and wait for its end."""
        self.children()
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def left_behind(self) -> list[psutil.Process]:
        """Children that live on without their parent."""
        return [child for child in self._family if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]

    def end(self) -> None:
        """Whatever it takes."""
        self.children()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(30)
        for child in self.left_behind():
            child.kill()


@dataclass
class System:
    """What a trial acts on and looks at."""

    desk: Desk
    url: str
    folder: Path
    environment: Mapping[str, str]
    workers: list[Worker] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)

    def start(self, *options: str, concurrency: int = 2) -> Worker:
        """One more worker."""
        name = f"w{len(self.workers)}"
        log = self.folder.parent / f"{name}.log"
        command = [sys.executable, "-m", "celery", "-A", "worker", "worker", "-n", name, "-c", str(concurrency)]
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*command, "--without-gossip", "--without-mingle", *options],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        self.workers.append(Worker(process, log))
        return self.workers[-1]

    def send(self, payloads: Iterable[Mapping[str, Any]]) -> list[str]:
        """Push them all."""
        with Producer(self.url, prefix=self.desk.keys.prefix) as producer:
            return list(producer.push_many(payloads))

    def in_work(self) -> dict[str, int]:
        """Process id by entry, of those that a process works on right now."""
        ensure_group(self.desk.client, self.desk.keys.intake, GROUP)  # a worker that starts may not have made it yet
        rows = cast(
            "list[dict[str, Any]]", self.desk.client.xpending_range(self.desk.keys.intake, GROUP, "-", "+", 100)
        )
        hands = cast("dict[bytes, bytes]", self.desk.client.hgetall(self.desk.keys.hands))
        return {
            row["message_id"].decode(): json.loads(hands[row["consumer"]])["pid"]
            for row in rows
            if row["consumer"] in hands and row["time_since_delivered"] < LEASE_SECONDS * 1000
        }

    def finish(self, seconds: float = 60) -> None:
        """Wait until every entry has its fate and every document is in the folder."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state = self.desk.state
            if not (state.waiting or state.in_work or state.inbox or any(s.waiting + s.in_work for s in state.sinks)):
                return
            time.sleep(0.05)
        raise AssertionError(f"not finished: {self.desk.state}\n{self.logs()}")

    def logs(self) -> str:
        """The ends of the workers' logs."""
        return "\n".join(worker.log.read_text(errors="replace")[-3000:] for worker in self.workers)

    def check(self, urls: Iterable[str]) -> None:
        """Nothing lost, nothing twice: in the stream and in the folder."""
        stored = Counter((one["id"], one["version"]) for one in self.desk.out)
        files = Counter(from_json(path.read_bytes())["url"] for path in self.folder.rglob("*.json"))
        twice = {one: count for one, count in (stored + files).items() if count > 1}

        assert self.desk.state.conserved, self.desk.state
        assert not twice, twice
        assert set(files) == set(urls), (len(files), self.desk.state)
        assert len(stored) == len(files)

    def told(self) -> str:
        """One line for people."""
        state = self.desk.state
        kills = ", ".join(f"{count} {kind}" for kind, count in self.kills.items())
        return (
            f"sent {state.entries_added}: {state.stored} stored, {state.duplicate} duplicate, "
            f"{state.rejected} rejected, {state.dead} dead, {state.waiting + state.in_work} waiting; "
            f"kills: {kills or 'none'}; "
            f"{'conserved' if state.conserved else 'NOT CONSERVED'}"
        )


@contextmanager
def open_system(folder: Path, fsync: Fsync = "always", **settings: Any) -> Iterator[System]:
    """A system in `folder`; whatever of it still runs is ended with the block, by process id."""
    wanted = {
        "data_dir": folder / "data",
        "documents": folder / "documents",
        "soft_limit_seconds": 4,
        "hard_limit_seconds": 6,
        "lease_seconds": LEASE_SECONDS,
        "sink_lease_seconds": 2,
        "out_max_entries": 10_000_000,
    } | settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")}
    environment |= {f"COPYDESK_{name.upper()}": str(value) for name, value in wanted.items()} | {
        "PYTHONPATH": str(ROOT)
    }
    with (
        open_server(Settings(data_dir=folder / "data", redis_url=""), fsync=fsync) as server,
        connect(server.url) as client,
    ):
        system = System(Desk(client, Keys("copydesk")), server.url, folder / "documents", environment)
        try:
            yield system
        finally:
            for worker in system.workers:
                worker.end()
