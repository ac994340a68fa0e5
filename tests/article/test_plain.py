"""Plain words out of markup's values."""

import pytest

from worker.article.plain import has_decimal, has_digit, plain


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("cut in an emoji \ud83d", "cut in an emoji"),
        ("a\x00b", "ab"),
        ("&amp;lt;b&amp;gt;", ""),
        ("a  b ", "a b"),
        (7, ""),
        (None, ""),
    ],
)
def test_only_what_can_be_written_and_read_is_left(value: object, words: str) -> None:
    assert plain(value) == words
    plain(value).encode()


@pytest.mark.parametrize(
    ("text", "digit", "decimal"),
    [("page 4", True, True), ("page", False, False), ("٤", True, True), ("m²", True, False), ("é", False, False)],
)
def test_digits_are_those_of_any_script(text: str, *, digit: bool, decimal: bool) -> None:
    assert (has_digit(text), has_decimal(text)) == (digit, decimal)
