"""The verbs that measure and learn."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from worker.article.body.model import read_model
from worker.cli import copydesk
from worker.errors import CopydeskError

SENTENCE = "The council of {0} voted on {1} to repair the old bridge over the river, and nobody spoke against it."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "towns.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for town in ("Oslo", "Bergen", "Narvik"):
            body = [SENTENCE.format(town, day) for day in DAYS]
            html = f"<title>{town}</title><nav><a href=/>Home</a></nav><h1>{town}</h1><p>" + "<p>".join(body)
            row = {"id": town, "lang": "en", "html": html, "body": "\n".join(body), "title": town}
            file.write(json.dumps(row) + "\n")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(copydesk, [*map(str, arguments)])


def test_evaluate_prints_a_row_a_set_and_extractor(gold: Path) -> None:
    told = run("evaluate", gold, "--json", "--by-language", "--worst", "1", "--peers", "trafilatura,c4", "--limit", "2")

    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(row["extractor"], row["language"], row["pages"]) for row in rows[:-1]] == [
        (name, language, 2) for language in (None, "en") for name in ("copydesk", "trafilatura", "c4")
    ]
    assert rows[0]["f1"] > 0.9
    assert rows[0]["title"] == 1.0
    assert set(rows[-1]) == {"page", "set", "language", "copydesk", "trafilatura", "c4", "said"}


def test_evaluate_for_people_shows_figures_and_the_worst_pages(gold: Path) -> None:
    told = run("evaluate", gold, "--form", "inner", "--body", "model", "--worst", "1")

    assert "towns" in told.stdout
    assert "1.000" in told.stdout
    assert "worst pages" in told.stdout


def test_evaluate_refuses_a_peer_that_is_none(gold: Path) -> None:
    told = run("evaluate", gold, "--peers", "boilerpipe")

    assert isinstance(told.exception, CopydeskError)
    assert "no such peer" in str(told.exception)


def test_train_writes_a_model_on_top_of_ours(gold: Path, tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")

    told = run("train", gold, "--out", tmp_path / "own")

    assert "before" in told.stdout
    assert "after" in told.stdout
    for kind in ("page", "text"):
        assert read_model((tmp_path / "own" / f"{kind}_model.npz").read_bytes()).version.startswith(f"{kind}-own-")


def test_train_without_its_library_says_what_to_install(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.cli.train.find_spec", lambda _name: None)

    told = run("train", gold)

    assert "pip install 'copydesk[train]'" in str(told.exception)


def test_train_needs_two_pages(gold: Path, tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    one = tmp_path / "one.jsonl"
    one.write_text(gold.read_text("utf-8").splitlines()[0], encoding="utf-8")

    assert "two pages" in str(run("train", one, "--out", tmp_path / "own").exception)
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("verb", ["evaluate", "train"])
def test_gold_that_cannot_be_read_names_the_line(verb: str, tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    path = tmp_path / "towns.jsonl"
    path.write_text('{"html": "<p>x", "body": "x"}\n<html>\n', encoding="utf-8")

    told = run(verb, path)

    assert isinstance(told.exception, CopydeskError)
    assert "towns.jsonl:2: not JSON" in str(told.exception)


def test_evaluate_without_a_page_says_so(tmp_path: Path) -> None:
    path = tmp_path / "towns.jsonl"
    path.write_text("\n", encoding="utf-8")

    told = run("evaluate", path)

    assert "no page in it" in str(told.exception)
