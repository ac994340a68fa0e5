"""An hour of load: `python -m tests.chaos.load --articles 100000 --minutes 60 --picture docs/load.svg`.

Articles come at an even pace, small ones and golden pages and now and then one of a quarter of a megabyte. What the
processes hold is looked at all along; the slope of each curve after the warm-up is told with its noise.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import psutil
from pydantic_core import to_json
from redis import Redis
from redis.exceptions import ResponseError

from tests.chaos.curves import Curve, picture, slope
from tests.chaos.system import System, Worker, article, open_system
from tests.golden import golden_pages
from worker.article.rules import Rules
from worker.bench.material import Page, pages_of
from worker.bench.processes import Family
from worker.client import Producer
from worker.intake.entries import Flat
from worker.intake.keys import GROUP
from worker.sinks.reader import group_of

__all__ = ["LIMITS", "Load"]

BIG_EVERY = 200
GOLDEN_EVERY = 4
BIG_PARAGRAPHS = 1800
LOOKS = 720
AHEAD = 400
"""Articles that may wait before the feeder pauses, on a machine too slow for its pace."""
WARM_SHARE = 0.4
LEDGER_SHARE = 0.1
"""Of the run, for which an identity is remembered: with the 90 days of the default, the ledger only grows."""
LIMITS: dict[str, Any] = {"soft_limit_seconds": 20, "hard_limit_seconds": 30, "lease_seconds": 90}
"""As they are by default: those of trials are short, and a machine that others use is slow at times."""
SENTENCE = "<p>The ferry was full on day {n}, and the people of the {turn}th street waited for the next one.</p>"


@dataclass
class Load:
    """One run, and what was seen of it."""

    system: System
    worker: Worker
    articles: int
    seconds: float
    sent: int = 0
    times: list[float] = field(default_factory=list)
    curves: dict[str, Curve] = field(default_factory=dict)

    def run(self) -> None:
        """Feed for the time set, looking all along; then wait until all have their fate and their files."""
        began = time.monotonic()
        feeding = threading.Thread(target=self._feed, args=(began,), daemon=True)
        feeding.start()
        at = began
        while feeding.is_alive():
            feeding.join(max(0, at - time.monotonic()))
            if time.monotonic() >= at:
                self._look(time.monotonic() - began)
                at += self.seconds / LOOKS
        self.system.finish(600)
        self._look(time.monotonic() - began)

    def _feed(self, began: float) -> None:
        pages = _pages()
        with Producer(self.system.url) as desk:
            while self.sent < self.articles:
                due = min(self.articles, int((time.monotonic() - began) / self.seconds * self.articles) + 1)
                waiting = self.system.desk.state.waiting
                if due <= self.sent or waiting > AHEAD:
                    time.sleep(0.1)
                    continue
                batch = [_entry(pages, number) for number in range(self.sent, min(due, self.sent + 16))]
                self.sent += len(desk.push_entries(batch))

    def _look(self, after: float) -> None:
        client, keys = self.system.desk.client, self.system.desk.keys
        family = Family([self.worker.process.pid], client.info("server")["process_id"])
        processes = [psutil.Process(pid) for pid in (*family.parents, family.server or 0)] + self.worker.children()
        memory = family.memory_mb()
        ledger = sum(1 for _ in client.scan_iter(keys.ledger("*"), count=1000))
        now = {
            "parent, MB": memory.parents,
            "children, MB": memory.children,
            "server, MB": memory.server,
            "file descriptors": float(sum(map(_descriptors, processes))),
            "threads": float(sum(map(_threads, processes))),
            "consumers": float(_consumers(client, keys.intake, GROUP)),
            "keys but the ledger's": float(client.dbsize() - ledger),
        }
        now["consumers"] += _consumers(client, keys.out, group_of("documents"))
        self.times.append(after)
        for name, value in now.items():
            self.curves.setdefault(name, []).append(value)

    def told(self) -> str:
        """A row a curve, for the docs."""
        took = self.times[-1]
        rows = [f"{self.sent} articles in {took:.0f} s, {self.sent / took:.1f} a second; {self.system.told()}"]
        rows += ["| | after the warm-up | at the end | slope an hour |", "|---|---|---|---|"]
        warm = next(at for at, when in enumerate(self.times) if when >= WARM_SHARE * took)
        for name, curve in self.curves.items():
            found, noise = slope([when / 3600 for when in self.times[warm:]], curve[warm:])
            first, last = (sum(part) / len(part) for part in (curve[warm:][:30], curve[-30:]))
            rows.append(f"| {name} | {first:.1f} | {last:.1f} | {found:+.2f} ± {noise:.2f} |")
        return "\n".join(rows) + "\n"


def _pages() -> Iterator[Page]:
    """Golden pages that are stored, over and over."""
    entries: list[Flat] = [
        {"payload": to_json(page.payload())} for page in golden_pages() if page.expected["fate"] == "stored"
    ]
    return cycle(list(pages_of(entries, Rules())))


def _entry(pages: Iterator[Page], number: int) -> Flat:
    if number % BIG_EVERY == 0:
        big = "".join(SENTENCE.format(n=number, turn=turn) for turn in range(BIG_PARAGRAPHS))
        return {"payload": to_json(article(number, html=f"<article><h1>Ferry {number}</h1>{big}</article>"))}
    return {"payload": to_json(article(number))} if number % GOLDEN_EVERY else next(pages).copy(number)


def _consumers(client: Redis, stream: str, group: str) -> int:
    with suppress(ResponseError):  # the worker has not made it yet
        return len(client.xinfo_consumers(stream, group))
    return 0


def _descriptors(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):
        return int(process.num_fds())
    return 0


def _threads(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):
        return int(process.num_threads())
    return 0


def main() -> None:
    """Run by the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--picture", type=Path, help="write the curves there, as SVG")
    options = parser.parse_args()
    settings = LIMITS | {
        "articles_per_child": 100_000_000,  # none is replaced, so that none can hide what it gathers
        "ledger_days": options.minutes * LEDGER_SHARE / 1440,
        "fates_max_entries": 1000,
        "out_max_entries": 1000,
    }
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place,
        open_system(Path(place), "everysec", **settings) as system,
    ):
        worker = system.start()
        load = Load(system, worker, options.articles, options.minutes * 60)
        try:
            load.run()
        finally:
            sys.stdout.write(load.told())
        if options.picture:
            options.picture.write_text(picture(load.times, load.curves), "utf-8")
        state = system.desk.state
        assert state.conserved, state
        assert state.stored == load.sent, system.told()
        sys.stdout.write(f"{len(list(system.folder.rglob('*.json')))} documents in the folder\n")


if __name__ == "__main__":
    main()
