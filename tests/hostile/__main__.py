"""`python -m tests.hostile --cases 1000000`: hostile input by number, in as many processes as there are cores.

Prints each catastrophe once a place, with the number that makes its case again (`--show NUMBER` prints that), how many
cases of each kind ran, and how long. `--first` begins at another number.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from multiprocessing import Pool

from tests.golden import golden_pages
from tests.hostile.mix import case, what_is_wrong
from worker.article.rules import Rules
from worker.ingest import outcome_of

BLOCK = 1000
Found = list[tuple[int, str, str]]


def main() -> None:
    """Run cases by the arguments; exit code 1 if any is a catastrophe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    parser.add_argument("--show", type=int)
    options = parser.parse_args()
    if options.show is not None:
        _warm_up()
        shown = case(options.seed, options.show)
        sys.stdout.write(f"{shown.kind}: {shown.given!r}\n{what_is_wrong(shown, Rules())}\n")
        return
    began = time.monotonic()
    places: Counter[str] = Counter()
    ran: Counter[str] = Counter()
    spent = 0.0
    last = options.first + options.cases
    blocks = [(options.seed, n, min(n + BLOCK, last)) for n in range(options.first, last, BLOCK)]
    with Pool(options.processes, _warm_up) as pool:
        for counts, seconds, found in pool.imap_unordered(_block, blocks):
            ran += counts
            spent += seconds
            for number, kind, what in found:
                place = f"{kind}: {what[:60]}"
                places[place] += 1
                if places[place] == 1:
                    sys.stdout.write(f"{number} {kind}: {what}\n")
                    sys.stdout.flush()
            if time.monotonic() - began > options.seconds:
                break
    kinds = ", ".join(f"{count} {kind}" for kind, count in ran.most_common())
    told = f"{ran.total()} cases, seed {options.seed}: {places.total()} catastrophes at {len(places)} places"
    sys.stdout.write(f"{told}; {spent:.0f} s of CPU, {time.monotonic() - began:.0f} s\n{kinds}\n")
    sys.exit(1 if places else 0)


def _warm_up() -> None:
    """Load what the core loads at its first page, so that no case pays for it."""
    for page in golden_pages():
        outcome_of({"payload": json.dumps(page.payload()).encode()}, rules=Rules())


def _block(numbers: tuple[int, int, int]) -> tuple[Counter[str], float, Found]:
    seed, first, last = numbers
    counts: Counter[str] = Counter()
    found: Found = []
    began = time.process_time()
    for number in range(first, last):
        made = case(seed, number)
        counts[made.kind] += 1
        what = what_is_wrong(made, Rules())
        if what:
            found.append((number, made.kind, what))
    return counts, time.process_time() - began, found


if __name__ == "__main__":
    main()
