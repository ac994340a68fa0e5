"""Trees as the training library has them, made into the arrays that inference walks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import lightgbm
import numpy as np

from worker.article.body.trees import Trees

__all__ = ["averaged", "exported", "joined"]


def exported(booster: lightgbm.Booster) -> Trees:
    """The library's trees as arrays, the children of a node side by side."""
    nodes: list[dict[str, Any]] = []
    rows: list[tuple[int, float, int, float]] = []
    roots = []
    for tree in booster.dump_model()["tree_info"]:
        roots.append(len(nodes))
        nodes.append(tree["tree_structure"])
        while len(rows) < len(nodes):
            node = nodes[len(rows)]
            if "leaf_value" in node:
                rows.append((0, float("inf"), len(rows), node["leaf_value"]))
            else:
                rows.append((node["split_feature"], _rounded_down(node["threshold"]), len(nodes), 0.0))
                nodes += [node["left_child"], node["right_child"]]
    feature, threshold, left, value = zip(*rows, strict=True)
    return Trees(
        np.array(feature, np.int16),
        np.array(threshold, np.float32),
        np.array(left, np.int32),
        np.array(value, np.float32),
        np.array(roots, np.int32),
    )


def joined(first: Trees, more: Trees) -> Trees:
    """The trees of both, whose margins are the sum."""
    count = len(first.feature)
    return Trees(
        np.concatenate([first.feature, more.feature]),
        np.concatenate([first.threshold, more.threshold]),
        np.concatenate([first.left, (more.left + count).astype(np.int32)]),
        np.concatenate([first.value, more.value]),
        np.concatenate([first.roots, (more.roots + count).astype(np.int32)]),
    )


def averaged(models: Sequence[Trees]) -> Trees:
    """All their trees, whose margins are the mean of those of `models`, of which there is one at least."""
    share = np.float32(1 / len(models))
    return reduce(joined, [replace(trees, value=trees.value * share) for trees in models])


def _rounded_down(threshold: float) -> float:
    """The greatest 32-bit number not above `threshold`: lines are 32-bit, so that no comparison comes out otherwise."""
    near = np.float32(threshold)
    return float(near if near <= threshold else np.nextafter(near, np.float32("-inf")))
