"""A bound on CPU time: far above what a slow day, a tracer and a busy neighbour make of a linear cost."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["MANY_SECONDS", "TooSlowError", "cpu_limit"]

MANY_SECONDS: Final = 30.0
"""Ten times what the dearest hostile input takes under a tracer; quadratic work on 100,000 characters takes minutes."""


class TooSlowError(BaseException):
    """The block took more CPU time than its limit; no `except Exception` of the code under test swallows it."""


@contextmanager
def cpu_limit(seconds: float = MANY_SECONDS) -> Iterator[None]:
    """Raise TooSlowError in the block once this process has taken `seconds` of CPU time in it, regular expressions too.

    For the main thread; restores what was there for SIGPROF.
    """

    def strike(_signum: int, _frame: object) -> None:
        raise TooSlowError(f"more than {seconds} s of CPU time")

    before = signal.signal(signal.SIGPROF, strike)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
