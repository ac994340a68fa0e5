import json
from typing import Any

import pytest

from tests.patience import cpu_limit
from worker.article.lines import Lines
from worker.article.metadata.metadata import Metadata, find_metadata
from worker.article.page import lines_of_page
from worker.article.payload import Payload
from worker.article.rules import Limits
from worker.article.text import lines_of_text
from worker.article.witnesses.witnesses import gather

TEXT = """Ministers meet for tea on the island of Samosir

Picture
PTI | Colombo
Last Updated : Mar 04 2019 | 9:15 AM IST
Two ministers met for tea on the island on Monday and talked about boats for an hour before the rain began.
They said nothing to the waiting reporters, who stood on the pier and watched the clouds come over the hill.
A second meeting on the island is planned for the summer, when the ministers hope to agree on the boats.

Disclaimer: No Business Standard Journalist was involved in creation of this content

Subscribe to Business Standard digital

First Published: Mar 04 2019 | 9:15 AM IST

Next Story
"""
BODY = range(6, 9)


def of_text(text: str, **payload: Any) -> tuple[Lines, Metadata]:
    lines = lines_of_text(text, Limits())
    kept = [number in BODY for number in lines.number]
    return lines, find_metadata(lines, kept, gather(lines.tree), Payload(text=text, **payload), fallback=lambda: None)


def of_page(html: str, **payload: Any) -> Metadata:
    lines = lines_of_page(html, Limits())
    kept = [len(text) > 60 for text in lines.text]
    return find_metadata(lines, kept, gather(lines.tree), Payload(html=html, **payload), fallback=lambda: None)


def test_a_flattened_text_gives_up_its_metadata() -> None:
    lines, found = of_text(TEXT)

    assert found.headline == "Ministers meet for tea on the island of Samosir"
    assert found.authors == ()
    assert found.agency is not None
    assert (found.agency.name, found.agency.raw) == ("PTI", "PTI | Colombo")
    assert found.dateline is not None
    assert (found.dateline.place, found.dateline.country) == ("Colombo", "LK")
    assert found.publisher is not None
    assert (found.publisher.name, found.publisher.country) == ("Business Standard", "IN")
    assert found.date_published == "2019-03-04T09:15:00+05:30"
    assert found.date_published_raw == "First Published: Mar 04 2019 | 9:15 AM IST"
    assert found.date_details.published is not None
    assert found.date_details.published.zone_source == "abbreviation"
    assert found.in_language == "en"
    assert {lines.number[at]: fields for at, fields in found.used.items()} == {
        1: ("headline",),
        4: ("agency", "dateline"),
        5: ("dateModified",),
        14: ("datePublished",),
    }
    assert found.evidence["datePublished"].line == 14


def test_the_lines_below_a_title_far_above_the_body_speak_of_the_article() -> None:
    contents = [f"Part {number} of the tale" for number in range(30)]
    body = [
        "The ferry to the island of Samosir was late on Monday, and the people on the pier waited for it in the rain.",
        "When the ferry came it was nearly night, and the children of the island had gone to sleep on the bags.",
    ]
    head = ["Menu", "Waiting for the ferry to Samosir", "Anna Berg", "March 4, 2019"]
    lines = lines_of_text("\n".join([*head, *contents, *body]), Limits())
    kept = [text in body for text in lines.text]
    payload = Payload(text="-", url="https://example.com/waiting-for-the-ferry-to-samosir")
    found = find_metadata(lines, kept, gather(lines.tree), payload, fallback=lambda: None)

    assert found.headline == head[1]
    assert [author.name for author in found.authors] == ["Anna Berg"]
    assert found.date_published == "2019-03-04"


def test_without_a_publisher_an_ambiguous_zone_stays_open() -> None:
    _, found = of_text(TEXT.replace("Business Standard", "The Island Paper"))

    assert found.publisher is None
    assert found.date_published == "2019-03-04T09:15:00"
    assert found.date_details.published is not None
    assert found.date_details.published.zone_source == "none"


def test_a_hinted_zone_settles_what_is_open() -> None:
    _, found = of_text(TEXT.replace("Business Standard", "The Island Paper"), hints={"timezone": "Asia/Kolkata"})

    assert found.date_published == "2019-03-04T09:15:00+05:30"
    assert found.date_details.published is not None
    assert found.date_details.published.zone_source == "hint"


