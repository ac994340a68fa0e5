import pytest

from worker.article.lines import Lines
from worker.article.metadata.metadata import Metadata, find_metadata
from worker.article.payload import Payload
from worker.article.rules import Limits
from worker.article.text import lines_of_text
from worker.article.witnesses.witnesses import gather

TITLE = "The river rose by two metres"
BODY = """The river rose by two metres in the night and by morning the lower streets were under water.
Nobody was hurt, the fire brigade says, but forty families had to leave their houses for the week.
The council wants to build a wall, and a vote is planned for the summer after a long debate."""


def found_in(head: str, tail: str = "", body: str = BODY) -> tuple[Lines, Metadata]:
    text = f"{TITLE}\n{head}\n{body}\n{tail}"
    lines = lines_of_text(text, Limits())
    kept = [line in body.splitlines() for line in lines.text]
    return lines, find_metadata(lines, kept, gather(lines.tree), Payload(text=text), fallback=lambda: None)


def names(head: str, tail: str = "", body: str = BODY) -> list[str]:
    return [author.name for author in found_in(head, tail, body)[1].authors]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("By Anna Berg", ["Anna Berg"]),
        ("Anna Berg\n3 May 2021", ["Anna Berg"]),
        ("3 May 2021\nAnna Berg", ["Anna Berg"]),
        ("Anna Berg · The Post · 3 May 2021 10:15", ["Anna Berg"]),
        ("03.05.2021 - Anna Berg", ["Anna Berg"]),
        ("Anna Berg 03.05.2021, 10:15", ["Anna Berg"]),
        ("AB\nAnna Berg\nJL\nJonas Lind\n3 May 2021", ["Anna Berg", "Jonas Lind"]),
        ("Zqwethi Mblanga\nPublished 3 May 2021", ["Zqwethi Mblanga"]),
        ("Zqwethi Mblanga | 3 May 2021", ["Zqwethi Mblanga"]),
        ("Written by Lillie | 3 May 2021", ["Lillie"]),
        ("By\nAnna Berg\n, and\nJonas Lind\n3 May 2021", ["Anna Berg", "Jonas Lind"]),
        ("Kommentar von\nAnna Berg", ["Anna Berg"]),
        ("Ein Interview von Anna Berg mit Jonas Lind", ["Anna Berg"]),
        ("By Anna BergTravel News Reporter", ["Anna Berg"]),
        ("Par Anna Berg le 07 mai 2020 à 10:15", ["Anna Berg"]),
        ("Newsdesk\n3 May 2021", ["Newsdesk"]),
        ("Von dpa 03.05.2021, 10:15", ["dpa"]),
        ("Riverbank Team\n3 May 2021\nWhat a team is for", ["Riverbank Team"]),
        ("Zqwethi Mblanga\n2 days ago", ["Zqwethi Mblanga"]),
        ("Zqwethi Mblanga|Published 4 months ago", ["Zqwethi Mblanga"]),
        ("Zqwethi Mblanga\n6 min read", ["Zqwethi Mblanga"]),
        ("Lesezeit: 4 Minuten\nZqwethi Mblanga", ["Zqwethi Mblanga"]),
        ("Zqwethi Mblanga\n16:30", ["Zqwethi Mblanga"]),
        ("Zqwethi Mblanga\nJan 4", ["Zqwethi Mblanga"]),
        ("May 3, 2021 by UTP", ["UTP"]),
        ("3. Mai 2021 von DieFlussfrau Ein Kommentar", ["DieFlussfrau"]),
        ("03/05/2021 von Webteam Oberstadt", ["Webteam Oberstadt"]),
        ("3 May 2021 · by Rosalinde · in Rivers\nJonas Lind", ["Rosalinde"]),
        ("Written by Upper Town Works", ["Upper Town Works"]),
        ("Veröffentlicht von FlussHans #", ["FlussHans"]),
        ("Written By Linny and Peter", ["Linny", "Peter"]),
        ("Veröffentlicht von FlussHans", ["FlussHans"]),
        ("By Clearstream\n3 May 2021", ["Clearstream"]),
        ("Kevin\nMay 3, 2021", ["Kevin"]),
        ("Upper Town Works\nMay 3, 2021", ["Upper Town Works"]),
        ("Recipe by Anna Berg", ["Anna Berg"]),
        ("Von: Anna BERG, Zqwethi MBLANGA", ["Anna BERG", "Zqwethi MBLANGA"]),
        ("3 May 2021 Anna Berg Kultur", ["Anna Berg"]),
        ("On May 3, 2021 By Anna BergIn City Breaks, Summer Guides, River Tours", ["Anna Berg"]),
        ("By Md Zqwethi Mblanga", ["Md Zqwethi Mblanga"]),
        ("Zqwethi Mblanga | Guest Columnist", ["Zqwethi Mblanga"]),
        ("Anna Berg May 3, 2021 — and seven minutes of reading for you", ["Anna Berg"]),
        ("Anna Berg3. Mai 2021", ["Anna Berg"]),
        ("von Anna Berg3.5.2021 - 10:15 Uhr", ["Anna Berg"]),
        ("RiverWorks\nNov 26th, 2021\nRiverWorks", ["RiverWorks"]),
        ("FerryMan 3 May 2021 0 Comments", ["FerryMan"]),
        ("PorKevin May 3, 2021", ["Kevin"]),
        ("Zqwethi Mblanga\nRivers\nMay 3, 2021\nZqwethi Mblanga", ["Zqwethi Mblanga"]),
        ("Kevin\nUpdated May 3, 2021\nMeet\nKevin", ["Kevin"]),
        ("von Herr_Fluss Veröffentlicht am 3. Mai 2021", ["Herr_Fluss"]),
        ("Artikel von: Kevin\n3. Mai 2021", ["Kevin"]),
        ("Redaktion 3. Mai 2021 10:29", ["Redaktion"]),
        (f"{'Nobody was hurt as the river rose ' * 3}at night\nRiverWorks\nNov 26th, 2021", ["RiverWorks"]),
        ("By Anna Berg\n3 May 2021\nThe Boat\nBy Jonas Lind\nThe Oar\nBy Eva Holm", ["Anna Berg"]),
    ],
)
def test_a_byline_is_found_by_its_opener_or_its_stamp(head: str, expected: list[str]) -> None:
    assert names(head) == expected


