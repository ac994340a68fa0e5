"""One long trial: `python -m tests.chaos --seed 1 --kills 300 --articles 50000`.

Breaks the system in every way that `breaks.py` knows, prints what became of all articles, and fails if one was lost or
stored twice.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.breaks import BREAKS
from tests.chaos.trial import open_trial


def main() -> None:
    """Run one trial by the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--kinds", default=",".join(BREAKS))
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fsync", choices=["always", "everysec"], default="always")
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    breaks = [kinds[turn % len(kinds)] for turn in range(options.kills)]
    random.Random(options.seed).shuffle(breaks)  # noqa: S311 -- to be repeated, not to be secret
    with tempfile.TemporaryDirectory() as folder, open_trial(Path(folder), options.seed, options.fsync) as trial:
        began = time.monotonic()
        try:
            trial.run(options.articles, breaks)
        finally:
            sys.stdout.write(f"{trial.told()}\n{time.monotonic() - began:.0f} s in all\n")
        trial.check()
        sys.stdout.write("nothing lost, nothing twice: ledger, stream and folder agree\n")


if __name__ == "__main__":
    main()
