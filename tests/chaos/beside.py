"""Hostile payloads among good ones: `python -m tests.chaos.beside --articles 5000 --hostile 50`.

Two systems side by side, so that both have the same machine: one gets good articles alone, the other the same ones with
hostile ones among them. All good ones must be stored in both, and at the same pace, apart from the time for which
hostile ones hold a process until their limits end them. That time is measured: every few milliseconds it is asked who
is at work on what.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any

from tests.chaos.system import System, article, open_system
from tests.conftest import eventually
from tests.hostile.shapes import SHAPES
from worker.client import Producer, entry_of
from worker.intake.entries import Flat
from worker.intake.letters import Kind

__all__ = ["Pace"]

PROCESSES = 2
WARM = 50
LOOK_SECONDS = 0.02
LIMITS: dict[str, Any] = {"soft_limit_seconds": 4, "hard_limit_seconds": 10, "lease_seconds": 30}
SHAPE_BYTES = 150_000
MOST_SLOWER = 0.1
KINDS: tuple[Kind, ...] = ("dead", "rejected")
DEADLY = ["kill", "segfault", "endless-c", "endless-python", "memory"]


@dataclass(slots=True)
class Pace:
    """One of the two systems, and what was seen of it."""

    system: System
    hostile: set[str]
    """Entries."""
    held_seconds: float = 0.0
    """Of processes, by hostile entries."""
    began: float = 0.0
    before: int = 0
    seconds: float = 0.0
    done: int = 0
    """Good articles that got their fate in `seconds`."""

    def begin(self) -> None:
        """From here on it counts: the worker is warm."""
        self.began, self.before = time.monotonic(), self._good()

    def look(self, since: float) -> bool:
        """Note who holds a process; whether work is left."""
        held = sum(1 for entry in self.system.in_work() if entry in self.hostile)
        self.held_seconds += held * since
        state = self.system.desk.state
        return bool(state.waiting + state.in_work)

    def end(self) -> None:
        """Up to here it counts."""
        self.seconds, self.done = time.monotonic() - self.began, self._good() - self.before

    def _good(self) -> int:
        desk = self.system.desk
        stored = desk.state.stored
        return stored - sum(1 for one in desk.out if one["entry"] in self.hostile) if self.hostile else stored

    @property
    def rate(self) -> float:
        """Good articles a second, the time left out for which hostile ones held a process."""
        return self.done / (self.seconds - self.held_seconds / PROCESSES)

    def told(self) -> str:
        """A sentence for people."""
        letters = ((kind, self.system.desk.letters(kind)) for kind in KINDS)
        fates = Counter(f"{kind} {letter.reason}" for kind, found in letters for letter in found)
        held = f", processes held for {self.held_seconds:.0f} s by hostile ones" if self.hostile else ""
        others = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items()))
        return f"{self.done} stored in {self.seconds:.0f} s{held}: {self.rate:.1f} a second; {others or 'no others'}"


def run(places: list[Path], articles: int, hostile: int) -> tuple[Pace, Pace]:
    """Both at once, until the one without hostile articles is done: that is what counts; then to the end."""
    with open_system(places[0], **LIMITS) as one, open_system(places[1], **LIMITS) as two:
        for system in (one, two):
            system.start("-I", "tests.chaos.poison", concurrency=PROCESSES)
        eventually(lambda: all(system.desk.client.exists(system.desk.keys["workers"]) for system in (one, two)), 120)
        both = alone, among = Pace(one, _send(one, articles, 0)), Pace(two, _send(two, articles, hostile))
        eventually(lambda: all(pace.system.desk.state.stored >= WARM for pace in both), 120)
        for pace in both:
            pace.begin()
        last = time.monotonic()
        is_left = True
        while is_left:
            time.sleep(LOOK_SECONDS)
            now = time.monotonic()
            is_left = alone.look(now - last) and among.look(now - last)
            last = now
        for pace in both:
            pace.end()
            sys.stdout.write(f"{'among hostile ones' if pace.hostile else 'alone'}: ")
            pace.system.finish(600)
            _check(pace.system, articles)
            sys.stdout.write(f"{pace.told()}\n")
        return alone, among


def _send(system: System, articles: int, hostile: int) -> set[str]:
    """Fill the queue at one stroke, since the worker is there already; ids of the hostile entries, evenly among all."""
    bad = _hostile()
    entries = [entry_of(article(number)) for number in range(articles)]
    places = [number * articles // hostile + articles // (2 * hostile) + number for number in range(hostile)]
    for place in places:
        entries.insert(place, next(bad))
    with Producer(system.url) as desk:
        ids: list[str] = []
        while len(ids) < len(entries):
            ids += desk.push_entries(entries[len(ids) : len(ids) + 500])
    return {ids[place] for place in places}


def _hostile() -> Iterator[Flat]:
    """Two that must be killed, then three that are only nasty, and so on."""
    deadly, shapes = count(), cycle(SHAPES.values())
    while True:
        for _ in range(2):
            number = next(deadly)
            poison = {"poison": DEADLY[number % len(DEADLY)]}
            yield {"payload": json.dumps(article(10**6 + number, meta=poison))}
        for _ in range(3):
            yield {name: bytes(value) for name, value in next(shapes)(SHAPE_BYTES).items()}


def _check(system: System, articles: int) -> None:
    """Every good article is stored, whatever else was there."""
    files = {json.loads(path.read_bytes())["url"] for path in system.folder.rglob("*.json")}
    missing = [number for number in range(articles) if article(number)["url"] not in files]
    assert not missing, missing[:5]
    assert system.desk.state.conserved, system.desk.state


def main() -> None:
    """Run by the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--hostile", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        places = [Path(place) / name for name in ("alone", "among")]
        for path in places:
            path.mkdir()
        alone, among = run(places, options.articles, options.hostile)
    slower = 1 - among.rate / alone.rate
    sys.stdout.write(f"all {options.articles} good ones stored in both; {slower:+.1%} slower among hostile ones\n")
    sys.exit(slower > MOST_SLOWER)


if __name__ == "__main__":
    main()
