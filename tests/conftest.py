"""A real server for all tests of a session, and one of its own for a test that fills or kills it."""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
import redis
import structlog

from tests.desk import Desk
from worker.intake.keys import Keys
from worker.server import connect, open_server
from worker.settings import Settings


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c_reaches_commands() -> None:
    """A shell's background jobs ignore SIGINT, and so would every command that a test starts and interrupts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _logs_of_its_own() -> Iterator[None]:
    """A command that a test runs in this process sets up logs for all of it: undone, or the next test hears less."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    structlog.reset_defaults()
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that is found or started as in production; `COPYDESK_REDIS_URL` names another."""
    with open_server(Settings(data_dir=tmp_path_factory.mktemp("server")), fsync="everysec") as server:
        yield server.url


@pytest.fixture(scope="session")
def client(server_url: str) -> Iterator[redis.Redis]:
    with connect(server_url) as client:
        yield client


@pytest.fixture
def desk(client: redis.Redis) -> Iterator[Desk]:
    """A system of its own on the session's server."""
    desk = Desk(client, Keys(f"test-{uuid4().hex}"))
    yield desk
    keys = list(client.scan_iter(f"{{{desk.keys.prefix}}}:*", count=1000))
    if keys:
        client.delete(*keys)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Desk]:
    """A system on a server that nobody else uses, with every write on disk before it is answered."""
    with (
        open_server(Settings(data_dir=tmp_path / "own-server", redis_url=""), fsync="always") as server,
        connect(server.url) as client,
    ):
        yield Desk(client, Keys("copydesk"))
        client.config_set("maxmemory", 0)


def kill_server(client: redis.Redis) -> None:
    """Kill -9; its keeper starts it again."""
    psutil.Process(client.info("server")["process_id"]).kill()


def eventually(claim: Callable[[], object], seconds: float = 60) -> None:
    """Wait until the claim is true; fail after `seconds`: the default lets a worker start on a busy day."""
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)
