"""Pages flattened as scrapers do it."""

import pytest

from worker.quality.flatten import Form, flattened

BODY = "The mill burnt down in <b>March</b>, the <a href=#>fire brigade</a> said.\nIt will be built again."
OTHER = "Tickets for the summer fair are on sale at the bakery. " * 4
PAGE = (
    "<body><ul><li>Home<li>Sport</ul><section><div><h1>Mill burns</h1><div><p>"
    + "</p><p>".join(BODY.split("\n"))
    + f"</p></div></div><p>{OTHER}</p></section><table><tr><td>a<td>b</table><p hidden>secret</p>"
    + f"<script>{BODY * 2} Mill burns</script>"
)
ARTICLE = ["Mill burns", "The mill burnt down in March, the fire brigade said.", "It will be built again."]
PIECES = ["Mill burns", "The mill burnt down in", "March", ", the", "fire brigade", "said.", "It will be built again."]


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("inner", ["Home", "Sport", *ARTICLE, OTHER.strip(), "a b"]),
        ("container", [*ARTICLE, OTHER.strip()]),
        ("strings", ["Home", "Sport", *PIECES, OTHER.strip(), "a", "b", "secret"]),
    ],
)
def test_a_page_is_flattened_as_the_form_says(form: Form, lines: list[str]) -> None:
    text = flattened(PAGE, form, " ".join(ARTICLE[1:]), ARTICLE[0])

    assert [line for line in text.split("\n") if line] == lines


def test_nothing_is_flattened_to_nothing() -> None:
    assert [flattened("", form, "x", "y") for form in ("inner", "container", "strings")] == ["", "", ""]
