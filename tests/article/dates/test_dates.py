"""Stamps as papers and machines print them, labels, and the choice between witnesses."""

import json
import tomllib
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pytest

from tests.patience import cpu_limit
from worker.article.dates.dates import (
    Candidate,
    StampContext,
    choose_dates,
    label_of,
    read_stamp,
    read_stamps,
)
from worker.article.document import Precision, ZoneSource
from worker.quality.calendar_tables import calendar_tables, with_names_of

FETCHED = datetime(2017, 11, 12, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "language", "country", "stamp"),
    [
        # English, with the halves of the day, zones and what papers put around them
        ("Last Updated : Nov 10 2017 | 10:42 PM IST", "en", "IN", "2017-11-10T22:42:00+05:30"),
        ("First Published: Nov 10 2017 | 10:42 PM IST", "en-IN", "IN", "2017-11-10T22:42:00+05:30"),
        ("Updated: 10 Nov 2017, 10:42 PM IST", "en", "IN", "2017-11-10T22:42:00+05:30"),
        ("TNN | Nov 10, 2017, 10:42 PM IST", "en", "IN", "2017-11-10T22:42:00+05:30"),
        ("Updated: November 10, 2017 10:42:33 pm", "en", "IN", "2017-11-10T22:42:33"),
        ("10 November 2017, 5:12 pm IST", "en", "IL", "2017-11-10T17:12:00+02:00"),
        ("10 July 2017, 5:12 pm IST", "en", "IE", "2017-07-10T17:12:00+01:00"),
        ("10 November 2017, 5:12 pm IST", "en", "IE", "2017-11-10T17:12:00"),
        ("10 November 2017, 5:12 pm IST", "en", None, "2017-11-10T17:12:00"),
        ("10 November 2017, 5:12 pm IST", "en", "GB", "2017-11-10T17:12:00"),
        ("Last modified on Fri 10 Nov 2017 17.12 GMT", "en", "GB", "2017-11-10T17:12:00+00:00"),
        ("Mon 10 Jul 2017 17.12 BST", "en", "GB", "2017-07-10T17:12:00+01:00"),
        ("Fri 10 Nov 2017 17.12 BST", "en", "GB", "2017-11-10T17:12:00"),
        ("November 10, 2017 / 5:12 PM / CBS News", "en", "US", "2017-11-10T17:12:00"),
        ("November 10, 20175:12 PM ET", "en", "US", "2017-11-10T17:12:00-05:00"),
        ("Updated 5:12 PM ET, Fri November 10, 2017", "en", "US", "2017-11-10T17:12:00-05:00"),
        ("Updated 5:12 PM ET, Mon July 10, 2017", "en", "US", "2017-07-10T17:12:00-04:00"),
        ("Updated 1712 GMT (0112 HKT) November 10, 2017", "en", "US", "2017-11-10T17:12:00+00:00"),
        ("PUBLISHED FRI, NOV 10 2017 5:12 PM EST", "en", "US", "2017-11-10T17:12:00-05:00"),
        ("July 10, 2017, 5:12 PM EST", "en", "US", "2017-07-10T17:12:00"),
        ("8:30 AM PT Nov 10, 2017", "en", "US", "2017-11-10T08:30:00-08:00"),
        ("Friday, Nov. 10, 2017 | 2 a.m.", "en", "US", "2017-11-10T02:00:00"),
        ("Nov. 10, 2017, 12:05 a.m.", "en", "US", "2017-11-10T00:05:00"),
        ("Nov. 10, 2017, 12 noon", "en", "US", "2017-11-10T12:00:00"),
        ("10 Nov 2017 05:12PM", "en", "SG", "2017-11-10T17:12:00"),
        ("UPDATED18:05, 10 NOV 2017", "en", "GB", "2017-11-10T18:05:00"),
        ("Updated 10 Nov 2017, 5:12pm AEDT", "en", "AU", "2017-11-10T17:12:00+11:00"),
        ("Updated 10 Nov 2017, 5:12pm EDT", "en", "AU", "2017-11-10T17:12:00+11:00"),
        ("BY JANE DOE | NOVEMBER 10, 2017", "en", "US", "2017-11-10"),
        ("the 10th of November, 2017", "en", "GB", "2017-11-10"),
        ("November 10th 2017", "en", "US", "2017-11-10"),
        ("10-Nov-17 17:12", "en", "GB", "2017-11-10T17:12:00"),
        ("2017, November 10", "en", "GB", "2017-11-10"),
        ("2017-11-10 22:42 CST", "en", "CN", "2017-11-10T22:42:00+08:00"),
        ("2017-11-10 22:42 CST", "en", "US", "2017-11-10T22:42:00-06:00"),
        ("Source: Xinhua| 2017-11-10 17:12:33|Editor: Li", "en", "CN", "2017-11-10T17:12:33"),
        # machines
        ("2017-11-10T22:42:00+05:30", None, None, "2017-11-10T22:42:00+05:30"),
        ("2017-11-10T22:42:00.000+0530", None, None, "2017-11-10T22:42:00+05:30"),
        ("2017-11-10T17:12:33.123456789Z", None, None, "2017-11-10T17:12:33+00:00"),
        ("2017-11-10T17:12Z", None, None, "2017-11-10T17:12:00+00:00"),
        ("20171110T171233Z", None, None, "2017-11-10T17:12:33+00:00"),
        ("20171110", None, None, "2017-11-10"),
        ("2017-11-10T09:00-05:00", None, None, "2017-11-10T09:00:00-05:00"),
        ("2017-11-10 17:12:00+00", None, None, "2017-11-10T17:12:00+00:00"),
        ("2017-11-10 17:12:00 -0500", None, None, "2017-11-10T17:12:00-05:00"),
        ("2017-11-10 17:12:00 UTC", None, None, "2017-11-10T17:12:00+00:00"),
        ("Fri, 10 Nov 2017 17:12:33 +0000", None, None, "2017-11-10T17:12:33+00:00"),
        ("Fri, 10 Nov 2017 17:12:33 GMT", None, None, "2017-11-10T17:12:33+00:00"),
        ("Fri Nov 10 17:12:33 EST 2017", "en", "US", "2017-11-10T17:12:33-05:00"),
        ("Fri Nov 10 17:12:33 +0000 2017", None, None, "2017-11-10T17:12:33+00:00"),
        ("Fri Nov 10 17:12:33 2017", None, None, "2017-11-10T17:12:33"),
        ("Fri Nov 10 2017 17:12:33 GMT+0100 (CET)", None, None, "2017-11-10T17:12:33+01:00"),
        # numbers only
        ("10/11/2017 17:12", "en", "GB", "2017-11-10T17:12:00"),
        ("10/11/2017 17:12", "en", "US", "2017-10-11T17:12:00"),
        ("Issued on: 10/11/2017 - 17:12", "en", "FR", "2017-11-10T17:12:00"),
        ("Fri 10/11/2017", "en", None, "2017-11-10"),
        ("10/11/2017", "en-GB", None, "2017-11-10"),
        ("10/11/2017", "en-US", None, "2017-10-11"),
        ("10/11/2017", "en-US", "IN", "2017-11-10"),
        ("Duration: 12:30 | 10 November 2017", "en", "GB", "2017-11-10"),
        ("11/25/2017", "en", None, "2017-11-25"),
        ("10.11.2017", None, None, "2017-11-10"),
        ("10.11.17, 17:12 Uhr", "de", "DE", "2017-11-10T17:12:00"),
        ("28.09.1912:44", "de", "DE", "2019-09-28T12:44:00"),
        ("Mon, 10 Jul 2017 17:12:33 GMT", "en", "GB", "2017-07-10T17:12:33+00:00"),
        ("10/11/2017", None, "US", "2017-10-11"),
        ("10 November 2017, 25:12", "en", "GB", "2017-11-10"),
        ("Date:10 November 2017", "en", "GB", "2017-11-10"),
        ("by Jane DoeNovember 10, 2017", "en", "US", "2017-11-10"),
        ("10 November 2017, 17:72", "en", "GB", "2017-11-10"),
        ("10 November 2017, 13:00 am", "en", "GB", "2017-11-10"),
        ("17:12 -10 Nov 2017", "en", "GB", "2017-11-10T17:12:00"),
        ("17:12:33 -10 Nov 2017", "en", "GB", "2017-11-10T17:12:33"),
        ("17:12, 10 Nov 2017 GMT", "en", None, "2017-11-10T17:12:00+00:00"),
        # other languages
        ("21.12.00 - 22. maj 2018", "da", "DK", "2018-05-22T21:12:00"),
        ("17. 2. 2. 오후 3:41", "ko", "KR", "2017-02-02T15:41:00"),
        ("2017年11月10日 +0800 20:33:00", "zh", "CN", "2017-11-10T20:33:00+08:00"),
        ("18 มีนาคม ค.ศ. 2025 22 นาฬิกา 07 นาที", "th", "TH", "2025-03-18T22:07:00"),
        ("2023. g. 22. apr.", "lv", "LV", "2023-04-22"),
        ("Publié le 10/11/2017 à 17h12", "fr", "FR", "2017-11-10T17:12:00"),
        ("le 1er août 2017 à 9 h 05", "fr", "FR", "2017-08-01T09:05:00"),
        ("Aktualisiert am 10.11.2017-17:12", "de", "DE", "2017-11-10T17:12:00"),
        ("Stand: 10. November 2017, 17.12 Uhr MEZ", "de", "DE", "2017-11-10T17:12:00+01:00"),
        ("10. Jänner 2017, 17 Uhr", "de", "AT", "2017-01-10T17:00:00"),
        ("10 de noviembre de 2017 a las 17:12 h", "es", "ES", "2017-11-10T17:12:00"),
        ("10 NOV 2017 - 17:12 CET", "es", "ES", "2017-11-10T17:12:00+01:00"),
        ("10 JUL 2017 - 17:12 CET", "es", "ES", "2017-07-10T17:12:00"),
        ("10 de novembro de 2017 às 17h12", "pt", "BR", "2017-11-10T17:12:00"),
        ("10/11/2017 17h12 (GMT-3)", "pt", "BR", "2017-11-10T17:12:00-03:00"),
        ("10 d’octubre del 2017", "ca", "ES", "2017-10-10"),
        ("10 ноября 2017, 17:12 (МСК)", "ru", "RU", "2017-11-10T17:12:00+03:00"),
        ("10 listopada 2017, 17:12", "pl", "PL", "2017-11-10T17:12:00"),
        ("10. listopada 2017. 17:12", "hr", "HR", "2017-10-10T17:12:00"),
        ("2017. november 10., péntek 17:12", "hu", "HU", "2017-11-10T17:12:00"),
        ("2017 m. lapkričio 10 d. 17:12", "lt", "LT", "2017-11-10T17:12:00"),
        ("Jumat, 10 Nov 2017 17:12 WIB", "id", "ID", "2017-11-10T17:12:00+07:00"),
        ("Thứ sáu, 10/11/2017, 17:12 (GMT+7)", "vi", "VN", "2017-11-10T17:12:00+07:00"),
        ("Ngày 10 tháng 11 năm 2017", "vi", "VN", "2017-11-10"),
        ("2017年11月10日(金) 17時12分", "ja", "JP", "2017-11-10T17:12:00"),
        ("平成29年11月10日 午後5時12分", "ja", "JP", "2017-11-10T17:12:00"),
        ("2017年11月10日 下午5:12", "zh", "CN", "2017-11-10T17:12:00"),
        ("民國106年11月10日", "zh-TW", "TW", "2017-11-10"),
        ("입력 2017.11.10 오후 5:12", "ko", "KR", "2017-11-10T17:12:00"),
        ("2017년 11월 10일 오전 12시 5분", "ko", "KR", "2017-11-10T00:05:00"),
        ("10 พ.ย. 2560 17:12 น.", "th", "TH", "2017-11-10T17:12:00"),
        ("١٠ نوفمبر ٢٠١٧ - ١٧:١٢", "ar", "EG", "2017-11-10T17:12:00"),
        ("10 تشرين الثاني 2017", "ar", "LB", "2017-11-10"),
        ("۱۰ نوامبر ۲۰۱۷", "fa", "IR", "2017-11-10"),
        ("१० नवंबर २०१७ १७:१२", "hi", "IN", "2017-11-10T17:12:00"),
        ("10 בנובמבר 2017, 17:12", "he", "IL", "2017-11-10T17:12:00"),
    ],
)
def test_a_stamp_is_read_as_it_is_printed(line: str, language: str | None, country: str | None, stamp: str) -> None:
    read = read_stamp(line, StampContext(language=language, country=country))

    assert read is not None
    assert read.stamp == stamp


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Next Story",
        "He was born on 10 November.",
        "10/11/2017",
        "31/02/2017",
        "1970-01-01T00:00:00Z",
        "31 December 1969",
        "1510333920",
        "1510333920000",
        "IP 10.11.20.17",
        "version 1.2.2017.3",
        "10:11:2017",
        "Call 020 2017 1110",
        "2 hours ago",
        "November 2017",
        "2017",
        "listopad 10, 2017",
        "Mayor 10, 2017",
        "10 November 12017",
        "2017年x月10日",
        "平成x年11月10日",
        "31 November 2017",
        "11 of the of the of the 2017",
    ],
)
def test_what_is_no_stamp_or_may_be_two_is_none(line: str) -> None:
    assert read_stamp(line, StampContext(language="en")) is None


