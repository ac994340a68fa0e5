import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.patience import cpu_limit
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


@pytest.mark.parametrize(
    ("html", "headings", "mastheads"),
    [
        ('<h1><a href="/">The Post</a></h1><h1>The river rose</h1>', ["The river rose"], ["The Post"]),
        ('<a href="https://post.example/"><h1>The Post</h1></a>', [], ["The Post"]),
        ('<h1><a href="//post.example">The Post</a></h1>', [], ["The Post"]),
        ('<h1><a href="/index.html">The Post</a></h1>', [], ["The Post"]),
        ('<h1><a href="/2021/rose">The river rose</a></h1>', ["The river rose"], []),
        ('<h1><a href="#top">The river rose</a></h1>', ["The river rose"], []),
        ('<h1><a href="">The river rose</a></h1>', ["The river rose"], []),
        ('<h1>The river rose, says <a href="/">The Post</a></h1>', ["The river rose, says The Post"], []),
    ],
)
def test_a_heading_that_links_to_the_root_is_the_site(html: str, headings: list[str], mastheads: list[str]) -> None:
    found = of(html)

    assert [heading.text for heading in found.headings] == headings
    assert list(found.mastheads) == mastheads


@pytest.mark.parametrize(
    ("inside", "own"),
    [
        ('<span class="article__kicker">Floods</span> The river rose', "The river rose"),
        ("<small>Floods</small><span>The river rose</span>", "The river rose"),
        ('<span class="roofline"><b>Floods</b></span><span class="head">The river rose</span>', "The river rose"),
        ("<time>3 May 2021</time> The river rose", "The river rose"),
        ('The river rose <span class="date">3 May 2021</span>', "The river rose"),
        ('The river <span class="topline">rose</span>', ""),
        ('Floods<span class="visually-hidden">:</span> <span>The river rose</span>', ""),
        ("The <em>river</em> rose", ""),
        ('<span class="label">Floods</span> Rise', ""),
        ("The river rose", ""),
    ],
)
def test_a_heading_knows_its_words_without_kicker_and_day(inside: str, own: str) -> None:
    assert of(f"<h1>{inside}</h1>").headings[0].own == own


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
        "<h1><a href='" + "/" * 300_000 + "'>x",
        "<h1>" + "<span class=kicker>x</span>" * 50_000,
        "<title>" + "&amp;" * 300_000,
    ],
)
def test_hostile_pages_take_bounded_time(html: str) -> None:
    tree = LexborHTMLParser(html)
    with cpu_limit():
        found = gather(tree)

    assert all(len(value) <= 5_000 for values in found.meta.values() for value in values)
    assert len(found.bylines) <= 40


def test_links_without_end_are_cut() -> None:
    assert len(of(f"<link rel=canonical href='https://e.org/{'a' * 9_000}'>").links["canonical"][0]) == 5_000
