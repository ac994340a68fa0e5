import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from worker.article.witnesses.witnesses import Witnesses, gather


def of(html: str) -> Witnesses:
    return gather(LexborHTMLParser(html))


def test_one_pass_finds_all_witnesses() -> None:
    found = of(
        '<html lang="de-AT"><head><title>The river rose | The Post</title>'
        '<meta property="og:title" content="A &amp; B">'
        '<link rel="canonical" href="https://e.org/a"><script type="application/ld+json">{"@type":"Article","headline":'
        '"H"}</script></head><body><h1 class="top">The river <em>rose</em></h1><span itemprop="author">Anna Berg</span>'
        '<div class="byline">By <a href="/anna">Anna Berg</a><a href="/jo">Jo Lind</a></div>'
        '<time datetime="2021-05-03" class="published">3 May</time></body></html>'
    )

    assert found.title == "The river rose | The Post"
    assert found.meta["og:title"] == ("A & B",)
    assert found.links["canonical"] == ("https://e.org/a",)
    assert found.json_ld.articles[0].headline == "H"
    assert found.headings[0].text == "The river rose"
    assert found.microdata["author"] == ("Anna Berg",)
    assert found.bylines[-1].text == "By Anna Berg; Jo Lind"
    assert (found.times[0].stamp, found.times[0].text, found.times[0].attributes) == (
        "2021-05-03",
        "3 May",
        "published",
    )
    assert found.language == "de-AT"


def test_bylines_of_readers_and_teasers_are_left_out() -> None:
    found = of(
        '<div id="comments"><span class="author">Somebody</span></div><aside><p class="byline">By Jo Lind</p></aside>'
        '<article><p class="byline">By Anna Berg</p></article>'
    )

    assert [heading.text for heading in found.bylines] == ["By Anna Berg"]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\x00",
        "<meta content=" + "a" * 1_000_000 + " name=author>",
        "<div class=author>" * 5_000 + "x",
        "<p class=byline>" + "<b>" * 50_000 + "deep",
        "<time>" * 20_000,
        '<meta property="og:title" content="x">' * 50_000,
        "<h1>" + "word " * 300_000,
        "<title>" + "&amp;" * 300_000,
    ],
)
def test_hostile_pages_take_bounded_time(html: str) -> None:
    tree = LexborHTMLParser(html)
    started = time.process_time()
    found = gather(tree)

    assert time.process_time() - started < 10
    assert all(len(value) <= 5_000 for values in found.meta.values() for value in values)
    assert len(found.bylines) <= 40
