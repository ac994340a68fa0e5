"""The ACL file on a real server: what each user may do, and what it may not."""

import hashlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import redis
from redis.exceptions import AuthenticationError, NoPermissionError

from tests.chaos.system import ROOT, article
from tests.conftest import eventually
from tests.server.conftest import bundled, start_server
from worker.cli.screen import Screen
from worker.client import Producer
from worker.doctor import gather
from worker.exporter import SystemCollector
from worker.intake.heartbeat import heartbeats
from worker.intake.keys import Keys
from worker.intake.letters import Letters
from worker.intake.state import state_of
from worker.settings import Settings

__all__ = ["bundled", "start_server"]

USERS = ROOT / "config" / "redis" / "users.acl"
KEYS = Keys("copydesk")
LOCKED_OUT = (
    *("CONFIG GET *", "FLUSHALL", "SHUTDOWN NOSAVE", "KEYS *", "ACL LIST", "CLIENT LIST", "MONITOR", "SLOWLOG GET"),
    *("REPLICAOF NO ONE", "MODULE LIST", "SCRIPT FLUSH", "FUNCTION LIST", "SUBSCRIBE x"),
)
READS = (f"XRANGE {KEYS.intake} - +", f"XRANGE {KEYS.dead} - +", f"HGETALL {KEYS.stats}")
WRITES = (
    f"XADD {KEYS.intake} * payload x",
    f"XADD {KEYS.out} * document x",
    f"XDEL {KEYS.out} 1-1",
    f"XTRIM {KEYS.out} MAXLEN 0",
    f"XACK {KEYS.out} sink:documents 1-1",
    f"XGROUP DESTROY {KEYS.intake} workers",
    f"DEL {KEYS.out}",
    f"HSET {KEYS.stats} stored 7",
    f"EXPIRE {KEYS.stats} 1",
    f"LPUSH {KEYS.inbox} x",
    f"LPUSH {KEYS.celery}tickets x",
    "SET other x",
)
IN_LUA = "#!lua\nreturn redis.call('DEL', KEYS[1])"

Open = Callable[[str], redis.Redis]


@pytest.fixture
def port(start_server: Callable[..., int], tmp_path: Path) -> int:
    """A server with the file's users, whose passwords are their names."""
    text = USERS.read_text()
    for user, mark in re.findall(r"^user (\w+) on (#\S+)", text, re.MULTILINE):
        text = text.replace(mark, f"#{hashlib.sha256(user.encode()).hexdigest()}")
    acl = tmp_path / "users.acl"
    acl.write_text(text)
    return start_server("--aclfile", str(acl))


@pytest.fixture
def by(port: int) -> Iterator[Open]:
    """Clients by their users."""
    clients: list[redis.Redis] = []

    def open_as(user: str) -> redis.Redis:
        clients.append(redis.Redis.from_url(f"redis://{user}:{user}@127.0.0.1:{port}/0"))
        return clients[-1]

    yield open_as
    for client in clients:
        client.close()


def refused(client: redis.Redis, command: str) -> bool:
    try:
        client.execute_command(*command.split())  # type: ignore[no-untyped-call]  # redis-py's
    except NoPermissionError:
        return True
    except redis.ResponseError:
        return False
    return False


def test_the_file_as_it_is_keeps_everybody_out(start_server: Callable[..., int]) -> None:
    """Its marks are no hashes: a server refuses it until somebody has set passwords of their own."""
    with pytest.raises(AssertionError):
        start_server("--aclfile", str(USERS))


def test_nobody_comes_in_without_a_name(port: int) -> None:
    with redis.Redis(port=port) as client, pytest.raises(AuthenticationError):
        client.ping()


@pytest.mark.parametrize(
    ("user", "forbidden"),
    [
        ("producer", (*LOCKED_OUT, *READS, *WRITES[1:9], *WRITES[10:], f"XREAD STREAMS {KEYS.intake} 0")),
        ("producer", (f"RPOP {KEYS.inbox}", f"LRANGE {KEYS.inbox} 0 9", f"DEL {KEYS.inbox}", "GET x", "SCAN 0")),
        ("worker", (*LOCKED_OUT[:-1], "SET other x", "GET other", "XADD {other}:in * a b")),
        ("worker", (f"XGROUP DESTROY {KEYS.out} sink:documents", f"RENAME {KEYS.out} x")),
        ("monitor", (*LOCKED_OUT, *WRITES)),
        ("reader", (*LOCKED_OUT, *READS, *WRITES, "INFO", "SCAN 0", f"EVAL_RO return 0 {KEYS.out}")),
    ],
)
def test_each_user_is_refused_what_is_not_its_business(by: Open, user: str, forbidden: tuple[str, ...]) -> None:
    client = by(user)

    assert [command for command in forbidden if not refused(client, command)] == []


