"""Learn the line model from gold pages, and measure it on sites or sets that it has not seen."""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats
from worker.article.body.checks import taken_back
from worker.article.body.features_verdict import doubt
from worker.article.body.model import Kind, Model, Stage, written_model
from worker.article.body.trees import Trees
from worker.article.body.votes import VOTERS
from worker.article.trafilatura_fence import extraction
from worker.quality.boosting import Targets, boosted
from worker.quality.examples import Example, examples, fold_of
from worker.quality.gold import GoldPage, digest, read_gold
from worker.quality.lexicons import fit_lexicon
from worker.quality.matrices import first_matrix, voted_matrix
from worker.quality.score import PageScore, score_page, score_pages
from worker.quality.taught import taught_examples

__all__ = ["Figures", "Split", "held_out_figures", "train"]

Split = Literal["site", "set"]
Figures = dict[str, dict[str, dict[str, float]]]
"""By stage, then by form and set: the fields of `score.Score`."""


def train(gold_paths: Sequence[Path], out_dir: Path, seed: int) -> dict[str, Any]:
    """Learn both models and write them and their card to `out_dir`; returns the card.

    Figures in the card are out of fold: no page was scored by a model that had seen its site. The same files, seed and
    library give the same bytes.
    """
    pages = _pages(gold_paths)
    figures: dict[Kind, Figures] = {}
    versions: dict[Kind, str] = {}
    out_dir.mkdir(parents=True, exist_ok=True)
    for kind, given in _given(pages, seed):
        learnt, figures[kind] = _learn(given, kind, seed)
        versions[kind] = learnt.version
        (out_dir / f"{kind}_model.npz").write_bytes(written_model(learnt))
    card = {
        "versions": versions,
        "seed": seed,
        "trainedWith": f"lightgbm {version('lightgbm')}",
        "sets": [{"name": path.name, "sha256": digest(path), **_ORIGINS.get(path.name, {})} for path in gold_paths],
        "figures": figures,
    }
    text = json.dumps(card, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (out_dir / "model_card.json").write_text(text, encoding="utf-8")
    return card


def held_out_figures(gold_paths: Sequence[Path], kind: Kind, split: Split, seed: int) -> Figures:
    """Figures on pages whose site, or whose whole data set, the model has not seen; nothing is written.

    Sets whose names agree up to the first `_` count as one.
    """
    given = next(given for own, given in _given(_pages(gold_paths), seed) if own == kind)
    return _Learner(given, _folds(given, split), seed).figures()


_FOLDS: Final = 5
_ASKED_SHARES: Final[Mapping[str, float]] = {"resiliparse": 0.1, "trafilatura": 0.015}
"""Of gold pages, those whose doubt asks for the vote."""
_STRESSED_SHARES: Final[Mapping[str, float]] = {"resiliparse": 0.2, "trafilatura": 0.1}
_STRESS: Final = 20.0
"""Weight of the pages in most doubt when a voted stage learns, which decides about such pages alone."""
_ORIGINS: Final[Mapping[str, Mapping[str, str]]] = {
    f"{name}.jsonl.gz": {"origin": origin, "licence": licence}
    for name, origin, licence in (
        ("wcxb_dev", "Murrough-Foley/web-content-extraction-benchmark, articles", "CC-BY-4.0"),
        ("wcxb_test", "Murrough-Foley/web-content-extraction-benchmark, articles", "CC-BY-4.0"),
        ("fundus_tests", "flairNLP/fundus, parser test pages", "MIT"),
        ("newspaper4k_tests", "AndyTheFactory/newspaper4k, test pages", "MIT"),
        ("mozilla", "mozilla/readability, test pages (weight 1/4, not scored)", "Apache-2.0"),
        ("trafilatura_eval", "adbar/trafilatura, evaluation pages (taught, not scored)", "Apache-2.0"),
    )
}


class _Learner:
    """Examples, and what is learnt from all but one fold of them, fold by fold."""

    def __init__(self, given: Sequence[Example], folds: Sequence[int], seed: int) -> None:
        self.given = given
        self.seed = seed
        self.lexicon = fit_lexicon(given)
        self.kind: Kind = "page" if given[0].form == "html" else "text"
        sizes = [len(example.lines) for example in given]
        self._cuts = np.cumsum(sizes)[:-1]
        self._labels, self._weights = _joined(given)
        self._folds = np.repeat(folds, sizes)
        self._taught = np.repeat([example.is_taught for example in given], sizes)
        first = first_matrix(given, folds)
        self.matrices = {"first": first}
        self.scores = {"first": self._held_out(first.values, "first")}
        self.limits: dict[str, float] = {}
        self._stress: dict[str, npt.NDArray[np.float64]] = {}
        self._settled = self.scores["first"]
        if self.kind == "page":
            self._learn_votes(sizes)

    def stages(self) -> dict[str, Stage]:
        """All stages, learnt from everything."""
        everything = np.ones(len(self._labels), bool)
        return {
            name: Stage(matrix.names, self._boosted(matrix.values, everything, name))
            for name, matrix in self.matrices.items()
        }

    def figures(self) -> Figures:
        """Held-out figures of the first stage, of what is shipped (see `body.find_body`), of the reference."""
        shipped = [self._shipped(row) for row in range(len(self.given))]
        answers = {
            name: [example.answer(own) for example, own in zip(self.given, scores, strict=True)]
            for name, scores in (("first", self.scores["first"]), ("shipped", shipped))
        }
        if self.kind == "page":
            answers["trafilatura"] = [_reference(example) for example in self.given]
        return {name: self._score(own) for name, own in answers.items()}

    def _learn_votes(self, sizes: Sequence[int]) -> None:
        """One voter after the other, as `votes.scored` asks them; `sizes` are the examples' lines."""
        asked = np.array([self.lexicon.knows(example.seen.signs.word_hash) for example in self.given])
        latest = self.scores["first"]
        for count, voter in enumerate(VOTERS, 1):
            doubts = self._doubts(latest)
            is_stressed = doubts >= self._least_doubt_of(_STRESSED_SHARES[voter], doubts)
            self._stress[voter] = np.repeat(np.where(is_stressed, _STRESS, 1.0), sizes)
            matrix = voted_matrix(self.given, self.matrices["first"], self.scores["first"], VOTERS[:count])
            self.matrices[voter] = matrix
            latest = self.scores[voter] = self._held_out(matrix.values, voter)
            doubts = np.where(asked, self._doubts(self._settled), 0.0)
            self.limits[voter] = self._least_doubt_of(_ASKED_SHARES[voter], doubts)
            asked &= doubts >= self.limits[voter]
            self._settled = [
                new if is_asked else old for new, old, is_asked in zip(latest, self._settled, asked, strict=True)
            ]

    def _shipped(self, row: int) -> Floats:
        """Scores as the body step makes them: of doubtful pages those after the votes."""
        scores = self._settled[row].copy()
        example = self.given[row]
        scores[list(taken_back(example.lines, example.seen.own, scores.tolist()))] = 0
        return scores

    def _doubts(self, scores: Sequence[Floats]) -> npt.NDArray[np.float64]:
        return np.array([doubt(own, e.seen.signs.words) for own, e in zip(scores, self.given, strict=True)])

    def _least_doubt_of(self, share: float, doubts: npt.NDArray[np.float64]) -> float:
        """The doubt from which on the `share` of the gold pages in most doubt begins."""
        gold = [own for own, example in zip(doubts, self.given, strict=True) if not example.is_taught]
        return round(float(np.quantile(gold, 1 - share)), 4)

    def _held_out(self, values: npt.NDArray[np.float32], stage: str) -> list[Floats]:
        scores = np.zeros(len(values), np.float32)
        for fold in np.unique(self._folds):
            held = self._folds == fold
            if not held.all():
                scores[held] = self._boosted(values, ~held, stage).probability(values[held].T)
        return np.split(scores, self._cuts)

    def _boosted(self, values: npt.NDArray[np.float32], rows: npt.NDArray[np.bool_], stage: str) -> Trees:
        weights = self._weights
        if stage in VOTERS:
            rows = rows & ~self._taught  # their labels are half votes: the stage would learn to trust votes
            weights = weights * self._stress[stage]
        return boosted(values[rows], (self._labels[rows], weights[rows]), self.kind, stage, self.seed)

    def _score(self, answers: Sequence[str]) -> dict[str, dict[str, float]]:
        by_set: dict[str, list[PageScore]] = {}
        for example, answer in zip(self.given, answers, strict=True):
            if example.is_taught:
                continue
            name = f"{example.form} {example.page.set_name}"
            by_set.setdefault(name, []).append(score_page(example.page.body, answer))
        return {
            name: {key: round(value, 4) for key, value in asdict(score_pages(pages)).items()}
            for name, pages in by_set.items()
        }


def _pages(gold_paths: Sequence[Path]) -> list[GoldPage]:
    return [page for path in gold_paths for page in read_gold(path)]


def _given(pages: Sequence[GoldPage], seed: int) -> Iterator[tuple[Kind, list[Example]]]:
    """Examples with markup and then as texts: of the gold pages, and what the others teach once they are labelled."""
    gold = [page for page in pages if page.body]
    with_markup = list(examples(gold, "page"))
    taught = list(_taught([page for page in pages if not page.body], with_markup, seed))
    yield "page", with_markup + taught
    labelled = [replace(example.page, body=example.answer(example.labels)) for example in taught]
    as_texts = (replace(example, is_taught=True) for example in examples(labelled, "text"))
    yield "text", [*examples(gold, "text"), *as_texts]


def _taught(pages: Sequence[GoldPage], gold: Sequence[Example], seed: int) -> Iterator[Example]:
    """Examples of `pages`, which have no gold body, labelled by a teacher that has learnt from `gold`."""
    if pages:
        matrix = first_matrix(gold, _folds(gold, "site"))
        teacher = Stage(matrix.names, boosted(matrix.values, _joined(gold), "page", "teacher", seed))
        yield from taught_examples(pages, fit_lexicon(gold), teacher)


def _folds(given: Sequence[Example], split: Split) -> list[int]:
    if split == "site":
        return [fold_of(example.page.site, _FOLDS) for example in given]
    names = sorted({example.page.set_name.split("_")[0] for example in given})
    return [names.index(example.page.set_name.split("_")[0]) for example in given]


def _learn(given: Sequence[Example], kind: Kind, seed: int) -> tuple[Model, Figures]:
    learner = _Learner(given, _folds(given, "site"), seed)
    unnamed = Model("", learner.lexicon, learner.stages(), learner.limits)
    name = f"{kind}-{hashlib.sha256(written_model(unnamed)).hexdigest()[:12]}"
    return Model(name, unnamed.lexicon, unnamed.stages, unnamed.doubts), learner.figures()


def _reference(example: Example) -> str:
    """The body as the reference extractor sees it, to measure against; not needed where a model made the labels."""
    found = None if example.is_taught else extraction(example.page.html, example.page.url, with_metadata=False)
    return found.text if found else ""


def _joined(given: Sequence[Example]) -> Targets:
    return np.concatenate([example.labels for example in given]), np.concatenate([e.weights for e in given])


if __name__ == "__main__":
    *gold, folder, seed_given = sys.argv[1:]
    print(json.dumps(train([Path(path) for path in gold], Path(folder), int(seed_given))["figures"], indent=1))  # noqa: T201
