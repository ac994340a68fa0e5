"""Arithmetic over runs of lines."""

import numpy as np
import pytest

from worker.article.body.series import FAR, best_run, shifted, since, sums, until, window


@pytest.mark.parametrize(
    ("values", "run"),
    [([-1, 2, 3, -9, 4], (1, 3)), ([-1, -2], (0, 0)), ([], (0, 0)), ([1, -1, 5], (0, 3)), ([3, -4, 3], (0, 1))],
)
def test_the_best_run_has_the_greatest_sum(values: list[float], run: tuple[int, int]) -> None:
    assert best_run(np.array(values, float)) == run


def test_shifts_look_down_for_positive_steps() -> None:
    values = np.array([1.0, 2, 3])

    assert shifted(values, 1).tolist() == [2, 3, -1]
    assert shifted(values, -1, fill=0).tolist() == [0, 1, 2]
    assert shifted(values, 5).tolist() == [-1, -1, -1]


def test_distances_do_not_count_the_line_itself() -> None:
    marked = np.array([False, True, False, True])

    assert since(marked).tolist() == [FAR, FAR, 1, 2]
    assert until(marked).tolist() == [1, 2, 1, FAR]


def test_windows_are_cut_at_the_ends() -> None:
    total, size = window(sums(np.array([1.0, 1, 1, 1])), 1)

    assert total.tolist() == size.tolist() == [2, 3, 3, 2]
