import time

import pytest

from worker.article.headline import Title, choose_headline


@pytest.mark.parametrize(
    ("titles", "sites", "sections", "expected"),
    [
        ([("The river rose | The Post", "title")], ["The Post"], [], "The river rose"),
        ([("The river rose - World - The Post", "title")], ["Post"], ["World"], "The river rose"),
        ([("The Post: The river rose", "title")], ["The Post"], [], "The river rose"),
        ([("The river rose - thepost.com", "title")], ["thepost.com"], [], "The river rose"),
        ([("The river rose | World news | Example", "title"), ("The river rose", "h1")], [], [], "The river rose"),
        (
            [("Box Office: It rained", "h1"), ("Box Office: It rained", "og")],
            [],
            ["Box Office"],
            "Box Office: It rained",
        ),
        ([("The Post", "h1"), ("The river rose - The Post", "title")], ["The Post"], [], "The river rose"),
        (
            [("Rain: the river rose", "json-ld"), ("Flood news", "title"), ("Flood news", "og")],
            [],
            [],
            "Rain: the river rose",
        ),
        ([("The river rose in May", "h1"), ("River in May: all you need", "og")], [], [], "The river rose in May"),
        (
            [("Rain – and the river rose", "h1"), ("Rain – and the river rose", "og")],
            [],
            [],
            "Rain – and the river rose",
        ),
        ([("洪水のニュース｜例新聞", "title")], ["例新聞"], [], "洪水のニュース"),
    ],
)
def test_the_headline_is_free_of_site_and_section(
    titles: list[tuple[str, str]], sites: list[str], sections: list[str], expected: str
) -> None:
    found = choose_headline([Title(text, source) for text, source in titles], sites, sections)

    assert found is not None
    assert found.text == expected


def test_no_title_gives_no_headline() -> None:
    assert choose_headline([], []) is None
    assert choose_headline([Title("", "title"), Title("The Post", "title")], ["The Post"]) is None


@pytest.mark.parametrize("unit", ["a | ", " - ", "|", "a: ", "word ", "—"])
def test_hostile_titles_take_no_time(unit: str) -> None:
    started = time.process_time()
    choose_headline([Title(unit * 100_000, source) for source in ("h1", "title", "og")], ["x"])

    assert time.process_time() - started < 1
