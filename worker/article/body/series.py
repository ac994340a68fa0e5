"""Arithmetic over a run of lines: shifts, windows, distances and the best run."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats

__all__ = ["FAR", "best_run", "log", "share_around", "shifted", "signed_log", "since", "sums", "until", "window"]

FAR: Final = 60
"""Distances are cut off here."""

_Array = npt.NDArray[Any]


def log(values: _Array | float) -> Any:  # noqa: ANN401 -- an array for an array, a number for a number
    """Logarithm of 1 + x, for counts and distances."""
    return np.log1p(values)


def signed_log(values: _Array) -> _Array:
    """Logarithm of 1 + |x| with the sign of x, for distances that have a direction."""
    result: _Array = np.sign(values) * np.log1p(np.abs(values))
    return result


def shifted(values: _Array, by: int, fill: float = -1.0) -> Floats:
    """The value `by` lines further down; `fill` beyond the ends."""
    moved = np.full(len(values), fill, np.float32)
    if abs(by) < len(values):
        if by < 0:
            moved[-by:] = values[:by]
        else:
            moved[: len(values) - by] = values[by:]
    return moved


def sums(values: _Array) -> npt.NDArray[np.float64]:
    """Sums before each line, and of all: one longer than `values`, or than each of their rows."""
    result = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    values.cumsum(axis=-1, dtype=np.float64, out=result[..., 1:])
    return result


def window(before: npt.NDArray[np.float64], reach: int) -> tuple[_Array, _Array]:
    """Sum over the lines within `reach` of each line, and how many those are; `before` comes from `sums`."""
    count = before.shape[-1] - 1
    at = np.arange(count)
    low, high = np.maximum(0, at - reach), np.minimum(count, at + reach + 1)
    return before.take(high, axis=-1) - before.take(low, axis=-1), high - low


def share_around(shares: Floats, words: Floats, reach: int) -> _Array:
    """The share of the words within `reach` of each line, where each line has the `shares` of its own."""
    mass, _ = window(sums(shares * words), reach)
    size, _ = window(sums(words), reach)
    found: _Array = mass / (size + 1)
    return found


def since(marked: _Array) -> _Array:
    """Lines since the last marked line above, at most `FAR`; `marked` is one row of lines, or several."""
    count = marked.shape[-1]
    at = np.arange(count)
    last = np.full(marked.shape, -FAR - count)
    if count > 1:
        last[..., 1:] = np.maximum.accumulate(np.where(marked, at, last), axis=-1)[..., :-1]
    distance: _Array = np.minimum(at - last, FAR)
    return distance


def until(marked: _Array) -> _Array:
    """Lines to the next marked line below, at most `FAR`."""
    return since(marked[::-1])[::-1]


def best_run(values: _Array) -> tuple[int, int]:
    """Start and end (exclusive) of the run with the greatest sum; (0, 0) where none is positive."""
    before = sums(values)
    low = np.minimum.accumulate(before)
    end = int(np.argmax(before - low))
    return int(np.argmax(before[: end + 1] == low[end])), end
