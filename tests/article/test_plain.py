"""Plain words out of markup's values."""

import pytest

from worker.article.plain import plain


@pytest.mark.parametrize(
    ("value", "words"),
    [("cut in an emoji \ud83d", "cut in an emoji"), ("a\x00b", "ab"), ("&amp;lt;b&amp;gt;", ""), (7, ""), (None, "")],
)
def test_only_what_can_be_written_and_read_is_left(value: object, words: str) -> None:
    assert plain(value) == words
    plain(value).encode()
