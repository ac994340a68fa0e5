from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from worker.article.metadata.publishers import publisher_of_domain, publishers, publishers_named


@pytest.mark.parametrize(
    ("domain", "name", "country"),
    [
        ("business-standard.com", "Business Standard", "IN"),
        ("WWW.Business-Standard.com", "Business Standard", "IN"),
        ("hindi.business-standard.com.", "Business Standard", "IN"),
        ("bbc.co.uk", "BBC News", "GB"),
        ("lemonde.fr", "Le Monde", "FR"),
        ("spiegel.de", "Der Spiegel", "DE"),
    ],
)
def test_a_domain_or_a_part_of_it_has_its_publisher(domain: str, name: str, country: str) -> None:
    row = publisher_of_domain(domain)

    assert row is not None
    assert (row.names[0], row.country) == (name, country)


@pytest.mark.parametrize(
    "domain",
    ["", ".", "com", "co.uk", "example.com", "notbbc.co.uk", "business-standard.com.evil.example", "a." * 500_000],
    ids=lambda domain: domain[:40],
)
def test_an_unknown_domain_has_none(domain: str) -> None:
    assert publisher_of_domain(domain) is None


@pytest.mark.parametrize(
    ("lines", "domain"),
    [
        (["Subscribe to Business Standard digital for more"], "business-standard.com"),
        (["No Business Standard Journalist had a part in this"], "business-standard.com"),
        (["Business Standard Epaper", "Next Story"], "business-standard.com"),
        (["Subscribe to Business Standard now and enjoy access to The New York Times"], "business-standard.com"),
        (
            ["Business Standard app", "Access to The New York Times included", "New York Times for free"],
            "business-standard.com",
        ),
        (["© 2024 Hindustan Times"], "hindustantimes.com"),
        (["© The Irish Times"], "irishtimes.com"),
        (["Abonnez-vous à Le Monde"], "lemonde.fr"),
        (["Follow The Times of India on social media"], "indiatimes.com"),
        (["The Seattle Times newsletter", "Sign up for The Seattle Times"], "seattletimes.com"),
    ],
)
def test_boilerplate_tells_who_speaks(lines: list[str], domain: str) -> None:
    row = publishers_named(lines)

    assert row is not None
    assert row.domain == domain


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["Next Story", "Subscribe"],
        ["Subscribe and get complimentary access to The New York Times"],
        ["Complimentary New York Times access comes after a year"],
        ["The minister told The Irish Times that he would resign"],
        ["© Reuters", "Copyright 2024 Associated Press"],
        ["Subscribe to The Times"],
        ["© Le Monde", "© Le Figaro"],
        ["subscribe to business standard"],
        ["Subscribe to Business Standardization Weekly"],
    ],
)
def test_a_paper_that_is_only_mentioned_or_one_of_two_is_not_the_publisher(lines: list[str]) -> None:
    assert publishers_named(lines) is None


def test_the_table_is_well_formed() -> None:
    rows = publishers()

    assert len({row.domain for row in rows}) == len(rows) <= 300
    assert [row.domain for row in rows] == sorted(row.domain for row in rows)
    for row in rows:
        assert row.domain == row.domain.casefold()
        assert all(row.names)
        assert row.languages
        assert row.country is None or (len(row.country) == 2 and row.country.isupper())


def test_a_zone_stands_in_the_table_only_with_what_it_was_checked_against() -> None:
    for row in publishers():
        assert (row.zone is None) == (row.zone_checked is None), row.domain
        if row.zone is not None and row.zone_checked is not None:
            zone = ZoneInfo(row.zone)
            of_the_year = {datetime(2017, month, 15, tzinfo=zone).isoformat()[-6:] for month in (1, 7)}
            printed = {word for word in row.zone_checked.split() if word[0] in "+-"}
            assert printed <= of_the_year, row.domain


def test_long_lines_are_read_in_no_time() -> None:
    assert publishers_named(["Business " * 100_000, "© " * 100_000, "a product of " * 50_000]) is None
