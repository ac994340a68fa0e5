"""Gradient-boosted trees in NumPy: no training library, one thread, nothing kept between calls."""

from dataclasses import dataclass
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
        node = np.repeat(self.roots[:, None].astype(np.intp), count, axis=1)
        place, below = np.empty_like(node), np.empty_like(node)
        seen, bound = np.empty(node.shape, np.float32), np.empty(node.shape, np.float32)
        while True:
            row.take(node, out=place, mode="clip")  # the default mode would copy what it writes
            place += column
            flat.take(place, out=seen, mode="clip")
            self.threshold.take(node, out=bound, mode="clip")
            left.take(node, out=below, mode="clip")
            below += seen > bound
            if np.array_equal(below, node):
                margins: npt.NDArray[np.float64] = self.value.take(node).sum(axis=0, dtype=np.float64)
                return margins
            node, below = below, node


_SLICE: Final = 2048
"""Lines at a time, so that what is in hand stays in the processor's cache and memory does not grow with the page."""
