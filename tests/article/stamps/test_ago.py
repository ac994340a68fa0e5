"""Relative stamps, however they are written."""

from datetime import datetime

import pytest

from worker.article.stamps.ago import read_ago
from worker.article.stamps.calendar_names import past_of, past_whole
from worker.article.stamps.stamp import StampContext
from worker.article.stamps.words import named_days

FETCHED = datetime.fromisoformat("2026-01-31T08:00:00+00:00")
LANGUAGES = ["ar", "de", "el", "en", "es", "fr", "hi", "pl", "ru", "tr", "zh"]


def stamps(language: str) -> list[str]:
    counted = [f"{before} 2 {after}".strip() for before, after, _ in past_of(language)]
    return [*counted, *past_whole(language), *named_days(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_forms_are_read_in_capitals_too(language: str) -> None:
    context = StampContext(language=language, fetched_at=FETCHED)
    for text in stamps(language):
        small, capitals = read_ago(text, context), read_ago(text.upper(), context)
        assert small is not None, text
        if text.upper().casefold() == text.casefold():  # a Turkish i has a dot or none
            assert capitals is not None, text
            assert capitals.instant == small.instant


@pytest.mark.parametrize("text", ["TWO MıNUTES AGO", "MıNUTE AGO", "2 MıNUTES AGO"])
def test_letters_that_expressions_alone_take_for_others_are_no_stamp(text: str) -> None:
    assert read_ago(text, StampContext(fetched_at=FETCHED)) is None


def test_greek_yesterday_is_read_with_its_last_letter_in_either_form() -> None:
    context = StampContext(language="el", fetched_at=FETCHED)

    assert [found.instant.day for text in ("χθες", "ΧΘΕΣ") if (found := read_ago(text, context))] == [30, 30]