def test_overrides_win_and_hints_fill() -> None:
    given = {
        "headline": "Given",
        "authors": ["Anna Berg", "Prince"],
        "section": "Boats",
        "inLanguage": "si",
        "canonicalUrl": "https://e.org/given",
        "publisher": {"name": "The Given"},
    }
    _, over = of_text(TEXT, overrides=given)
    _, hinted = of_text(TEXT, hints=given)

    assert (over.headline, over.article_section, over.in_language) == ("Given", "Boats", "si")
    assert [author.name for author in over.authors] == ["Anna Berg", "Prince"]
    assert over.canonical_url == "https://e.org/given"
    assert over.publisher is not None
    assert over.publisher.name == "The Given"
    assert over.evidence["headline"].source == "override"
    assert (hinted.headline, hinted.in_language) == ("Ministers meet for tea on the island of Samosir", "en")
    assert (hinted.article_section, hinted.evidence["articleSection"].source) == ("Boats", "hint")
    assert [author.name for author in hinted.authors] == ["Anna Berg", "Prince"]


PAGE = """<html lang="en-GB"><head><title>Ministers meet for tea | World | Island Paper</title>
<meta property="og:site_name" content="Island Paper"><meta property="og:description" content="Tea and boats.">
<meta property="article:published_time" content="2019-03-04T09:15:00+05:30">
<meta name="news_keywords" content="tea, boats">
<meta property="og:image" content="/tea.jpg"><meta property="article:section" content="World">
<meta property="article:content_tier" content="free"><link rel="canonical" href="/2019/03/04/tea?utm_source=a">
</head><body><nav>World</nav><h1>Ministers meet for tea</h1><p>By Anna Berg in Colombo and Jo Lind</p>
<p>COLOMBO, March 4 (PTI) - Two ministers met for tea on the island on Monday and talked about boats for an hour.</p>
<p>They said nothing to the waiting reporters, who stood on the pier and watched the clouds come over.</p>
</body></html>"""


def test_a_page_gives_every_field_with_its_witness() -> None:
    found = of_page(PAGE, url="https://www.islandpaper.example/2019/03/04/tea?x=1")

    assert found.headline == "Ministers meet for tea"
    assert found.description == "Tea and boats."
    assert found.canonical_url == "https://www.islandpaper.example/2019/03/04/tea"
    assert [author.name for author in found.authors] == ["Anna Berg", "Jo Lind"]
    assert found.agency is not None
    assert found.agency.name == "PTI"
    assert found.dateline is not None
    assert (found.dateline.raw, found.dateline.country) == ("COLOMBO, March 4 (PTI)", "LK")
    assert found.date_published == "2019-03-04T09:15:00+05:30"
    assert found.in_language == "en-GB"
    assert found.article_section == "World"
    assert found.keywords == ("tea", "boats")
    assert found.main_image is not None
    assert found.main_image.url == "https://www.islandpaper.example/tea.jpg"
    assert found.is_accessible_for_free is True
    assert {name: e.source for name, e in found.evidence.items()} == {
        "headline": "h1",
        "description": "og",
        "canonicalUrl": "link",
        "inLanguage": "markup",
        "publisher": "page",
        "authors": "line",
        "agency": "line",
        "dateline": "line",
        "datePublished": "meta",
        "articleSection": "meta",
        "keywords": "meta",
        "images": "og",
        "mainImage": "og",
        "isAccessibleForFree": "meta",
    }


def test_pictures_have_what_is_printed_below_them() -> None:
    """The same picture in another size is told by its file; a picture below the body is of another story."""
    body = "<p>Two ministers met for tea on the island and talked of boats for an hour.</p>"
    html = (
        "<meta property=og:image content=https://a.example/tea.jpg?w=1200><h1>Ministers meet for tea</h1>"
        "<figure><img src=/tea.jpg?w=300><figcaption>Tea on Samosir. Photo: Jane Roe</figcaption></figure>"
        f"{body}<figure><img src=/boat.jpg><figcaption>A boat</figcaption></figure>{body}<div>More</div>"
        "<figure><img src=/c.jpg><figcaption>Cows</figcaption></figure>"
    )

    found = of_page(html, url="https://a.example/tea")

    assert [(image.url, image.caption, image.credit) for image in found.images] == [
        ("https://a.example/tea.jpg?w=1200", "Tea on Samosir.", "Jane Roe"),
        ("https://a.example/boat.jpg", "A boat", None),
    ]
    assert found.main_image == found.images[0]
    assert found.evidence["images"].source == "og"


def test_a_page_from_a_cache_is_its_publishers() -> None:
    html = "<h1>Ministers meet for tea</h1><p>Published: March 4, 2019 9:15 AM IST</p>"

    found = of_page(html, url="https://www.google.com/amp/s/www.business-standard.com/tea")

    assert found.publisher is not None
    assert found.publisher.domain == "business-standard.com"
    assert found.date_published == "2019-03-04T09:15:00+05:30"


