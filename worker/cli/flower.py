"""Flower beside a worker: on loopback, behind a password, ended with whoever started it."""

import os
import secrets
import subprocess
import sys
from importlib.util import find_spec
from typing import Self

from worker.cli.workers import end_with_parent
from worker.errors import CopydeskError
from worker.settings import Settings

__all__ = ["Flower"]

USER = "copydesk"
STOP_SECONDS = 10
COLUMNS = "name,args,state,result,runtime,received,worker,uuid"
"""Of the list of tickets: a result tells what became of the articles, and is not among Flower's own choice."""


class Flower:
    """One Flower process. Should it die, articles go on without it."""

    def __init__(self, settings: Settings) -> None:
        """`settings.redis_url` names the server.

        Raises: CopydeskError when the extra is not installed.
        """
        if find_spec("flower") is None:
            raise CopydeskError("Flower is not installed: pip install 'copydesk[flower]'")
        self._settings = settings
        self.password = settings.flower_password or secrets.token_urlsafe(12)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self._settings.flower_port}/"

    @property
    def login(self) -> str:
        """For the terminal, once; a password that was set is not repeated."""
        return f"user {USER}, password {'as set' if self._settings.flower_password else self.password}"

    def __enter__(self) -> Self:
        """The password goes by the environment, which other users of the machine cannot read as they can arguments."""
        environment = {
            "FLOWER_ADDRESS": "127.0.0.1",
            "FLOWER_PORT": str(self._settings.flower_port),
            "FLOWER_BASIC_AUTH": f"{USER}:{self.password}",
            "FLOWER_MAX_TASKS": "10000",
            "FLOWER_TASKS_COLUMNS": COLUMNS,
            "FLOWER_LOGGING": "error",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "worker", "flower"],
            env={**os.environ, **self._settings.as_environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 -- no threads here yet
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
