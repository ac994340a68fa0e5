from dataclasses import replace
from functools import partial

import pytest

from tests.patience import cpu_limit
from worker.article.body.features import columns, known
from worker.article.body.features_verdict import vote_shares
from worker.article.body.model import model
from worker.article.body.votes import VOTERS, scored
from worker.article.page import lines_of_page
from worker.article.rules import Limits

PARAGRAPHS = [
    "The council voted on Monday to repair the old bridge over the river before the winter comes.",
    "Work starts in the spring, said the mayor, who had asked the state for money three times.",
]
PAGE = f"<h1>Council repairs bridge</h1>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}"
NEVER = 1e9


def asked(**doubts: float) -> list[str]:
    """The voters that a model with these limits asks about the page, in turn."""
    calls: list[str] = []
    learnt = replace(model("page"), doubts=doubts)
    lines = lines_of_page(PAGE.encode(), Limits())
    seen = known(lines)
    votes = {voter: partial(calls.append, voter) for voter in VOTERS}

    _, voted = scored(learnt, lines, seen, columns(lines, learnt.lexicon, seen), votes)

    assert voted == bool(calls)
    return calls


@pytest.mark.parametrize(
    ("doubts", "voters"),
    [
        ({"resiliparse": NEVER, "trafilatura": 0.0}, []),
        ({"resiliparse": 0.0, "trafilatura": NEVER}, ["resiliparse"]),
        ({"resiliparse": 0.0, "trafilatura": 0.0}, ["resiliparse", "trafilatura"]),
        ({}, []),
    ],
)
def test_the_reference_is_asked_only_where_the_cheap_vote_leaves_doubt(
    doubts: dict[str, float], voters: list[str]
) -> None:
    assert asked(**doubts) == voters


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("The old bridge", 1.0),
        ("bridge over — the river!", 1.0),
        ("THE", 1.0),
        ("old river", 0.0),
        ("winter comes work", 1.0),
        ("win", 0.0),
        ("…", 0.0),
        ("repair the old bridge over Ulm", 0.75),
    ],
)
def test_a_line_is_in_a_vote_by_its_words(line: str, share: float) -> None:
    assert vote_shares([line], "\n".join(PARAGRAPHS)).tolist() == [share]


def test_many_short_lines_are_looked_for_in_a_long_vote_in_linear_time() -> None:
    with cpu_limit(10):
        shares = vote_shares(["a a a b"] * 50_000, "a " * 250_000)

    assert not shares.any()


def test_a_vote_speaks_for_the_lines_it_takes() -> None:
    halves = [[f"{text} So it was told in {place}." for text in PARAGRAPHS * 2] for place in ("Ulm", "Wels")]
    page = "".join(f"<div>{''.join(f'<p>{text}</p>' for text in half)}</div>" for half in halves)
    learnt = replace(model("page"), doubts={"resiliparse": 0.0, "trafilatura": NEVER})
    lines = lines_of_page(page.encode(), Limits())
    seen = known(lines)
    found = columns(lines, learnt.lexicon, seen)

    for_first, for_second = (
        scored(learnt, lines, seen, found, {"resiliparse": partial("\n".join, half)})[0] for half in halves
    )

    gained = for_first - for_second
    assert gained[:4].mean() > 0 > gained[4:].mean()


def test_columns_of_the_first_stage_are_left_as_they_are() -> None:
    learnt = replace(model("page"), doubts={"resiliparse": 0.0, "trafilatura": 0.0})
    lines = lines_of_page(PAGE.encode(), Limits())
    seen = known(lines)
    found = columns(lines, learnt.lexicon, seen)
    before = set(found)

    scored(learnt, lines, seen, found, dict.fromkeys(VOTERS, str))

    assert set(found) == before
