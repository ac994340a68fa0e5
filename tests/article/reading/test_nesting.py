"""Depth, and formatting that is opened again, are told without parsing."""

import pytest

from worker.article.reading.nesting import MOST_REOPENED, MOST_STEPS, may_reopen, nesting_of, reopened
from worker.article.reading.tag_openings import openings

MANY = 9_000


@pytest.mark.parametrize(
    ("html", "depth"),
    [
        ("", 0),
        ("<div>" * MANY, MANY),
        ("<DIV class='a'>" * MANY, MANY),
        ("<div><p>One<br>" * MANY, MANY),
        ("<p>One<li>Two<img src=x>" * MANY, 0),
        ("</div>" * MANY + "<b>" * 3, 3),
        ("<section><b>x</b></section>" * MANY, 2),
        ("<div><span></div>" * MANY, 2),
        ("<span><div></span></div>" * 5_000, 5_001),
        ("<div>" * MANY + "</section>" * MANY, MANY),
        ("<select>" + "<option>One</option>" * 100 + "</select>", 1),
    ],
)
def test_elements_that_are_open_at_once_are_counted(html: str, depth: int) -> None:
    assert nesting_of(html.encode()).deepest == depth


@pytest.mark.parametrize(
    ("html", "steps"),
    [
        ("<div>" * 10, 55),
        ("<div></div>" * 10, 10),
        ("<div>" * 10 + "</section>" * 5, 55 + 50),
        ("<select>" + "<option>One</option>" * 4 + "</select>", 1 + 4 + 4 + 20 - 4 + 4),
        ("<div>" * 50_000, MOST_STEPS + 5153),
    ],
)
def test_what_is_open_is_summed_over_all_tags(html: str, steps: int) -> None:
    assert nesting_of(html.encode()).steps == pytest.approx(steps, abs=6)


@pytest.mark.parametrize(
    ("html", "elements"),
    [
        ("<p><b id=1></p>" + "<p>x</p>" * 4, 9),
        ("<p><b id=1></b></p>" + "<p>x</p>" * 4, 0),
        ("<p>" + "<b>" * 50 + "</p>" + "<p>x</p>" * 4, 27),
        ("<p>" + "".join(f"<b id={n}>" for n in range(2_000)) + "</p>" + "<p>x</p>" * 2_000, MOST_REOPENED),
    ],
)
def test_formatting_that_is_left_open_is_opened_again_in_each_block(html: str, elements: int) -> None:
    assert reopened(html.encode()) == pytest.approx(elements, rel=0.01)


@pytest.mark.parametrize(
    "name", ["b", "BIG", "Code", "em", "font", "i", "NOBR", "s", "small", "strike", "sTrong", "tt", "u"]
)
@pytest.mark.parametrize("end", [" x", "\tx", "\nx", "\r\nx", "\fx", "/x"])
def test_formatting_is_known_by_its_first_letters(name: str, end: str) -> None:
    html = f"<{name}{end}>".encode() * 2_000

    assert may_reopen(html, openings(html))


@pytest.mark.parametrize("tag", ["<p x>", "<span x>", "<b>", "<a x>", "<strongly x>"])
def test_what_is_no_formatting_with_attributes_is_not_looked_at(tag: str) -> None:
    html = tag.encode() * 2_000

    assert not may_reopen(html, openings(html))