@pytest.mark.parametrize(
    "stamp",
    [
        "Friday, Nov. 10, 2017 | 2 a.m.",
        "Опубликовано в пятницу, 17:42, 10 ноября 2017 г.",
        "Publié le 10 novembre 2017 à 17h42 - Mis à jour le 11 novembre 2017 à 09h10",
    ],
)
def test_a_stamp_is_no_first_sentence(stamp: str) -> None:
    """Though it is as long as one, or ends like one: so it is read, and is no body above the first one."""
    title, body = "Ministers meet for tea on the island", "Two ministers met for tea on the island and talked of boats."
    lines = lines_of_text(f"{title}\n{stamp}\n{body}", Limits())

    found = find_metadata(lines, [False, True, True], gather(lines.tree), Payload(text="-"), fallback=lambda: None)

    assert (found.date_published or "")[:10] == "2017-11-10"
    assert 1 in found.above


def test_the_byline_that_is_believed_is_no_body() -> None:
    """Not even one that only the stamp below it tells from a subheading."""
    body = "Two ministers met for tea on the island and talked of boats."
    html = f"<h1>Ministers meet for tea</h1><div>Anna Berg</div><div>4 March 2019</div><p>{body}</p>"
    lines = lines_of_page(html, Limits())

    found = find_metadata(
        lines, [False, True, False, True], gather(lines.tree), Payload(html=html), fallback=lambda: None
    )

    assert [author.name for author in found.authors] == ["Anna Berg"]
    assert found.above == {0, 1, 2}


def test_a_hinted_publisher_fills_what_the_page_leaves_open() -> None:
    """Its country settles an abbreviation, as the table's would."""
    html = "<h1>Ministers meet for tea</h1><p>Published: March 4, 2019 9:15 AM EST</p>"
    hints = {"publisher": {"name": "Lake Paper", "country": "US"}}

    found = of_page(html, url="https://lake.example/tea", hints=hints)

    assert found.publisher is not None
    assert (found.publisher.name, found.publisher.domain, found.publisher.country) == (
        "Lake Paper",
        "lake.example",
        "US",
    )
    assert found.date_published == "2019-03-04T09:15:00-05:00"


@pytest.mark.parametrize("hint", [{"domain": "business-standard.com"}, {"name": "Business Standard"}])
def test_a_hinted_publisher_is_known_by_the_table(hint: dict[str, str]) -> None:
    text = TEXT.replace("Business Standard", "Example")

    found = of_text(text, hints={"publisher": hint})[1]
    with_address = of_text(text, hints={"publisher": hint}, url="https://lake.example/tea")[1]

    assert found.publisher is not None
    assert (found.publisher.name, found.publisher.country) == ("Business Standard", "IN")
    assert found.evidence["publisher"].source == "hint"
    assert found.date_published == "2019-03-04T09:15:00+05:30"
    assert with_address.publisher is not None
    assert (with_address.publisher.domain, with_address.date_published) == ("lake.example", "2019-03-04T09:15:00")


@pytest.mark.parametrize(
    ("head", "domain"),
    [
        ("<meta property=og:site_name content='Business Standard'>", "business-standard.com"),
        (
            (
                "<script type=application/ld+json>"
                '{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Business Standard"}}</script>'
            ),
            "business-standard.com",
        ),
        ("<meta property=og:site_name content='Business Standard Weekly'>", None),
        ("<meta property=og:site_name content=Reuters>", None),
    ],
)
def test_a_page_without_address_is_known_by_the_name_it_gives_itself(head: str, domain: str | None) -> None:
    html = f"<head>{head}</head><h1>Ministers meet for tea</h1><p>Published: March 4, 2019 9:15 AM IST</p>"

    found = of_page(html)
    with_address = of_page(html, url="https://lake.example/tea")

    assert found.publisher is not None
    assert found.publisher.domain == domain
    assert found.date_published == f"2019-03-04T09:15:00{'+05:30' if domain else ''}"
    assert with_address.publisher is not None
    assert with_address.publisher.domain == "lake.example"


def test_a_hint_of_nobody_is_none() -> None:
    found = of_page("<h1>Ministers meet for tea</h1>", hints={"publisher": {}})

    assert found.publisher is None


def test_an_override_of_the_country_alone_leaves_the_publisher() -> None:
    html = "<h1>Ministers meet for tea</h1><p>Published: March 4, 2019 9:15 AM EST</p>"

    found = of_page(html, url="https://lake.example/tea", overrides={"publisher": {"country": "US"}})

    assert found.publisher is not None
    assert (found.publisher.domain, found.publisher.country) == ("lake.example", "US")
    assert found.evidence["publisher"].source == "override"
    assert found.date_published == "2019-03-04T09:15:00-05:00"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/news", "https://www.islandpaper.com/news/ministers-meet-for-tea"),
        ("/", "https://www.islandpaper.com/news/ministers-meet-for-tea"),
        ("null", "https://www.islandpaper.com/news/ministers-meet-for-tea"),
        ("/news/ministers-meet", "https://www.islandpaper.com/news/ministers-meet"),
        ("/tea", "https://www.islandpaper.com/tea"),
    ],
)
def test_a_canonical_link_to_the_section_is_refused(link: str, expected: str) -> None:
    page = PAGE.replace("/2019/03/04/tea?utm_source=a", link)

    assert of_page(page, url="https://www.islandpaper.com/news/ministers-meet-for-tea").canonical_url == expected