def test_a_stamp_tells_where_it_stands_and_what_it_is_based_on() -> None:
    line = "PTI | Updated: Nov 10 2017 | 10:42 PM IST | Delhi"
    read = read_stamp(line, StampContext("en", "IN"))

    assert read is not None
    assert line[slice(*read.span)] == "Nov 10 2017 | 10:42 PM IST"
    assert (read.utc, read.precision) == ("2017-11-10T17:12:00Z", Precision.MINUTE)
    assert (read.zone, read.zone_source) == ("Asia/Kolkata", ZoneSource.ABBREVIATION)


def test_all_stamps_of_a_line_are_read_in_order() -> None:
    line = "Published: 10 Nov 2017 17:12 | Updated: 11 Nov 2017 08:30"
    stamps = [read.stamp for read in read_stamps(line, StampContext("en", "GB"))]

    assert stamps == ["2017-11-10T17:12:00", "2017-11-11T08:30:00"]


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("12 November 2017", "2017-11-12"),
        ("13 November 2017", "2017-11-13"),
        ("14 November 2017", None),
        ("2017-11-13T11:59:00Z", "2017-11-13T11:59:00+00:00"),
        ("2017-11-13T12:01:00Z", None),
        ("2017-11-13T23:00:00+14:00", "2017-11-13T23:00:00+14:00"),
    ],
)
def test_a_stamp_more_than_a_day_after_the_page_was_fetched_is_refused(line: str, stamp: str | None) -> None:
    read = read_stamp(line, StampContext("en", "GB", fetched_at=FETCHED))

    assert (read and read.stamp) == stamp


