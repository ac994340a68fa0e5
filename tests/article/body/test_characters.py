"""Lines as arrays."""

import numpy as np
import pytest

from worker.article.body.characters import Sign, characters


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("The tide came in.", 4),
        ("It's 12:30", 4),
        ("東京の天気", 5),
        ("Ёлка и снег", 3),
        ("---", 0),
        ("a\U0001f600b", 2),
    ],
)
def test_words_are_counted_in_every_script(line: str, words: int) -> None:
    assert characters([line]).words.tolist() == [words]


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Done.", 1),
        ("“Done.”", 1),
        ('He said "no."', 1),
        ("完了。", 1),
        ("Done", 0),
        ("Done,", 0),
        ("(see below)", 0),
        ("(Yes.)", 1),
    ],
)
def test_a_sentence_ends_behind_its_closing_marks(line: str, ends: int) -> None:
    assert characters([line]).ends.tolist() == [ends]


def test_words_hash_alike_whatever_their_case_place_and_digits() -> None:
    signs = characters(["Storm 1998", "a storm 2024"])

    assert signs.word_hash[0] == signs.word_hash[3]
    assert signs.word_hash[1] == signs.word_hash[4]
    assert signs.word_hash[0] != signs.word_hash[1]
    assert signs.word_line.tolist() == [0, 0, 1, 1, 1]


def test_classes_add_up_to_the_length() -> None:
    signs = characters(["Ab 1,€ “x”…", "次 → y"])

    assert signs.counts.sum(axis=1).tolist() == [len("Ab 1,€ “x”…") + 1, len("次 → y")]
    assert signs.counts[0, Sign.DIGIT] == 1


def test_long_pages_are_counted_in_chunks_like_short_ones() -> None:
    lines = [f"Line {n} of a very long page, with some words." for n in range(20_000)]

    whole, part = characters(lines), characters(lines[12_000:12_010])

    assert np.array_equal(whole.words[12_000:12_010], part.words)
    assert np.array_equal(whole.line_hash[12_000:12_010], part.line_hash)
    assert len(whole.length) == len(lines)


def test_no_lines_give_empty_columns() -> None:
    assert len(characters([]).word_hash) == 0


def test_without_classes_all_else_is_the_same() -> None:
    lines = ["Ab 1,€ “x”…", "次 → y", "a \U0001f600b"]
    signs, plain = characters(lines), characters(lines, by_class=False)

    assert plain.counts.shape == (3, 0)
    assert plain.wide.tolist() == signs.counts[:, Sign.WIDE].tolist() == [0, 1, 0]
    assert plain.word_hash.tolist() == signs.word_hash.tolist()
