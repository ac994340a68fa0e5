import pytest

from tests.patience import cpu_limit
from worker.article.credits.dateline import read_credit

CREDITS = [
    ("AFP Danang (Vietnam)", ["AFP"], "Danang (Vietnam)", "Danang", "VN", True),
    ("Press Trust of India | New Delhi", ["PTI"], "New Delhi", "New Delhi", "IN", True),
    ("IANS | Mumbai", ["IANS"], "Mumbai", "Mumbai", "IN", True),
    ("Reuters, LONDON", ["Reuters"], "LONDON", "LONDON", "GB", True),
    ("Cape Town | AFP", ["AFP"], "Cape Town", "Cape Town", "ZA", True),
    ("WASHINGTON (AP) — The president", ["AP"], "WASHINGTON", "WASHINGTON", "US", False),
    ("NEW YORK/LONDON (Reuters) - Stocks fell", ["Reuters"], "NEW YORK/LONDON", "NEW YORK/LONDON", None, False),
    ("Washington (AFP) - US President", ["AFP"], "Washington", "Washington", "US", False),
    ("Paris (AFP) – French", ["AFP"], "Paris", "Paris", "FR", False),
    ("BEIJING, Nov. 10 (Xinhua) -- China", ["Xinhua"], "BEIJING", "BEIJING", "CN", False),
    ("New Delhi, Nov 10 (PTI) Prime Minister", ["PTI"], "New Delhi", "New Delhi", "IN", False),
    ("New Delhi, November 10 (IANS) The", ["IANS"], "New Delhi", "New Delhi", "IN", False),
    ("Berlin (dpa) - Der Bundestag", ["dpa"], "Berlin", "Berlin", "DE", False),
    ("BERLIN (dpa/AFP) – Der Bundestag", ["dpa", "AFP"], "BERLIN", "BERLIN", "DE", False),
    ("BERLIN dpa | Der Bundestag", ["dpa"], "BERLIN", "BERLIN", "DE", False),
    ("Genf, dpa – Die Uhr", ["dpa"], "Genf", "Genf", "CH", False),
    ("(Reuters) - Apple Inc", ["Reuters"], None, None, None, False),
    ("(AP) The", ["AP"], None, None, None, False),
    ("(ANSA) - ROMA, 10 NOV - Il governo", ["ANSA"], "ROMA", "ROMA", "IT", False),
    ("By Reuters Staff", ["Reuters"], None, None, None, True),
    ("Source: Xinhua", ["Xinhua"], None, None, None, True),
    ("By The Associated Press", ["AP"], None, None, None, True),
    ("By PTI", ["PTI"], None, None, None, True),
    ("Redazione ANSA", ["ANSA"], None, None, None, True),
    ("Di Redazione ANSA", ["ANSA"], None, None, None, True),
    ("来源:新华社 作者:王小明", ["Xinhua"], None, None, None, True),
    ("Sursa: Agerpres", ["Agerpres"], None, None, None, True),
    ("(서울=연합뉴스) 강물이 밤사이 불어났다", ["Yonhap"], "서울", "서울", "KR", False),
    ("(서울=연합뉴스) 홍길동 기자 =", ["Yonhap"], "서울", "서울", "KR", True),
    ("Quelle: dpa/Reuters", ["dpa", "Reuters"], None, None, None, True),
    ("MANILA, Philippines — The Senate", [], "MANILA, Philippines", "MANILA", "PH", False),
    ("PORTLAND, Ore. — The city", [], "PORTLAND, Ore", "PORTLAND", "US", False),
    ("KUALA LUMPUR, Nov 10 — The", [], "KUALA LUMPUR", "KUALA LUMPUR", "MY", False),
    ("New Delhi, Nov 10: Prime Minister", [], "New Delhi", "New Delhi", "IN", False),
    ("TOKYO (Kyodo) -- Japan", ["Kyodo"], "TOKYO", "TOKYO", "JP", False),
    ("SEOUL, Nov. 10 (Yonhap) -- South", ["Yonhap"], "SEOUL", "SEOUL", "KR", False),
    ("MOSCOW, November 10. /TASS/. Russian", ["TASS"], "MOSCOW", "MOSCOW", "RU", False),
    ("ISTANBUL, Turkey (AA) – Turkish", ["AA"], "ISTANBUL, Turkey", "ISTANBUL", "TR", False),
    ("Madrid, 10 nov (EFE).- El", ["EFE"], "Madrid", "Madrid", "ES", False),
    ("Lisboa, 10 nov 2017 (Lusa) – O", ["Lusa"], "Lisboa", "Lisboa", "PT", False),
    ("新华社北京11月10日电 外交部", ["Xinhua"], "北京", "北京", "CN", False),
    ("【北京共同】外務省は", ["Kyodo"], "北京", "北京", "CN", False),
    ("[東京 10日 ロイター] - 日銀は", ["Reuters"], "東京", "東京", "JP", False),
    ("लखनऊ, 10 नवंबर (भाषा) प्रधानमंत्री", ["PTI"], "लखनऊ", "लखनऊ", "IN", False),
    ("नई दिल्ली, 10 नवंबर (भाषा) प्रधानमंत्री", ["PTI"], "नई दिल्ली", "नई दिल्ली", "IN", False),
    ("القاهرة (رويترز) - قال", ["Reuters"], "القاهرة", "القاهرة", "EG", False),
    ("New Delhi, Nov 10 (PTI)", ["PTI"], "New Delhi", "New Delhi", "IN", True),
    ("WASHINGTON (AP) —", ["AP"], "WASHINGTON", "WASHINGTON", "US", True),
    ("MOSCOW, November 10. /TASS/.", ["TASS"], "MOSCOW", "MOSCOW", "RU", True),
    ("BREAKING (AP) — The president", ["AP"], None, None, None, False),
    ("Reuters", ["Reuters"], None, None, None, True),
    ("AFP", ["AFP"], None, None, None, True),
    ("dpa", ["dpa"], None, None, None, True),
    ("HANOI (VNA) – The", ["VNA"], "HANOI", "HANOI", "VN", False),
    ("HONOLULU (KHON2 via AP) — The storm", ["AP"], "HONOLULU", "HONOLULU", "US", False),
]


