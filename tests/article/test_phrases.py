"""Phrases are matched word by word, in any script and in linear time."""

import pytest

from tests.patience import cpu_limit
from worker.article.phrases import Phrases, class_words, words, words_of_lines


@pytest.fixture
def phrases() -> Phrases:
    made = Phrases()
    made.add_whole("greeting", ["Good day!", "你好"])
    made.add("offer", ["save … today"], max_words=8)
    made.add("tail", ["more"])
    made.add("head", ["more about"], at_start=True)
    return made


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("good DAY (12)", "greeting"),
        ("good day sir", None),
        ("你好。", "greeting"),
        ("你好吗", None),
        ("Save a lot today", "offer"),
        ("save today", "offer"),
        ("save one two three four five six today", "offer"),
        ("save one two three four five six seven today", None),
        ("today save", None),
        ("more about us", "tail"),
        ("once more", "tail"),
        ("", None),
        ("42", None),
    ],
)
def test_a_line_has_the_first_name_that_fits(phrases: Phrases, line: str, name: str | None) -> None:
    assert phrases.name(words(line)) == name


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("siteHeader", ("site", "header")),
        ("site-header__nav", ("site", "header", "nav")),
        ("NAV main_menu", ("nav", "main", "menu")),
        ("top\n bottomBar", ("top", "bottom", "bar")),
    ],
)
def test_class_names_are_split_however_they_are_spelled(names: str, expected: tuple[str, ...]) -> None:
    assert class_words(["first", names]) == [("first",), expected]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["Here’s 3 more: news_letters", "© 2024 by", "ÜBER uns – naïve 1½ €5"],
        ["Brü\xadcken\xadbau", "old brid\xadges"],
        ["İstanbul’da ΟΔΟΣ", "Οδός ΟΔΟΣ", "Ζ ΟΔΟΣ-ΟΔΟΣ", "new 新闻 line"],
        ["新 plain", "a・b", "one ゛ two"],
        ["plain line", "Ω or Ж", "naïve line", "ﬁne", "İ", "№ 5", "新", ""],
        ["one\ntwo", "three\x85four\xa0five\x1csix"],
        ["\ud800 lone", "→ • ★ stars", "x" * 2_000, "a " * 200, "é " * 900],
    ],
)
def test_lines_together_have_the_words_they_have_alone(lines: list[str]) -> None:
    assert words_of_lines(lines) == [words(line) for line in lines]


def test_a_soft_hyphen_parts_no_words() -> None:
    assert words("Brü\xadcken\xadbau") == ("brückenbau",)


def test_names_of_many_lines_are_those_of_each(phrases: Phrases) -> None:
    openers = Phrases()
    openers.add("list", ["what you get"])
    openers.add("list", ["included"], at_start=True)
    lines = [words(line) for line in ("See what you get", "Included", "Not included", "", "42")]

    assert openers.names(lines) == ["list", "list", None, None, None]
    assert phrases.names([words("Good day!"), words("good day sir")]) == ["greeting", None]


def test_a_phrase_inside_is_found_wherever_its_longest_word_stands() -> None:
    phrases = Phrases()
    phrases.add("bio", ["is a reporter in … town", "a b a bb"])

    assert phrases.name(words("she is a reporter in our town")) == "bio"
    assert phrases.name(words("a a b a bb")) == "bio"
    assert phrases.name(words("reporter in our town")) is None


def test_a_hostile_line_costs_little() -> None:
    phrases = Phrases()
    phrases.add("x", ["a … a … a … a … b"] * 10)
    with cpu_limit():
        for _ in range(20):
            phrases.name(words("a " * 50_000))


@pytest.mark.parametrize(
    ("capitals", "small"), [("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "Διαβάστε επίσης"), ("İLGİLİ HABERLER", "ilgili haberler")]
)
def test_capitals_have_the_words_of_small_letters_in_greek_and_turkish(capitals: str, small: str) -> None:
    assert words(capitals) == words(small) == words_of_lines([capitals])[0]