@pytest.mark.parametrize(
    "head",
    [
        "Lower Streets\n3 May 2021",
        "Audio 03:07 | 3 May 2021 | Anna Berg",
        "Anna Berg\nSource: Jonas Lind\n3 May 2021",
        "Contact\nAnna Berg\n3 May 2021",
        "Released: June 17, 2020 by Anna Berg",
        "The Yellow Boat (2016) by Anna Berg",
        "— Anna Berg (@annaberg) June 1, 2017",
        "AUTHORS\nEDITORIAL",
        "Paramita (Guha) Rivers Published: 3 May 2021",
        "Date May 3, 2021",
        "Log In Get Started\nMay 3, 2021",
        "News\nMay 3, 2021",
        "Our Team\nMay 3, 2021\nIt takes a team to build our wall",
        "Jobs in Oberstadt\nMay 3, 2021",
        "Magazine, News\nMay 3, 2021",
        "Written By May 3, 2021",
        "Author Catch more fish",
        "Zurück zum Newsroom\n03.05.2021",
        "The Boat\nby Anna Berg\nThe Oar\nby Jonas Lind\nThe Sail\nby Eva Holm",
        "Rivers 3 May 2021",
        "By Zqwethi Mblanga@mblanga May 3, 2021",
        "Jonas River Streets\n3 May 2021",
        "Rivers\nNews\n3 May 2021",
        "Updated: 3 May 2021",
        "fire\n3 May 2021\nThe fire is out, says the brigade of the town",
    ],
)
def test_names_that_are_no_author_s_give_nobody(head: str) -> None:
    assert names(head) == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Anna Berg", []),
        ("Share\nPrint\nRadio\nAnna Berg\n3 May 2021", []),
        ("Share\nAnna Berg, 3 May 2021", ["Anna Berg"]),
        ("Anna Berg\nRivers\n3 May 2021", ["Anna Berg"]),
    ],
)
def test_a_name_of_which_the_article_tells_is_a_byline_right_below_the_headline_only(
    head: str, expected: list[str]
) -> None:
    assert names(head, body=BODY.replace("the fire brigade", "the mayor Mrs Berg")) == expected


