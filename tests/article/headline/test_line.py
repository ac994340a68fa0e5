import pytest

from tests.patience import cpu_limit
from worker.article.headline.line import headline_index

BODY = "Heavy rain in the valley on Monday brought floods to many villages, and the ferry stayed in port."
TITLE = "Heavy rain floods the valley"


@pytest.mark.parametrize(
    ("texts", "fields", "expected"),
    [
        (["Sign in to your account", TITLE, "World", "Share this article"], (), 1),
        (["World", "Menu"], (), None),
        ([TITLE, "The rain in the valley. © Anna Berg"], (), 0),
        ([TITLE, "Floods in the valley on Monday (Photo by Anna Berg)"], (), 0),
        ([TITLE, "Villages in the valley after heavy rain (Anna Berg/AFP)"], (), 0),
        (["BC-EU--Valley-Heavy Rain Floods, 2nd Ld-Writethru, 140", TITLE], (), 1),
        ([TITLE, "Eds: With more on villages, the ferry in port and heavy rain"], (), 0),
        (["Home » World » Heavy rain floods the valley", TITLE], (), 1),
        (["Boats wait, and nobody says for what", "By Anna Berg", "Sign in to your account"], (1,), 0),
        (["洪水のニュース続報", "大雨で谷の村に洪水 フェリーは港に"], (), None),
    ],
)
def test_a_text_gives_the_line_that_reads_and_stands_like_its_headline(
    texts: list[str], fields: tuple[int, ...], expected: int | None
) -> None:
    before = [at for at in reversed(range(len(texts))) if at not in fields]

    assert headline_index(texts, before, BODY, fields=fields) == expected


def test_the_main_heading_of_markdown_counts_more_than_words() -> None:
    assert headline_index(["# Boats wait for news", "Heavy rain in the valley"], [1, 0], BODY) == 0


def test_the_address_tells_the_headline() -> None:
    texts = ["Ferry stays in port", "Boats wait for better news"]

    assert headline_index(texts, [1, 0], BODY) == 0
    assert headline_index(texts, [1, 0], BODY, "boats-wait-for-better-news-17") == 1


@pytest.mark.parametrize("unit", ["a/", " » ", "· ", "(AP", "photo ", "word. "])
def test_hostile_lines_take_no_time(unit: str) -> None:
    with cpu_limit():
        headline_index([unit * 50_000, (unit * 100)[:390]], [1, 0], BODY)