@pytest.mark.parametrize(
    ("line", "language", "stamp"),
    [
        ("2 hours ago", "en", "2017-11-12T10:00:00+00:00"),
        ("Posted two hours ago", "en", "2017-11-12T10:00:00+00:00"),
        ("5 min. ago", "en", "2017-11-12T11:55:00+00:00"),
        ("vor 3 Stunden", "de", "2017-11-12T09:00:00+00:00"),
        ("vor einer Stunde", "de", "2017-11-12T11:00:00+00:00"),
        ("hace 2 horas", "es", "2017-11-12T10:00:00+00:00"),
        ("il y a 2 heures", "fr", "2017-11-12T10:00:00+00:00"),
        ("2 часа назад", "ru", "2017-11-12T10:00:00+00:00"),
        ("2時間前", "ja", "2017-11-12T10:00:00+00:00"),
        ("3 days ago", "en", "2017-11-09"),
        ("yesterday", "en", "2017-11-11"),
        ("3 hrs ago", "en", "2017-11-12T09:00:00+00:00"),
        ("Jane Doe · 3 hours ago", "en", "2017-11-12T09:00:00+00:00"),
        ("Gestern, 17:12 Uhr", "de", "2017-11-11T17:12:00"),
        ("Publié aujourd'hui à 07:12", "fr", "2017-11-12T07:12:00"),
        ("Yesterday at 5:12 pm", "en", "2017-11-11T17:12:00"),
        ("yesterday, in 25:61 parts", "en", None),
        ("an hour ago", "en", "2017-11-12T11:00:00+00:00"),
        ("half an hour ago", "en", "2017-11-12T11:30:00+00:00"),
        ("twelve days ago", "en", "2017-10-31"),
        ("24 hours ago", "en", "2017-11-11T12:00:00+00:00"),
        ("vor zwei Stunden", "de", "2017-11-12T10:00:00+00:00"),
        ("hace una hora", "es", "2017-11-12T11:00:00+00:00"),
        ("il y a une heure", "fr", "2017-11-12T11:00:00+00:00"),
        ("due ore fa", "it", "2017-11-12T10:00:00+00:00"),
        ("un'ora fa", "it", "2017-11-12T11:00:00+00:00"),
        ("há sete horas", "pt", "2017-11-12T05:00:00+00:00"),
        ("två timmar sedan", "sv", "2017-11-12T10:00:00+00:00"),
        ("kaksi tuntia sitten", "fi", "2017-11-12T10:00:00+00:00"),
        ("een uur geleden", "nl", "2017-11-12T11:00:00+00:00"),
        ("acum două ore", "ro", "2017-11-12T10:00:00+00:00"),
        ("godzinę temu", "pl", "2017-11-12T11:00:00+00:00"),
        ("před dvěma hodinami", "cs", "2017-11-12T10:00:00+00:00"),
        ("před hodinou", "cs", "2017-11-12T11:00:00+00:00"),
        ("час назад", "ru", "2017-11-12T11:00:00+00:00"),
        ("21 час назад", "ru", "2017-11-11T15:00:00+00:00"),
        ("πριν 2 ώρες", "el", "2017-11-12T10:00:00+00:00"),
        ("iki saat önce", "tr", "2017-11-12T10:00:00+00:00"),
        ("منذ 2 ساعات", "ar", "2017-11-12T10:00:00+00:00"),
        ("منذ ٣ ساعات", "ar", "2017-11-12T09:00:00+00:00"),
        ("منذ ساعتين", "ar", "2017-11-12T10:00:00+00:00"),
        ("قبل ساعة", "ar", "2017-11-12T11:00:00+00:00"),
        ("منذ يومين", "ar", "2017-11-10"),
        ("לפני שעתיים", "he", "2017-11-12T10:00:00+00:00"),
        ("एक घंटे पहले", "hi", "2017-11-12T11:00:00+00:00"),
        ("兩小時前", "zh-TW", "2017-11-12T10:00:00+00:00"),
        ("发布于3小时前", "zh", "2017-11-12T09:00:00+00:00"),
        ("二十小时前", "zh", None),
        ("today", "fr", "2017-11-12"),
    ],
)
def test_a_relative_stamp_is_resolved_against_the_time_of_fetching(line: str, language: str, stamp: str | None) -> None:
    read = read_stamp(line, StampContext(language, fetched_at=FETCHED))

    assert (read and read.stamp) == stamp


