"""Pushes that must survive a failover: counted only when replicas have them."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from redis import Redis

from tests.conftest import eventually
from tests.server.conftest import bundled, start_server
from worker.client import Producer
from worker.errors import ReplicasBehindError
from worker.intake.keys import Keys
from worker.intake.state import state_of

__all__ = ["bundled", "start_server"]

KEYS = Keys("copydesk")


@pytest.fixture
def pair(start_server: Callable[..., int]) -> tuple[int, int]:
    """Ports of a primary and of its replica, which is up to date."""
    primary = start_server()
    replica = start_server("--replicaof", "127.0.0.1", str(primary))
    with Redis(port=replica) as client:
        eventually(lambda: client.info("replication")["master_link_status"] == "up")
    return primary, replica


def test_what_was_pushed_is_on_the_replica_when_push_returns(pair: tuple[int, int]) -> None:
    primary, replica = pair
    with Producer(f"redis://127.0.0.1:{primary}", wait_replicas=1) as desk, Redis(port=replica) as other:
        for number in range(30):
            desk.push({"id": number, "html": "<p>x"})
            assert other.xlen(KEYS.intake) == number + 1


def test_after_a_failover_the_new_primary_adds_up(pair: tuple[int, int]) -> None:
    primary, replica = pair
    with Producer(f"redis://127.0.0.1:{primary}", wait_replicas=1) as desk:
        list(desk.push_many({"html": "<p>x"} for _ in range(40)))
    with Redis(port=replica) as other:
        other.replicaof("NO", "ONE")
        state = state_of(other, KEYS)

    assert (state.entries_added, state.waiting, state.conserved) == (40, 40, True)


def test_a_replica_that_is_away_is_told_and_the_entries_are_named(pair: tuple[int, int]) -> None:
    primary, replica = pair
    with Redis(port=replica) as other:
        other.shutdown(nosave=True)
    with Producer(f"redis://127.0.0.1:{primary}", wait_replicas=1) as desk, Redis(port=primary) as client:
        with pytest.raises(ReplicasBehindError, match="0 replicas instead of 1") as raised:
            desk.push({"html": "<p>x"})

        assert list(raised.value.ids) == [entry.decode() for entry, _ in client.xrange(KEYS.intake) or ()]


def test_submit_counts_what_replicas_have(pair: tuple[int, int]) -> None:
    def submit(count: int) -> int:
        return subprocess.run(
            [sys.executable, "-c", "from worker.cli import main; main()", "submit", "-", "--wait-replicas", str(count)],
            env=os.environ | {"COPYDESK_REDIS_URL": f"redis://127.0.0.1:{pair[0]}/0"},
            input='{"html": "<p>x"}\n',
            capture_output=True,
            text=True,
            check=False,
        ).returncode

    assert submit(1) == 0
    assert submit(2) == 3
