"""Examples as matrices to learn from: a row a line, a column a feature, lexicons out of fold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats
from worker.article.body.features import columns
from worker.article.body.features_verdict import verdict_columns, vote_columns
from worker.quality.examples import Example
from worker.quality.lexicons import fit_lexicon

__all__ = ["Matrix", "first_matrix", "voted_matrix"]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A row a line of all examples, a column a feature."""

    names: tuple[str, ...]
    values: npt.NDArray[np.float32]


def first_matrix(given: Sequence[Example], folds: Sequence[int]) -> Matrix:
    """What the first stage sees; `folds` has a fold an example, and no lexicon has seen the fold it is used on."""
    found: list[Mapping[str, npt.NDArray[Any]]] = [{}] * len(given)
    for fold in sorted(set(folds)):
        lexicon = fit_lexicon([example for example, own in zip(given, folds, strict=True) if own != fold])
        for row, (example, own) in enumerate(zip(given, folds, strict=True)):
            if own == fold:
                found[row] = columns(example.lines, lexicon, example.seen)
    return _stacked(found)


def voted_matrix(given: Sequence[Example], first: Matrix, scores: Sequence[Floats], voters: Sequence[str]) -> Matrix:
    """What a voted stage sees: the first stage's `scores`, the votes of `voters`, and some columns of the line."""
    more = _stacked([_voted_columns(example, own, voters) for example, own in zip(given, scores, strict=True)])
    kept = [row for row, name in enumerate(first.names) if name in _KEPT]
    names = tuple(first.names[row] for row in kept)
    return Matrix(names + more.names, np.hstack([first.values[:, kept], more.values]))


_KEPT_OF_WORDS: Final = ("words", "prose", "in_run", "word_mean", "token_sum", "token_own")
_KEPT_OF_MARKUP: Final = ("tag", "linked", "mass_2", "root_0.6", "best_inside", "title_mass")
_KEPT: Final = frozenset(_KEPT_OF_WORDS + _KEPT_OF_MARKUP)
"""With all columns a voted stage was no better."""


def _voted_columns(example: Example, scores: Floats, voters: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    words = example.seen.signs.words
    found = verdict_columns(scores, words)
    for voter in voters:
        found |= vote_columns(voter, example.lines.text, example.votes[voter], scores, words)
    return found


def _stacked(found: Sequence[Mapping[str, npt.NDArray[Any]]]) -> Matrix:
    names = tuple(sorted(found[0]))
    rows = sum(len(own[names[0]]) for own in found)
    values = np.empty((rows, len(names)), np.float32)
    at = 0
    for own in found:
        size = len(own[names[0]])
        for column, name in enumerate(names):
            values[at : at + size, column] = own[name]
        at += size
    return Matrix(names, values)
