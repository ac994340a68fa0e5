"""The body among the lines."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.article.body.body import find_body
from worker.article.body.features_known import known
from worker.article.body.votes import VOTERS
from worker.article.lines import Lines, Verdict
from worker.article.page import lines_of_page
from worker.article.rules import Limits, Rules
from worker.article.text import lines_of_text

PARAGRAPHS = [
    "The harbour of Norrvik was closed on Tuesday after a storm tore two barges from their moorings.",
    "Nobody was hurt, the harbour master said, but the ferry to the islands will not sail before the weekend.",
    "Divers are to look at the pier on Wednesday, and the town has asked the county for help with the costs.",
    "“We have not seen waves like these since my grandfather's time,” said Elin Dahl, who sells fish on the quay.",
    "The county said it would decide on the request next week.",
]
PAGE = (
    "<title>Storm closes harbour - The Gull</title><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav>"
    "<main><article><h1>Storm closes harbour</h1><p class=byline>By Nils Berg</p><div class=story>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "</div></article></main><aside><h3>Related</h3><a href=/1>Whale seen off the cape</a></aside>"
    "<footer><p>© The Gull. All rights reserved.</p></footer>"
)
FLATTENED = [
    "Ministers trade smiles, not promises, at island summit",
    "",
    "Image",
    "DPA Valletta (Malta)",
    "Last Updated : Mar 03 2019 | 9:15 PM CET",
    "Two ministers who had not spoken for a year smiled at each other over dinner on Malta on Sunday evening.",
    "Whether they will also talk is an open question, since their offices told different stories all day long.",
    "Trade between the neighbours has fallen by half since tariffs were raised on fish and timber last spring.",
    "The host had hoped to bring both to one table to speak about the ferry lines that were stopped in May.",
    "Before the meal they stood side by side for the photographers, in scarves that the island's weavers had made.",
    '"You ask me what he said. He said that the soup was good, and there he was right."',
    "Both delegations leave on Monday.",
    "The last meeting of the two ended without a statement.",
    "",
    "Disclaimer: This story was not edited by the staff of The Lantern",
    "",
    "*Subscribe to The Lantern and read The Harbour Weekly for free",
    "",
    "Reader Basic",
    "",
    "€9",
    "",
    "3 Months",
    "",
    "€3/Month",
    "",
    "SAVE 20%",
    "",
    "Reader Plus",
    "",
    "€24",
    "",
    "1 Year",
    "",
    "€2/Month",
    "",
    "SAVE 40%",
    "",
    "Subscribe",
    "",
    "Renews by itself, cancel whenever you like",
    "",
    "What is in our digital plans",
    "",
    "  • Twenty stories a day that only subscribers can read",
    "",
    "Puzzles and recipes",
    "",
    "  • Crosswords, sudoku and a kitchen full of ideas",
    "",
    "No advertisements",
    "",
    "  • Read in peace on every page",
    "",
    "More From This Section",
    "",
    "First Published: Mar 03 2019 | 9:15 PM CET",
    "",
    "Next Story",
]


def kept(lines: Lines, verdict: Verdict) -> list[str]:
    return [text for text, keep in zip(lines.text, verdict.kept, strict=True) if keep]


def told(body: str | None) -> dict[str, Callable[[], str | None]]:
    """Votes of extractors that all see `body`."""
    return {voter: lambda: body for voter in VOTERS}


NO_VOTES = told(None)


def never_asked() -> str | None:
    raise AssertionError


def test_the_paragraphs_of_a_text_are_its_body() -> None:
    text = "Storm closes harbour\n\nShare\nSubscribe\n" + "\n".join(PARAGRAPHS) + "\n\nMore news\nNext Story"
    lines = lines_of_text(text, Limits())

    assert kept(lines, find_body(lines, known(lines), Rules(), votes=NO_VOTES)) == PARAGRAPHS


def test_prices_plans_and_stamps_of_a_flattened_page_are_not_body() -> None:
    lines = lines_of_text("\n".join(FLATTENED), Limits())

    verdict = find_body(lines, known(lines), Rules(), votes=NO_VOTES)

    assert [number for number, keep in zip(lines.number, verdict.kept, strict=True) if keep] == list(range(6, 14))
    assert not verdict.voted


def test_the_paragraphs_of_a_page_are_its_body() -> None:
    lines = lines_of_page(PAGE, Limits())

    assert kept(lines, find_body(lines, known(lines), Rules(body="model"), votes=NO_VOTES)) == PARAGRAPHS


def test_the_extractors_word_counts_when_it_is_forced() -> None:
    lines = lines_of_page(PAGE, Limits())

    verdict = find_body(
        lines,
        known(lines),
        Rules(body="trafilatura"),
        votes={"trafilatura": lambda: "\n".join(PARAGRAPHS[:2]), "resiliparse": never_asked},
    )

    assert kept(lines, verdict) == PARAGRAPHS[:2]
    assert verdict.voted
    assert set(verdict.score) == {None}


def test_the_model_alone_never_asks() -> None:
    lines = lines_of_page("<p>Perhaps.</p><p>Perhaps not, who can say, it is not clear to us</p>" * 3, Limits())

    assert not find_body(lines, known(lines), Rules(body="model"), votes=dict.fromkeys(VOTERS, never_asked)).voted


def test_doubt_asks_in_turn_and_each_extractor_once() -> None:
    calls: list[str] = []
    page = Path(__file__).parents[2] / "pages" / "article-br-paragraphs.html"
    lines = lines_of_page(page.read_text(encoding="utf-8"), Limits())

    verdict = find_body(
        lines, known(lines), Rules(body="auto"), votes={name: partial(calls.append, name) for name in VOTERS}
    )

    assert verdict.voted
    assert calls == list(VOTERS[: len(calls)])


@pytest.mark.parametrize("lines", [lines_of_text("", Limits()), lines_of_page("", Limits())], ids=["text", "page"])
def test_nothing_gives_nothing(lines: Lines) -> None:
    assert find_body(lines, known(lines), Rules(), votes=NO_VOTES).kept == []


def test_scores_are_rounded_to_three_places_and_the_headline_has_none() -> None:
    lines = lines_of_page(PAGE, Limits())

    verdict = find_body(lines, known(lines), Rules(), votes=NO_VOTES)

    assert [text for text, score in zip(lines.text, verdict.score, strict=True) if score is None] == [
        "Storm closes harbour"
    ]
    assert all(score is None or round(score, 3) == score for score in verdict.score)


def test_the_producers_headline_is_not_body() -> None:
    headline = "After a night of storm the ferry to the islands stays in its harbour."
    lines = lines_of_text("\n".join([headline, *PARAGRAPHS]), Limits())

    verdict = find_body(lines, known(lines, headline), Rules(), votes=NO_VOTES)

    assert verdict.kept[0] is False
    assert verdict.kept[2] is True


def digests(order: list[int]) -> list[str]:
    """Digest of the verdict on each of some pages and texts, judged in `order`, told in theirs."""
    pages = [PAGE, PAGE.replace("story", "x"), "\n".join(FLATTENED), PAGE * 3, "\n".join(PARAGRAPHS)]
    found = {}
    for row in order:
        page = pages[row]
        lines = lines_of_page(page, Limits()) if page.startswith("<") else lines_of_text(page, Limits())
        verdict = find_body(lines, known(lines), Rules(), votes=told(PARAGRAPHS[0]))
        found[row] = hashlib.sha256(json.dumps([verdict.kept, verdict.score]).encode()).hexdigest()
    return [found[row] for row in sorted(found)]


def test_verdicts_do_not_depend_on_what_came_before_nor_on_the_process() -> None:
    code = (
        "import importlib.util, json; "
        f"spec = importlib.util.spec_from_file_location('t', {__file__!r}); "
        "t = importlib.util.module_from_spec(spec); spec.loader.exec_module(t); "
        "print(json.dumps(t.digests([3, 1, 4, 0, 2])))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert digests([0, 1, 2, 3, 4]) == digests([4, 3, 2, 1, 0]) == json.loads(told)


@pytest.mark.parametrize(
    "lines",
    [
        lines_of_text("short line\n" * 100_000, Limits()),
        lines_of_text("word " * 100_000, Limits()),
        lines_of_page("<table>" + "<tr><td>12<td>names and numbers" * 40_000 + "</table>", Limits()),
    ],
    ids=["100,000 short lines", "one long line", "a long table"],
)
@pytest.mark.timeout(60)
def test_large_input_is_judged_within_its_limits(lines: Lines) -> None:
    verdict = find_body(lines, known(lines), Rules(body="model"), votes=NO_VOTES)

    assert len(verdict.kept) == len(lines) <= Limits().max_lines


@given(st.lists(st.text(max_size=40), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_text_is_judged(rows: list[str]) -> None:
    lines = lines_of_text("\n".join(rows), Limits())

    assert len(find_body(lines, known(lines, rows[0] if rows else None), Rules(), votes=NO_VOTES).kept) == len(lines)


@given(
    st.lists(
        st.sampled_from(["<p>", "<td>", "<b>", "<a>", "</p>", "<br>", "<h1>", "<li>", "…", "-", "a b.", "𝕏", "\0"])
    )
)
@settings(max_examples=60, deadline=None)
def test_any_markup_is_judged(parts: list[str]) -> None:
    lines = lines_of_page("".join(parts), Limits())

    assert len(find_body(lines, known(lines), Rules(), votes=told("a b.")).kept) == len(lines)
