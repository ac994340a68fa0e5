"""What this host is like: its folders' disks, and its ports as others see them."""

import os
import shutil
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Disk", "disk_of", "open_ports"]

MOUNTS = Path("/proc/mounts")
SOMEWHERE_ELSE = ("192.0.2.1", 9)
"""RFC 5737: an address that nobody has; only the way there is asked for, nothing is sent."""


@dataclass(frozen=True, slots=True)
class Disk:
    """What lies under a folder that may not be there yet."""

    folder: str
    trouble: str
    """Why nothing can be written there; empty where it can."""
    kind: str
    """Of the file system, such as `ext4`, `tmpfs`; empty where the system does not tell."""
    free_bytes: int


def disk_of(folder: str) -> Disk:
    """Try `folder`, or the nearest above it that is there, with a file that is removed at once."""
    path = Path(folder).resolve()
    while not path.exists():
        path = path.parent
    trouble = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path, prefix=".copydesk-doctor-") as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        trouble = error.strerror or str(error)
    return Disk(folder, trouble, _kind(path), shutil.disk_usage(path).free)


def open_ports(ports: Mapping[str, int]) -> dict[str, str]:
    """Those of `ports` that answer on this host's own address in its network, with that address."""
    address = _own_address()
    if address is None or address.startswith("127."):
        return {}
    return {name: f"{address}:{port}" for name, port in ports.items() if _answers(address, port)}


def _kind(path: Path) -> str:
    """Of the mount with the longest path above `path`."""
    try:
        mounts = [line.split() for line in MOUNTS.read_text().splitlines()]
    except OSError:
        return ""
    above = [(mount[1], mount[2]) for mount in mounts if path.is_relative_to(mount[1].replace("\\040", " "))]
    return max(above, key=lambda mount: len(mount[0]), default=("", ""))[1]


def _own_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(SOMEWHERE_ELSE)
        except OSError:
            return None
        return str(asking.getsockname()[0])


def _answers(address: str, port: int) -> bool:
    try:
        with socket.create_connection((address, port), timeout=1):
            return True
    except OSError:
        return False
