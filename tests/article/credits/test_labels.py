import pytest

from tests.patience import cpu_limit
from worker.article.credits.labels import labelled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("来源:新华社 作者:王小明", [("来源", "新华社"), ("作者", "王小明")]),
        ("Kaynak: AA Muhabir: Ayşe Yılmaz", [("kaynak", "AA"), ("muhabir", "Ayşe Yılmaz")]),
        ("Nguồn: TTXVN | Tác giả: Nguyễn Văn An", [("nguồn", "TTXVN"), ("tác giả", "Nguyễn Văn An")]),
        ("3 May 2021 10:15 Author: Anna Berg", [("author", "Anna Berg")]),
        ("10:15", []),
        (": Anna Berg", []),
        ("Anna Berg", []),
        ("", []),
    ],
)
def test_fields_of_a_line_are_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert labelled(text) == expected


@pytest.mark.parametrize("unit", [":", "a:", "a: ", " :", "作者：", "1:"])
def test_hostile_labels_take_no_time(unit: str) -> None:
    with cpu_limit():
        labelled(unit * 100_000)
