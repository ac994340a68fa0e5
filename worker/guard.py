"""What one article may cost the process that works on it: time and memory, enforced by the kernel."""

import os
import resource
import signal
from types import FrameType
from typing import NamedTuple

__all__ = ["ArticleTimeout", "Limits", "limited", "reset_alarm"]

AGAIN_SECONDS = 1.0
"""CPU time after which the soft limit strikes again, should the first strike have been swallowed."""


class ArticleTimeout(BaseException):
    """The article used more CPU time than its soft limit allows."""


def reset_alarm() -> None:
    """Give SIGALRM its default action, which ends the process even inside C code.

    Billiard installs a handler of its own, which would wait for C code to return.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


class Limits:
    """A block's limits, for one block after another; main thread only.

    Over `soft_seconds` of CPU time ArticleTimeout is raised in it, and every second after. Over `hard_seconds` of wall
    time the kernel ends the process by SIGALRM. An allocation raises MemoryError that takes the address space
    `memory_mb` above where it stood before the first block, or after the last one that failed.
    """

    def __init__(self, soft_seconds: float, hard_seconds: float, memory_mb: int) -> None:
        self._soft_seconds = soft_seconds
        self._hard_seconds = hard_seconds
        self._memory_mb = memory_mb
        self._bounds: _Bounds | None = None

    def __enter__(self) -> None:
        bounds = self._bounds or self._measured()
        resource.setrlimit(resource.RLIMIT_AS, bounds.inside)
        signal.setitimer(signal.ITIMER_REAL, self._hard_seconds)
        signal.setitimer(signal.ITIMER_PROF, self._soft_seconds, AGAIN_SECONDS)
        _guarded.append(self)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        _guarded.clear()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self._bounds:
            resource.setrlimit(resource.RLIMIT_AS, self._bounds.outside)
        if kind is not None:
            self._bounds = None

    def _measured(self) -> "_Bounds":
        signal.signal(signal.SIGPROF, _raise_timeout)
        before = resource.getrlimit(resource.RLIMIT_AS)
        space = _address_space()
        inside = (_least(space + self._memory_mb * 1024 * 1024, before[0]), before[1]) if space else before
        self._bounds = _Bounds(inside, before)
        return self._bounds


def limited(soft_seconds: float, hard_seconds: float, memory_mb: int) -> Limits:
    """Limits for one block: memory counts from what the process holds now."""
    return Limits(soft_seconds, hard_seconds, memory_mb)


class _Bounds(NamedTuple):
    """Of the address space, as the kernel takes them."""

    inside: tuple[int, int]
    outside: tuple[int, int]


_guarded: list[Limits] = []
"""The limits that hold now: none or one."""


def _raise_timeout(_signum: int, frame: FrameType | None) -> None:
    """Not outside of a block; nor on the way into it or out of it, where it would leave the other limits armed."""
    at_the_door = not _guarded
    while frame is not None and not at_the_door:
        at_the_door = frame.f_globals is globals()
        frame = frame.f_back
    if not at_the_door:
        raise ArticleTimeout


def _address_space() -> int:
    """Bytes; 0 where the system does not tell (then memory is not limited)."""
    try:
        descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(descriptor, 64).split(maxsplit=1)[0]) * resource.getpagesize()
    finally:
        os.close(descriptor)


def _least(wanted: int, most: int) -> int:
    return wanted if most == resource.RLIM_INFINITY else min(wanted, most)
