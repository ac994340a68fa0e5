"""Learning from gold pages."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from worker.article.body.features import columns, known
from worker.article.body.model import read_model, written_model
from worker.article.body.trees import Trees
from worker.article.page import lines_of_page
from worker.article.rules import Limits
from worker.quality.flatten import FORMS
from worker.quality.gold import read_gold

lightgbm = pytest.importorskip("lightgbm")

SENTENCE = "The council of {0} voted on {1} to repair the old bridge over the river, and nobody spoke against it."


def gold_row(number: int) -> dict[str, str]:
    """A page of its own site with a menu, an article and a footer."""
    body = [SENTENCE.format(f"Town{number}", day) for day in ("Monday", "Tuesday", "Friday", "Sunday", "Thursday")]
    menu = "".join(f"<li><a href=#>{name}</a></li>" for name in ("Home", "News", "Sport", "Weather", "Contact us"))
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    article = f"<ul class=menu>{menu}</ul><div class=story>{paragraphs}</div><footer>© Town</footer>"
    html = f"<title>Town{number}</title>{article}"
    return {"id": str(number), "site": f"town{number}.example", "html": html, "body": "\n".join(body)}


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "towns.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(gold_row(number)) + "\n" for number in range(40))
    return path


@pytest.fixture(scope="module")
def trained(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from worker.quality.train import train  # noqa: PLC0415 -- needs the training library

    folder = tmp_path_factory.mktemp("model")
    train([gold], folder, 7)
    return folder


def test_training_twice_gives_the_same_bytes(gold: Path, trained: Path, tmp_path: Path) -> None:
    from worker.quality.train import train  # noqa: PLC0415 -- needs the training library

    train([gold], tmp_path, 7)

    for name in ("page_model.npz", "text_model.npz", "model_card.json"):
        assert (tmp_path / name).read_bytes() == (trained / name).read_bytes()


def test_what_is_learnt_holds_on_a_page_of_another_site(trained: Path) -> None:
    model = read_model((trained / "page_model.npz").read_bytes())
    lines = lines_of_page(gold_row(99)["html"], Limits())

    scores = model.stages["first"].scores(columns(lines, model.lexicon, known(lines)))

    assert (scores > 0.5).tolist() == [text.startswith("The council") for text in lines.text]


def test_a_model_is_read_as_it_was_written(trained: Path) -> None:
    data = (trained / "text_model.npz").read_bytes()

    assert written_model(read_model(data)) == data


def test_the_card_names_the_sets_and_their_digests(trained: Path) -> None:
    card = json.loads((trained / "model_card.json").read_text(encoding="utf-8"))

    assert [(row["name"], len(row["sha256"])) for row in card["sets"]] == [("towns.jsonl.gz", 64)]
    assert card["figures"]["page"]["first"]["html towns"]["f1"] > 0.95


def test_exported_trees_score_like_the_library() -> None:
    from worker.quality.exported_trees import exported  # noqa: PLC0415 -- needs the training library

    dice = np.random.default_rng(3)
    matrix = dice.random((3000, 6), np.float32)
    labels = (matrix[:, 0] + matrix[:, 1] * matrix[:, 2] > 0.8).astype(int)
    settings = {"objective": "binary", "verbose": -1, "num_threads": 1}
    booster = lightgbm.train(settings, lightgbm.Dataset(matrix, labels), num_boost_round=30)

    ours = exported(booster).probability(np.ascontiguousarray(matrix.T))

    assert np.abs(ours - booster.predict(matrix)).max() < 1e-6


def test_averaged_trees_have_the_mean_of_the_log_odds() -> None:
    from worker.quality.exported_trees import averaged  # noqa: PLC0415 -- needs the training library

    def leaf(value: float) -> Trees:
        return Trees(
            np.zeros(1, np.int16),
            np.array([np.inf], np.float32),
            np.zeros(1, np.int32),
            np.array([value], np.float32),
            np.zeros(1, np.int32),
        )

    probability = averaged([leaf(1.0), leaf(3.0)]).probability(np.zeros((1, 1), np.float32))

    assert probability[0] == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_whole_sets_can_be_held_out(gold: Path) -> None:
    from worker.quality.held_out import main  # noqa: PLC0415 -- needs the training library

    told = main(["page", "site", "7", str(gold)])

    assert told.count("html towns") == 3
    assert "| first | html towns | 40 | 1.000 |" in told


def test_pages_with_pieces_only_teach_and_are_not_scored(gold: Path) -> None:
    from worker.quality.train import _given  # noqa: PLC0415 -- needs the training library

    pages = list(read_gold(gold))
    held, foreign = (
        replace(pages[0], body="", pieces=("The council",)),
        replace(pages[1], body="", foreign=("The council",)),
    )

    given = dict(_given([*pages[2:], held, foreign], 7))

    taught = [example for kind in ("page", "text") for example in given[kind] if example.is_taught]
    assert [example.form for example in taught] == ["html", *FORMS]
    for example in taught:
        assert example.page.id == pages[0].id
        assert example.labels.tolist() == [int(text.startswith("The council")) for text in example.lines.text]
