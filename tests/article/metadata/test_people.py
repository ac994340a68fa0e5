import json

import pytest

from worker.article.metadata.metadata import Metadata, find_metadata
from worker.article.page import lines_of_page
from worker.article.payload import Payload
from worker.article.rules import Limits
from worker.article.witnesses.witnesses import gather

SENTENCE = "Two ministers met for tea on the island on Monday and talked about boats for an hour before the rain began."
PAGE_URL = "https://www.riverpost.example/2021/05/03/tea"


def of_page(above: str, url: str | None = PAGE_URL) -> Metadata:
    html = f"<h1>Ministers meet for tea</h1>{above}<p>{SENTENCE}</p><p>{SENTENCE}</p>"
    lines = lines_of_page(html, Limits())
    kept = [len(text) > 60 for text in lines.text]
    return find_metadata(lines, kept, gather(lines.tree), Payload(html=html, url=url), fallback=lambda: None)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/people/anna-berg", "https://www.riverpost.example/people/anna-berg"),
        ("https://riverpost.example/people/anna-berg?utm_source=x", "https://riverpost.example/people/anna-berg"),
        ("../../../people/anna-berg", "https://www.riverpost.example/people/anna-berg"),
        ("//evil.example.org/anna-berg", None),
        ("https://user:secret@www.riverpost.example/anna-berg", None),
        ("java\tscript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:anna@riverpost.example", None),
        ("/", None),
        ("#", None),
        ("", None),
        ("https://www.riverpost.example/" + "a" * 5_000, None),
    ],
)
def test_an_author_s_link_is_their_address_on_the_page_s_own_site(href: str, expected: str | None) -> None:
    (author,) = of_page(f'<p>By <a rel="author" href="{href}">Anna Berg</a></p>').authors

    assert (author.name, author.url) == ("Anna Berg", expected)


def test_each_author_has_their_own_link() -> None:
    links = "<a rel=author href=/a>Anna Berg</a> and <a rel=author href=/j>Jo Lind</a>"
    found = of_page(f"<p class=byline>By {links}</p>").authors

    assert [(author.name, (author.url or "")[-2:]) for author in found] == [("Anna Berg", "/a"), ("Jo Lind", "/j")]


def test_without_the_page_s_address_only_a_whole_link_counts() -> None:
    whole, relative = "https://riverpost.example/anna", "/anna"

    for href, expected in ((whole, whole), (relative, None)):
        (author,) = of_page(f'<p>By <a rel="author" href="{href}">Anna Berg</a></p>', url=None).authors
        assert author.url == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://anna.example.org/about", "https://anna.example.org/about"), ("http://a@evil.example/", None)],
)
def test_an_author_s_address_in_json_ld_may_be_on_another_site(url: str, expected: str | None) -> None:
    node = {"@type": "NewsArticle", "headline": "Tea", "author": {"@type": "Person", "name": "Anna Berg", "url": url}}
    (author,) = of_page(f'<script type="application/ld+json">{json.dumps(node)}</script>').authors

    assert author.url == expected


@pytest.mark.parametrize(
    ("content", "kind"), [("Example Newspaper Ltd", "desk"), ("Redazione ANSA", "desk"), ("Anna Berg", "person")]
)
def test_a_company_in_the_author_s_place_is_no_person(content: str, kind: str) -> None:
    found = of_page(f'<meta name="author" content="{content}">')

    assert [(author.name, author.kind.value) for author in found.authors] == [(content, kind)]
    assert (found.agency.name if found.agency else None) == ("ANSA" if "ANSA" in content else None)


def test_an_agency_that_is_the_author_is_not_the_publisher() -> None:
    cut = '{"@type": "NewsArticle", "headline": "Tea", "author": {"@type": "Organization", "name": "AFP"}, "publis'
    found = of_page(f'<script type="application/ld+json">{cut}</script>')

    assert [author.name for author in found.authors] == ["AFP"]
    assert found.publisher is not None
    assert (found.publisher.name, found.publisher.domain) == (None, "riverpost.example")
