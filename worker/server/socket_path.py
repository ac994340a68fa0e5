"""Places the server's Unix socket: in the data folder, or elsewhere when that lies too deep for a socket's path."""

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from worker.errors import ServerError

__all__ = ["make_socket_folder", "socket_path"]

NAME = "server.sock"
MAX_BYTES = 100
"""sockaddr_un.sun_path holds 108 bytes on Linux, 104 on macOS, a zero at the end included."""


def socket_path(folder: Path) -> str:
    """The path for the server of the data folder `folder`, which is absolute; always the same for the same folder."""
    direct = folder / NAME
    if len(os.fsencode(direct)) <= MAX_BYTES:
        return str(direct)
    name = f"copydesk-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    places = (Path(tempfile.gettempdir()).resolve(), Path("/tmp"))  # noqa: S108 -- in a folder closed to others
    paths = [str(place / name / NAME) for place in places]
    return next((path for path in paths if len(os.fsencode(path)) <= MAX_BYTES), paths[-1])


def make_socket_folder(folder: Path) -> str:
    """Make the place that `socket_path` names, closed to others, and answer the path.

    Raises: ServerError when others can reach into it: under the temporary folder anybody may be there first.
    """
    path = Path(socket_path(folder))
    if path.parent != folder:
        with suppress(FileExistsError):
            path.parent.mkdir(mode=0o700)
        told = path.parent.lstat()
        if not (stat.S_ISDIR(told.st_mode) and told.st_uid == os.getuid() and stat.S_IMODE(told.st_mode) == 0o700):
            raise ServerError(f"{path.parent} is not ours alone: remove it, or choose a data_dir with a shorter path")
    return str(path)