@pytest.mark.parametrize("line", ["vor zwei Stunden", "Gestern, 17:12 Uhr", "vor einer halben Stunde"])
def test_a_relative_stamp_is_left_open_where_nobody_says_when_the_page_was_fetched(line: str) -> None:
    assert read_stamp(line, StampContext("de")) is None


def test_the_hour_of_yesterday_is_by_the_publishers_clock() -> None:
    late = datetime(2017, 11, 12, 22, 0, tzinfo=UTC)
    read = read_stamp("Yesterday, 17:12", StampContext("en", publisher_zone="Asia/Kolkata", fetched_at=late))

    assert read is not None
    assert (read.stamp, read.zone_source) == ("2017-11-12T17:12:00+05:30", ZoneSource.PUBLISHER)


@pytest.mark.parametrize(
    ("hint", "stamp"), [("pl", "2017-11-10T17:12:00"), ("hr", "2017-10-10T17:12:00"), (None, None)]
)
def test_a_stamp_in_another_language_is_read_in_the_one_that_the_producer_names(
    hint: str | None, stamp: str | None
) -> None:
    read = read_stamp("10 listopada 2017, 17:12", StampContext("en", hint_language=hint))

    assert (read and read.stamp) == stamp


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("2024年1月19日 星期五 | 凌晨12:34", "2024-01-19T00:34:00"),
        ("2024年1月19日 星期五凌晨3:04", "2024-01-19T03:04:00"),
        ("2024年1月19日 星期五中午11:30", "2024-01-19T11:30:00"),
        ("2024年1月19日 星期五中午1:05", "2024-01-19T13:05:00"),
        ("2024年1月19日 星期五晚上11:05", "2024-01-19T23:05:00"),
        ("2024年1月19日下午3:15", "2024-01-19T15:15:00"),
        ("2024年1月19日 晚上9:34", "2024-01-19T21:34:00"),
    ],
)
def test_halves_of_the_day_are_read_where_no_space_parts_them_from_other_words(line: str, stamp: str) -> None:
    read = read_stamp(line, StampContext("zh-TW"))

    assert read is not None
    assert read.stamp == stamp


def test_a_time_without_a_zone_is_refused_where_it_is_too_late_anywhere() -> None:
    fetched_at = datetime(2017, 11, 12, tzinfo=UTC)
    reads = [
        read_stamp(f"13 November 2017, {hour}", StampContext("en", fetched_at=fetched_at))
        for hour in ("13:59", "14:01")
    ]

    assert [read and read.stamp for read in reads] == ["2017-11-13T13:59:00", None]


def test_a_relative_day_is_that_of_the_publisher() -> None:
    late = datetime(2017, 11, 12, 22, 0, tzinfo=UTC)
    context = StampContext("en", publisher_zone="No/Where", hint_zone="Asia/Kolkata", fetched_at=late)
    read = read_stamp("today", context)

    assert read is not None
    assert read.stamp == "2017-11-13"


