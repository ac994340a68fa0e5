"""Texts to lines."""

import pytest

from worker.article.rules import Limits
from worker.article.text import lines_of_text

LIMITS = Limits()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("One.\n\n\nTwo.", [("One.", 1, 0), ("Two.", 4, 2)]),
        ("One.\r\nTwo.\rThree.", [("One.", 1, 0), ("Two.", 2, 0), ("Three.", 3, 0)]),
        ("  a \t b\u00a0c  ", [("a b c", 1, 0)]),
        ("\n \n", []),
        ("", []),
    ],
)
def test_lines_have_numbers_and_gaps(text: str, rows: list[tuple[str, int, int]]) -> None:
    lines = lines_of_text(text, LIMITS)

    assert list(zip(lines.text, lines.number, lines.gap, strict=True)) == rows
    assert lines.tree is None


def test_broken_sentences_are_rejoined() -> None:
    text = "The ferry\nof the island company\n, built in 1970, was\nsold on Monday.\nIt goes to\nRiga\n.\nShare"

    lines = lines_of_text(text, LIMITS)

    assert (
        lines.text
        == [
            "The ferry",
            "of the island company, built in 1970, was sold on Monday.",
            "It goes to",
            "Riga.",
            "Share",
        ]
        or lines.text[-1] == "Share"
    )
    assert sum(lines.spans) == 8


def test_every_input_line_is_in_one_span() -> None:
    text = "\n".join(
        ["He said that", "the bridge, which", "was closed,", "will open again.", "", "Menu", "News", "and more"] * 5
    )

    lines = lines_of_text(text, LIMITS)
    absorbed = [number + step for number, span in zip(lines.number, lines.spans, strict=True) for step in range(span)]

    assert absorbed == [number for number, line in enumerate(text.split("\n"), 1) if line]


def test_whole_lines_are_left_alone() -> None:
    text = "\n".join(f"This is sentence number {n}." for n in range(100)) + "\nand a stray one"

    assert lines_of_text(text, LIMITS).spans == [1] * 101


@pytest.mark.parametrize(
    ("limits", "text", "flag"),
    [
        (Limits(max_lines=2), "a\nb\nc", "limit-hit:max-lines"),
        (Limits(max_line_chars=3), "abcdef", "limit-hit:max-line-chars"),
    ],
)
def test_a_limit_is_never_silent(limits: Limits, text: str, flag: str) -> None:
    assert lines_of_text(text, limits).flags == (flag,)
