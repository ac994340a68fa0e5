"""Depth is told without parsing."""

import pytest

from worker.article.nesting import FEW_TAGS, deepest


@pytest.mark.parametrize(
    ("html", "depth"),
    [
        ("<div>" * (FEW_TAGS - 1), 0),
        ("<div>" * FEW_TAGS, FEW_TAGS),
        ("<DIV class='a'>" * FEW_TAGS, FEW_TAGS),
        ("<div><p>One<br>" * FEW_TAGS, FEW_TAGS),
        ("<p>One<li>Two<img src=x>" * FEW_TAGS, 0),
        ("</div>" * FEW_TAGS + "<b>" * 3, 3),
        ("<section><b>x</b></section>" * FEW_TAGS, 2),
    ],
)
def test_elements_that_are_open_at_once_are_counted(html: str, depth: int) -> None:
    assert deepest(html) == depth
