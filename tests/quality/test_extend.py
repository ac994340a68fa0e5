"""Learning from own pages on top of the model that comes with the package."""

import json
from functools import partial
from pathlib import Path

import pytest

from worker.article.body.model import Kind, model, read_model

pytest.importorskip("lightgbm")

COLUMN = "The weather column of {0}, number {1}: rain is expected, and an umbrella will not be out of place on {2}."
STORY = "The council of {0} voted on {2} to repair the old bridge over the river, and nobody spoke against it."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def gold_row(number: int) -> dict[str, str]:
    """A page of one site whose taste is its own: a prose column above the story is no body."""
    body = [STORY.format(f"Town{number}", number, day) for day in DAYS]
    weather = "".join(f"<p>{COLUMN.format(f'Town{number}', number, day)}</p>" for day in DAYS)
    story = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    html = f"<title>Town{number}</title><article><div class=sky>{weather}</div><div class=text>{story}</div></article>"
    return {"id": f"page-{number}", "site": "towns.example", "html": html, "body": "\n".join(body)}


def write_gold(path: Path, pages: int = 9) -> Path:
    path.write_text("".join(json.dumps(gold_row(number)) + "\n" for number in range(pages)), encoding="utf-8")
    return path


def test_a_model_learns_the_taste_of_a_site_on_top_of_what_it_knows(tmp_path: Path) -> None:
    from worker.quality.extend import extend  # noqa: PLC0415 -- needs the training library
    from worker.quality.gold import read_gold  # noqa: PLC0415 -- beside the other

    gold = write_gold(tmp_path / "towns.jsonl")
    pages = list(read_gold(gold))

    cards = [extend([gold], pages, model, tmp_path / name, 7) for name in ("first", "second")]

    own = cards[0]["figures"]["page"]
    assert own["before"]["html towns"]["f1"] < own["after"]["html towns"]["f1"]
    assert own["after"]["html towns"]["f1"] > 0.95
    assert cards[0]["onTopOf"]["page"] == model("page").version
    learnt = read_model((tmp_path / "first" / "page_model.npz").read_bytes())
    shipped = model("page").stages["first"].trees
    assert len(learnt.stages["first"].trees.roots) == len(shipped.roots) + 40
    assert cards[0]["versions"]["page"] == learnt.version != model("page").version
    for name in ("page_model.npz", "text_model.npz", "model_card.json"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_a_model_without_own_trees_scores_like_the_body_step(tmp_path: Path) -> None:
    from worker.article.body.body import find_body  # noqa: PLC0415 -- beside the other
    from worker.article.rules import Rules  # noqa: PLC0415
    from worker.quality.examples import examples  # noqa: PLC0415
    from worker.quality.extend import kept_scores, prepared  # noqa: PLC0415 -- needs the training library
    from worker.quality.gold import read_gold  # noqa: PLC0415

    pages = list(read_gold(write_gold(tmp_path / "towns.jsonl", 2)))

    kinds: tuple[Kind, ...] = ("page", "text")
    for kind in kinds:
        for page in prepared(model(kind), examples(pages, kind)):
            votes = {voter: partial(str, body) for voter, body in page.example.votes.items()}
            verdict = find_body(page.example.lines, page.example.seen, Rules(), votes=votes)
            assert verdict.score == pytest.approx(kept_scores(model(kind), page).tolist(), abs=0.001)
