"""Shares one server among all processes that open the same data folder: starts it, joins it, leaves it."""

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import quote

import redis

from worker.errors import ServerError
from worker.server import keeper
from worker.server.address import probe
from worker.server.program import Program, find_program
from worker.server.socket_path import make_socket_folder, socket_path

__all__ = ["Fsync", "known_folder_url", "log_tail", "open_folder"]

Fsync = Literal["always", "everysec"]
Kind = Literal["path", "bundled"]

DOOR_LOCK = "door.lock"
NOTE, WRITER = "server.json", "writer.json"
START_SECONDS = 30
LEAVE_SECONDS = 2 * keeper.STOP_SECONDS + 5
POLL_SECONDS = 0.02
LOG_LINES = 8


@contextmanager
def open_folder(folder: Path, *, fsync: Fsync) -> Iterator[tuple[str, Kind]]:
    """URL and origin of the server in `folder`, from a process that counts as its user until the block ends.

    The first user starts the server, with a keeper (see `keeper`) that restarts it after a crash and ends it when
    the last user has left or died. The block ends when the server has, if nobody else uses it. A forked child that
    leaves the block changes nothing. Should the keeper be killed with all users, the server stays, and the next
    user adopts it. The server answers, but may still be loading its data.

    Raises: ServerError that names the last lines of the server's log.
    """
    folder = folder.resolve()
    users_fd = _users(folder)
    owner = os.getpid()
    try:
        note = _enter(folder, fsync)
        _wait_until_up(folder, note)
        _write_note(folder / WRITER, note)
        yield note.url, note.kind
    finally:
        if os.getpid() == owner:
            os.close(users_fd)
            _wait_until_left(folder)


def known_folder_url(folder: Path) -> str:
    """URL of the server that was last started in `folder`; where none was, the one it most likely gets."""
    folder = folder.resolve()
    try:
        return _note(folder / NOTE).url
    except (OSError, ValueError, TypeError):  # no note, or one that was cut short
        return Note("", "path", socket_path(folder)).url


class Note(NamedTuple):
    """What a folder remembers of its server."""

    program: str
    kind: Kind
    socket: str

    @property
    def url(self) -> str:
        """The address for redis-py."""
        return f"unix://{quote(self.socket)}?db=0"


def _users(folder: Path) -> int:
    """Count as a user from here on; waits while the server of earlier users is being ended."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        users_fd = keeper.open_lock(folder / keeper.USERS_LOCK)
    except OSError as error:
        raise ServerError(f"data_dir {folder}: {error.strerror}; name another folder") from error
    fcntl.flock(users_fd, fcntl.LOCK_SH)
    return users_fd


def _enter(folder: Path, fsync: Fsync) -> Note:
    """See that a keeper is there; one process at a time comes through this door."""
    with _lock(folder / DOOR_LOCK) as door_fd, _lock(folder / keeper.KEEPER_LOCK) as keeper_fd:
        fcntl.flock(door_fd, fcntl.LOCK_EX)
        if not _taken(keeper_fd):
            return _note(folder / NOTE)
        with _lock(folder / keeper.SERVER_LOCK) as server_fd:
            note = _prepared(folder, fsync) if _taken(server_fd) else _note(folder / NOTE)
        _start_keeper(folder, note, keeper_fd)
        return note


def _prepared(folder: Path, fsync: Fsync) -> Note:
    """Write down what the server is to be started with. No server has the data open."""
    before = _last_note(folder)
    program = find_program(Program(Path(before.program), before.kind) if before else None)
    socket = make_socket_folder(folder)
    note = Note(str(program.path), program.kind, socket)
    (folder / keeper.PID).unlink(missing_ok=True)
    Path(socket).unlink(missing_ok=True)
    (folder / keeper.CONFIG).write_text(_config(socket, fsync), encoding="utf-8", errors="surrogateescape")
    _write_note(folder / NOTE, note)
    return note


def _last_note(folder: Path) -> Note | None:
    """The note of the server that read and wrote the data, whatever was tried without success since."""
    try:
        return _note(folder / WRITER)
    except (OSError, ValueError, TypeError):  # none, or one that somebody edited
        return None


def _config(socket: str, fsync: Fsync) -> str:
    quoted = socket.replace("\\", "\\\\").replace('"', '\\"')
    return f"""# Written by Copydesk at each start of the server; changes are lost.
port 0
unixsocket "{quoted}"
unixsocketperm 700
pidfile {keeper.PID}
logfile {keeper.LOG}
dir .
appendonly yes
appendfsync {fsync}
aof-load-truncated yes
save ""
maxmemory-policy noeviction
"""


def _start_keeper(folder: Path, note: Note, keeper_fd: int) -> None:
    command = [sys.executable, "-I", "-S", keeper.__file__, str(folder), note.program, str(keeper_fd)]
    with (folder / keeper.LOG).open("ab") as log:
        subprocess.run(  # noqa: S603 -- our own program
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(keeper_fd,),
            start_new_session=True,  # Ctrl-C on the terminal is for the workers, which still need their server
            check=True,
        )


def _wait_until_up(folder: Path, note: Note) -> None:
    """Return when the server answers, be it that it is loading; a failure is told with the end of its log."""
    deadline = time.monotonic() + START_SECONDS
    with probe(note.url) as client:
        while time.monotonic() < deadline:
            kept = _is_kept(folder)
            try:
                client.ping()
            except redis.BusyLoadingError:
                return
            except redis.RedisError:
                if not kept:
                    break
                time.sleep(POLL_SECONDS)
            else:
                return
    raise ServerError(f"{note.program} did not start in {folder}:\n{log_tail(folder)}")


def _wait_until_left(folder: Path) -> None:
    """Return when the server has ended, or at once when others use it."""
    deadline = time.monotonic() + LEAVE_SECONDS
    while _is_kept(folder) and time.monotonic() < deadline:
        with _lock(folder / keeper.USERS_LOCK) as users_fd:
            alone = _taken(users_fd)  # then the keeper has not woken up yet; when it has, it lets nobody share
            if not alone and _taken(users_fd, fcntl.LOCK_SH):
                return
        time.sleep(POLL_SECONDS)


def _is_kept(folder: Path) -> bool:
    """Whether there is a keeper. Asked behind the door, because whoever asks holds the lock for a moment."""
    with _lock(folder / DOOR_LOCK) as door_fd, _lock(folder / keeper.KEEPER_LOCK) as keeper_fd:
        fcntl.flock(door_fd, fcntl.LOCK_EX)
        return not _taken(keeper_fd)


def _note(path: Path) -> Note:
    return Note(**json.loads(path.read_text(encoding="utf-8")))


def _write_note(path: Path, note: Note) -> None:
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.write_text(json.dumps(note._asdict()), encoding="utf-8")
    new.replace(path)


def log_tail(folder: Path) -> str:
    """The last lines of the log of the server in `folder`, indented."""
    with suppress(OSError):
        lines = (folder / keeper.LOG).read_bytes()[-10_000:].decode(errors="replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-LOG_LINES:])
    return "  (it wrote no log)"


@contextmanager
def _lock(path: Path) -> Iterator[int]:
    descriptor = keeper.open_lock(path)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _taken(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    """Take the lock if it is free; whether it was."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
