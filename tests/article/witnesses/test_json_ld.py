import json

import pytest

from tests.patience import cpu_limit
from worker.article.witnesses.json_ld import read_json_ld

ARTICLE = {"@type": "NewsArticle", "headline": "The river rose", "datePublished": "2021-05-03T08:00:00+02:00"}


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(ARTICLE),
        json.dumps([{"@type": "WebSite", "name": "The Post"}, ARTICLE]),
        json.dumps({"@graph": [{"@type": "WebPage"}, ARTICLE]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        json.dumps({**ARTICLE, "@type": ["Article", "NewsArticle"]}),
        json.dumps({**ARTICLE, "@type": "http://schema.org/NewsArticle"}),
        json.dumps({**ARTICLE, "headline": "The &quot;&quot;river&nbsp;rose"}).replace("&quot;&quot;", ""),
        "<!-- " + json.dumps(ARTICLE) + " -->",
        "//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>",
        json.dumps(ARTICLE) + ";",
        json.dumps(ARTICLE)[:-1] + ",}",
        json.dumps(ARTICLE).replace("rose", "ro\\'se").replace("\\\\'", "\\'").replace("ro\\'se", "rose"),
        json.dumps(ARTICLE).replace('"', "&quot;"),
        json.dumps({**ARTICLE, "description": "one\ntwo"}).replace("\\n", "\n"),
        '{"headline": "The river rose", "x": "a "b" c",\n"datePublished": "2021-05-03T08:00:00+02:00"}',
        json.dumps(ARTICLE).replace(": ", ": /* as told */ "),
        json.dumps(ARTICLE).replace(", ", ", // one more\n"),
        json.dumps(ARTICLE).replace(", ", ",, "),
        json.dumps(ARTICLE).replace(", ", "\n"),
        json.dumps(ARTICLE).replace('"', "'"),
        json.dumps(ARTICLE).replace('"', "&#34;"),
        json.dumps({**ARTICLE, "description": "the !!big!! one"}).replace("!!", '"'),
        json.dumps(ARTICLE)[:-1] + ', "articleBody": "The ri',
        json.dumps(ARTICLE)[:-1] + ', "size": undefined, "count": NaN}',
        "window.ld = " + json.dumps(ARTICLE) + ";",
        json.dumps({"@type": "WebSite", "name": "The Post"}) + json.dumps(ARTICLE),
        json.dumps({"@type": "WebSite", "name": "The Post"}) + ",\n" + json.dumps(ARTICLE),
        json.dumps(json.dumps(ARTICLE)),
        json.dumps({**ARTICLE, "@type": [["NewsArticle"]]}),
    ],
)
def test_an_article_is_found_however_it_is_wrapped_or_broken(script: str) -> None:
    found = read_json_ld([script]).articles

    assert [(a.headline, a.published) for a in found] == [("The river rose", "2021-05-03T08:00:00+02:00")]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Anna Berg", ["Anna Berg"]),
        (["Anna Berg", "Jo Lind"], ["Anna Berg", "Jo Lind"]),
        ({"@type": "Person", "name": "Anna Berg", "url": "https://example.org/anna"}, ["Anna Berg"]),
        ([{"@type": "Person", "name": "Anna Berg"}, {"@type": "Organization", "name": "dpa"}], ["Anna Berg", "dpa"]),
        ({"@type": "Person", "name": ["Anna Berg", "Jo Lind"]}, ["Anna Berg", "Jo Lind"]),
        ({"@id": "#anna"}, ["Anna Berg"]),
        ([{"@id": "#anna"}], ["Anna Berg"]),
        ({"@id": "#nobody"}, []),
        ({"@type": "Person", "name": {"@value": "Anna Berg"}}, ["Anna Berg"]),
        ({"@type": "Person", "name": [{"@value": "Anna Berg", "@language": "en"}]}, ["Anna Berg"]),
        ({"@type": "Person", "givenName": "Anna", "familyName": "Berg"}, ["Anna Berg"]),
        ({"@type": "Person", "name": '<a href="/anna">Anna Berg</a>'}, ["Anna Berg"]),
        ({"@list": [{"@type": "Person", "name": "Anna Berg"}, {"name": "Jo Lind"}]}, ["Anna Berg", "Jo Lind"]),
        ({"@set": ["Anna Berg"]}, ["Anna Berg"]),
        ([[{"@type": "Person", "name": "Anna Berg"}]], ["Anna Berg"]),
        ('[{"@type": "Person", "name": "Anna Berg"}]', ["Anna Berg"]),
        ("[Anna", ["[Anna"]),
        ("[Anna]", ["[Anna]"]),
        ({"@type": "Person"}, []),
        (None, []),
        (7, []),
    ],
)
def test_authors_are_read_in_every_form(author: object, names: list[str]) -> None:
    graph = {"@graph": [{**ARTICLE, "author": author}, {"@id": "#anna", "@type": "Person", "name": "Anna Berg"}]}

    assert [n.name for n in read_json_ld([json.dumps(graph)]).articles[0].authors] == names


