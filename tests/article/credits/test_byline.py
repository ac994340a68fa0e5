import pytest

from tests.patience import cpu_limit
from worker.article.credits.byline import read_bare_byline, read_byline, read_marked_byline
from worker.article.credits.byline_authors import read_authors, read_marked_author
from worker.article.credits.byline_opening import is_opener_alone


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Berg", ["Anna Berg"]),
        ("by ANNA BERG", ["ANNA BERG"]),
        ("By Anna Berg and Jo Lind", ["Anna Berg", "Jo Lind"]),
        ("By Anna Berg, Jo Lind and Max Holm", ["Anna Berg", "Jo Lind", "Max Holm"]),
        ("By Anna Berg, Jo Lind, and Max Holm", ["Anna Berg", "Jo Lind", "Max Holm"]),
        ("By Anna Berg in Paris", ["Anna Berg"]),
        ("By Anna Berg, Paris", ["Anna Berg"]),
        ("By Anna Berg, Staff Reporter", ["Anna Berg"]),
        ("By Anna Berg Senior Political Correspondent", ["Anna Berg"]),
        ("By Anna Berg, Master Boatbuilder & River Keeper", ["Anna Berg"]),
        ("By Anna Berg, Senior Director, Upper Town and River Institute", ["Anna Berg"]),
        ("By Anna Berg | 3 May 2021", ["Anna Berg"]),
        ("By Anna Berg Published May 3, 2021", ["Anna Berg"]),
        ("By Anna BergPublished: May 3, 2021", ["Anna Berg"]),
        ("ByAnna Berg", ["Anna Berg"]),
        ("By: Anna Berg @annaberg", ["Anna Berg"]),
        ("By Anna Berg | anna@example.org", ["Anna Berg"]),
        ("By Anna Berg, dpa", ["Anna Berg", "dpa"]),
        ("By Anna Berg. Edited by Jo Lind", ["Anna Berg"]),
        ("Published May 3, 2021 by Anna Berg", ["Anna Berg"]),
        ("3 May 2021 | 14:07 | By Anna Berg", ["Anna Berg"]),
        ("Von Anna Berg, dpa", ["Anna Berg", "dpa"]),
        ("Von Anna Berg und Jo Lind, Berlin", ["Anna Berg", "Jo Lind"]),
        ("Ein Kommentar von Anna Berg", ["Anna Berg"]),
        ("Kommentar von Anna Berg", ["Anna Berg"]),
        ("Blog-Beitrag von Anna Berg", ["Anna Berg"]),
        ("Guide by Anna Berg Deputy Editor", ["Anna Berg"]),
        ("May 3, 2021 · 3 min read · By Anna Berg", ["Anna Berg"]),
        ("5-minute read | By Anna Berg", ["Anna Berg"]),
        ("Par Anna Berg avec AFP", ["Anna Berg", "AFP"]),
        ("Por Ana García y Luis Pérez", ["Ana García", "Luis Pérez"]),
        ("Di Marco Rossi", ["Marco Rossi"]),
        ("Door Jan de Vries", ["Jan de Vries"]),
        ("Автор: Анна Иванова", ["Анна Иванова"]),
        ("By AFP", ["AFP"]),
        ("By The Associated Press", ["The Associated Press"]),
    ],
)
def test_a_byline_gives_its_names(line: str, names: list[str]) -> None:
    byline = read_byline(line)

    assert byline is not None
    assert [author.name for author in byline.authors] == names


