from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from worker.article.dates.dates import StampContext, read_stamp
from worker.article.document import ZoneSource
from worker.article.stamps.zones import PrintedZone, _meanings, read_zone, resolve_zone

NOVEMBER = "2017-11-10T22:42"
JULY = "2017-07-10T22:42"


@pytest.mark.parametrize(
    ("behind", "machine", "minutes", "name"),
    [
        ("Z", False, 0, "UTC"),
        ("+05:30", False, 330, "+05:30"),
        (" +0530", False, 330, "+05:30"),
        ("-0500", True, -300, "-05:00"),
        (" -0500", False, -300, "-05:00"),
        ("-05:00", True, -300, "-05:00"),
        ("+00", False, 0, "+00:00"),
        (" GMT+7", False, 420, "+07:00"),
        (" (GMT+7)", False, 420, "+07:00"),
        (" (UTC +5:45)", False, 345, "+05:45"),
        (" GMT-0330", False, -210, "-03:30"),
        (" GMT−3", False, -180, "-03:00"),
        (" GMT", False, None, "GMT"),
        (" gmt", False, None, "GMT"),
        (" (IST)", False, None, "IST"),
        (", ET", False, None, "ET"),
        (" CHAST", False, None, "CHAST"),
        (":33 GMT", True, 0, "UTC"),
        (" eastern standard time", False, None, "Eastern Standard Time"),
        (" [GMT]+05:30", False, 330, "+05:30"),
    ],
)
def test_a_zone_is_read_as_it_is_printed(behind: str, machine: bool, minutes: int | None, name: str) -> None:  # noqa: FBT001 -- a column of the table
    read = read_zone(f"17:12{behind}", 8 if behind[0] == ":" else 5, machine=machine)

    assert read is not None
    assert (read.minutes, read.name) == (minutes, name)


@pytest.mark.parametrize(
    "behind",
    [
        "",
        " est",
        " Zulu",
        " by Jane",
        "-18:30",
        "-10:30",
        " - 18:00",
        " -5",
        " +7 comments",
        " +99:00",
        "+15:00",
        " NATO",
        " ist",
    ],
)
def test_what_only_looks_like_a_zone_is_none(behind: str) -> None:
    assert read_zone(f"17:12{behind}", 5, machine=False) is None


@pytest.mark.parametrize(
    ("local", "name", "country", "minutes", "zone"),
    [
        (NOVEMBER, "IST", "IN", 330, "Asia/Kolkata"),
        (NOVEMBER, "IST", "IL", 120, "Asia/Jerusalem"),
        (JULY, "IST", "IE", 60, "Europe/Dublin"),
        (NOVEMBER, "CST", "CN", 480, "Asia/Shanghai"),
        (NOVEMBER, "CST", "US", -360, "America/Chicago"),
        (NOVEMBER, "EST", "US", -300, "America/New_York"),
        (NOVEMBER, "EST", "GB", -300, "-05:00"),
        (JULY, "EST", "AU", 600, "Australia/Sydney"),
        (NOVEMBER, "EDT", "AU", 660, "Australia/Sydney"),
        (NOVEMBER, "PST", "PH", 480, "Asia/Manila"),
        (NOVEMBER, "PST", "US", -480, "America/Los_Angeles"),
        (NOVEMBER, "ET", "US", -300, "America/New_York"),
        (JULY, "ET", "US", -240, "America/New_York"),
        (JULY, "CT", "US", -300, "America/Chicago"),
        (JULY, "BST", "GB", 60, "Europe/London"),
        (NOVEMBER, "BST", "BD", 360, "Asia/Dhaka"),
        (NOVEMBER, "CET", "DE", 60, "Europe/Berlin"),
        (NOVEMBER, "CET", None, 60, "+01:00"),
        (JULY, "CET", "TN", 60, "Africa/Tunis"),
        (NOVEMBER, "GMT", None, 0, "UTC"),
        (JULY, "GMT", "US", 0, "UTC"),
        (NOVEMBER, "GMT", "GB", 0, "Europe/London"),
        (NOVEMBER, "India Standard Time", None, 330, "+05:30"),
        (JULY, "British Summer Time", "GB", 60, "Europe/London"),
        (NOVEMBER, "WIB", None, 420, "+07:00"),
        ("2012-07-10T22:42", "MSK", "RU", 240, "Europe/Moscow"),
        ("2017-11-05T01:30", "EDT", "US", -240, "America/New_York"),
        ("2017-11-05T01:30", "EST", "US", -300, "America/New_York"),
    ],
)
def test_an_abbreviation_is_settled_by_the_country_and_the_day(
    local: str, name: str, country: str | None, minutes: int, zone: str
) -> None:
    resolved = resolve_zone(datetime.fromisoformat(local), PrintedZone(None, name, 0), StampContext(country=country))

    assert (resolved.minutes, resolved.name, resolved.source) == (minutes, zone, ZoneSource.ABBREVIATION)


@pytest.mark.parametrize(
    ("local", "name", "country"),
    [
        (NOVEMBER, "IST", None),
        (NOVEMBER, "IST", "US"),
        (NOVEMBER, "IST", "IE"),
        (NOVEMBER, "CST", None),
        (NOVEMBER, "EST", None),
        (NOVEMBER, "BST", "GB"),
        (JULY, "GMT", "GB"),
        (NOVEMBER, "BST", None),
        (JULY, "EST", "US"),
        (JULY, "CET", "DE"),
        (NOVEMBER, "CEST", "DE"),
        ("2017-01-10T12:00", "EST", "AU"),
        (NOVEMBER, "CHAST", "NZ"),
        ("2017-03-12T02:30", "ET", "US"),
        ("2017-11-05T01:30", "ET", "US"),
    ],
)
def test_an_abbreviation_that_is_ambiguous_or_not_in_force_gives_no_offset(
    local: str, name: str, country: str | None
) -> None:
    context = StampContext(country=country)
    resolved = resolve_zone(datetime.fromisoformat(local), PrintedZone(None, name, 0), context)

    assert (resolved.minutes, resolved.name, resolved.source) == (None, None, ZoneSource.NONE)


