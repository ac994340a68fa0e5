"""The pipeline on the golden pages, and what it promises of every document."""

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.golden import GoldenPage, golden_pages, missed_places
from worker.article.page import lines_of_page
from worker.article.payload import Payload
from worker.article.pipeline import explain
from worker.article.reasons.reasons import LINE_REASONS
from worker.article.rules import Rules
from worker.ingest import outcome_of

ROOT = Path(__file__).parents[2]
PAGES = golden_pages()
STORED = [page for page in PAGES if page.expected["fate"] == "stored"]
TWIN = next(page for page in PAGES if page.name == "text-business-standard-twin")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
every_stored = pytest.mark.parametrize("page", STORED, ids=lambda page: page.name)


def outcome_json(page: GoldenPage) -> str:
    """A fresh run."""
    return outcome_of(json.dumps(page.payload()).encode(), rules=Rules()).model_dump_json(by_alias=True)


@cache
def outcomes() -> dict[str, str]:
    """All pages' outcomes by name, made once, in order."""
    return {page.name: outcome_json(page) for page in PAGES}


def outcome(page: GoldenPage) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(outcomes()[page.name])
    return made


def audit_lines(audit: dict[str, Any], kind: str, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(line[key] for key in keys) for line in audit[kind]]


@every_page
def test_a_golden_page_becomes_what_is_expected(page: GoldenPage) -> None:
    """All but what is known not to hold; what holds at last has to be taken off that list."""
    assert missed_places(page, outcome(page)) == page.known_misses


def test_the_order_of_pages_does_not_matter() -> None:
    forwards = list(outcomes().values())
    backwards = [outcome_json(page) for page in reversed(PAGES)]

    assert backwards[::-1] == forwards


def test_another_process_makes_the_same_bytes() -> None:
    """The order of sets and the salt of hashes differ there."""
    script = "from tests.article.test_pipeline import *\nprint(*map(outcome_json, PAGES[::-1]), sep=chr(10))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, cwd=ROOT, env={"PYTHONHASHSEED": "7"}, check=True
    )

    assert done.stdout.decode().splitlines()[::-1] == list(outcomes().values())


@every_stored
def test_the_audit_adds_up(page: GoldenPage) -> None:
    audit = outcome(page)["document"]["audit"]

    assert audit["linesIn"] == audit["linesKept"] + audit["linesMetadata"] + audit["linesRemoved"]
    assert audit["linesMetadata"] >= len(audit["metadata"])
    assert audit["linesRemoved"] >= len(audit["removed"])


@every_stored
def test_the_audit_names_each_line_of_the_input_once(page: GoldenPage) -> None:
    """A line of a text is a line of the file that is not blank; one put together has the number of its first."""
    audit = outcome(page)["document"]["audit"]
    named = [line["line"] for kind in ("metadata", "removed") for line in audit[kind]]
    if page.kind == "text":
        there = [number for number, line in enumerate(page.decoded.splitlines(), 1) if line.strip()]
    else:
        there = list(lines_of_page(page.decoded, Rules().limits).number)

    assert audit["linesIn"] == len(there)
    assert max(Counter(named).values()) == 1
    assert set(named) <= set(there)
    assert audit["linesKept"] <= len(there) - len(named)


@every_stored
def test_each_removed_line_has_a_reason_that_is_explained(page: GoldenPage) -> None:
    removed = outcome(page)["document"]["audit"]["removed"]

    assert {line["reason"] for line in removed} <= LINE_REASONS.keys()


@every_stored
def test_the_document_fits_its_schema(page: GoldenPage) -> None:
    schema = json.loads((ROOT / "config/schemas/document.json").read_text(encoding="utf-8"))
    document = outcome(page)["document"]

    assert list(Draft202012Validator(schema).iter_errors(document)) == []


def test_each_line_of_a_flattened_page_goes_where_it_should() -> None:
    """The form that most of the texts have: fields on top and below, prices, plans and features between."""
    audit = outcome(TWIN)["document"]["audit"]
    removed = [(line["line"], line["text"].strip(), line["reason"]) for line in TWIN.expected["removedLines"]]
    used = [(line["line"], line["text"].strip(), line["field"]) for line in TWIN.expected["metadataLines"]]

    assert audit["linesKept"] == len(TWIN.expected["keptLines"])
    assert audit_lines(audit, "metadata", "line", "text", "field") == used
    assert audit_lines(audit, "removed", "line", "text", "reason") == removed


def test_a_page_whose_only_sentence_is_a_link_is_read() -> None:
    """Less than one word of prose stands outside the link, so that no block holds half of it."""
    linked = "<p><a href='/x'>The river rose again and many people were brought to the school by boat</a>.</p>"

    assert outcome_of(json.dumps({"html": linked}).encode(), rules=Rules(min_words=1)).fate in {"stored", "rejected"}


def test_lines_outside_the_body_that_the_page_claims_are_believed_less() -> None:
    claimed = [
        "The council voted on Monday to repair the old bridge over the river before the winter comes.",
        "Work starts in the spring, said the mayor, who had asked the state for money three times.",
        "A ferry takes people over the river until then, every twenty minutes and free of charge.",
    ]
    outside = "Gardeners in the valley have begun to plant vines where apples grew for two hundred years."
    scores = []
    for claim in ("", " ".join(claimed)):
        told = json.dumps({"@type": "NewsArticle", "headline": "Council repairs bridge", "articleBody": claim})
        paragraphs = "".join(f"<div><p>{text}</p></div>" for text in [*claimed, outside])
        html = f"<script type=application/ld+json>{told}</script><h1>Council repairs bridge</h1>{paragraphs}"
        last = explain(Payload(html=html), Rules()).lines[-1]
        assert last.text == outside
        scores.append(last.score or 0.0)

    without, with_claim = scores
    assert with_claim < without
