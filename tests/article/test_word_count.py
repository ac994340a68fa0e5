"""Words are counted alike in every script, quickly where letters are Latin."""

import pytest

from worker.article.word_count import word_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("don't stop", 2),
        ("don’t stop", 2),
        ("3,5 Mio. Euro", 3),
        ("U.S.A. trade-offs", 2),
        ("a..b _c_ 'd' e-", 5),
        ("¿Qué? Año 1½ — naïve…", 4),
        ("新桥", 1),
        ("", 0),
        ("다리가 무너졌다", 3),
    ],
)
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize("text", ["don’t stop. ", "U.S.A. – 3,5 Mio. ", "a..b _c_ 'd' e- ", "¿Qué? Año 1½ naïve… "])
def test_a_long_latin_text_has_as_many_words_as_its_parts(text: str) -> None:
    assert word_count(text * 100) == 100 * word_count(text)