@pytest.mark.parametrize(("line", "agencies", "place_raw", "place", "country", "is_whole_line"), CREDITS)
def test_a_credit_is_read(
    line: str,
    agencies: list[str],
    place_raw: str | None,
    place: str | None,
    country: str | None,
    *,
    is_whole_line: bool,
) -> None:
    credit = read_credit(line)

    assert credit is not None
    assert (list(credit.agencies), credit.place_raw, credit.place, credit.country) == (
        agencies,
        place_raw,
        place,
        country,
    )
    assert credit.is_whole_line is is_whole_line
    assert line.startswith(credit.raw)


@pytest.mark.parametrize(
    "line",
    [
        "Trump and Putin share brief handshake in Vietnam",
        "Image",
        "BREAKING: The president has resigned",
        "JORDAN: I think so",
        "Reading (PA)",
        "John Smith (Reuters)",
        "Paris: a guide in 5 parts",
        "UPDATE: It is over",
        "UPDATE — It is over",
        "NASA: The launch is off",
        "NASA — The launch is off",
        "WHO: The fever is back",
        "Reuters Breakingviews",
        "Reuters Events",
        "Reuters Events: The summit",
        "AP Stylebook",
        "SPA",
        "Bloomberg",
        "Paris",
        "Paris – what a city",
        "The bank (which is old) — said",
        "Opinion | The city",
        "London Bridge - a song",
        "",
        "\x00",
    ],
)
def test_other_lines_are_no_credit(line: str) -> None:
    assert read_credit(line) is None


def test_a_byline_of_an_agency_is_told_from_a_source() -> None:
    by, source = read_credit("By AFP"), read_credit("Source: AFP")

    assert by is not None
    assert by.is_byline
    assert source is not None
    assert not source.is_byline


@pytest.mark.parametrize("unit", ["A", "A ", "(", "A, ", "AFP ", "AFP | ", "A/", "1", "— ", "(A", " ", "Paris, "])
def test_hostile_lines_take_no_time(unit: str) -> None:
    with cpu_limit():
        read_credit(unit * 200_000)
