"""The pump keeps a few tickets queued while entries wait, wakes for a new one, and offers none in vain."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from tests.conftest import eventually, kill_server
from tests.desk import Desk, stored
from worker.errors import SinkUnavailableError
from worker.pump import DELIVER_QUEUE, PULL_QUEUE, Pump
from worker.server import connect
from worker.settings import Settings
from worker.sinks.memory import MemorySink
from worker.sinks.reader import Reader, away_key, deliver

PAYLOAD = {"payload": b"x"}


@dataclass
class Pumping:
    """A running pump, and the tickets it sent: as queued in Celery's list, or taken at once."""

    desk: Desk
    settings: Settings
    queued: bool = True
    sent: list[tuple[str, ...]] = field(default_factory=list)

    def send(self, task: str, *args: str, queue: str) -> None:
        self.sent.append((task, *args))
        if self.queued:
            self.desk.client.lpush(self.desk.keys.celery + queue, task)

    @contextmanager
    def running(self, client: Redis) -> Iterator[None]:
        stopped = threading.Event()
        pump = Pump(self.send, client, self.settings, "worker", 2)
        thread = threading.Thread(target=pump.run, args=(stopped,))
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            thread.join(20)
            assert not thread.is_alive()

    def has_pulled(self, times: int) -> bool:
        return self.count("copydesk.pull") > times

    def count(self, task: str) -> int:
        return sum(sent[0] == task for sent in self.sent)


MakePumping = Callable[..., Pumping]


@pytest.fixture
def pumping(desk: Desk, tmp_path: Path) -> MakePumping:
    def make(*, queued: bool = True, **settings: Any) -> Pumping:
        wanted: dict[str, Any] = {"key_prefix": desk.keys.prefix, "documents": str(tmp_path)}
        return Pumping(desk, Settings(**(wanted | settings)), queued)

    return make


@pytest.mark.parametrize(("waiting", "tickets"), [(1, 1), (16, 2), (64, 2), (65, 3), (500, 4)])
def test_tickets_are_offered_for_what_waits_and_no_more_than_two_a_process(
    waiting: int, tickets: int, pumping: MakePumping, server_url: str
) -> None:
    pump = pumping(ticket_articles=32)
    pump.desk.push(*[PAYLOAD] * waiting)
    with connect(server_url) as client, pump.running(client):
        eventually(lambda: pump.count("copydesk.pull") >= tickets)
        turns = len(pump.sent)
        eventually(lambda: pump.desk.client.hexists(pump.desk.keys["workers"], "worker"))

    assert pump.count("copydesk.pull") == tickets == turns
    assert pump.desk.client.llen(pump.desk.keys.celery + PULL_QUEUE) == tickets


def test_an_idle_system_sends_nothing_and_a_new_entry_wakes_it_at_once(pumping: MakePumping, server_url: str) -> None:
    """Each round the pump falls asleep anew, and no entry falls between its look and its sleep."""
    pump = pumping(queued=False, ticket_articles=1000)
    desk = pump.desk
    slowest = 0.0
    with connect(server_url) as client, pump.running(client):
        eventually(lambda: desk.client.hexists(desk.keys["workers"], "worker"))
        assert pump.sent == []
        for turn in range(40):
            time.sleep(turn / 4000)  # the push meets the pump at another step each time
            before = pump.count("copydesk.pull")
            began = time.monotonic()
            desk.push(PAYLOAD)
            eventually(partial(pump.has_pulled, before))
            slowest = max(slowest, time.monotonic() - began)
            desk.hands().commit(stored(desk.take(), str(turn)))

    assert slowest < 0.9, "it never had to wait for the end of a sleep"


def test_an_entry_past_its_lease_gets_a_ticket(pumping: MakePumping, server_url: str) -> None:
    pump = pumping(soft_limit_seconds=0.1, hard_limit_seconds=0.2, lease_seconds=0.3)
    pump.desk.taken(PAYLOAD)
    with connect(server_url) as client, pump.running(client):
        eventually(lambda: pump.count("copydesk.pull"))

    assert pump.sent[0] == ("copydesk.pull",)


