"""Hostile payloads among good ones: `python -m tests.chaos.beside --articles 5000 --hostile 50`.

Good articles alone, then the same with hostile ones among them, then alone again. All good ones must be stored, and at
the same pace, apart from the time for which hostile ones hold a process until their limits end them. That time is
measured: every few milliseconds it is asked who is at work on what.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chaos.system import System, article, open_system
from tests.conftest import eventually
from tests.hostile.shapes import SHAPES
from worker.client import Producer
from worker.intake.entries import Flat

__all__ = ["Pace"]

PROCESSES = 2
WARM = 50
LOOK_SECONDS = 0.02
SHAPE_BYTES = 150_000
MOST_SLOWER = 0.1
DEADLY = ["kill", "segfault", "endless-c", "endless-python", "memory"]


@dataclass(frozen=True, slots=True)
class Pace:
    """One run."""

    seconds: float
    """From when the worker was warm to the last fate."""
    held_seconds: float
    """Of processes, by hostile entries."""
    articles: int
    fates: Mapping[str, int]

    @property
    def rate(self) -> float:
        """Good articles a second, the time left out for which hostile ones held a process."""
        return self.articles / (self.seconds - self.held_seconds / PROCESSES)


def run(articles: int, hostile: int) -> Pace:
    """One run on a system of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place, open_system(Path(place)) as system:
        bad = _send(system, articles, hostile)
        system.start("-I", "tests.chaos.poison", concurrency=PROCESSES)
        eventually(lambda: system.desk.state.stored >= WARM, 60)
        done = system.desk.state.stored
        began, held = time.monotonic(), 0.0
        last = began
        while (state := system.desk.state).waiting + state.in_work:
            time.sleep(LOOK_SECONDS)
            now = time.monotonic()
            held += (now - last) * sum(1 for entry in system.in_work() if entry in bad)
            last = now
        took = time.monotonic() - began
        system.finish(120)
        _check(system, articles)
        reasons = Counter(f"{kind} {one.reason}" for kind in ("dead", "rejected") for one in system.desk.letters(kind))
        return Pace(took, held, articles - done, reasons)


def _send(system: System, articles: int, hostile: int) -> set[str]:
    """Ids of the hostile entries, which stand evenly among the good ones."""
    every = articles // hostile if hostile else articles + 1
    bad = _hostile()
    found = set()
    with Producer(system.url) as desk:
        for number in range(articles):
            desk.push(article(number))
            if hostile and number % every == every // 2:
                found.update(desk.push_entries([next(bad)]))
    return found


def _hostile() -> Iterator[Flat]:
    """Two that must be killed, then three that are only nasty, and so on."""
    shapes, turn = list(SHAPES), 0
    while True:
        for at in range(5):
            if at < 2:
                poisoned = article(10**6 + turn, meta={"poison": DEADLY[turn % len(DEADLY)]})
                yield {"payload": json.dumps(poisoned)}
            else:
                shape = SHAPES[shapes[turn % len(shapes)]](SHAPE_BYTES)
                yield {name: bytes(value) for name, value in shape.items()}
            turn += 1


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
    runs: list[tuple[str, Any]] = []
    for name, hostile in (("alone", 0), ("among hostile ones", options.hostile), ("alone again", 0)):
        pace = run(options.articles, hostile)
        runs.append((name, pace))
        told = ", ".join(f"{count} {fate}" for fate, count in sorted(pace.fates.items()))
        sys.stdout.write(
            f"{name}: all {options.articles} good ones stored in {pace.seconds:.0f} s, processes held by hostile ones "
            f"for {pace.held_seconds:.0f} s: {pace.rate:.1f} a second; {told or 'no others'}\n"
        )
        sys.stdout.flush()
    first, among, again = (pace.rate for _, pace in runs)
    slower = 1 - among / ((first + again) / 2)
    sys.stdout.write(f"{slower:+.1%} slower among them; alone, {abs(first - again) / first:.1%} between two runs\n")
    sys.exit(slower > MOST_SLOWER)


if __name__ == "__main__":
    main()
