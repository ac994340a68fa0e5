"""How the trees of each kind and stage grow; with `extend` and `exported_trees` all that knows the training library."""

from collections.abc import Mapping
from typing import Any, Final

import lightgbm
import numpy as np
import numpy.typing as npt

from worker.article.body.model import Kind
from worker.article.body.trees import Trees
from worker.quality.exported_trees import averaged, exported

__all__ = ["Targets", "boosted"]

Targets = tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]
"""Labels and weights of lines."""


def boosted(values: npt.NDArray[np.float32], targets: Targets, kind: Kind, stage: str, seed: int) -> Trees:
    """Trees learnt from `values`, a row a line; the same input and seed give the same trees.

    Where a kind has several seeds, the mean of their log odds swings less than one seed's, by half.
    """
    data = lightgbm.Dataset(values, targets[0], weight=targets[1])
    settings, rounds = {**_SETTINGS, **_SHAPES[kind]}, _ROUNDS[kind][stage]
    seeds = range(seed, seed + _SEEDS[kind])
    return averaged(
        [exported(lightgbm.train({**settings, "seed": one}, data, num_boost_round=rounds)) for one in seeds]
    )


_SEEDS: Final[Mapping[Kind, int]] = {"page": 2, "text": 1}
_ROUNDS: Final[Mapping[Kind, Mapping[str, int]]] = {
    "page": {"first": 65, "voted": 40},
    "text": {"first": 100, "second": 100},
}
_SHAPES: Final[Mapping[Kind, Mapping[str, float]]] = {
    "page": {"learning_rate": 0.15, "num_leaves": 24, "max_depth": 7},
    "text": {"learning_rate": 0.12, "num_leaves": 16, "max_depth": 5},  # as good here, at half of the cost
}
_SETTINGS: Final[Mapping[str, Any]] = {
    "objective": "binary",
    "min_data_in_leaf": 60,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "force_col_wise": True,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}
