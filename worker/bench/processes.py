"""What processes cost: CPU time of whole families, the dead included, and their memory."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Cost", "Family", "started"]

STOP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds so far, or megabytes now, by who."""

    parents: float = 0
    children: float = 0
    server: float = 0

    @property
    def total(self) -> float:
        """All of them."""
        return self.parents + self.children + self.server

    def __sub__(self, before: "Cost") -> "Cost":
        return Cost(self.parents - before.parents, self.children - before.children, self.server - before.server)


@dataclass(frozen=True, slots=True)
class Family:
    """Worker processes with all that they start, and the server."""

    parents: Sequence[int]
    server: int | None = None

    def cpu(self) -> Cost:
        """CPU seconds since each began. What a dead child used is its parent's `children_` time, so nothing is lost."""
        parents = children = 0.0
        for pid in self.parents:
            own = psutil.Process(pid)
            times = own.cpu_times()
            parents += times.user + times.system
            children += times.children_user + times.children_system
            children += sum(map(_all_cpu, own.children(recursive=True)))
        return Cost(parents, children, _all_cpu(psutil.Process(self.server)) if self.server else 0.0)

    def memory_mb(self) -> Cost:
        """Proportional set size: a page that several processes share counts once in the sum."""
        parents = sum(_pss_mb(psutil.Process(pid)) for pid in self.parents)
        children = sum(_pss_mb(child) for pid in self.parents for child in psutil.Process(pid).children(recursive=True))
        return Cost(parents, children, _pss_mb(psutil.Process(self.server)) if self.server else 0.0)


@contextmanager
def started(commands: Sequence[Sequence[str]], environment: Mapping[str, str], logs: Path) -> Iterator[list[int]]:
    """Run `commands`, each with its output in a file of `logs`, until the block ends; their process ids."""
    logs.mkdir(parents=True, exist_ok=True)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for number, command in enumerate(commands):
            with (logs / f"{number}.log").open("ab") as log:
                processes.append(
                    subprocess.Popen(  # noqa: S603 -- our own commands
                        command,
                        env={**os.environ, **environment},
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        yield [process.pid for process in processes]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _all_cpu(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:4]))  # user, system, and both of children that are gone
    return 0.0


def _pss_mb(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        told = process.memory_full_info()
        return float(getattr(told, "pss", told.rss)) / 1e6
    return 0.0
