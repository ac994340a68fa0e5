"""A kill before and after each step of an article's way, of the process that makes it and of the server."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pydantic_core import from_json

from tests.conftest import kill_server
from tests.desk import HOUR, Desk
from tests.test_ingest import BODY, unbounded
from worker.article.rules import Rules
from worker.client import entry_of
from worker.ingest import Ports, ingest
from worker.intake.entries import move_inbox, push
from worker.server import connect
from worker.sinks.folder import FolderSink
from worker.sinks.reader import Reader

T = TypeVar("T")
STEPS = ["push", "move", "take", "work", "commit", "put", "acknowledge"]
PUSHED, BY_INBOX = 3, 2
PAYLOADS = [{"url": f"https://example.org/{n}", "text": f"{n}. {BODY}"} for n in range(PUSHED + BY_INBOX)]


@dataclass
class Way:
    """The whole way of a few articles, each step told to `at` before and after."""

    desk: Desk
    folder: Path
    at: Callable[[str], None] = lambda _: None
    sink_lease_seconds: float = 3600

    def step(self, name: str, do: Callable[[], T]) -> T:
        self.at(f"before {name}")
        done = do()
        self.at(f"after {name}")
        return done

    def go(self) -> None:
        self.produce()
        self.step("move", lambda: move_inbox(self.desk.scripts, self.desk.keys, max_backlog=100))
        self.work()
        self.deliver()

    def produce(self) -> None:
        for payload in PAYLOADS[:PUSHED]:
            entry = [entry_of(payload)]
            self.step("push", partial(push, self.desk.scripts, self.desk.keys, entry, max_backlog=100))

    def work(self) -> None:
        hands = self.desk.hands(pid=os.getpid(), lease=HOUR)
        ports = Ports(lambda commit: self.step("commit", lambda: hands.commit(commit)), unbounded, Rules())
        while delivery := self.step("take", hands.take):
            self.step("work", partial(ingest, delivery, ports))

    def deliver(self) -> None:
        sink = FolderSink(self.folder)
        reader = Reader(self.desk.client, self.desk.keys, sink.name, "worker/1", self.sink_lease_seconds)
        for batch in reader.batches():
            self.step("put", partial(sink.put, batch))
            self.step("acknowledge", partial(reader.acknowledge, batch))


@dataclass
class Kill:
    """Do `end` when the point comes for the `turn`-th time."""

    point: str
    end: Callable[[], None]
    turn: int = 1

    def __call__(self, point: str) -> None:
        if point == self.point:
            self.turn -= 1
            if self.turn == 0:
                self.end()


def recover(desk: Desk, folder: Path) -> None:
    """What time, the producer and the other workers do: leases run out, pushes without an answer are repeated."""
    rows: Any = desk.client.xpending_range(desk.keys.intake, "workers", min="-", max="+", count=100)
    for row in rows:
        desk.let_lease_run_out(row["message_id"].decode())
    Way(desk, folder, sink_lease_seconds=0).go()


def check(desk: Desk, folder: Path) -> None:
    stored = [(one["id"], one["version"]) for one in desk.out]
    files = [path for path in folder.rglob("*") if path.is_file()]
    urls = sorted(from_json(path.read_bytes())["url"] for path in files if path.suffix == ".json")

    assert desk.state.conserved
    assert (desk.state.waiting, desk.state.in_work, desk.state.inbox) == (0, 0, 0)
    assert len(stored) == len(set(stored)) == len(PAYLOADS), "each stored, and once"
    assert urls == [payload["url"] for payload in PAYLOADS], "each in the folder, and once"
    assert (desk.state.dead, desk.state.rejected, desk.state.dropped) == (0, 0, 0)
    assert sum(sink.in_work + sink.waiting for sink in desk.state.sinks) == 0


def inbox(desk: Desk) -> None:
    for payload in PAYLOADS[PUSHED:]:
        desk.client.lpush(desk.keys.inbox, entry_of(payload)["payload"])


POINTS = [(f"{when} {step}", turn) for step in STEPS for when in ("before", "after") for turn in (1, 2)]
ONCE = {"move", "put", "acknowledge"}
POINTS = [(point, turn) for point, turn in POINTS if turn == 1 or point.split()[1] not in ONCE]


@pytest.mark.parametrize(("point", "turn"), POINTS)
def test_a_process_killed_at_any_step_loses_nothing_and_doubles_nothing(
    point: str, turn: int, desk: Desk, server_url: str, tmp_path: Path
) -> None:
    inbox(desk)
    desk.hands().take()  # the group is there
    child = os.fork()
    if child == 0:
        with connect(server_url) as client:
            kill = Kill(point, lambda: os.kill(os.getpid(), signal.SIGKILL), turn)
            Way(Desk(client, desk.keys), tmp_path, kill).go()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "the point was reached"
    assert desk.state.conserved
    recover(desk, tmp_path)

    check(desk, tmp_path)


@pytest.mark.parametrize("point", [point for point, turn in POINTS if turn == 1])
def test_a_server_killed_at_any_step_loses_nothing_and_doubles_nothing(
    point: str, own_server: Desk, tmp_path: Path
) -> None:
    """The process goes on when the keeper has started the server again."""
    documents = tmp_path / "documents"
    inbox(own_server)
    kill = Kill(point, lambda: kill_server(own_server.client))
    Way(own_server, documents, kill).go()
    assert kill.turn <= 0, "the point was reached"
    recover(own_server, documents)

    check(own_server, documents)
