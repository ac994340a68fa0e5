"""Passwords in use, looked for in all that an operator sees: logs, answers of the verbs, metrics, Flower."""

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.chaos.system import ROOT, article
from tests.conftest import eventually
from tests.server.conftest import bundled, free_port, start_server
from worker.client import Producer
from worker.intake.keys import Keys
from worker.intake.state import state_of
from worker.server import connect

__all__ = ["bundled", "start_server"]

SERVERS = "vault-of-the-server"
FLOWERS = "vault-of-the-flower"
COPYDESK = [sys.executable, "-c", "from worker.cli import main; main()"]


@pytest.fixture
def environment(start_server: Callable[..., int], tmp_path: Path) -> dict[str, str]:
    port = start_server("--requirepass", SERVERS)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("COPYDESK_", "FLOWER_"))}
    return clean | {
        "COPYDESK_REDIS_URL": f"redis://default:{SERVERS}@127.0.0.1:{port}/0",
        "COPYDESK_DOCUMENTS": str(tmp_path / "documents"),
        "COPYDESK_DATA_DIR": str(tmp_path / "data"),
        "COPYDESK_FLOWER_PASSWORD": FLOWERS,
        "COPYDESK_FLOWER_PORT": str(free_port()),
        "COPYDESK_METRICS_PORT": str(free_port()),
        "COPYDESK_WORKER_METRICS_PORT": str(free_port()),
        "COPYDESK_LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def running(environment: dict[str, str], log: Path, *verb: str) -> Iterator[None]:
    with log.open("wb") as told:
        process = subprocess.Popen([*COPYDESK, *verb], env=environment, cwd=log.parent, stdout=told, stderr=told)
    try:
        yield
    finally:
        process.terminate()
        process.wait(90)


def page(port: str, path: str) -> str:
    """What a browser that knows Flower's password is shown."""
    request = Request(f"http://127.0.0.1:{port}/{path}")
    request.add_header("Authorization", "Basic " + b64encode(f"copydesk:{FLOWERS}".encode()).decode())
    with urlopen(request, timeout=20) as answer:  # noqa: S310 -- as above
        told: str = answer.read().decode()
        return told


def shown_by_flower(environment: dict[str, str]) -> str:
    port = environment["COPYDESK_FLOWER_PORT"]

    def workers() -> str:
        with suppress(OSError):
            return page(port, "api/workers?refresh=1")
        return "{}"

    eventually(lambda: "@" in workers(), seconds=60)
    name = workers().split('"')[1]
    pages = ("workers", "tasks", "broker", "api/tasks", "metrics", f"worker/{name}")
    told = {path: page(port, path) for path in pages}
    assert name in told[f"worker/{name}"]
    return workers() + "".join(told.values())


def test_no_password_is_seen_anywhere(environment: dict[str, str], tmp_path: Path) -> None:
    """At the most talkative level; but for the environment of the processes themselves, from which they have them."""
    url = environment["COPYDESK_REDIS_URL"]
    up, exporter = tmp_path / "up.log", tmp_path / "exporter.log"
    with running(environment, up, "up", "--flower", "-c", "1"), running(environment, exporter, "exporter"):
        with Producer(url) as desk:
            list(desk.push_many([*(article(number) for number in range(20)), {"html": "<p>short"}]))
        with connect(url) as client:
            eventually(lambda: state_of(client, Keys("copydesk")).fates == 21, seconds=60)
        seen = shown_by_flower(environment)
        for port in ("COPYDESK_METRICS_PORT", "COPYDESK_WORKER_METRICS_PORT"):
            seen += page(environment[port], "metrics")
        for verb in (
            "status",
            "status --json",
            "doctor",
            "doctor --json",
            "health ready",
            "rejected list",
            "dead list",
        ):
            done = subprocess.run(
                [*COPYDESK, *verb.split()], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
            )
            assert done.returncode in {0, 1}, done.stderr
            seen += done.stdout + done.stderr
        commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if readable(path)]
    seen += up.read_text() + exporter.read_text() + b"\n".join(commands).decode("utf-8", "replace")

    assert "copydesk_fates_total" in seen
    assert SERVERS not in seen
    assert FLOWERS not in seen


def readable(path: Path) -> bool:
    """Of a process that has not ended meanwhile, and not the server of this test, which got its password so."""
    with suppress(OSError):
        return b"--requirepass" not in path.read_bytes()
    return False