def test_the_inbox_is_moved_and_gets_a_ticket(pumping: MakePumping, server_url: str) -> None:
    pump = pumping()
    pump.desk.client.lpush(pump.desk.keys.inbox, *["x"] * 250)
    with connect(server_url) as client, pump.running(client):
        eventually(lambda: pump.count("copydesk.pull"))
        eventually(lambda: pump.desk.state.waiting == 250)

    assert pump.desk.state.inbox == 0


def test_documents_get_a_deliverer(pumping: MakePumping, server_url: str) -> None:
    pump = pumping()
    pump.desk.hands().commit(stored(pump.desk.taken(PAYLOAD)))
    with connect(server_url) as client, pump.running(client):
        eventually(lambda: pump.count("copydesk.deliver"))

    assert pump.sent == [("copydesk.deliver", "documents")]
    assert pump.desk.client.llen(pump.desk.keys.celery + DELIVER_QUEUE) == 1


def test_a_sink_that_is_far_behind_holds_articles_back_until_it_has_caught_up(
    pumping: MakePumping, server_url: str
) -> None:
    pump = pumping(sink_max_behind=3)
    desk = pump.desk
    for n in range(5):
        desk.hands().commit(stored(desk.taken(PAYLOAD), str(n)))
    desk.push(PAYLOAD)
    with connect(server_url) as client, pump.running(client):
        eventually(lambda: pump.count("copydesk.deliver"))
        eventually(lambda: desk.client.hexists(desk.keys["workers"], "worker"))
        assert pump.count("copydesk.pull") == 0
        deliver(Reader(desk.client, desk.keys, "documents", "w/1"), MemorySink())
        eventually(lambda: pump.count("copydesk.pull") == 1)


def test_a_pump_goes_on_when_the_server_comes_back(own_server: Desk, tmp_path: Path) -> None:
    pump = Pumping(own_server, Settings(documents=str(tmp_path / "documents")))
    with pump.running(own_server.client):
        for n in range(3):
            own_server.push(PAYLOAD)
            eventually(partial(pump.has_pulled, n))
            own_server.client.delete(own_server.keys.celery + PULL_QUEUE)
            own_server.hands().commit(stored(own_server.take(), str(n)))
            kill_server(own_server.client)


def test_deleted_groups_and_streams_are_made_again(pumping: MakePumping, server_url: str) -> None:
    pump = pumping()
    with connect(server_url) as client, pump.running(client):
        eventually(lambda: pump.desk.client.hexists(pump.desk.keys["workers"], "worker"))
        pump.desk.client.delete(pump.desk.keys.intake, pump.desk.keys.out)
        pump.desk.client.script_flush()
        pump.desk.push(PAYLOAD)
        eventually(lambda: pump.count("copydesk.pull"))


def test_a_sink_that_is_away_is_not_asked_all_the_time(pumping: MakePumping, server_url: str) -> None:
    """Every deliverer fails at once; the pump leaves it alone for a lease."""
    pump = pumping(queued=False, sink_lease_seconds=3600, sink_max_behind=10_000)
    desk = pump.desk
    for n in range(700):
        desk.client.xadd(desk.keys.out, {"document": "{}", "id": str(n), "version": 1})
    away = MemorySink()
    away.away = True
    with connect(server_url) as client:
        with pytest.raises(SinkUnavailableError):
            deliver(Reader(client, desk.keys, "documents", "worker/1", lease_seconds=3600), away)
        with pump.running(client):
            eventually(lambda: desk.client.hexists(desk.keys["workers"], "worker"))
            desk.push(PAYLOAD)
            eventually(lambda: pump.count("copydesk.pull") > 5)
        assert pump.count("copydesk.deliver") == 0
        desk.client.delete(away_key(desk.keys, "documents"))
        with pump.running(client):
            eventually(lambda: pump.count("copydesk.deliver"))


DYING = """
import threading
from worker.celery import _pump
class Dying:
    def run(self, stopped):
        if STOPPED: stopped.set()
        else: raise ValueError
thread = threading.Thread(target=_pump, args=(Dying(), threading.Event()))
thread.start()
thread.join()
threading.Event().wait(20 if not STOPPED else 0)
"""


@pytest.mark.parametrize(("stopped", "code"), [(False, -signal.SIGTERM), (True, 0)])
def test_a_worker_whose_pump_died_ends_itself(*, stopped: bool, code: int) -> None:
    script = DYING.replace("STOPPED", str(stopped))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)

    assert done.returncode == code
