"""Celery worker processes that a verb starts, watches and ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Self

from worker.errors import CopydeskError
from worker.settings import Settings

__all__ = ["Workers", "end_with_parent", "worker_command"]

PR_SET_PDEATHSIG = 1
MAX_RESTARTS_PER_MINUTE = 5


def worker_command(concurrency: int | None, arguments: Sequence[str] = ()) -> list[str]:
    """The Celery command line of a worker: what `copydesk worker` runs."""
    size = ["-c", str(concurrency)] if concurrency else []
    quiet = ["--without-gossip", "--without-mingle"]
    return [sys.executable, "-m", "celery", "--quiet", "-A", "worker", "worker", "-E", *quiet, *size, *arguments]


class Workers:
    """One Celery worker with its pool, started again when it dies, as a supervisor would."""

    def __init__(self, settings: Settings, *, concurrency: int | None, log: Path | None) -> None:
        """Output goes to the file `log`, or where this process's goes."""
        self._settings = settings
        self._command = worker_command(concurrency, ["-n", f"copydesk-{os.getpid()}@%h"])
        self._log_path = log
        self._log: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts: deque[float] = deque(maxlen=MAX_RESTARTS_PER_MINUTE)

    def __enter__(self) -> Self:
        self._log = self._log_path.open("ab") if self._log_path else None
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._log:
            self._log.close()

    def watch(self) -> None:
        """Start the worker again if it has died.

        Raises: CopydeskError, with the log's end, when it dies again and again.
        """
        if self._process is None or self._process.poll() is None:
            return
        now = time.monotonic()
        if len(self._restarts) == MAX_RESTARTS_PER_MINUTE and now - self._restarts[0] < 60:
            where = f"; {self._log_path} ends:\n{self._tail()}" if self._log_path else ""
            raise CopydeskError(f"the worker keeps dying (exit code {self._process.returncode}){where}")
        self._restarts.append(now)
        self._start()

    def stop(self) -> None:
        """End it: a warm stop first, so that what is in work gets its fate, and the process's group after that."""
        process = self._process
        if process is None:
            return
        grace_seconds = self._settings.ticket_seconds + self._settings.hard_limit_seconds + 5
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(grace_seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._process = None

    def _start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches it through us, in order."""
        self._process = subprocess.Popen(  # noqa: S603 -- our own command
            self._command,
            env={**os.environ, **self._settings.as_environment()},
            stdout=self._log,
            stderr=self._log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 -- no threads here yet
        )

    def _tail(self) -> str:
        if self._log_path is None:
            return ""
        return self._log_path.read_bytes()[-2000:].decode(errors="replace")


def end_with_parent() -> None:
    """Should this process be killed, the worker is told to stop: nothing is left behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
