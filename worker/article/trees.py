"""Gradient-boosted trees in NumPy: no training library, one thread, nothing kept between calls."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.characters import Floats

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
        count = matrix.shape[1]
        flat = np.ascontiguousarray(matrix).ravel()
        column = np.arange(count, dtype=np.int32)
        row = self.feature.astype(np.int32) * np.int32(count)
        node = np.repeat(self.roots[:, None], count, axis=1)
        while True:
            right = flat.take(row.take(node) + column) > self.threshold.take(node)
            below = self.left.take(node) + right
            if np.array_equal(below, node):
                margins: npt.NDArray[np.float64] = self.value.take(node).sum(axis=0, dtype=np.float64)
                return margins
            node = below


_SLICE: Final = 2048
"""Lines at a time, so that what is in hand stays in the processor's cache and memory does not grow with the page."""