LINE = "Nov 10 2017 | 10:42 PM IST"


@pytest.mark.parametrize(
    ("line", "context", "stamp", "source"),
    [
        (LINE, StampContext("en", "IN"), "2017-11-10T22:42:00+05:30", ZoneSource.ABBREVIATION),
        (LINE, StampContext("en"), "2017-11-10T22:42:00", ZoneSource.NONE),
        (LINE, StampContext("en", hint_zone="Asia/Kolkata"), "2017-11-10T22:42:00+05:30", ZoneSource.HINT),
        (LINE, StampContext("en", hint_zone="Asia/Colombo"), "2017-11-10T22:42:00+05:30", ZoneSource.HINT),
        (LINE, StampContext("en", hint_zone="America/New_York"), "2017-11-10T22:42:00", ZoneSource.NONE),
        (LINE, StampContext("en", hint_zone="Mars/Olympus"), "2017-11-10T22:42:00", ZoneSource.NONE),
        (
            LINE,
            StampContext("en", publisher_zone="Asia/Jerusalem"),
            "2017-11-10T22:42:00+02:00",
            ZoneSource.ABBREVIATION,
        ),
        (
            LINE,
            StampContext("en", "IN", hint_zone="Europe/Paris"),
            "2017-11-10T22:42:00+05:30",
            ZoneSource.ABBREVIATION,
        ),
        ("10 Nov 2017 22:42", StampContext("en", "IN"), "2017-11-10T22:42:00", ZoneSource.NONE),
        (
            "10 Nov 2017 22:42",
            StampContext("en", publisher_zone="Asia/Kolkata"),
            "2017-11-10T22:42:00+05:30",
            ZoneSource.PUBLISHER,
        ),
        (
            "10 Nov 2017 22:42",
            StampContext("en", hint_zone="Asia/Kolkata"),
            "2017-11-10T22:42:00+05:30",
            ZoneSource.HINT,
        ),
        (
            "10 Nov 2017 22:42",
            StampContext("en", publisher_zone="Europe/Paris", hint_zone="Asia/Kolkata"),
            "2017-11-10T22:42:00+01:00",
            ZoneSource.PUBLISHER,
        ),
        (
            "29 Oct 2017 02:30",
            StampContext("en", publisher_zone="Europe/Paris"),
            "2017-10-29T02:30:00",
            ZoneSource.NONE,
        ),
        (
            "26 Mar 2017 02:30",
            StampContext("en", publisher_zone="Europe/Paris"),
            "2017-03-26T02:30:00",
            ZoneSource.NONE,
        ),
        (
            "10 Nov 2017 22:42 CHAST",
            StampContext("en", publisher_zone="Asia/Kolkata"),
            "2017-11-10T22:42:00",
            ZoneSource.NONE,
        ),
        (
            "10 Nov 2017 22:42 MST",
            StampContext("en", "US", publisher_zone="America/Phoenix"),
            "2017-11-10T22:42:00-07:00",
            ZoneSource.ABBREVIATION,
        ),
        (
            "10 Jul 2017 22:42 MST",
            StampContext("en", "US", publisher_zone="America/Phoenix"),
            "2017-07-10T22:42:00-07:00",
            ZoneSource.ABBREVIATION,
        ),
        ("10 Jul 2017 22:42 MST", StampContext("en", "US"), "2017-07-10T22:42:00", ZoneSource.NONE),
        (
            "2017-11-10T22:42:00+05:30",
            StampContext("en", "GB", "Europe/London"),
            "2017-11-10T22:42:00+05:30",
            ZoneSource.EXPLICIT,
        ),
        ("10 Nov 2017", StampContext("en", publisher_zone="Asia/Kolkata"), "2017-11-10", ZoneSource.NONE),
    ],
)
def test_the_zone_of_a_stamp_by_precedence(line: str, context: StampContext, stamp: str, source: ZoneSource) -> None:
    read = read_stamp(line, context)

    assert read is not None
    assert (read.stamp, read.zone_source) == (stamp, source)


@pytest.mark.parametrize(
    "line",
    ["10 Nov 2017 09:00-10:00", "10 Nov 2017 09:00 – 10:00", "10 Nov 2017 09:00 - 10:00", "17:12-18:30, 10 Nov 2017"],
)
def test_a_range_of_hours_has_no_offset(line: str) -> None:
    read = read_stamp(line, StampContext("en", "GB"))

    assert read is not None
    assert read.utc is None


@pytest.mark.parametrize(
    "name", ["", "America", "../../etc/passwd", "/etc/passwd", "a\0b", "x" * 100_000, "\ud800", "Europe/Paris\n"]
)
def test_a_zone_that_is_none_gives_no_offset(name: str) -> None:
    read = read_stamp("10 Nov 2017 17:12", StampContext("en", publisher_zone=name, hint_zone=name))

    assert read is not None
    assert (read.utc, read.zone_source) == (None, ZoneSource.NONE)


def test_every_zone_of_the_table_exists_and_every_offset_is_one_it_has_had() -> None:
    for name, meanings in _meanings().items():
        for meaning in meanings:
            years = {
                round(datetime(year, month, 15, tzinfo=ZoneInfo(meaning.zone)).utcoffset().total_seconds() / 60)  # type: ignore[union-attr] # aware
                for year in range(2000, 2025)
                for month in (1, 7)
            }
            assert meaning.minutes is None or meaning.minutes in years, (name, meaning)
