"""Labels from gold bodies."""

import pytest

from worker.quality.labels import label_lines

GOLD = (
    "The lighthouse on Skerry Point was lit again on Friday after nine dark years.\n"
    "Repairs\n"
    "Volunteers raised the money with concerts, and a retired keeper trained the new crew.\n"
    "The lamp can be seen for twenty miles, the trust said, and costs little to run.\n"
)


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (GOLD.splitlines(), [True] * 4),
        (
            ["Home", "News", *GOLD.splitlines(), "Subscribe", "Friday"],
            [False, False, True, True, True, True, False, False],
        ),
        (["Volunteers", GOLD.splitlines()[0]], [False, True]),
        (["Something else was said about quite another place and time."], [False]),
        (
            ["Written for us: The lighthouse on Skerry Point was lit again on Friday after nine dark years."],
            [True],
        ),
        ([GOLD.splitlines()[2], GOLD.splitlines()[0]], [True, True]),
        ([], []),
    ],
)
def test_lines_of_the_body_are_labelled(lines: list[str], labels: list[bool]) -> None:
    assert label_lines(lines, GOLD) == labels


def test_a_repeated_line_is_labelled_where_the_article_is() -> None:
    paragraphs = GOLD.splitlines()

    labels = label_lines([paragraphs[3], "Menu", "More stories", *paragraphs], GOLD)

    assert labels == [False, False, False, True, True, True, True]
