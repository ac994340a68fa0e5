"""Makes what was written durable: a few paths one by one, many by one order to their file system."""

import ctypes
import os
from collections.abc import Callable, Collection
from pathlib import Path

__all__ = ["sync"]

FEW = 3
"""Up to so many are synced singly, which does not wait for what others write to the same disk."""

_libc = ctypes.CDLL(None, use_errno=True)


def sync(paths: Collection[str | Path], folder: Path) -> None:
    """Return when the files or folders `paths`, all on the file system of `folder`, are on the disk.

    Waiting for the disk once instead of for each file is two to seven times faster. Raises: OSError.
    """
    if len(paths) > FEW and hasattr(_libc, "syncfs"):  # Linux
        _sync_file_system(folder)
        return
    for path in paths:
        _with_descriptor(path, os.fsync)


def _sync_file_system(folder: Path) -> None:
    def order(descriptor: int) -> None:
        if _libc.syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    _with_descriptor(folder, order)


def _with_descriptor(path: str | Path, order: Callable[[int], None]) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        order(descriptor)
    finally:
        os.close(descriptor)