@pytest.mark.parametrize(
    "line",
    [
        "vor 3 Stunden",
        "9 months ago",
        "some hours ago",
        "hours ago",
        "Hier wohnt er",
        "1 hour and 20 minutes ago",
        "2 h 5 min ago",
        "Subscribe today",
        "What to watch today",
        "Posted jobs that were filled today",
        "The minister who resigned had left the house 2 hours ago",
    ],
)
def test_a_relative_stamp_of_another_language_or_a_vague_one_is_left_open(line: str) -> None:
    assert read_stamp(line, StampContext("en", fetched_at=FETCHED)) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Last Updated : Nov 10 2017 | 10:42 PM IST", "modified"),
        ("First Published: Nov 10 2017", "published"),
        ("PTI | New Delhi | Updated: November 10", "modified"),
        ("Mis à jour le 10/11/2017", "modified"),
        ("UPDATED18:05, 10 NOV 2017", "modified"),
        ("Stand: 10.11.2017", "modified"),
        ("입력 2017.11.10", "published"),
        ("최종수정 2017.11.10", "modified"),
        ("最終更新日:2017年11月10日", "modified"),
        ("Опубликовано 10 ноября", "published"),
        ("Standards body meets", None),
        ("등록일자 : 1966.03.08", None),
        ("등록 : 2017-11-10", "published"),
        ("November 10, 2017", None),
        ("unpublished letters", None),
        ("Reviewed by Anna Berg 10 November 2017", None),
        ("By Anna BergUpdated: 10 November 2017", "modified"),
        ("Wurde am 10. November gepostet", "published"),
        ("Jane Doe•Updated on Nov 10, 2017", "modified"),
        ("Written by: Anna BergUpdated 10 November 2017", "modified"),
        ("Joined: 10 November 2017", None),
    ],
)
def test_a_label_tells_which_date_it_is(line: str, kind: str | None) -> None:
    assert label_of(line) == kind


def _chosen(*candidates: Candidate, language: str = "en", country: str | None = "GB") -> tuple[str | None, str | None]:
    dates = choose_dates(candidates, StampContext(language, country))
    published, modified = dates.published, dates.modified
    return published.stamp if published else None, modified.stamp if modified else None


JSON_LD = Candidate("published", "2017-11-10T17:12:00+00:00", "json-ld")
JSON_LD_DAY = Candidate("published", "2017-11-10", "json-ld")
LINE = Candidate(None, "10 November 2017, 17:14", "line", 3)
UPDATED = Candidate(None, "Updated: 11 November 2017, 08:30", "line", 4)


@pytest.mark.parametrize(
    ("candidates", "published", "modified"),
    [
        ([], None, None),
        ([JSON_LD], "2017-11-10T17:12:00+00:00", None),
        ([LINE, UPDATED], "2017-11-10T17:14:00", "2017-11-11T08:30:00"),
        ([UPDATED], None, "2017-11-11T08:30:00"),
        ([Candidate(None, "10.11.2017 17:12 aktualisiert", "line")], None, "2017-11-10T17:12:00"),
        ([Candidate(None, "10 Nov 2017 17:12 | Updated 3 hours ago", "line")], "2017-11-10T17:12:00", None),
        ([JSON_LD_DAY, LINE], "2017-11-10T17:14:00", None),
        ([Candidate("published", "2017-11-10T00:00:00Z", "json-ld"), LINE], "2017-11-10T17:14:00", None),
        ([JSON_LD, LINE], "2017-11-10T17:12:00+00:00", None),
        ([Candidate(None, "9 November 2017", "line"), JSON_LD], "2017-11-10T17:12:00+00:00", None),
        ([JSON_LD, Candidate("published", "2017-11-01", "override")], "2017-11-01", None),
        ([JSON_LD, Candidate("published", "2017-11-01", "hint")], "2017-11-10T17:12:00+00:00", None),
        ([Candidate("published", "2017-11-01", "hint")], "2017-11-01", None),
        ([Candidate(None, "https://example.com/2017/11/10/story", "url")], "2017-11-10", None),
        ([Candidate(None, "https://example.com/2017/11/story-10", "url")], None, None),
        ([JSON_LD, Candidate("modified", "2017-11-09T00:00:00Z", "json-ld")], "2017-11-10T17:12:00+00:00", None),
        ([Candidate("published", "1510333920", "meta")], "2017-11-10T17:12:00+00:00", None),
        ([Candidate("published", "0", "meta"), Candidate("published", "1970-01-01", "json-ld")], None, None),
        # of a member, of what is announced, of what was valid before: of no article
        ([Candidate(None, "Registriert: 10.11.2017, 05:56", "line")], None, None),
        ([Candidate(None, "Stand: 12.11.2017 (unverändert gültig seit: 10.11.2017)", "line")], None, "2017-11-12"),
        ([Candidate(None, "Member since 9 November 2017, posted 10 November 2017", "line")], "2017-11-10", None),
        ([Candidate(None, "The next one is on 10 November 2017 at the Golden Lion.", "line")], None, None),
        ([Candidate(None, "By Jane Doe, staff writer, 10 November 2017.", "line")], "2017-11-10", None),
        ([Candidate(None, "A post shared by Jo (@jo) on Nov 10, 2017 at 4:47am PDT", "line")], None, None),
        # themes print both days side by side, and hide the one
        ([Candidate(None, "Jane Doe November 10, 2017November 12, 2017", "line")], "2017-11-10", "2017-11-12"),
        (
            [Candidate(None, "10 November 2017 – 12 November 2017", "line", 3, is_near_headline=True)],
            "2017-11-10",
            None,
        ),
        ([Candidate(None, "November 12, 2017November 10, 2017 by Jane Doe", "line")], "2017-11-10", "2017-11-12"),
        # of what begins or ends then
        ([Candidate(None, "Fahrpreise ab 10.11.2017", "line")], None, None),
        ([Candidate(None, "Angebot bis zum 10. November 2017", "line")], None, None),
        ([Candidate(None, "Do 10.11.2017", "line")], "2017-11-10", None),
        # the part of a line counts, not the line
        (
            [Candidate(None, "By Jo | 10 November 2017 | Boats, harbours, and what else there is to be said", "line")],
            "2017-11-10",
            None,
        ),
        # the label may stand behind, before words with numbers in them
        (
            [
                Candidate(
                    "published",
                    "This entry of Friday, 10 November 2017 was posted by Jane and filed under Boats, "
                    "together with what she wrote about the harbour. Follow the answers by RSS 2.0.",
                    "line",
                )
            ],
            "2017-11-10",
            None,
        ),
        # a line that tells day from month is not needed where the printed numbers may mean the attribute's day
        (
            [Candidate("published", "2017-10-11T19:38:01Z", "time", printed="11/10/2017 7:38:01 PM")],
            "2017-10-11T19:38:01+00:00",
            None,
        ),
        (
            [Candidate("published", "2017-12-01T19:38:01Z", "time", printed="11/10/2017 7:38:01 PM")],
            "2017-10-11T19:38:01",
            None,
        ),
        (
            [Candidate(None, "They met on 3 March 2015 in a small town near the sea and talked for hours", "line")],
            None,
            None,
        ),
        (
            [Candidate(None, "Published: 10 Nov 2017 17:12 | Updated: 11 Nov 2017 08:30", "line")],
            "2017-11-10T17:12:00",
            "2017-11-11T08:30:00",
        ),
    ],
)
def test_the_witnesses_with_the_most_weight_are_believed(
    candidates: list[Candidate], published: str | None, modified: str | None
) -> None:
    assert _chosen(*candidates) == (published, modified)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.com/2017/11/10/story", "2017-11-10"),
        ("https://example.com/world/2017/nov/10/story", "2017-11-10"),
        ("https://example.com/news/2017-11-10-story.html", "2017-11-10"),
        ("https://example.com/2017-11/10/c_1.htm", "2017-11-10"),
        ("https://example.com/a/20171110/story", "2017-11-10"),
        ("https://example.com/2017/1110/c90000-1.html", "2017-11-10"),
        ("https://example.com/story-20171110.html", "2017-11-10"),
        ("https://example.com/news/10-11-2017", "2017-11-10"),
        ("https://example.com/2017/11/04-story", "2017-11-04"),
        ("https://example.com/2017/11/10.html", "2017-11-10"),
        ("https://example.com/2017/11/4/story", "2017-11-04"),
        ("https://example.com/2017/11/10-ways-to-row", None),
        ("https://example.com/2017/11/3-ways-to-row", None),
        ("https://example.com/2017/02/31/story", None),
        ("https://example.com/2017/foo/10/story", None),
        ("https://example.com/story-120171110999", None),
        ("https://example.com/#/2017/11/10/", None),
    ],
)
def test_the_day_of_an_address_is_read(url: str, day: str | None) -> None:
    assert _chosen(Candidate(None, url, "url"))[0] == day


