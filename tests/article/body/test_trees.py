"""Trees in NumPy."""

import numpy as np
import pytest

from worker.article.body.trees import Trees


def stump() -> Trees:
    """Feature 1 above 0.5: log odds 2, else -2."""
    return Trees(
        feature=np.array([1, 0, 0], np.int16),
        threshold=np.array([0.5, np.inf, np.inf], np.float32),
        left=np.array([1, 1, 2], np.int32),
        value=np.array([0, -2, 2], np.float32),
        roots=np.array([0], np.int32),
    )


def test_what_is_above_the_threshold_goes_right() -> None:
    matrix = np.array([[9, 9, 9], [0.4, 0.5, 0.6]], np.float32)

    assert stump().probability(matrix) == pytest.approx([0.1192, 0.1192, 0.8808], abs=1e-4)


def test_a_line_scores_the_same_among_few_and_many() -> None:
    matrix = np.random.default_rng(1).random((2, 5000), np.float32)

    assert np.array_equal(stump().probability(matrix)[4000:4003], stump().probability(matrix[:, 4000:4003]))


def test_no_lines_have_no_scores() -> None:
    assert len(stump().probability(np.zeros((2, 0), np.float32))) == 0
