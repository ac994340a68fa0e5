"""What is taken back from the model's body, and what is not."""

import pytest

from worker.article.body.checks import taken_back
from worker.article.reasons.own_words import OwnWords
from worker.article.rules import Limits
from worker.article.text import lines_of_text

LONG = [
    "The harbour board met on Tuesday and heard from nine of its members.",
    "Nobody who spoke had read the report that was sent round in March.",
    "A second meeting is to decide whether the old crane may stay where it is.",
]


def taken(texts: list[str], scores: list[float]) -> set[int]:
    lines = lines_of_text("\n\n".join(texts), Limits())
    return taken_back(lines, OwnWords(lines.text), scores)


@pytest.mark.parametrize(
    "text",
    [
        "Also Read: Crane of the harbour wins a prize",
        "Sign up for our newsletter",
        "Czytaj dalej",
        "Photo: Getty Images",
        "This story came to us from a syndicated feed, and was not edited by anyone at the Harbour Gazette.",
    ],
)
def test_a_short_line_goes_whose_own_words_speak_against_it_where_the_model_is_not_sure(text: str) -> None:
    assert taken([LONG[0], text, LONG[1]], [0.9, 0.7, 0.9]) == {1}


@pytest.mark.parametrize(("text", "score"), [("Also Read: a line", 0.9), ("$45 a month", 0.7), ("What came next", 0.6)])
def test_it_stays_where_the_model_is_sure_or_where_such_words_may_be_the_articles(text: str, score: float) -> None:
    assert taken([LONG[0], text, LONG[1]], [0.9, score, 0.9]) == set()


def test_a_time_of_reading_goes_above_the_first_long_line_alone() -> None:
    paragraph = " ".join(LONG)
    assert taken(["Reading time: 4 minutes", paragraph, LONG[1]], [0.7, 0.9, 0.9]) == {0}
    assert taken([paragraph, "Reading time: 4 minutes", LONG[1]], [0.9, 0.7, 0.9]) == set()


def test_of_a_body_given_twice_the_second_copy_goes_with_its_subheadings() -> None:
    copy = [LONG[0], "The crane", LONG[1], LONG[2]]
    assert taken([*copy, *copy], [0.9] * 8) == {4, 5, 6, 7}


@pytest.mark.parametrize(
    "texts",
    [
        [*LONG, LONG[0], LONG[1]],
        [*LONG, LONG[2], LONG[1], LONG[0]],
        [LONG[0]] * 6,
    ],
    ids=["two lines only", "another order", "a refrain"],
)
def test_single_repeated_lines_are_no_copy(texts: list[str]) -> None:
    assert taken(texts, [0.9] * len(texts)) == set()


PARAGRAPH = " ".join(LONG)


@pytest.mark.parametrize(
    "times", [["11:15", "12:15", "13:15"], ["9h05", "9h40", "10h10"], ["8:05 pm", "7:30 pm", "6:10 pm"]]
)
def test_the_times_of_a_live_blog_go_though_the_model_is_sure(times: list[str]) -> None:
    texts = [text for time in times for text in (time, "On the pier", PARAGRAPH + time)]

    assert taken(texts, [0.95] * 9) == {0, 3, 6}
    assert taken(texts[:6], [0.95] * 6) == set()


@pytest.mark.parametrize("behind", ["Westholm", "On the pier"])
def test_a_timetable_keeps_its_times(behind: str) -> None:
    texts = [PARAGRAPH, *(text for hour in range(6, 12) for text in (f"{hour}:15", f"{behind} {hour}")), LONG[0]]

    assert taken(texts, [0.95] * len(texts)) == set()