@pytest.mark.parametrize(
    ("published", "modified", "kept"),
    [
        ("2017-11-10T17:12:00+00:00", "2017-11-10T18:12:00+01:00", "2017-11-10T18:12:00+01:00"),
        ("2017-11-10T17:12:00+00:00", "2017-11-10T17:12:00+01:00", None),
        ("2017-11-10T17:12:00", "2017-11-10", "2017-11-10"),
        ("2017-11-10T17:12:00", "2017-11-10T08:00:00", None),
        ("2017-11-10T17:12:00+00:00", "2017-11-10T17:00:00", None),
    ],
)
def test_a_modification_before_publication_is_dropped(published: str, modified: str, kept: str | None) -> None:
    candidates = Candidate("published", published, "json-ld"), Candidate("modified", modified, "json-ld")

    assert _chosen(*candidates) == (published, kept)


def test_two_machines_that_name_one_instant_by_different_clocks_agree() -> None:
    utc = Candidate("published", "2017-11-10T23:12:00Z", "json-ld")
    local = Candidate("published", "2017-11-11T04:42:00+05:30", "meta")
    stray = [Candidate("published", "2017-11-03", source) for source in ("time", "line", "microdata")]

    assert _chosen(*stray, utc, local)[0] == "2017-11-11T04:42:00+05:30"


def test_agreement_outweighs_a_single_machine() -> None:
    stale = Candidate("published", "2016-01-01", "meta")
    line = Candidate(None, "Published 10 November 2017, 17:14", "line")
    time = Candidate("published", "2017-11-10T17:14:00Z", "time")

    assert _chosen(stale, line, time)[0] == "2017-11-10T17:14:00"


def test_a_machine_and_a_line_on_two_sides_of_midnight_agree() -> None:
    machine = Candidate("published", "2017-11-10T18:30:00Z", "json-ld")
    line = Candidate(None, "11 November 2017, 00:00", "line", is_near_headline=True)
    other = Candidate("published", "2017-11-08", "meta")

    assert _chosen(other, line, machine)[0] == "2017-11-11T00:00:00+05:30"


