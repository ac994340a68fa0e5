"""Gradient-boosted trees in NumPy: no training library, one thread, nothing kept between calls."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats

__all__ = ["Trees"]


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
    _steps: int = field(init=False, repr=False, compare=False)
    """From a root to the deepest leaf."""

    def __post_init__(self) -> None:
        """Count the steps once, so that no walk has to look whether it has arrived."""
        steps, nodes = 0, self.roots
        while len(nodes := self._below(nodes)):
            steps += 1
        object.__setattr__(self, "_steps", steps)

    def probability(self, matrix: npt.NDArray[Any]) -> Floats:
        """Probability of each line; `matrix` is float32, a row a feature, a column a line."""
        parts = [self._margins(matrix[:, at : at + _SLICE]) for at in range(0, matrix.shape[1], _SLICE)]
        margins = np.concatenate(parts) if parts else np.zeros(0)
        return (1 / (1 + np.exp(-margins))).astype(np.float32)

    def _margins(self, matrix: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Log odds of each line: all trees walk one step at a time, in memory that is taken once."""
        count = matrix.shape[1]
        flat = np.ascontiguousarray(matrix).ravel()
        column = np.arange(count, dtype=np.intp)
        row, left = self.feature.astype(np.intp) * count, self.left.astype(np.intp)
        node = self._after_two_steps(matrix)
        place, below = np.empty_like(node), np.empty_like(node)
        seen, bound = np.empty(node.shape, np.float32), np.empty(node.shape, np.float32)
        for _ in range(self._steps - 2):
            row.take(node, out=place, mode="clip")  # the default mode would copy what it writes
            place += column
            flat.take(place, out=seen, mode="clip")
            self.threshold.take(node, out=bound, mode="clip")
            left.take(node, out=below, mode="clip")
            below += seen > bound
            node, below = below, node
        margins: npt.NDArray[np.float64] = self.value.take(node).sum(axis=0, dtype=np.float64)
        return margins

    def _after_two_steps(self, matrix: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
        """The node of each tree and line: near the root, whole rows are compared for less than values one by one."""
        left = self.left[self.roots]
        right = np.where(left == self.roots, left, left + 1)
        goes_right = self._passes(matrix, self.roots)
        node = np.where(goes_right, self.left[right][:, None], self.left[left][:, None]).astype(np.intp)
        node += np.where(goes_right, self._passes(matrix, right), self._passes(matrix, left))
        return node

    def _passes(self, matrix: npt.NDArray[Any], nodes: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        passes: npt.NDArray[np.bool_] = matrix.take(self.feature[nodes], axis=0) > self.threshold[nodes][:, None]
        return passes

    def _below(self, nodes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        left = self.left[nodes]
        left = left[left != nodes]
        return np.concatenate([left, left + 1])


_SLICE: Final = 2048
"""Lines at a time, so that what is in hand stays in the processor's cache and memory does not grow with the page."""
