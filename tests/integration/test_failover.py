"""A primary that dies under load, and a replica that takes its place: what holds then."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis

from tests.chaos.proxy import Proxy, open_proxy
from tests.chaos.system import ROOT, System, article
from tests.conftest import eventually
from tests.desk import Desk
from tests.server.conftest import bundled, start_server
from worker.client import Producer
from worker.intake.entries import Flat
from worker.intake.keys import Keys
from worker.server import connect

__all__ = ["bundled", "start_server"]

ARTICLES = 240
UNREADABLE: list[Flat] = [{"payload": b'{"url": "https://example.org/an-address-alone"}'}] * 12
SHORT: list[Flat] = [{"payload": b'{"text": "Too short."}'}] * 12


@pytest.fixture
def primary(start_server: Callable[..., int], tmp_path: Path) -> Iterator[Redis]:
    port = start_server("--unixsocket", str(tmp_path / "primary.sock"))
    with Redis(port=port) as client:
        yield client


@pytest.fixture
def replica(start_server: Callable[..., int], primary: Redis, tmp_path: Path) -> Iterator[Redis]:
    """Up to date when it is handed out."""
    port = primary.connection_pool.connection_kwargs["port"]
    own = start_server("--replicaof", "127.0.0.1", str(port), "--unixsocket", str(tmp_path / "replica.sock"))
    with connect(f"redis://127.0.0.1:{own}/0") as client:
        eventually(lambda: client.info("replication")["master_link_status"] == "up")
        yield client


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """The address that producers and workers know, which leads to the primary of the day."""
    with open_proxy(tmp_path / "primary.sock") as proxy:
        yield proxy


@pytest.fixture
def system(proxy: Proxy, replica: Redis, tmp_path: Path) -> Iterator[System]:
    """Looked at by way of the replica."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")}
    environment = clean | {
        "COPYDESK_REDIS_URL": proxy.url,
        "COPYDESK_DOCUMENTS": str(tmp_path / "documents"),
        "COPYDESK_SOFT_LIMIT_SECONDS": "4",
        "COPYDESK_HARD_LIMIT_SECONDS": "6",
        "COPYDESK_LEASE_SECONDS": "7",
        "COPYDESK_SINK_LEASE_SECONDS": "2",
        "PYTHONPATH": str(ROOT),
    }
    system = System(Desk(replica, Keys("copydesk")), proxy.url, tmp_path / "documents", environment)
    yield system
    for worker in system.workers:
        worker.end()


def test_after_a_failover_both_lines_add_up_and_what_replicas_had_gets_its_fate(
    system: System, primary: Redis, replica: Redis, proxy: Proxy, tmp_path: Path
) -> None:
    with Producer(system.url, wait_replicas=1) as desk:
        list(desk.push_many(article(number) for number in range(ARTICLES)))
        for entries in (UNREADABLE, SHORT):
            assert len(desk.push_entries(entries)) == len(entries)
    system.start()
    eventually(lambda: system.desk.state.stored > 40, seconds=60)

    os.kill(int(primary.info("server")["process_id"]), signal.SIGKILL)
    proxy.cut()
    replica.replicaof("NO", "ONE")
    at_once = system.desk.state
    proxy.lead_to(tmp_path / "replica.sock")
    proxy.heal()

    assert at_once.conserved, at_once
    assert 0 < at_once.stored < ARTICLES, "it happened under load"
    system.finish(90)
    system.check(article(number)["url"] for number in range(ARTICLES))
    state = system.desk.state
    assert (state.entries_added, state.stored, state.dead, state.rejected) == (ARTICLES + 24, ARTICLES, 12, 12)