def test_nodes_of_one_id_are_read_together() -> None:
    """A name beside the reference hides nothing of what the node itself says."""
    person = {"@type": "Person", "@id": "#1", "name": "Anna Berg", "url": "https://e.org/anna"}
    graph = [{"@type": "NewsArticle", "headline": "Rain", "author": {"@id": "#1", "name": "A. Berg"}}, person]

    (author,) = read_json_ld([json.dumps({"@graph": graph})]).articles[0].authors

    assert (author.name, author.url, author.types) == ("A. Berg", "https://e.org/anna", ("Person",))


def test_what_every_article_refers_to_is_not_read_a_hundred_thousand_times() -> None:
    """Fifty articles with fifty references each to one node with fifty names."""
    words = "&amp;" * 600
    named = {"@id": "#1", "name": [f"{words}{n}" for n in range(50)], "url": "/a", "caption": words}
    article = {"@type": "NewsArticle"} | dict.fromkeys(("author", "publisher", "image"), [{"@id": "#1"}] * 50)
    with cpu_limit(10):
        found = read_json_ld([json.dumps({"@graph": [named] + [article] * 50})])

    assert [len(article.authors) for article in found.articles] == [50] * 50


def test_articles_of_lists_and_comments_are_not_the_pages_own() -> None:
    other = {"@type": "NewsArticle", "headline": "Another"}
    page = {**ARTICLE, "hasPart": [other], "comment": [other], "itemListElement": [{"item": other}]}

    assert [a.headline for a in read_json_ld([json.dumps(page)]).articles] == ["The river rose"]


def test_images_sections_and_access_are_read() -> None:
    image = {"@type": "ImageObject", "url": "https://e.org/a.jpg", "caption": "The river", "creditText": "J. Lind"}
    page = {
        **ARTICLE,
        "image": [image, "https://e.org/b.jpg"],
        "articleSection": "World",
        "isAccessibleForFree": "False",
    }
    article = read_json_ld([json.dumps(page)]).articles[0]

    assert [(i.url, i.caption, i.credit) for i in article.images] == [
        ("https://e.org/a.jpg", "The river", "J. Lind"),
        ("https://e.org/b.jpg", "", ""),
    ]
    assert article.sections == ("World",)
    assert article.is_free is False


@pytest.mark.parametrize(
    "script",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        json.dumps({"@graph": [ARTICLE] * 20_000}),
        '{"headline": "' + "a" * 1_500_000,
        ", " * 500_000 + "}",
        "\x00\x01{",
        '{"@type":"Article","a":' + '"x" ' * 300_000,
        '{"@type":"Article","a":"' + '" ' * 300_000,
        '{"@type":"Article",' + "/*" * 300_000,
        '{"@type":"Article",' + "/* */" * 100_000,
        '{"@type":"Article","a":' + "'" * 300_000,
        '{"@type":' + "[" * 300_000,
        '{"@type":"Article","a":"' + "\\" * 300_000,
        '{"@type":"Article" "a"' + " " * 300_000,
        "x" * 300_000 + "@type",
        ";" + " " * 300_000 + "x",
        "&#32;" * 100_000 + "&quot;",
        json.dumps([{"@id": "x", **{f"k{at}_{key}": 1 for key in range(20)}} for at in range(4_900)]),
        json.dumps(
            [{"@id": "x", **{f"k{key}": 1 for key in range(60_000)}}]
            + 1_500 * [ARTICLE | {"author": [{"@id": "x"}] * 20}]
        ),
        "",
        "null",
        '"text"',
        '{"@type": {"a": 1}, "headline": {"@value": null}}',
        '{"@id": "a", "@type": "NewsArticle", "author": {"@id": "a"}}',
    ],
)
def test_hostile_scripts_are_survived(script: str) -> None:
    with cpu_limit():
        read_json_ld([script] * 2)


def test_the_body_is_the_longest_that_an_article_claims_as_plain_words() -> None:
    claims = ["<p>The river &amp; the bridge.</p>\n<p>It rose.</p>", "Teaser"]

    found = read_json_ld([json.dumps([{**ARTICLE, "articleBody": claim} for claim in claims])])

    assert found.body == "The river & the bridge. It rose."
    assert not read_json_ld([json.dumps(ARTICLE)]).body


def test_of_types_without_end_only_some_are_read() -> None:
    found = read_json_ld([json.dumps({**ARTICLE, "@type": ["x" * 5_000, "schema:NewsArticle", *["Thing"] * 5_000]})])

    assert len(found.articles[0].types) == 50
    assert found.types == {"x" * 100, "NewsArticle", "Thing"}


def test_a_long_body_is_read_up_to_its_bound() -> None:
    found = read_json_ld([json.dumps({**ARTICLE, "articleBody": "word " * 50_000})])

    assert len(found.body) == 99_999
