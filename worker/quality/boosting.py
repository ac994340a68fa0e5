"""How the trees of each kind and stage grow; with `extend` and `exported_trees` all that knows the training library."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import lightgbm
import numpy as np
import numpy.typing as npt

from worker.article.body.model import Kind
from worker.article.body.trees import Trees
from worker.quality.exported_trees import averaged, exported

__all__ = ["COMMON_SETTINGS", "Targets", "boosted"]

Targets = tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]
"""Labels and weights of lines."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How many trees there are, and how large."""

    rounds: int
    leaves: int
    depth: int
    rate: float
    seeds: int = 1
    """Whose log odds are averaged: the mean of several swings less than one seed's, by half."""


def boosted(values: npt.NDArray[np.float32], targets: Targets, kind: Kind, stage: str, seed: int) -> Trees:
    """Trees learnt from `values`, a row a line; the same input and seed give the same trees."""
    data = lightgbm.Dataset(values, targets[0], weight=targets[1])
    shape = _SHAPES[kind, stage]
    settings = {
        **_SETTINGS,
        "num_leaves": shape.leaves,
        "max_depth": shape.depth,
        "learning_rate": shape.rate,
    }
    seeds = range(seed, seed + shape.seeds)
    return averaged(
        [exported(lightgbm.train({**settings, "seed": one}, data, num_boost_round=shape.rounds)) for one in seeds]
    )


_VOTED: Final = _Shape(rounds=40, leaves=24, depth=7, rate=0.15, seeds=3)  # few pages pay for it
_SHAPES: Final[Mapping[tuple[Kind, str], _Shape]] = {
    ("page", "teacher"): _Shape(rounds=65, leaves=24, depth=7, rate=0.15, seeds=2),
    ("page", "first"): _Shape(rounds=140, leaves=16, depth=5, rate=0.12),
    ("page", "resiliparse"): _VOTED,
    ("page", "trafilatura"): _VOTED,
    ("text", "first"): _Shape(rounds=65, leaves=24, depth=7, rate=0.15, seeds=2),
}
COMMON_SETTINGS: Final[Mapping[str, Any]] = {
    "objective": "binary",
    "feature_fraction": 0.3,
    "lambda_l2": 5,
    "max_bin": 63,
    "force_col_wise": True,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}
"""Of all trees, those that go on from a model's too."""
_SETTINGS: Final[Mapping[str, Any]] = {
    **COMMON_SETTINGS,
    "min_data_in_leaf": 60,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
}