@pytest.mark.parametrize(
    ("machine", "seen", "published"),
    [
        ("2017-11-11T01:49:09Z", "November 10, 2017 at 5:49 p.m.", "2017-11-10T17:49:09-08:00"),
        ("2017-11-10T17:12:00Z", "10 November 2017, 22:57", "2017-11-10T22:57:00+05:45"),
        ("2017-11-10T17:12:00Z", "10 November 2017, 17:12", "2017-11-10T17:12:00+00:00"),
        ("2017-11-10T17:12:00Z", "10 November 2017, 17:27", "2017-11-10T17:12:00+00:00"),
        ("2017-11-10T17:12:00Z", "10 November 2017, 18:13", "2017-11-10T17:12:00+00:00"),
        ("2017-11-10T17:12:00Z", "Updated: 10 November 2017, 18:12", "2017-11-10T17:12:00+00:00"),
        ("2017-11-10T17:12:00Z", "On 10 November 2017, 18:12," + 20 * " by the sea", "2017-11-10T17:12:00+00:00"),
        ("2017-11-10T17:12:00+01:00", "10 November 2017, 18:12", "2017-11-10T17:12:00+01:00"),
        ("2017-11-10T17:12:00", "10 November 2017, 18:12", "2017-11-10T17:12:00"),
    ],
)  # fmt: skip
def test_a_machine_in_greenwich_gives_way_to_the_clock_of_the_page(machine: str, seen: str, published: str) -> None:
    line = Candidate(None, seen, "line", 3, is_near_headline=True)
    chosen = choose_dates([Candidate("published", machine, "json-ld"), line], StampContext("en", None)).published

    assert chosen is not None
    assert (chosen.stamp, chosen.evidence.source) == (published, "json-ld")
    assert (chosen.detail.utc is None) == (machine[19:] == "")


@pytest.mark.parametrize(
    ("seen", "near"),
    [("Concert: 10 November 2017, 19:00", False), ("10 November 2017, 19:42", True), ("10 November 2017, 06:42", True)],
)
def test_no_offset_is_made_of_another_things_hour_or_where_nobody_has_it(seen: str, near: bool) -> None:  # noqa: FBT001
    line = Candidate(None, seen, "line", 3, is_near_headline=near)
    machine = Candidate("published", "2017-11-10T17:12:00Z", "json-ld")
    chosen = choose_dates([machine, line], StampContext("en", None)).published

    assert chosen is not None
    assert chosen.stamp == "2017-11-10T17:12:00+00:00"


def test_a_relative_stamp_is_never_believed_against_its_own_attribute() -> None:
    time = Candidate(None, "2017-11-10T17:12:00Z", "time", printed="3 days ago")
    chosen = choose_dates([time], StampContext("en", None, fetched_at=datetime(2018, 1, 5, tzinfo=UTC))).published

    assert chosen is not None
    assert chosen.stamp == "2017-11-10T17:12:00+00:00"


def test_the_clock_of_the_page_never_changes_the_instant() -> None:
    machine = Candidate("published", "2017-11-11T01:49:09Z", "json-ld")
    line = Candidate(None, "November 10, 2017 at 5:49 p.m.", "line", 3, is_near_headline=True)
    chosen = choose_dates([machine, line], StampContext("en", "US")).published

    assert chosen is not None
    assert (chosen.detail.utc, chosen.detail.zone, chosen.raw) == ("2017-11-11T01:49:09Z", "-08:00", machine.text)


def test_a_day_that_readers_see_may_be_that_of_a_machine_east_or_west_of_it() -> None:
    utc = Candidate("published", "2017-11-11T02:17:00Z", "meta")
    seen = [Candidate(None, "10 November 2017", source, is_near_headline=True) for source in ("time", "line")]
    noon = Candidate("published", "2017-11-11T12:17:00Z", "meta")

    assert _chosen(utc, *seen)[0] == "2017-11-11T02:17:00+00:00"
    assert _chosen(noon, *seen)[0] == "2017-11-10"


SAVED = [Candidate(kind, "2017-11-10T17:12:00Z", "json-ld") for kind in ("published", "modified")]


@pytest.mark.parametrize(
    ("seen", "published"),
    [
        ("3 May 2015", "2015-05-03"),
        ("9 November 2017", "2017-11-10T17:12:00+00:00"),
        ("3 May 2018", "2017-11-10T17:12:00+00:00"),
        ("Updated: 3 May 2015", "2017-11-10T17:12:00+00:00"),
    ],
)
def test_a_machine_that_published_when_it_saved_gives_way_to_an_earlier_day_by_the_headline(
    seen: str, published: str
) -> None:
    line = Candidate(None, seen, "line", 3, is_near_headline=True)

    assert _chosen(*SAVED, line)[0] == published


def test_an_unlabelled_day_on_which_machines_changed_the_page_is_not_that_of_publication() -> None:
    machine = Candidate("published", "2015-05-03", "meta"), Candidate("modified", "2017-11-10", "meta")
    seen = [Candidate(None, "10 November 2017", source, is_near_headline=True) for source in ("time", "line")]

    assert _chosen(*machine, *seen) == ("2015-05-03", "2017-11-10")


@pytest.mark.parametrize(
    ("published", "source", "kept"),
    [
        ("Issue 12, published 12 November 2017", "line", (None, "2017-11-10")),
        ("2017-11-12", "meta", ("2017-11-12", None)),
    ],
)
def test_a_later_day_far_from_the_headline_is_that_of_something_else(
    published: str, source: str, kept: tuple[str | None, str | None]
) -> None:
    change = Candidate("modified", "Updated 10 November 2017", "line", 3, is_near_headline=True)

    assert _chosen(change, Candidate("published", published, source, 70 if source == "line" else None)) == kept


@pytest.mark.parametrize(
    ("numbers", "seen", "published"),
    [
        ("11/10/2017 12:43:42", "10 November 2017", "2017-11-10T12:43:42"),
        ("11/10/2017 12:43:42", "11 October 2017", "2017-10-11T12:43:42"),
        ("11/10/2017 12:43:42", "3 May 2015", "2017-10-11T12:43:42"),
    ],
)
def test_a_line_tells_day_from_month_in_the_numbers_of_a_machine(numbers: str, seen: str, published: str) -> None:
    machine, line = Candidate("published", numbers, "meta"), Candidate("published", seen, "line", 3)

    assert _chosen(machine, line)[0] == published


