"""Headline, authors, day and pieces against gold."""

from typing import Any

import pytest

from worker.quality.fields import Answer, mark_fields, pieces_f1, same_authors, same_title
from worker.quality.gold_rows import GoldRow

EMPTY: dict[str, Any] = {
    "set_name": "town",
    "id": "1",
    "site": "1",
    "url": None,
    "language": "",
    "page": "",
    "body": "",
    "title": "",
    "authors": (),
    "date": "",
    "pieces": (),
    "foreign": (),
}


def gold(**known: Any) -> GoldRow:
    return GoldRow(**EMPTY | known)


@pytest.mark.parametrize(
    ("title", "headline", "same"),
    [
        ("River rises", "RIVER RISES!", True),
        ("Tom &amp; Ann", "Tom & Ann", True),
        ("№ 5", "No 5", True),
        ("River rises", "River rises | The Post", False),
        ("River rises", "", False),
    ],
)
def test_titles_agree_but_for_case_and_punctuation(title: str, headline: str, same: bool) -> None:  # noqa: FBT001 -- a row
    assert same_title(title, headline) is same


@pytest.mark.parametrize(
    ("names", "found", "same"),
    [
        (["Ann Lee", "Bo Ek"], ["Bo Ek", "ann lee"], True),
        (["Ann Lee, Bo Ek"], ["Ann Lee", "Bo Ek"], True),
        (["Von Ann Lee und Bo Ek"], ["Bo Ek; Ann Lee"], True),
        (["Sam Hill, Jr"], ["Sam Hill, Jr"], True),
        (["Ann Lee"], ["Ann Lee", "The Post"], False),
        (["Ann Lee"], [], False),
        (["Byron Parker"], ["on Parker"], False),
    ],
)
def test_authors_are_a_set_of_names(names: list[str], found: list[str], same: bool) -> None:  # noqa: FBT001 -- a row
    assert same_authors(names, found) is same


def test_what_gold_does_not_tell_is_not_marked() -> None:
    marks = mark_fields(gold(date="2026-03-01T08:00"), Answer(headline="A", authors=("B",), date="2026-03-01"))

    assert (marks.title, marks.author, marks.date) == (None, None, True)


def test_pieces_count_across_white_space_and_over_all_pages() -> None:
    first = mark_fields(gold(pieces=("one two", "six"), foreign=("menu",)), Answer(body="One\none \n two menu"))
    second = mark_fields(gold(pieces=("three",), foreign=("menu",)), Answer(body="three"))

    assert (first.held, first.lacking, first.foreign) == (1, 1, 1)
    assert pieces_f1([first, second]) == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))


def test_pieces_of_one_kind_alone_make_no_figure() -> None:
    assert pieces_f1([mark_fields(gold(pieces=("one",)), Answer(body="one"))]) is None
    assert pieces_f1([mark_fields(gold(foreign=("one",)), Answer(body="one"))]) is None
