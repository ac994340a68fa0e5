"""Flower beside real workers: who may look, what it shows, and that its remote control loses nothing."""

import base64
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.system import ROOT, System, article, open_system
from tests.conftest import eventually
from tests.server.conftest import free_port


@dataclass
class Client:
    """Flower's API, asked with a password."""

    base: str
    password: str

    def ask(self, path: str, *, post: bool = False, **query: str) -> Any:
        return json.loads(self.page(path, post=post, **query))

    def page(self, path: str, *, post: bool = False, **query: str) -> str:
        request = urllib.request.Request(  # noqa: S310 -- our own, on loopback
            f"{self.base}{path}?{urllib.parse.urlencode(query)}", method="POST" if post else "GET"
        )
        token = base64.b64encode(f"copydesk:{self.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 -- as above
            told: str = answer.read().decode()
            return told

    def status(self, path: str, *, post: bool = False, **query: str) -> int:
        try:
            self.ask(path, post=post, **query)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        return 200


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with open_system(tmp_path) as system:
        yield system


@pytest.fixture
def flower(system: System, tmp_path: Path) -> Iterator[Client]:
    """`copydesk up --flower` with two processes on `system`."""
    port = free_port()
    told = tmp_path / "up.log"
    with told.open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-c", "from worker.cli import main; main()", "up", "--flower", "-c", "2"],
            env={**system.environment, "COPYDESK_FLOWER_PORT": str(port)},
            cwd=ROOT,
            stderr=log,
        )
    try:
        eventually(lambda: b"password" in told.read_bytes())
        (password,) = re.findall(r"user copydesk, password (\S+)\)", told.read_text())
        client = Client(f"http://127.0.0.1:{port}/", password)

        def sees_the_worker() -> bool:
            with suppress(OSError):
                return bool(client.ask("api/workers", refresh="1"))
            return False

        eventually(sees_the_worker, seconds=60)
        yield client
    finally:
        running.terminate()
        running.wait(90)


def test_flower_asks_for_the_password_that_was_told_once(flower: Client) -> None:
    assert len(flower.password) >= 16
    assert flower.status("api/workers") == 200
    assert Client(flower.base, "wrong").status("api/workers") == 401
    assert Client(flower.base, "").status("api/tasks") == 401


def test_a_tickets_result_is_told_in_articles(flower: Client, system: System) -> None:
    system.send(article(n) for n in range(40))
    system.finish()

    def results() -> set[str]:
        tasks = flower.ask("api/tasks", taskname="copydesk.pull").values()
        return {str(task["result"]).strip("'") for task in tasks if task["state"] == "SUCCESS"}

    eventually(lambda: any(re.fullmatch(r"\d+ articles?: \d+ stored.*", result) for result in results()))
    assert re.search(r">\s*Result\s*<", flower.page("tasks")), "Flower's own choice of columns leaves it out"


def test_remote_control_under_load_loses_nothing(flower: Client, system: System) -> None:
    """Tickets revoked and terminated, pool shrunk and grown, queue cancelled, worker shut down: all is stored."""
    (worker,) = flower.ask("api/workers")
    system.send(article(n) for n in range(400))
    eventually(lambda: system.desk.state.stored > 10)
    for task in list(flower.ask("api/tasks", taskname="copydesk.pull", limit="200")):
        assert flower.status(f"api/task/revoke/{task}", post=True, terminate="true") == 200
    answers = {
        flower.status(f"api/worker/pool/shrink/{worker}", post=True, n="1"),
        flower.status(f"api/worker/pool/grow/{worker}", post=True, n="1"),
        flower.status(f"api/worker/queue/cancel-consumer/{worker}", post=True, queue="deliveries"),
    }
    assert answers <= {200, 403}, "Celery refuses to shrink a pool that is busy"
    assert system.desk.state.stored < 400, "there was load"
    flower.ask(f"api/worker/shutdown/{worker}", post=True)  # started again, as a supervisor would
    system.finish()

    system.check(article(n)["url"] for n in range(400))
    assert system.desk.state.conserved


def test_flower_is_for_this_machine_only(flower: Client) -> None:
    port = int(flower.base.rsplit(":", 1)[1].strip("/"))
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    addresses = {row[1].split(":")[0] for row in listening if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}

    assert addresses == {"0100007F"}
    assert os.environ.get("FLOWER_BASIC_AUTH") is None
