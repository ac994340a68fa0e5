"""Streams are read alike by both protocols of the server, whichever the URL asks for."""

from collections.abc import Iterator

import pytest
import redis

from tests.desk import Desk, stored
from tests.sinks.conftest import store
from worker.cli.following import Follower
from worker.intake.fates import FatesReader
from worker.server import connect
from worker.sinks.memory import MemorySink
from worker.sinks.reader import Reader, deliver


@pytest.fixture(params=[2, 3])
def other(server_url: str, request: pytest.FixtureRequest) -> Iterator[redis.Redis]:
    """A client of its own protocol."""
    separator = "&" if "?" in server_url else "?"
    with connect(f"{server_url}{separator}protocol={request.param}") as client:
        yield client


def test_fates_and_documents_are_read(desk: Desk, other: redis.Redis) -> None:
    fates, follower = FatesReader(other, desk.keys), Follower(other, desk.keys)
    sink = MemorySink()
    follower.open.update(desk.push({"payload": b"{}"}, {"payload": b"[]"}))
    for name in "ab":
        desk.hands().commit(stored(desk.take(), name))

    assert [fate["fate"] for fate in fates.read(block_ms=10)] == ["stored", "stored"]
    assert len(list(follower.fates(lambda: None))) == 2
    assert deliver(Reader(other, desk.keys, "one", "w/1"), sink) == 2
    store(desk, "c")
    assert deliver(Reader(other, desk.keys, "one", "w/1"), sink) == 1
    assert fates.read()[0]["fate"] == "stored"
    assert fates.read(block_ms=10) == []