def test_the_article_of_several_is_found_by_its_number() -> None:
    nodes = [
        {"@type": "NewsArticle", "headline": f"Story {n}", "author": name, "url": f"https://e.org/story?id={n}"}
        for n, name in ((1, "Anna Berg"), (2, "Jo Lind"))
    ]
    html = f'<script type="application/ld+json">{json.dumps(nodes)}</script><h1>Ministers meet for tea</h1>'

    for url in ("https://e.org/story?utm_source=x&id=2", "http://www.e.org/story?id=2", "https://e.org/story?id=2#top"):
        assert [a.name for a in of_page(html, url=url).authors] == ["Jo Lind"]


def test_a_canonical_link_to_another_site_is_refused() -> None:
    page = PAGE.replace("/2019/03/04/tea?utm_source=a", "https://evil.example.org/a")

    assert of_page(page, url="https://www.islandpaper.com/tea").canonical_url == "https://www.islandpaper.com/tea"


SENTENCE = "Two ministers met for tea on the island on Monday and talked about boats for an hour before the rain began."


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<p>By Anna Berg and Jo Lind</p>", ["Anna Berg", "Jo Lind"]),
        ("<p>By Jo Lind</p>", ["Anna Berg"]),
        ("<p>Jo Lind</p><p>3 May 2021</p>", ["Anna Berg"]),
        ("<p class=byline>By Anna Berg and Jo Lind</p>", ["Anna Berg", "Jo Lind"]),
        ("<p class=byline>Jo Lind</p>", ["Anna Berg"]),
        ("", ["Anna Berg"]),
    ],
)
def test_only_a_longer_byline_is_believed_against_a_person_that_json_ld_names(above: str, expected: list[str]) -> None:
    node = {"@type": "NewsArticle", "headline": "Ministers meet for tea", "author": {"name": "Anna Berg"}}
    html = (
        f'<script type="application/ld+json">{json.dumps(node)}</script><h1>Ministers meet for tea</h1>{above}'
        f"<p>{SENTENCE}</p><p>{SENTENCE}</p>"
    )

    assert [author.name for author in of_page(html).authors] == expected


def test_the_slow_extractor_is_asked_only_where_nothing_else_names_the_headline() -> None:
    asked = []

    def fallback() -> str:
        asked.append(1)
        return "Found slowly"

    bare = lines_of_page("<body><p>x</p></body>", Limits())
    found = find_metadata(bare, [False], gather(bare.tree), Payload(html="x"), fallback=fallback)
    titled = lines_of_page(PAGE, Limits())
    find_metadata(titled, [False] * len(titled), gather(titled.tree), Payload(html=PAGE), fallback=fallback)

    assert (found.headline, found.evidence["headline"].source) == ("Found slowly", "trafilatura")
    assert len(asked) == 1


def test_an_agency_has_one_name_however_it_is_printed() -> None:
    body = "<p>Two ministers met for tea on the island and talked of boats for an hour.</p>"
    found = of_page(f"<h1>Ministers meet for tea</h1><p>By Anna Berg, Associated Press</p>{body}")

    assert found.agency is not None
    assert (found.agency.name, found.agency.raw) == ("AP", "Associated Press")


def test_a_byline_by_an_agency_names_author_and_agency() -> None:
    _, found = of_text(TEXT.replace("PTI | Colombo", "By AFP"))

    assert [(author.name, author.kind) for author in found.authors] == [("AFP", "agency")]
    assert found.agency is not None
    assert found.agency.name == "AFP"


def test_metadata_is_the_same_every_time() -> None:
    assert of_page(PAGE, url="https://e.org/a") == of_page(PAGE, url="https://e.org/a")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>",
        "<p>x</p>" * 20_000,
        "<p>By Anna Berg 2019-03-04</p>" * 5_000,
        '<script type="application/ld+json">' + "[" * 200_000 + "</script>",
        "<h1>" + "a " * 200_000 + "</h1><p>" + "(" * 50_000,
        '<link rel=canonical href="javascript:alert(1)"><meta property="og:url" content="data:,x">',
        "<title>\x01\x02\u202e</title><h1>\u200b</h1>",
    ],
)
def test_hostile_pages_are_survived(html: str) -> None:
    with cpu_limit():
        found = of_page(html, url="https://e.org/a")

    assert found.canonical_url == "https://e.org/a"