@pytest.mark.parametrize(
    ("head", "within", "expected"),
    [
        ("Written by Anna Berg", "By Jonas Lind", ["Anna Berg"]),
        ("Anna Berg\n3 May 2021", "Authors: Jonas Lind", ["Anna Berg"]),
        ("Share", "By Jonas Lind", ["Jonas Lind"]),
    ],
)
def test_a_byline_among_the_first_lines_of_the_body_gives_way_to_one_above(
    head: str, within: str, expected: list[str]
) -> None:
    body = BODY.replace("\nThe council", f"\nHouses\nStreets\n{within}\nThe council")

    assert names(head, body=body) == expected


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("Posted by: Anna Berg at May 3, 2021 09:28 AM", ["Anna Berg"]),
        ("Posted by: Anna Berg at May 3, 2021 09:28 AM\nI think so, too.\nPosted by: Jo at May 4, 2021 11:15 AM", []),
        ("Anna Berg / 3.5.2021\nThat is what I say.\nJonas Lind / 4.5.2021", []),
    ],
)
def test_of_several_dated_lines_alike_below_the_body_none_is_its_byline(tail: str, expected: list[str]) -> None:
    assert names("Share", tail) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Posted by RiverHouse on Monday, 3 May 2021", ["RiverHouse"]),
        ("Written by River House", ["River House"]),
        ("By River House", []),
        ("Author: River House", []),
    ],
)
def test_a_house_that_signs_its_article_may_speak_of_itself_there(head: str, expected: list[str]) -> None:
    house = expected[0] if expected else "River House"

    assert names(head, body=BODY.replace("the fire brigade", f"the office of {house}")) == expected


def test_a_list_of_teasers_with_their_authors_names_nobody() -> None:
    teasers = "\n".join(
        f"{name}\n{day} May 2021" for day, name in enumerate(("Anna Berg", "Jonas Lind", "Eva Holm"), 1)
    )
    between = "Menu\nStart\nWeather\nSport\nRadio"

    assert names(f"{teasers}\n{between}") == []


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("Author: Anna Berg", ["Anna Berg"]),
        ("Share\nAnna Berg\nAnna writes about rivers and towns for the regional desk.", ["Anna Berg"]),
        ("More\nThe mountains are calling\nPosted by Anna Berg", []),
        ("Share\nAnna Berg\nThe mountains are calling and I must go there soon.", []),
        ("Anna Berg\nMore from the rivers", ["Anna Berg"]),
        ("By Anna Berg", ["Anna Berg"]),
        ("By Anna Berg\nThe mountains are calling\nBy Jonas Lind", []),
        ("Share\nAnna Berg\nAuthor", ["Anna Berg"]),
        ("Fotografie\nAnna Berg\nCreative Director", []),
        ("Share\nZqwethi Mblanga\nZqwethi Mblanga is a writer at the regional desk.", ["Zqwethi Mblanga"]),
        ("Share\nZqwethi Mblanga\nRiver desk\nZqwethi writes about towns and floods.", ["Zqwethi Mblanga"]),
        ("About Zqwethi Mblanga\nZqwethi has told of rivers since 2010.", ["Zqwethi Mblanga"]),
        ("Zqwethi Mblanga\nZqwethi is a writer.\nXolwethi Dlanga\nXolwethi is a painter of boats.", []),
        ("New York\nNew York is a town on a river, and we have a desk there.", []),
        ("Menu\n" * 12 + "Article written by:\nAnna Berg", ["Anna Berg"]),
        ("Menu\n" * 12 + "Article written by:\nAnna Berg\nMenu\nArticle written by:\nJonas Lind", []),
        ("Menu\n" * 12 + "By Anna Berg", []),
    ],
)
def test_below_the_body_a_label_or_a_life_makes_an_author(tail: str, expected: list[str]) -> None:
    assert names("Share", tail) == expected


def test_the_line_of_a_stamped_byline_is_accounted_for() -> None:
    lines, found = found_in("Anna Berg\n3 May 2021")

    assert found.evidence["authors"].source == "line"
    assert found.used[lines.text.index("Anna Berg")] == ("authors",)
