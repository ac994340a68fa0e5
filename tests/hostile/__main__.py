"""`python -m tests.hostile --cases 1000000`: hostile entries by number, in as many processes as there are cores.

Prints each catastrophe once a place, with the number that makes its entry again (`--show NUMBER` prints that), and how
many cases ran. `--first` begins at another number, `--save FOLDER` keeps the entries.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

from tests.hostile.cases import KINDS, case
from tests.hostile.trial import catastrophe
from worker.article.rules import Rules

AGAIN_EVERY = 50
Found = list[tuple[int, str, str]]


def main() -> None:
    """Run cases by the arguments; exit code 1 if any is a catastrophe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--show", type=int)
    options = parser.parse_args()
    if options.show is not None:
        kind, entry = case(options.seed, options.show)
        sys.stdout.write(f"{kind}: {entry!r}\n")
        return
    began = time.monotonic()
    places: Counter[str] = Counter()
    ran = 0
    blocks = [(options.seed, n, min(n + 500, options.first + options.cases)) for n in _starts(options)]
    with Pool(options.processes) as pool:
        for count, found in pool.imap_unordered(_block, blocks):
            ran += count
            for number, kind, what in found:
                place = f"{kind}: {what[:120]}"
                places[place] += 1
                if places[place] == 1:
                    sys.stdout.write(f"{number} {kind}: {what}\n")
                    sys.stdout.flush()
                    _save(options.save, options.seed, number)
            if time.monotonic() - began > options.seconds:
                break
    told = f"{ran} cases of {len(KINDS)} kinds, seed {options.seed}, {sum(places.values())} catastrophes"
    sys.stdout.write(f"{told} at {len(places)} places; {time.monotonic() - began:.0f} s\n")
    sys.exit(1 if places else 0)


def _starts(options: argparse.Namespace) -> range:
    return range(options.first, options.first + options.cases, 500)


def _block(numbers: tuple[int, int, int]) -> tuple[int, Found]:
    seed, first, last = numbers
    found: Found = []
    for number in range(first, last):
        kind, entry = case(seed, number)
        what = catastrophe(entry, Rules(), again=number % AGAIN_EVERY == 0)
        if what:
            found.append((number, kind, what))
    return last - first, found


def _save(folder: Path | None, seed: int, number: int) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        _, entry = case(seed, number)
        told = {name: value.decode("latin-1") for name, value in entry.items()}
        (folder / f"{seed}-{number}.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
