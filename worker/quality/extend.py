"""Own pages on top of a model: more trees that go on where its scores stand; the only other user of the library."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import lightgbm
import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats
from worker.article.body.features import Columns, columns
from worker.article.body.model import Kind, Model, Stage, written_model
from worker.article.body.votes import scored
from worker.errors import CopydeskError
from worker.quality.boosting import COMMON_SETTINGS
from worker.quality.examples import Example, examples, fold_of
from worker.quality.exported_trees import exported, joined
from worker.quality.gold import GoldPage, digest
from worker.quality.score import PageScore, score_page, score_pages
from worker.quality.train import Figures

__all__ = ["Own", "extend", "extended", "kept_scores", "prepared"]


@dataclass(frozen=True, slots=True)
class Own:
    """One of the user's pages, with what the first stage looks at."""

    example: Example
    found: Columns


def extend(
    gold_paths: Sequence[Path], pages: Sequence[GoldPage], given: Callable[[Kind], Model], out_dir: Path, seed: int
) -> dict[str, Any]:
    """Learn from `pages` on top of the `given` models; write both and their card to `out_dir`, return the card.

    Figures in the card are held out by page: "before" is the given model, "after" one that learnt from the other pages,
    those of the same site among them. The same pages, models and seed give the same bytes.

    Raises: CopydeskError when there are fewer than two pages with a body.
    """
    figures: dict[Kind, Figures] = {}
    versions: dict[Kind, str] = {}
    bases: dict[Kind, str] = {}
    for kind in _KINDS:
        base = given(kind)
        own = prepared(base, examples(pages, kind))
        if len({page.example.page.id for page in own}) < 2:
            raise CopydeskError("train needs two pages with a body at least, and helps from some ten of a site")
        out_dir.mkdir(parents=True, exist_ok=True)
        learnt = extended(base, own, kind, seed)
        figures[kind] = _held_out(base, own, kind, seed)
        versions[kind], bases[kind] = learnt.version, base.version
        (out_dir / f"{kind}_model.npz").write_bytes(written_model(learnt))
    sets = [{"name": path.name, "sha256": digest(path)} for path in gold_paths]
    card = {"versions": versions, "onTopOf": bases, "seed": seed, "sets": sets, "figures": figures}
    (out_dir / "model_card.json").write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return card


def prepared(base: Model, given: Iterable[Example]) -> list[Own]:
    """Examples as `base`, and whatever is learnt on top of it, sees them."""
    return [Own(example, columns(example.lines, base.lexicon, example.seen)) for example in given]


def extended(base: Model, own: Sequence[Own], kind: Kind, seed: int) -> Model:
    """`base` with trees learnt from `own` pages after its own in the first stage, which decides most."""
    stage = base.stages["first"]
    matrix = np.vstack([_matrix(stage, page.found) for page in own])
    scores = np.concatenate([stage.scores(page.found) for page in own]).astype(np.float64).clip(_LEAST, 1 - _LEAST)
    data = lightgbm.Dataset(
        matrix,
        np.concatenate([page.example.labels for page in own]),
        weight=np.concatenate([page.example.weights for page in own]),
        init_score=np.log(scores / (1 - scores)),
    )
    booster = lightgbm.train({**_SETTINGS, "seed": seed}, data, num_boost_round=_ROUNDS)
    trees = joined(stage.trees, exported(booster))
    unnamed = replace(base, version="", stages={**base.stages, "first": Stage(stage.columns, trees)})
    return replace(unnamed, version=f"{kind}-own-{hashlib.sha256(written_model(unnamed)).hexdigest()[:12]}")


def kept_scores(learnt: Model, page: Own) -> Floats:
    """The scores that decide on a page's lines, as the body step finds them."""
    example = page.example
    votes = {voter: partial(str, body) for voter, body in example.votes.items()}
    return scored(learnt, example.lines, example.seen, page.found, votes)[0]


_KINDS: Final[tuple[Kind, ...]] = ("page", "text")
_LEAST: Final = 1e-6
_ROUNDS: Final = 40
_SETTINGS: Final[Mapping[str, Any]] = {
    **COMMON_SETTINGS,
    "learning_rate": 0.1,
    "num_leaves": 7,
    "min_data_in_leaf": 1,  # the library guesses it from the second derivatives, which are tiny where we are sure
}
_FOLDS: Final = 10


def _matrix(stage: Stage, found: Columns) -> npt.NDArray[np.float32]:
    return np.stack([np.asarray(found[name], np.float32) for name in stage.columns], axis=1)


def _held_out(base: Model, own: Sequence[Own], kind: Kind, seed: int) -> Figures:
    """By "before" and "after", then by form and set."""
    folds = [fold_of(page.example.page.id, _FOLDS) for page in own]
    marks: dict[str, dict[str, list[PageScore]]] = {"before": {}, "after": {}}
    for fold in sorted(set(folds)):
        known = [page for page, own_fold in zip(own, folds, strict=True) if own_fold != fold]
        held = [page for page, own_fold in zip(own, folds, strict=True) if own_fold == fold]
        for when, model in (("before", base), ("after", extended(base, known, kind, seed) if known else base)):
            for page in held:
                gold = page.example.page
                answer = page.example.answer(kept_scores(model, page))
                marks[when].setdefault(f"{page.example.form} {gold.set_name}", []).append(score_page(gold.body, answer))
    return {when: {name: _rounded(pages) for name, pages in by_set.items()} for when, by_set in marks.items()}


def _rounded(pages: Sequence[PageScore]) -> dict[str, float]:
    return {key: round(value, 4) for key, value in asdict(score_pages(pages)).items()}
