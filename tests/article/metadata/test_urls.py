import pytest

from tests.patience import cpu_limit
from worker.article.metadata.urls import absolute, canonical, publishing_domain, registrable_domain


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.COM:443/A?id=3&utm_source=x&fbclid=y#top", "https://example.com/A?id=3"),
        ("https://m.example.com/a", "https://www.example.com/a"),
        ("https://en.m.example.org/wiki/A", "https://en.example.org/wiki/A"),
        ("https://amp.example.com/a", "https://www.example.com/a"),
        ("https://example.com/amp/a", "https://example.com/a"),
        ("https://example.com/a/amp/", "https://example.com/a"),
        ("https://example.com/a.amp.html", "https://example.com/a.html"),
        ("https://example.com/a?output=amp", "https://example.com/a"),
        ("https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a", "https://www.example.com/a"),
        ("https://www.google.com/amp/s/www.example.com/a", "https://www.example.com/a"),
        ("https://example.com/amphibians", "https://example.com/amphibians"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        ("http://[2001:DB8::1]:8000/é?utm_source=x", "http://[2001:db8::1]:8000/%C3%A9"),
        ("https://example.com/", None),
        ("https://example.com/index.html", None),
        ("https://example.com/?utm_source=x", None),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("data:text/html,a", None),
        ("file:///etc/passwd", None),
        ("https://user:secret@example.com/a", None),
        ("https://example.com:99999/a", None),
        ("https://[::1/a", None),
        ("//example.com/a", None),
        ("/a", None),
        ("https://" + "a" * 3000 + ".com/a", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_has_one_form(url: str | None, expected: str | None) -> None:
    found = canonical(url)

    assert found == expected
    assert canonical(found) == found


@pytest.mark.parametrize(
    ("url", "page_url", "expected"),
    [
        ("/story", "https://news.example.co.uk/x", "https://news.example.co.uk/story"),
        ("https://www.example.co.uk/story", "https://news.example.co.uk/x", "https://www.example.co.uk/story"),
        ("https://other.co.uk/story", "https://news.example.co.uk/x", None),
        ("https://b.blogspot.com/story", "https://a.blogspot.com/x", None),
        ("https://example.com/a", "https://example-com.cdn.ampproject.org/c/s/example.com/a", "https://example.com/a"),
        ("https://example.com/", "https://example.com/a", None),
        ("null", "https://example.com/2021/a", None),
        ("undefined", "https://example.com/2021/a", None),
        ("https://example.com/None", "https://example.com/2021/a", None),
        (
            "https://example.com/and-then-there-were-none",
            "https://example.com/x",
            "https://example.com/and-then-there-were-none",
        ),
        ("https://example.com/{{slug}}", "https://example.com/2021/a", None),
        ("${url}", "https://example.com/2021/a", None),
        ("https://example.com/[object Object]", "https://example.com/2021/a", None),
        ("https://example.com/a/../b/./c", "https://example.com/x", "https://example.com/b/c"),
        ("https:///example.com/a", "https://example.com/x", "https://example.com/a"),
        ("https:/example.com/a", "https://example.com/x", "https://example.com/a"),
        (" https://example.com/a\n", "https://example.com/x", "https://example.com/a"),
        ("https://example.com/a b", "https://example.com/x", "https://example.com/a%20b"),
        ("https://example.com/a;jsessionid=1F", "https://example.com/x", "https://example.com/a"),
        ("https://xn--bcher-kva.example/a", "https://bücher.example/x", "https://xn--bcher-kva.example/a"),
        ("https://user:word@example.com/a", "https://example.com/x", None),
        ("https://example.com\\@evil.example/a", "https://example.com/x", "https://example.com/@evil.example/a"),
        ("https://evil.example\\@example.com/a", "https://example.com/x", None),
        ("http://127.0.0.1/a", "https://example.com/x", None),
        ("https://example.com:8443/a", "https://example.com/x", "https://example.com:8443/a"),
        ("#top", "https://example.com/x?utm_source=y", "https://example.com/x"),
        ("", "https://example.com/x", None),
    ],
)
def test_a_page_speaks_for_its_own_site_only(url: str, page_url: str, expected: str | None) -> None:
    assert canonical(url, page_url) == expected


def test_domains_are_registrable_ones() -> None:
    assert registrable_domain("https://news.bbc.co.uk/1") == "bbc.co.uk"
    assert registrable_domain("www.example.com") == "example.com"
    assert registrable_domain("localhost") is None
    assert registrable_domain("http://[::1/") is None
    assert registrable_domain(None) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a", "example.com"),
        ("https://www.google.co.uk/amp/s/m.example.com/a", "example.com"),
        ("https://m.example.com/a", "example.com"),
        ("https://www.google.com/about", "google.com"),
        ("https://b\u00fccher.example/", "b\u00fccher.example"),
        (None, None),
    ],
)
def test_a_cache_publishes_nothing(url: str | None, expected: str | None) -> None:
    assert publishing_domain(url) == expected


@pytest.mark.parametrize(
    "url", ["a" * 1_000_000, "https://e.com/" + "../" * 600, "https://e.com/?" + "a&" * 900, "\u202e//x"]
)
def test_hostile_addresses_take_no_time(url: str) -> None:
    with cpu_limit():
        canonical(url, "https://e.com/a")
        absolute(url, "https://e.com/a")


def test_a_host_of_dots_alone_is_none() -> None:
    assert canonical("https://../a?b=1") is None


def test_an_address_that_grows_too_long_when_quoted_is_none() -> None:
    """Else what is canonical would not be so a second time."""
    assert canonical("https://example.org/a/" + "é" * 600) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://example-org.cdn.amp.ampproject.org/c/s/example.org/a?b=1",
        "https://a.cdn.ampproject.org/c/s/b.cdn.ampproject.org/c/s/example.org/a",
        "https://example.org/amp/amp/a/amp/amp/",
        "https://example.org/amp/a.amp.amp",
        "https://m.m.example.org/a/amp.html/amp",
    ],
)
def test_what_is_canonical_is_so_a_second_time(url: str) -> None:
    found = canonical(url)

    assert found is not None
    assert canonical(found) == found


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.com/a/../b/./c", "https://e.com/b/c"),
        ("https://e.com/a/b/..", "https://e.com/a/"),
        ("https://e.com/../x", "https://e.com/x"),
        ("https://e.com/a//b/../c", "https://e.com/a//c"),
        ("https://e.com///.e.com/amp///", "https://e.com///.e.com/amp///"),
    ],
)
def test_dots_as_segments_are_walked_and_nothing_else_of_a_path_is_touched(url: str, expected: str) -> None:
    assert canonical(url) == canonical(expected) == expected
