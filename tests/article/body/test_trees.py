"""Trees in NumPy."""

import numpy as np
import numpy.typing as npt
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


@pytest.mark.parametrize("deepest", [0, 1, 2, 3, 6])
def test_each_line_ends_in_the_leaf_that_a_walk_by_hand_ends_in(deepest: int) -> None:
    trees = grown(deepest, count=20, seed=deepest)
    matrix = np.random.default_rng(7).random((4, 50), np.float32)

    by_hand = [sum(walked(trees, int(root), line) for root in trees.roots) for line in matrix.T]

    assert trees.probability(matrix) == pytest.approx(1 / (1 + np.exp(-np.array(by_hand))), abs=1e-6)


def grown(deepest: int, count: int, seed: int) -> Trees:
    """Trees of up to `deepest` steps whose branches end where chance has it; some are a single leaf."""
    chance = np.random.default_rng(seed)
    rows: list[tuple[int, float, int, float]] = []
    roots = []
    for _ in range(count):
        roots.append(len(rows))
        open_nodes = [(len(rows), 0)]
        rows.append((0, 0.0, 0, 0.0))
        for at, depth in open_nodes:
            if depth < deepest and chance.random() < 0.8:
                rows[at] = (int(chance.integers(4)), float(chance.random()), len(rows), 0.0)
                open_nodes += [(len(rows), depth + 1), (len(rows) + 1, depth + 1)]
                rows += [(0, 0.0, 0, 0.0)] * 2
            else:
                rows[at] = (0, float("inf"), at, float(chance.normal()))
    feature, threshold, left, value = (np.array(column) for column in zip(*rows, strict=True))
    return Trees(
        feature.astype(np.int16),
        threshold.astype(np.float32),
        left.astype(np.int32),
        value.astype(np.float32),
        np.array(roots, np.int32),
    )


def walked(trees: Trees, node: int, line: npt.NDArray[np.float32]) -> float:
    """Log odds of the leaf that `line` comes to from `node`."""
    while trees.left[node] != node:
        node = int(trees.left[node]) + int(line[trees.feature[node]] > trees.threshold[node])
    return float(trees.value[node])
