import pytest

from tests.patience import cpu_limit
from worker.article.credits.names import is_name, is_surely_a_name
from worker.article.credits.names_uncased import is_surely_east_asian, separated, untitled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王小明", True),
        ("欧阳晓明", True),
        ("山田太郎", True),
        ("山田 太郎", True),
        ("佐々木さくら", True),
        ("森さくら", True),
        ("홍길동", True),
        ("남궁민수", True),
        ("王明", False),
        ("高速道路", False),
        ("国際ニュース", False),
        ("江苏省", False),
        ("王国报", False),
        ("정치부", False),
        ("오늘의", False),
        ("山田", False),
        ("", False),
    ],
)
def test_a_family_name_tells_a_name_in_east_asia(text: str, *, expected: bool) -> None:
    assert is_surely_east_asian(text) is expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("记者 王小明", "王小明"),
        ("记者王小明", "王小明"),
        ("記者 山田太郎", "山田太郎"),
        ("山田太郎記者", "山田太郎"),
        ("山田 太郎 記者", "山田 太郎"),
        ("홍길동 기자", "홍길동"),
        ("홍길동기자", "홍길동"),
        ("홍길동 특파원", "홍길동"),
        ("记者会", ""),
        ("記者会見", ""),
        ("기자 회견", ""),
        ("시민 기자", ""),
        ("경제부 기자", ""),
        ("王小明", ""),
        ("Anna Berg", ""),
    ],
)
def test_a_title_is_no_part_of_the_name(text: str, name: str) -> None:
    assert untitled(text) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王小明 李华", ("王小明", "李华")),
        ("记者 王小明 李华", ("记者 王小明", "李华")),
        ("新华社 记者 王小明", ("新华社", "记者 王小明")),
        ("山田 太郎", ("山田 太郎",)),
        ("राहुल शर्मा", ("राहुल शर्मा",)),
        ("Anna Berg", ("Anna Berg",)),
    ],
)
def test_whole_names_are_separated(text: str, expected: tuple[str, ...]) -> None:
    assert separated(text) == expected


@pytest.mark.parametrize(
    ("text", "is_shaped", "is_sure"),
    [
        ("राहुल शर्मा", True, True),
        ("أحمد علي", True, True),
        ("דוד כהן", True, True),
        ("สมชาย ใจดี", True, True),
        ("गहरी नदी", True, False),
        ("नदी का पानी", False, False),
        ("أخبار العالم", False, False),
        ("أحمد علي، محمد", False, False),
        ("राहुल Sharma", False, False),
        ("१२ नवंबर", False, False),
    ],
)
def test_without_capitals_a_given_name_makes_it_sure(text: str, *, is_shaped: bool, is_sure: bool) -> None:
    assert (is_name(text), is_surely_a_name(text)) == (is_shaped, is_sure)


@pytest.mark.parametrize(
    "unit", ["记者", "王", "기자 ", "홍길동 ", "王小明 ", "अ ", "・", "新华社 ", "=", "：", "来源：新华社 "]
)
def test_hostile_names_take_no_time(unit: str) -> None:
    with cpu_limit():
        for read in (is_name, is_surely_a_name, separated, untitled, is_surely_east_asian):
            read(unit * 20_000)
