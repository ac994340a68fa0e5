"""The measure of bodies."""

import pytest

from worker.quality.score import score_page, score_pages


@pytest.mark.parametrize(
    ("gold", "answer", "hits", "extra", "missed"),
    [
        ("a b c d e", "a b c d e", 2, 0, 0),
        ("a b c d e", "a b c d x", 1, 1, 1),
        ("a b c d", "", 0, 0, 1),
        ("", "a b c d", 0, 1, 0),
        ("a b", "a b", 1, 0, 0),
        ("東京は晴れ", "東京は晴れ", 2, 0, 0),
    ],
)
def test_shingles_are_counted_as_multisets(gold: str, answer: str, hits: int, extra: int, missed: int) -> None:
    page = score_page(gold, answer)

    assert (page.hits, page.extra, page.missed) == (hits, extra, missed)


def test_an_empty_answer_costs_recall_only() -> None:
    score = score_pages([score_page("a b c d e", "a b c d e"), score_page("a b c d e", "")])

    assert (score.precision, score.recall, score.empty) == (1.0, 0.5, 1)
    assert score.f1 == pytest.approx(2 / 3)


def test_token_f1_ignores_order_and_case() -> None:
    assert score_page("One two THREE", "three one two").token_f1 == 1.0
    assert score_page("", "").token_f1 == 1.0


def test_the_interval_holds_the_score_and_is_the_same_each_time() -> None:
    pages = [
        score_page("a b c d e f g", text) for text in ("a b c d e f g", "a b c d", "x y z a b c d e", "a b c d e f")
    ]

    first, second = score_pages(pages), score_pages(pages)

    assert first == second
    assert first.low <= first.f1 <= first.high
