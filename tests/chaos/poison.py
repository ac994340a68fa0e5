"""Articles that crash, hang or eat memory, for a worker that is started with `-I tests.chaos.poison`.

A payload whose `meta` says `{"poison": NAME}` does what is named instead of being extracted, in the child, at runtime.
"""

import collections
import contextlib
import ctypes
import itertools
import os
import signal
import time
from collections.abc import Callable
from typing import Any

from celery.signals import worker_process_init

import worker.ingest

__all__ = ["POISONS"]


def endless_in_python() -> None:
    """A loop that swallows whatever it can."""
    while True:
        with contextlib.suppress(Exception):
            sum(range(1000))


POISONS: dict[str, Callable[[], object]] = {
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "segfault": lambda: ctypes.string_at(0),
    "endless-c": lambda: collections.deque(itertools.repeat(0), maxlen=0),
    "endless-python": endless_in_python,
    "memory": lambda: bytearray(4 << 30),
    "slow": lambda: time.sleep(1),
}


@worker_process_init.connect  # type: ignore[untyped-decorator]  # Celery has no types
def _poison(**_: object) -> None:
    extract = worker.ingest.extract_with_vote  # type: ignore[attr-defined]  # it is looked up there

    def poisoned(payload: Any, rules: Any) -> Any:
        name = (payload.meta or {}).get("poison")
        if name:
            POISONS[name]()
        return extract(payload, rules)

    worker.ingest.extract_with_vote = poisoned  # type: ignore[attr-defined]  # as above