@pytest.mark.parametrize(
    "line",
    [
        "A chapter of 2019, read by Anna Berg",
        "By the end of the day it was over",
        "By Monday the river had risen",
        "By using this site you agree",
        "Von der Leyen spricht in Paris",
        "Por la tarde llovió",
        "Di notte",
        "Photo by Anna Berg",
        "Reviewed by Anna Berg, MD",
        "Edited by Anna Berg",
        "By @annaberg",
        "By anna@example.org",
        "By https://example.org/anna",
        "By Annabergthoughtsstreamsportfolio River Town",
        "Climate Change",
        "Read more",
        "",
        "By",
    ],
)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Anna Berg", [("Anna Berg", "person")]),
        ("By Anna Berg", [("Anna Berg", "person")]),
        ("Anna", [("Anna", "person")]),
        ("Staff", [("Staff", "desk")]),
        ("Editorial Team", [("Editorial Team", "desk")]),
        ("dpa", [("dpa", "agency")]),
        ("Anna Berg; Jo Lind", [("Anna Berg", "person"), ("Jo Lind", "person")]),
        ("Anna Berg, John Smith,Jane Doe", [("Anna Berg", "person"), ("John Smith", "person"), ("Jane Doe", "person")]),
        ("Anna Berg, Reuters", [("Anna Berg", "person"), ("Reuters", "agency")]),
        ("Reuters, AFP", [("Reuters", "agency"), ("AFP", "agency")]),
        ("Berg, Anna", [("Berg, Anna", "person")]),
        ("Anna Berg, MD", [("Anna Berg, MD", "person")]),
        ("García Márquez, Gabriel José", [("García Márquez, Gabriel José", "person")]),
        ("Anna Berg, San Francisco", [("Anna Berg, San Francisco", "person")]),
        ("Example Newspaper Ltd", [("Example Newspaper Ltd", "desk")]),
        ("River House GmbH & Co. KG", [("River House GmbH & Co. KG", "desk")]),
        ("Riverton Publishing Inc.", [("Riverton Publishing Inc", "desk")]),
        ("Rossi S.p.A.", [("Rossi S.p.A", "desk")]),
        ("Berg Lind AG", [("Berg Lind AG", "desk")]),
        ("Ag Berg", [("Ag Berg", "person")]),
        ("ООО Река", [("ООО Река", "desk")]),
        ("川辺新聞社", [("川辺新聞社", "desk")]),
        ("河边新闻网", [("河边新闻网", "desk")]),
        ("Anna Kowalska/PAP", [("Anna Kowalska", "person"), ("PAP", "agency")]),
        ("Ayşe Yılmaz / DHA", [("Ayşe Yılmaz", "person"), ("DHA", "agency")]),
        ("记者 王小明", [("王小明", "person")]),
        ("山田太郎記者", [("山田太郎", "person")]),
        ("홍길동, 김철수 기자", [("홍길동", "person"), ("김철수", "person")]),
        ("연합뉴스 홍길동 기자", [("연합뉴스", "agency"), ("홍길동", "person")]),
        ("王小明 李华", [("王小明", "person"), ("李华", "person")]),
        ("लेखक: राहुल शर्मा", [("राहुल शर्मा", "person")]),
        ("https://example.org/anna", []),
        ("@annaberg", []),
        ("anna@example.org", []),
        ("", []),
        ("12", []),
    ],
)
def test_markup_gives_persons_agencies_and_desks(raw: str, expected: list[tuple[str, str]]) -> None:
    assert [(author.name, author.kind.value) for author in read_marked_author(raw)] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Anna Berg", ["Anna Berg"]),
        ("By Anna Berg; Jo Lind", ["Anna Berg", "Jo Lind"]),
        ("Anna Berg December 9, 2021", ["Anna Berg"]),
        ("Example Staff", ["Example Staff"]),
        ("More from the author in our archive!", []),
    ],
)
def test_a_marked_element_gives_names(text: str, names: list[str]) -> None:
    byline = read_marked_byline(text)

    assert ([author.name for author in byline.authors] if byline is not None else []) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Anna Berg", ["Anna Berg"]),
        ("Anna Berg, Staff Reporter", ["Anna Berg"]),
        ("Lowri Penn, Transport correspondent", ["Lowri Penn"]),
        ("Anna Berg | 3 May 2021", ["Anna Berg"]),
        ("Anna Berg/Getty Images", None),
        ("Anna Berg/PAP", ["Anna Berg", "PAP"]),
        ("Anna Berg @annaberg", ["Anna Berg"]),
        ("Redazione ANSA", ["Redazione ANSA"]),
        ("Redazione Bloomberg", None),
        ("राहुल शर्मा", None),
        ("राहुल शर्मा, विशेष संवाददाता", ["राहुल शर्मा"]),
        ("Middle East", None),
        ("Dallas-Fort Worth", None),
        ("Anna Berg was there.", None),
    ],
)
def test_a_bare_name_needs_a_given_name(line: str, names: list[str] | None) -> None:
    byline = read_bare_byline(line)

    assert (byline and [author.name for author in byline.authors]) == names


def test_the_printed_form_is_kept() -> None:
    (author,) = read_authors("By Anna Berg Senior Correspondent in Paris")

    assert (author.name, author.name_raw) == ("Anna Berg", "Anna Berg Senior Correspondent")


def test_an_opener_may_stand_alone() -> None:
    assert is_opener_alone("Written by:")
    assert not is_opener_alone("By Anna")


@pytest.mark.parametrize(
    ("text", "names"),
    [(" ", []), ("AFP, ", []), (" Anna Berg", ["Anna Berg"]), ("AFP,  Anna Berg", ["AFP", "Anna Berg"])],
)
def test_white_space_around_a_name_is_none_of_it(text: str, names: list[str]) -> None:
    found = read_bare_byline(text)

    assert [author.name for author in (found.authors if found else ())] == names


@pytest.mark.parametrize("unit", ["By ", "A", "Anna ", "a, ", "@", "|", "by by ", "Anna Berg and ", "(", "é"])
def test_hostile_bylines_take_no_time(unit: str) -> None:
    with cpu_limit():
        for read in (read_byline, read_marked_byline, read_authors, read_marked_author):
            read("By " + unit * 100_000)
