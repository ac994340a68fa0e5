"""Keeps one server running for a data folder while any process uses it: a program of its own, started by `folder`.

Standard library only, and nothing of Copydesk: it runs by its path, without site-packages, to start in milliseconds.

Who is there is told by locks (flock), which the kernel lets go when their holder dies in whatever way:
USERS_LOCK is shared by all processes that use the server; KEEPER_LOCK is held by the keeper; SERVER_LOCK is
inherited by the server itself, so that no two servers ever open the same data.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

__all__ = ["CONFIG", "KEEPER_LOCK", "LOG", "PID", "SERVER_LOCK", "USERS_LOCK", "open_lock"]

USERS_LOCK, KEEPER_LOCK, SERVER_LOCK = "users.lock", "keeper.lock", "server.lock"
CONFIG, LOG, PID = "server.conf", "server.log", "server.pid"
STOP_SECONDS = 20
"""After SIGTERM the server writes what it holds; after these seconds it gets SIGKILL, and the log may lose its tail."""
SHORT_LIFE_SECONDS = 5
MAX_SHORT_LIVES = 10


def open_lock(path: str | Path) -> int:
    """A new descriptor of the lock file at `path`, made if need be; nothing is locked yet."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def main(folder: str, program: str, keeper_fd: int) -> None:
    """Go to the background and keep `program` running in `folder`; `keeper_fd` holds KEEPER_LOCK."""
    os.chdir(folder)
    if os.fork():
        os._exit(0)
    users_fd = open_lock(USERS_LOCK)
    Keeper(program).keep(users_fd)
    os.close(keeper_fd)  # before USERS_LOCK, on which the next user waits to find no keeper
    os._exit(0)  # the watcher may be blocked in flock


class Keeper:
    """One server: restarted when a signal killed it, ended when its users have gone."""

    def __init__(self, program: str) -> None:
        self.program = program
        self.child: subprocess.Popen[bytes] | None = None
        self.turn = threading.Lock()
        self.leaving = threading.Event()
        self.gone = threading.Event()

    def keep(self, users_fd: int) -> None:
        """Return when the users have gone and the server with them, or when it ended by its own will."""
        threading.Thread(target=self.watch, args=(users_fd,), daemon=True).start()
        short_lives = 0
        while short_lives < MAX_SHORT_LIVES:
            server_fd = open_lock(SERVER_LOCK)
            fcntl.flock(server_fd, fcntl.LOCK_EX)  # waits while a server lives, also one that a dead keeper left
            with self.turn:
                if self.leaving.is_set():
                    break
                self.start(server_fd)
            os.close(server_fd)
            began = time.monotonic()
            if self.child is None or self.child.wait() >= 0:
                break  # told to stop, or it could not start: its log says why
            short_lives = short_lives + 1 if time.monotonic() - began < SHORT_LIFE_SECONDS else 0
        self.gone.set()

    def start(self, server_fd: int) -> None:
        """Start the server with the lock as its inheritance."""
        with Path(LOG).open("ab") as log:
            self.child = subprocess.Popen(  # noqa: S603 -- the program that find_program chose
                [self.program, CONFIG], stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(server_fd,)
            )

    def watch(self, users_fd: int) -> None:
        """Wait until nobody uses the server, then end it."""
        fcntl.flock(users_fd, fcntl.LOCK_EX)
        with self.turn:
            self.leaving.set()
            pid = self.server_pid()
        for number in (signal.SIGTERM, signal.SIGKILL):
            if pid is None or self.gone.is_set():
                return
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return
            self.gone.wait(STOP_SECONDS)

    def server_pid(self) -> int | None:
        """Process id of the server that holds SERVER_LOCK; None when there is none."""
        if self.child is not None:
            return self.child.pid if self.child.returncode is None else None
        try:
            return int(Path(PID).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
