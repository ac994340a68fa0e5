"""What one article may cost the process that works on it: time and memory, enforced by the kernel."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["ArticleTimeout", "limited", "reset_alarm"]

AGAIN_SECONDS = 1.0
"""CPU time after which the soft limit strikes again, should the first strike have been swallowed."""


class ArticleTimeout(BaseException):
    """The article used more CPU time than its soft limit allows."""


def reset_alarm() -> None:
    """Give SIGALRM its default action, which ends the process even inside C code.

    Billiard installs a handler of its own, which would wait for C code to return.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


@contextmanager
def limited(soft_seconds: float, hard_seconds: float, memory_mb: int) -> Iterator[None]:
    """Run the block under limits; main thread only.

    Over `soft_seconds` of CPU time ArticleTimeout is raised in it, and every second after. Over `hard_seconds` of wall
    time the kernel ends the process by SIGALRM. An allocation that takes the address space `memory_mb` above where it
    stands raises MemoryError.
    """
    ceiling = _address_space() + memory_mb * 1024 * 1024
    before = resource.getrlimit(resource.RLIMIT_AS)
    handler = signal.signal(signal.SIGPROF, _raise_timeout)
    if ceiling > memory_mb * 1024 * 1024:
        resource.setrlimit(resource.RLIMIT_AS, (_least(ceiling, before[0]), before[1]))
    signal.setitimer(signal.ITIMER_REAL, hard_seconds)
    signal.setitimer(signal.ITIMER_PROF, soft_seconds, AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGPROF, handler)
        resource.setrlimit(resource.RLIMIT_AS, before)


def _raise_timeout(_signum: int, frame: FrameType | None) -> None:
    """Not on the way into the block or out of it, where it would leave the other limits armed."""
    at_the_door = frame is not None and frame.f_globals.get("__name__") == "contextlib"
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
