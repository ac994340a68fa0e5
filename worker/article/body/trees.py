"""Gradient-boosted trees in NumPy: no training library, one thread, nothing kept between calls."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats, Ints

__all__ = ["Trees"]

_Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Trees:
    """All nodes of all trees in one row, the right child of a node beside its left one.

    A leaf is its own left child with a threshold that nothing passes, so that walking on changes nothing.
    """

    feature: npt.NDArray[np.int16]
    """Row of the matrix that a node looks at."""
    threshold: Floats
    """What is above it goes right."""
    left: npt.NDArray[np.int32]
    value: Floats
    """Log odds that a leaf adds; 0 for other nodes."""
    roots: npt.NDArray[np.int32]
    _levels: tuple[tuple[Ints, Floats], ...] = field(init=False, repr=False, compare=False)
    """Features and thresholds of the nodes at each depth, a row a tree.

    Leaves are carried down to the last depth, so that the children of node `n` are `2n` and `2n + 1` of the next.
    """
    _leaves: Floats = field(init=False, repr=False, compare=False)
    """Values below the last of them."""

    def __post_init__(self) -> None:
        """Lay the nodes out by depth; each doubles the row, and training stops at 7."""
        levels = []
        node = self.roots[:, None]
        while (is_inner := self.left[node] != node).any():
            levels.append((self.feature[node].astype(np.intp), self.threshold[node]))
            left = self.left[node]
            node = np.stack([left, left + is_inner], axis=-1).reshape(len(node), -1)
        object.__setattr__(self, "_levels", tuple(levels))
        object.__setattr__(self, "_leaves", self.value[node].ravel())

    def probability(self, matrix: npt.NDArray[Any]) -> Floats:
        """Probability of each line; `matrix` is float32, a row a feature, a column a line."""
        parts = [self._margins(matrix[:, at : at + _SLICE]) for at in range(0, matrix.shape[1], _SLICE)]
        margins = np.concatenate(parts) if parts else np.zeros(0)
        return (1 / (1 + np.exp(-margins))).astype(np.float32)

    def _margins(self, matrix: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Log odds of each line: all trees walk one step at a time, in memory that is taken once."""
        count = matrix.shape[1]
        flat = np.ascontiguousarray(matrix).ravel()
        column = np.arange(count)
        node = self._near_root(matrix)
        place = np.empty_like(node)
        seen, bound = np.empty((2, *node.shape), np.float32)
        for feature, threshold in self._levels[_ROWWISE:]:
            (feature.ravel() * count).take(node, out=place, mode="clip")  # the default mode would copy what it writes
            place += column
            flat.take(place, out=seen, mode="clip")
            threshold.ravel().take(node, out=bound, mode="clip")
            node += node
            node += seen > bound
        margins: npt.NDArray[np.float64] = self._leaves.take(node, out=seen, mode="clip").sum(axis=0, dtype=np.float64)
        return margins

    def _near_root(self, matrix: npt.NDArray[Any]) -> Ints:
        """The nodes after `_ROWWISE` steps: near the root, whole rows are compared for less than values one by one."""
        top = self._levels[:_ROWWISE]
        steps: list[_Bools] = []
        for feature, threshold in top:
            passes = [matrix.take(feature[:, at], axis=0) > threshold[:, at, None] for at in range(1 << len(steps))]
            for step in steps:
                half = len(passes) // 2
                passes = [_chosen(step, *both) for both in zip(passes[:half], passes[half:], strict=True)]
            steps += passes
        offset = np.zeros((len(self.roots), matrix.shape[1]), np.int8)
        for step in steps:
            offset += offset
            offset += step
        node: Ints = offset + (np.arange(len(self.roots)) << len(top))[:, None]
        return node


def _chosen(which: _Bools, left: _Bools, right: _Bools) -> _Bools:
    """`right` where `which` is true, else `left`: without a branch it takes a tenth of the time of `np.where`."""
    return left ^ (which & (left ^ right))


_ROWWISE: Final = 3
_SLICE: Final = 2048
"""Lines at a time, so that what is in hand stays in the processor's cache and memory does not grow with the page."""
