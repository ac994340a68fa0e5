import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from worker.article.witnesses.script_state import published_in_scripts


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
        ('<script>{"createdAt":"2022-01-28"}</script>', None),
        ('<script src="a.js">{"publishedAt":"2022-01-28"}</script>', None),
        ("<p>2022-01-28</p>", None),
    ],
)
def test_one_day_in_all_scripts_is_believed(script: str, expected: str | None) -> None:
    assert published_in_scripts(LexborHTMLParser(script)) == expected


def test_hostile_scripts_take_no_time() -> None:
    tree = LexborHTMLParser("<script>" + '"datePublished":"2022-' * 80_000 + "</script>")
    started = time.process_time()
    published_in_scripts(tree)

    assert time.process_time() - started < 1
