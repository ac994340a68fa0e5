import pytest

from tests.patience import cpu_limit
from worker.article.headline.headline import Title, choose_headline


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
        ([("The river rose | Opinion", "title")], [], [], "The river rose"),
        ([("The town said: Opinion", "title")], [], [], "The town said: Opinion"),
        ([("The river rose | UTP", "title")], ["Upper Town Post"], [], "The river rose"),
        ([("THE RIVER ROSE", "h1"), ("The river rose", "og")], [], [], "The river rose"),
        (
            [("How the river rose by night", "h1"), ("River tips", "json-ld-page"), ("River tips", "og")],
            [],
            [],
            "How the river rose by night",
        ),
    ],
)
def test_the_headline_is_free_of_site_and_section(
    titles: list[tuple[str, str]], sites: list[str], sections: list[str], expected: str
) -> None:
    found = choose_headline([Title(text, source) for text, source in titles], sites, sections)

    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.com/2021/05/building-boats-at-home/", "Building boats at home"),
        ("https://example.com/order-boats-of-the-river-today?id=7", "Order boats of the river today"),
        (None, "Order boats of the river today"),
    ],
)
def test_the_only_heading_is_believed_unless_the_address_has_another_title(address: str | None, expected: str) -> None:
    titles = [Title("Order boats of the river today", "h1"), Title("Building boats at home", "og")]
    found = choose_headline(titles, [], [], address)

    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Floods", "The river rose"), "The river rose"),
        (("The river rose", "3 May 2021 • Town"), "The river rose"),
        ((), "Floods The river rose"),
    ],
)
def test_a_kicker_inside_the_heading_is_left_out_where_another_witness_has_the_rest(
    parts: tuple[str, ...], expected: str
) -> None:
    titles = [Title(" ".join(parts) or expected, "h1", parts), Title("The river rose", "og")]
    found = choose_headline(titles, [])

    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("titles", "sites", "sections", "expected"),
    [
        ([("河が増水した:例の日記", "og")], ["例の日記"], [], "河が増水した"),
        ([("河水上涨_社会_例报", "title")], ["例报"], [], "河水上涨"),
        ([("The river rose│Upper Town Post", "title")], ["Upper Town Post"], [], "The river rose"),
        ([("ferry_timetable: Report #3", "title")], ["The Post"], [], "ferry_timetable: Report #3"),
        ([("Town Blog – Spring 08", "h1"), ("The river rose", "og")], ["Town Blog - Spring 08"], [], "The river rose"),
        ([("The river rose | Town", "og"), ("The river rose | Town", "title")], [], ["town"], "The river rose"),
        ([("News in the town", "title")], [], ["news in the town"], "News in the town"),
    ],
)
def test_what_the_site_adds_goes_whatever_stands_before_it(
    titles: list[tuple[str, str]], sites: list[str], sections: list[str], expected: str
) -> None:
    found = choose_headline([Title(text, source) for text, source in titles], sites, sections)

    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The river – what comes now? – The Valley and Upper Town Post Online", "The river – what comes now?"),
        ("The river", "The river"),
    ],
)
def test_a_part_is_no_site_where_another_witness_goes_on_with_the_site(title: str, expected: str) -> None:
    titles = [Title("The river – what comes now?", "og"), Title(title, "title")]
    found = choose_headline(titles, [])

    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    ("og", "title", "expected"),
    [
        ("You won't believe what the river did", "River level today", "Ferries stop as the river rises in town"),
        ("River level today", "River level today", "River level today"),
        ("Rain: Ferries stop as the river rises in town", "River level today", "River level today"),
    ],
)
def test_a_heading_in_a_third_wording_is_what_readers_see(og: str, title: str, expected: str) -> None:
    titles = [
        Title("River level today", "json-ld"),
        Title("Ferries stop as the river rises in town", "h1"),
        Title(og, "og"),
        Title(title, "title"),
    ]
    found = choose_headline(titles, [])

    assert found is not None
    assert found.text == expected


def test_a_kicker_that_markup_calls_one_is_left_out() -> None:
    heading = Title("Floods The river rose", "h1", ("Floods", "The river rose"), "The river rose")
    found = choose_headline([heading, Title("High water: what we know", "title")], [])

    assert found is not None
    assert found.text == "The river rose"


def test_a_title_that_ends_where_a_quote_ended_its_attribute_is_completed() -> None:
    titles = [Title("The mayor calls the river", "og"), Title('The mayor calls the river "wild" again', "title")]
    found = choose_headline(titles, [])

    assert found is not None
    assert found.text == 'The mayor calls the river "wild" again'


def test_a_title_that_was_cut_is_completed_by_another_witness() -> None:
    whole = "The river rose by night while the town slept, and by morning the streets were under water, says the mayor"
    cut = whole[:100]

    for text, others in ((cut, [Title(whole, "title")]), ("The river ro…", [Title("The river rose", "twitter")])):
        found = choose_headline([Title(text, "json-ld"), Title(text, "og"), *others], [])

        assert found is not None
        assert found.text == others[0].text


def test_no_title_gives_no_headline() -> None:
    assert choose_headline([], []) is None
    assert choose_headline([Title("", "title"), Title("The Post", "title")], ["The Post"]) is None


@pytest.mark.parametrize("unit", ["a | ", " - ", "|", "a: ", "word ", "—"])
def test_hostile_titles_take_no_time(unit: str) -> None:
    with cpu_limit():
        choose_headline([Title(unit * 100_000, source) for source in ("h1", "title", "og")], ["x"])
