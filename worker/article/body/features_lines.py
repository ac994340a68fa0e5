"""What is known of each line of a page or a text: what its words say, where it stands, and the lines around it."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats
from worker.article.body.features_known import Known
from worker.article.body.series import best_run, log, sums
from worker.article.lines import Lines

__all__ = ["REACHES", "Columns", "around_columns", "densest_run", "repeats", "run_columns", "word_columns"]

Columns = dict[str, npt.NDArray[Any]]
REACHES: Final = (2, 5, 12)
"""Lines to each side that a window takes in."""


def word_columns(seen: Known, odds: Floats) -> Columns:
    """How many words a line has, and the mean and sum of their log odds; `odds` has a row a word."""
    signs = seen.signs
    total = np.bincount(signs.word_line, odds, len(seen.words)).astype(np.float32)
    return {
        "words": log(signs.words),
        "prose": log(seen.prose),
        "word_mean": total / np.maximum(signs.words, 1),
        "word_sum": np.clip(total, -12, 12),
    }


def around_columns(values: Mapping[str, npt.NDArray[Any]]) -> Columns:
    """The mean of each of `values` over the lines within each of `REACHES`."""
    before = sums(np.stack(list(values.values())))
    count = before.shape[1] - 1
    farthest = max(REACHES)
    at = np.arange(-farthest, count + farthest + 1).clip(0, count)
    before = before.take(at, axis=1)  # so far beyond both ends that every window is a slice
    found: Columns = {}
    for reach in REACHES:
        low, high = farthest - reach, farthest + reach + 1
        width = at[high : high + count] - at[low : low + count]
        means = (before[:, high : high + count] - before[:, low : low + count]) / width
        found |= {f"{name}_around_{reach}": mean for name, mean in zip(values, means, strict=True)}
    return found


def run_columns(plain: Floats, run: tuple[int, int]) -> Columns:
    """How much of the page's `plain` prose stands above and below a line, and whether it is in `run`, the densest."""
    count = len(plain)
    at = np.arange(count)
    masses = sums(plain)
    total = max(float(masses[-1]), 1.0)
    start, end = run
    return {
        "above": masses[:-1] / total,
        "below": (masses[-1] - masses[1:]) / total,
        "in_run": (at >= start) & (at < end),
        "page_prose": np.full(count, log(total)),
    }


def densest_run(seen: Known) -> tuple[int, int]:
    """Start and end of the lines with the most words in sentences, each line paying a toll."""
    loose = np.where(seen.words > 15, 0.5 * seen.words, 0)
    worth = np.where(seen.signs.ends > 0, seen.words, loose) - _RUN_TOLL
    return best_run(worth.astype(np.float32))


_RUN_TOLL: Final = 10.0


def repeats(lines: Lines) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """How often each line stands in the page, and whether it stood there before."""
    first: dict[str, int] = {}
    earlier = np.fromiter(map(first.setdefault, lines.text, range(len(lines))), np.intp, len(lines))
    times = np.bincount(earlier, minlength=len(earlier))[earlier]
    return times, earlier < np.arange(len(earlier))
