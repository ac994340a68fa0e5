import pytest

from tests.patience import cpu_limit
from worker.article.headline.line import Found, headline_index

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
    among = [at for at in range(len(texts)) if at not in fields]

    assert line_of(texts, among, fields) == expected


def line_of(
    texts: list[str], among: list[int] | None = None, fields: tuple[int, ...] = (), address: str | None = None
) -> int | None:
    """The headline's line among `texts`, with the body below them."""
    kept = [*(False for _ in texts), True]
    found = Found([*texts, BODY], kept, len(texts))
    return headline_index(found, list(range(len(texts))) if among is None else among, fields, address)


def test_the_main_heading_of_markdown_counts_more_than_words() -> None:
    assert line_of(["# Boats wait for news", "Heavy rain in the valley"]) == 0


def test_the_address_tells_the_headline() -> None:
    texts = ["Ferry stays in port", "Boats wait for better news"]

    assert line_of(texts) == 0
    assert line_of(texts, address="https://example.com/world/boats-wait-for-better-news-17") == 1


def test_a_heading_below_prose_or_body_is_no_headline() -> None:
    teaser = "In the valley the water rose by two metres in one night, and in many villages nobody slept until morning."
    texts = ["Boats wait for better news", teaser, "What the floods did to villages"]

    assert line_of(texts, [0, 2], (1,)) == 0

    kept = [False, False, True, False, True]
    texts = ["Boats wait for better news", "By Anna Berg", BODY, "What the floods did to villages", BODY]

    assert headline_index(Found(texts, kept, 4), [0, 3], (1,)) == 0


@pytest.mark.parametrize(
    "texts",
    [
        ["Start World Valley " + TITLE, TITLE],
        ["Floods: " + TITLE, TITLE],
        ["Weather in the valley " + TITLE, "World", TITLE],
    ],
)
def test_the_line_of_the_title_alone_is_taken_not_that_with_sections_before_it(texts: list[str]) -> None:
    assert line_of(texts) == len(texts) - 1


def test_a_word_before_the_title_is_its_own_if_a_menu_has_the_title_without_it() -> None:
    texts = ["Heavy Floods in the Valley", "World", "Sport", "Seven Heavy Floods in the Valley", "By Anna Berg"]

    assert line_of(texts, [0, 1, 2, 3], (4,)) == 3


def test_a_teaser_that_opens_with_its_day_is_no_headline() -> None:
    assert line_of(["08/01/2014 Heavy rain in the valley on Monday", TITLE]) == 1


def test_capitals_count_against_a_line_only_where_its_script_has_them() -> None:
    texts = ["大雨とフェリー: DNAが示す谷の村", "World"]
    found = Found([*texts, "大雨で谷の村に洪水が起き、フェリーは港にとどまった。"], [False, False, True], 2)

    assert headline_index(found, [0, 1]) == 0


@pytest.mark.parametrize("unit", ["a/", " » ", "· ", "(AP", "photo ", "word. "])
def test_hostile_lines_take_no_time(unit: str) -> None:
    with cpu_limit():
        line_of([unit * 50_000, (unit * 100)[:390]])
