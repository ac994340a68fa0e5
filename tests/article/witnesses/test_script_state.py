import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.patience import cpu_limit
from worker.article.witnesses.script_state import published_in_state


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            '<script>{"@type": "NewsArticle", "datePublished": "2022-01-28T06:00:00+01:00"}</script>',
            "2022-01-28T06:00:00+01:00",
        ),
        (
            '<script>x = {"publishedAt":"2022-01-28"}; y = {"datePublished":"2022-01-28T06:00:00Z"}</script>',
            "2022-01-28",
        ),
        ('<script>push("{\\"publishedAt\\":\\"2022-01-28\\"}")</script>', "2022-01-28"),
        ('<script>[{"publishedAt":"2022-01-28"},{"publishedAt":"2022-01-29"}]</script>', None),
        ('<script>{"first_publication_date":"2022-01-28","publishedAt":"2022-01-28T06:00:00Z"}</script>', "2022-01-28"),
        ('<script>{"firstPublishedAt":1643349600000,"publishedAt":1643353200}</script>', "1643349600000"),
        ('<script>{"publishedAt":1643349600,"published_at":1653349600}</script>', None),
        ('<script>{"publishedAt":16433496}</script>', None),
        ('<script>{"createdAt":"2022-01-28"}</script>', None),
        ('<script src="a.js">{"publishedAt":"2022-01-28"}</script>', None),
        ("<p>2022-01-28</p>", None),
    ],
)
def test_one_day_in_all_scripts_is_believed(script: str, expected: str | None) -> None:
    assert dict(published_in_state(LexborHTMLParser(script))).get("script") == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<div data-page=\'{"post":{"publishedAt":"2022-01-28T06:00:00Z"}}\'></div>', "2022-01-28T06:00:00Z"),
        ('<x-island props=\'{"post":"{\\"publishedAt\\":\\"2022-01-28\\"}"}\'></x-island>', "2022-01-28"),
        ('<i a=\'{"publishedAt":"2022-01-28"}\'></i><i a=\'{"publishedAt":"2022-01-29"}\'></i>', None),
        ("<abbr class=published title='2022-01-28T06:00:00Z'>yesterday</abbr>", "2022-01-28T06:00:00Z"),
        ("<span class=updated title='2022-01-28'></span><span class=updated title='2022-01-29'></span>", None),
        ("<span class=updated title='last week'></span>", None),
        ("<p title='2022-01-28'>publishedAt 2022-01-28</p>", None),
    ],
)
def test_one_day_in_all_attributes_is_believed(page: str, expected: str | None) -> None:
    assert dict(published_in_state(LexborHTMLParser(page))).get("attribute") == expected


def test_hostile_scripts_take_no_time() -> None:
    tree = LexborHTMLParser("<script>" + '"datePublished":"2022-' * 80_000 + "</script>")
    with cpu_limit():
        list(published_in_state(tree))
