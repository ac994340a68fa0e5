"""The line model: lexicon, stages and their columns, as one file of arrays that is read without pickles."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats
from worker.article.body.lexicon import Lexicon
from worker.article.body.trees import Trees
from worker.article.data.weights import weights
from worker.errors import SettingsError

__all__ = ["Kind", "Model", "Stage", "model", "read_model", "written_model"]

Kind = Literal["page", "text"]


@dataclass(frozen=True, slots=True)
class Stage:
    """Trees, and the columns they look at, by name and in order."""

    columns: tuple[str, ...]
    trees: Trees

    def scores(self, found: Mapping[str, npt.NDArray[Any]]) -> Floats:
        """Score of each line, 0 to 1; `found` has at least the stage's columns."""
        matrix = np.empty((len(self.columns), len(found[self.columns[0]])), np.float32)
        for row, name in enumerate(self.columns):
            matrix[row] = found[name]
        return self.trees.probability(matrix)


@dataclass(frozen=True, slots=True)
class Model:
    """All that is learnt about one kind of input."""

    version: str
    lexicon: Lexicon
    stages: Mapping[str, Stage]
    """`first`; for pages one a voter, too, which sees the first's scores, and the votes so far."""
    doubts: Mapping[str, float]
    """By voter: from this doubt of the scores so far on, it is asked."""


@cache
def model(kind: Kind, own: bytes | None = None) -> Model:
    """The model in the weights `own`, else the one that came with the package; read once."""
    return read_model(weights(kind) if own is None else own)


def read_model(data: bytes) -> Model:
    """The model in `data`, as `written_model` wrote it.

    Raises: SettingsError when a release wrote it that had other stages.
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        about = json.loads(arrays["about"].tobytes())
        lexicon = Lexicon(
            **{name: arrays[name] for name in _KEYS},
            **{name: arrays[name].astype(np.float32) for name in _ODDS},
            tokens=about["tokens"],
        )
        stages = {
            name: Stage(tuple(columns), Trees(**{part: arrays[f"{name}.{part}"] for part in _TREE_PARTS}))
            for name, columns in about["stages"].items()
        }
    if strange := stages.keys() - _STAGES:
        told = f"the weights {about['version']} have the stage {min(strange)}, which is no more; train them again"
        raise SettingsError(told)
    return Model(about["version"], lexicon, stages, about["doubts"])


def written_model(given: Model) -> bytes:
    """`given` as a file; equal models give equal bytes."""
    lexicon = given.lexicon
    stages = {name: list(stage.columns) for name, stage in given.stages.items()}
    about = {"version": given.version, "tokens": dict(lexicon.tokens), "stages": stages, "doubts": dict(given.doubts)}
    arrays: dict[str, npt.NDArray[Any]] = {
        "about": np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8),
        **{name: getattr(lexicon, name) for name in _KEYS},
        **{name: getattr(lexicon, name).astype(np.float16) for name in _ODDS},
    }
    for name, stage in given.stages.items():
        arrays |= {f"{name}.{part}": getattr(stage.trees, part) for part in _TREE_PARTS}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


_KEYS: Final = ("word_keys", "phrase_keys")
_ODDS: Final = ("word_odds", "phrase_odds")
_STAGES: Final = frozenset(["first", "resiliparse", "trafilatura"])
_TREE_PARTS: Final = ("feature", "threshold", "left", "value", "roots")
