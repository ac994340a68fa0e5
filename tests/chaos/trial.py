"""A trial: articles under load, kills while they are in work, and the sums afterwards.

`python -m tests.chaos.trial --kills 60` runs until so many kills have counted, prints what became of all articles, and
fails if one was lost or stored twice. `--seed` repeats a trial's choices; the machine's timing it cannot repeat.
"""

import argparse
import itertools
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.chaos.system import System, article, open_system

__all__ = ["Trial"]

COMMITS_BETWEEN = 20
KINDS = ["child", "parent", "server", "stop", "pause", "tickets"]
"""SIGKILL of one of three; SIGTERM of the parent; SIGSTOP of a child for longer than the lease; Celery's keys gone."""


@dataclass
class Trial:
    """Kills of several kinds; each counts only if it hit with articles in work."""

    system: System
    seed: int = 0
    recovered_seconds: dict[str, float] = field(default_factory=dict)
    """The longest time from a kill of each kind to the next commit."""
    sent: int = 0

    def run(self, articles: int, kills: Sequence[str]) -> None:
        """Send at least `articles`, go on while kills are left, and wait for the end."""
        choice = random.Random(self.seed)  # noqa: S311 -- to be repeated, not to be secret
        over = threading.Event()
        feeder = threading.Thread(target=self._feed, args=(articles, over))
        self.system.start()
        feeder.start()
        try:
            for kind in kills:
                self._wait_for_commits(COMMITS_BETWEEN)
                while not self._kill(kind, choice):
                    time.sleep(choice.random() / 50)
                self.system.kills[kind] += 1
                began = time.monotonic()
                self._wait_for_commits(1)
                took_seconds = time.monotonic() - began
                self.recovered_seconds[kind] = max(self.recovered_seconds.get(kind, 0), took_seconds)
        finally:
            over.set()
            feeder.join()
        self.system.finish(120)

    def _feed(self, articles: int, over: threading.Event) -> None:
        """Keep a few hundred waiting, so that kills hit work and the end is near."""
        numbers: Iterator[int] = itertools.count()
        while self.sent < articles or not over.is_set():
            if self.system.desk.state.waiting > 200 or (self.sent >= articles and over.is_set()):
                time.sleep(0.05)
                continue
            self.system.send(article(next(numbers)) for _ in range(50))
            self.sent += 50

    def _wait_for_commits(self, commits: int, seconds: float = 60) -> None:
        before, deadline = self.system.desk.state.fates, time.monotonic() + seconds
        while self.system.desk.state.fates < before + commits:
            assert time.monotonic() < deadline, f"no progress: {self.system.told()}\n{self.system.logs()}"
            time.sleep(0.005)

    def _kill(self, kind: str, choice: random.Random) -> bool:
        """Kill one process of this kind; whether articles were in work then."""
        held = self.system.in_work()
        if not held:
            return False
        match kind:
            case "child":
                entry, pid = choice.choice(list(held.items()))
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                return self.system.desk.is_pending(entry)
            case "pause":
                self._pause(choice.choice(list(held.values())))
            case "tickets":
                client, mine = self.system.desk.client, f"{self.system.desk.keys.celery}*"
                client.delete(*client.scan_iter(mine), "none")
            case "parent" | "stop":
                worker = next(one for one in reversed(self.system.workers) if one.process.poll() is None)
                worker.stop(signal.SIGKILL if kind == "parent" else signal.SIGTERM)
                self.system.start()
            case _:
                psutil.Process(self.system.desk.client.info("server")["process_id"]).kill()
        return True

    def _pause(self, pid: int) -> None:
        """Stop a process for longer than the lease: it comes back to an entry that another has taken meanwhile."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            time.sleep(float(self.system.environment["COPYDESK_LEASE_SECONDS"]) + 1)
            os.kill(pid, signal.SIGCONT)


def main() -> None:
    """Run one trial by the arguments, print it, and fail if anything was lost or came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fsync", choices=["always", "everysec"], default="always")
    options = parser.parse_args()
    choice = random.Random(options.seed)  # noqa: S311 -- to be repeated, not to be secret
    kinds = options.kinds.split(",")
    kills = [kinds[turn % len(kinds)] for turn in range(options.kills)]
    choice.shuffle(kills)
    with tempfile.TemporaryDirectory() as folder, open_system(Path(folder), options.fsync) as system:
        trial = Trial(system, options.seed)
        began = time.monotonic()
        trial.run(options.articles, kills)
        slowest = ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in trial.recovered_seconds.items())
        took_seconds = time.monotonic() - began
        sys.stdout.write(f"{system.told()}; slowest recovery: {slowest}; {took_seconds:.0f} s in all\n")
        system.check(article(number)["url"] for number in range(trial.sent))


if __name__ == "__main__":
    main()
