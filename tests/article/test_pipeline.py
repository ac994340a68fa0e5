"""The pipeline on the golden pages, and what it promises of every document."""

import json
from typing import Any

import pytest

from tests.golden import GoldenPage, golden_pages, misses
from worker.article.rules import Rules
from worker.ingest import outcome_of

PAGES = golden_pages()


def outcome(page: GoldenPage) -> dict[str, Any]:
    raw = json.dumps(page.payload()).encode()
    made: dict[str, Any] = json.loads(outcome_of(raw, rules=Rules()).model_dump_json(by_alias=True))
    return made


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_golden_page_becomes_what_is_expected(page: GoldenPage) -> None:
    assert misses(page, outcome(page)) == []