@pytest.mark.parametrize(
    ("user", "writes"), [("producer", {"xadd", "lpush", "rpush"}), ("monitor", set()), ("reader", set())]
)
def test_of_all_commands_that_write_a_user_has_these_alone(
    start_server: Callable[..., int], user: str, writes: set[str]
) -> None:
    """By the server's own table of commands, so that none is forgotten; scripts are held to the same, see below."""
    (line,) = re.findall(rf"^user {user} .*$", USERS.read_text(), re.MULTILINE)
    granted = set(re.findall(r"\+([\w|]+)", line))
    with redis.Redis(port=start_server()) as client:
        flags = {name: set(one["flags"]) for name, one in client.command().items()}
    known = {command.partition("|")[0] for command in granted}

    assert known <= flags.keys()
    assert len([name for name in flags if "write" in flags[name]]) > 80
    assert {command for command in known if "write" in flags[command]} == writes
    assert {command for command in known if "admin" in flags[command]} == set()


@pytest.mark.parametrize("user", ["producer", "monitor", "reader"])
def test_a_script_gives_nobody_more_rights(by: Open, user: str) -> None:
    client = by(user)

    with pytest.raises(redis.ResponseError):
        client.eval(IN_LUA, 1, KEYS.out)
    with pytest.raises(redis.ResponseError):
        client.eval_ro(IN_LUA, 1, KEYS.out)


def test_a_producer_pushes_and_a_monitor_and_a_reader_see_what_is_theirs(by: Open, port: int) -> None:
    with Producer(f"redis://producer:producer@127.0.0.1:{port}/0") as desk:
        desk.push({"html": "<p>x"})
    by("producer").lpush(KEYS.inbox, "x")
    by("worker").xadd(KEYS.out, {"document": '{"schemaVersion": "1.0"}'})
    monitor, settings = by("monitor"), Settings(redis_url="redis://monitor@127.0.0.1", documents="")

    assert state_of(monitor, KEYS).waiting == 1
    names = {family.name for family in SystemCollector(monitor, settings).collect()}
    assert "copydesk_entries_waiting" in names
    assert gather(monitor, settings, "Valkey 9").schemas == {"1.0"}
    assert Screen(monitor, KEYS).look(0.0)
    assert list(Letters(monitor, KEYS, "dead")) == []
    assert by("reader").xlen(KEYS.out) == len(by("reader").xrange(KEYS.out) or ()) == 1


def test_a_real_worker_does_all_its_work_with_the_rights_of_its_user(by: Open, port: int, tmp_path: Path) -> None:
    """A child killed on the way included; its log names no password."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")} | {
        "COPYDESK_REDIS_URL": f"redis://worker:worker@127.0.0.1:{port}/0",
        "COPYDESK_DOCUMENTS": str(tmp_path / "documents"),
        "COPYDESK_LEASE_SECONDS": "5",
        "COPYDESK_HARD_LIMIT_SECONDS": "4",
        "COPYDESK_SOFT_LIMIT_SECONDS": "3",
        "PYTHONPATH": str(ROOT),
    }
    log = tmp_path / "worker.log"
    with log.open("wb") as file:
        running = subprocess.Popen(
            [sys.executable, "-c", "from worker.cli import main; main()", "worker", "-c", "1"],
            env=environment,
            cwd=tmp_path,
            stderr=file,
            stdout=file,
        )
    monitor = by("monitor")
    try:
        with Producer(f"redis://producer:producer@127.0.0.1:{port}/0") as desk:
            list(desk.push_many(article(number) for number in range(30)))
        by("producer").lpush(KEYS.inbox, '{"text": "short"}')
        eventually(lambda: state_of(monitor, KEYS).stored > 3, seconds=60)
        psutil.Process(running.pid).children()[0].send_signal(signal.SIGKILL)
        eventually(lambda: state_of(monitor, KEYS).fates == 31, seconds=60)
        eventually(lambda: len(list((tmp_path / "documents").rglob("*.json"))) == 30)
        assert len(heartbeats(monitor, KEYS)) == 1
    finally:
        running.terminate()
        running.wait(60)

    told = log.read_text()
    assert "NOPERM" not in told
    assert "permission" not in told
    assert "worker:worker@" not in told
    assert state_of(monitor, KEYS).conserved
    assert heartbeats(monitor, KEYS) == []