def test_numbers_that_may_be_two_days_give_none_by_themselves() -> None:
    machine = Candidate("published", "11/10/2017 12:43:42", "meta")

    assert choose_dates([machine], StampContext("en")).published is None


def test_the_winner_is_kept_as_printed_with_its_line() -> None:
    printed = Candidate(None, "First Published: Nov 10 2017 | 10:42 PM IST", "line", 97)
    chosen = choose_dates([JSON_LD_DAY, printed], StampContext("en", "IN")).published

    assert chosen is not None
    assert (chosen.raw, chosen.evidence.source, chosen.evidence.line) == (printed.text, "line", 97)
    assert (chosen.detail.utc, chosen.detail.zone) == ("2017-11-10T17:12:00Z", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("address", "published"),
    [
        ("https://example.com/2017/11/boats/", "2017-11-10"),
        ("https://example.com/2017/10/boats/", None),
        ("https://example.com/2017/boats/", None),
        ("https://example.com/2017/12/03/boats/", "2017-12-03"),
        ("https://example.com/2017/12/04/boats/", "2017-12-04"),
    ],
)
def test_the_day_or_month_of_an_address_tells_which_of_several_days_is_meant(
    address: str, published: str | None
) -> None:
    days = ("12 September 2017", "10 November 2017", "3 December 2017")
    lines = [Candidate(None, day, "line", at) for at, day in enumerate(days)]

    assert _chosen(*lines, Candidate("published", address, "url"))[0] == published


def test_the_month_of_an_address_gives_way_to_a_day_beside_the_headline() -> None:
    near, far = Candidate(None, "3 May 2018", "line", 3, is_near_headline=True), Candidate(None, "10 Nov 2017", "line")
    address = Candidate("published", "https://example.com/2017/11/boats/", "url")

    assert _chosen(near, far, address)[0] == "2018-05-03"


def test_a_day_beside_the_headline_goes_before_those_that_lines_far_from_it_call_published() -> None:
    near = Candidate(None, "10 November 2017", "line", 3, is_near_headline=True)
    far = [Candidate(None, f"Goats, published {day} October 2017", "line", 50 + day) for day in range(1, 6)]

    assert _chosen(near, far[0])[0] == "2017-11-10"
    assert _chosen(near, *far)[0] == "2017-11-10"
    assert _chosen(Candidate(None, "10 November 2017", "line", 3), *far)[0] == "2017-11-10"
    assert _chosen(far[0])[0] == "2017-10-01"


def test_a_line_beside_the_headline_goes_before_one_elsewhere() -> None:
    far = Candidate(None, "8 November 2017", "line", 1)
    near = Candidate(None, "10 November 2017", "line", 9, is_near_headline=True)

    assert _chosen(far, near)[0] == "2017-11-10"


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 200_000,
        "10 " * 100_000,
        "2017-" * 50_000,
        "Nov " * 50_000 + "2017",
        "10/11/2017 " * 20_000,
        "2017-11-10T" + "1:" * 100_000,
        "10 November 2017" + " " * 100_000 + "17:12",
        "٢٠١٧" * 50_000,
        "Published: " * 30_000 + "2017-11-10",
        "(" * 100_000 + "2017-11-10",
        "2 hours " * 30_000 + "2017",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_lines_are_read_in_no_time(hostile: str) -> None:
    context = StampContext("en", "GB", fetched_at=FETCHED)
    read_stamp("10 November 2017", context)
    with cpu_limit():
        list(read_stamps(hostile, context))
        label_of(hostile)


def test_many_candidates_are_weighed_in_no_time() -> None:
    candidates = [
        Candidate(None, f"{day:02d}.{month:02d}.{year}", "line")
        for year in range(1950, 2017)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    with cpu_limit():
        choose_dates(candidates, StampContext("de", "DE"))


@pytest.mark.parametrize("digits", ["9" * 5000, "0" * 30, "٩" * 3000])
def test_endless_numbers_are_no_dates(digits: str) -> None:
    assert (
        read_stamp(f"{digits}.{digits}.{digits} tháng {digits} {digits}年{digits}月{digits}", StampContext("vi"))
        is None
    )


def test_the_calendar_tables_are_what_the_command_makes() -> None:
    """Names may come and go with releases of CLDR; what is read today must still be in the file."""
    kept = json.loads((resources.files("worker.article.data") / "calendar.json").read_text(encoding="utf-8"))
    made = json.loads(json.dumps(calendar_tables()))
    lost = [name for name, month in made["months"].items() if kept["months"].get(name) != month]

    assert len(lost) <= 0.02 * len(made["months"]), lost
    assert len(set(kept["month_first"]) ^ set(made["month_first"])) <= 5, "locales that changed their order"
    assert not [language for language, names in kept["weekdays"].items() if "fraị" in names and language != "ig"]


def test_names_that_cldr_dropped_are_still_read() -> None:
    none: dict[str, Any] = {"periods": {}, "past": {}, "past_whole": {}, "month_first": []}
    kept = none | {"months": {"brachet": 6}, "weekdays": {"de": {"sonnabend": 5}}}
    made = none | {"months": {"juni": 6}, "weekdays": {"de": {"samstag": 5}}}

    merged = with_names_of(kept, made)

    assert merged["months"] == {"brachet": 6, "juni": 6}
    assert merged["weekdays"] == {"de": {"sonnabend": 5, "samstag": 5}}


def test_no_label_means_both() -> None:
    table = tomllib.loads((resources.files("worker.article.data") / "labels.toml").read_text(encoding="utf-8"))

    assert not set(table["published"]) & set(table["modified"])
