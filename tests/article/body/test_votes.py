from dataclasses import replace
from functools import partial

import pytest

from worker.article.body.features import columns, known
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


def test_a_vote_moves_the_scores_of_the_lines_it_takes_and_of_those_it_leaves() -> None:
    learnt = replace(model("page"), doubts={"resiliparse": 0.0, "trafilatura": NEVER})
    lines = lines_of_page(PAGE.encode(), Limits())
    seen = known(lines)
    found = columns(lines, learnt.lexicon, seen)

    for_all, for_none = (
        scored(learnt, lines, seen, found, {"resiliparse": partial(str, body)})[0].tolist()
        for body in ("\n".join(PARAGRAPHS), "")
    )

    assert all(score > without for score, without in zip(for_all[1:], for_none[1:], strict=True))


def test_columns_of_the_first_stage_are_left_as_they_are() -> None:
    learnt = replace(model("page"), doubts={"resiliparse": 0.0, "trafilatura": 0.0})
    lines = lines_of_page(PAGE.encode(), Limits())
    seen = known(lines)
    found = columns(lines, learnt.lexicon, seen)
    before = set(found)

    scored(learnt, lines, seen, found, dict.fromkeys(VOTERS, str))

    assert set(found) == before
