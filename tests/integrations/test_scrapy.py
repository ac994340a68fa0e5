"""The Scrapy bridge: what an item holds of a response, and the pipeline's every answer on a real server."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import redis
import scrapy
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from tests.system import System, open_system
from worker.errors import SettingsError
from worker.integrations import scrapy as bridge
from worker.integrations.scrapy import CopydeskPipeline, page_item

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

PROSE = "The river rose by two metres within a single day, and the old bridge was closed to traffic. "


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with open_system(tmp_path) as system:
        yield system


def test_headers_that_bear_on_the_article_are_sent_along() -> None:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Last-Modified": "Sat, 31 Jan 2026 08:00:00 GMT",
        "Link": ['<https://example.org/a>; rel="canonical"', "</style.css>; rel=preload"],
        "Content-Language": "de\xa0",
        "Set-Cookie": "secret=1",
    }

    item = page_item(Response("https://example.org/a", headers=headers, body=b"<p>"))

    assert item["contentType"] == "text/html; charset=utf-8"
    assert item["headers"] == {
        "content-language": "de\xc2\xa0",
        "last-modified": "Sat, 31 Jan 2026 08:00:00 GMT",
        "link": '<https://example.org/a>; rel="canonical", </style.css>; rel=preload',
    }


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Sat, 31 Jan 2026 08:00:00 GMT", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("Sat, 31 Jan 2026 08:00:00 -0000", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_a_page_out_of_scrapys_cache_was_fetched_when_it_was_answered(
    date: str | None, expected: datetime | None
) -> None:
    headers = {"Date": date} if date else {}

    item = page_item(Response("https://example.org/", headers=headers, body=b"<p>", flags=["cached"]))

    assert item.get("fetchedAt") == expected


def test_given_fields_win_over_the_response() -> None:
    response = HtmlResponse("https://example.org/?utm=1", body=b"<p>all of it", encoding="utf-8")
    fetched = datetime(2026, 1, 31, tzinfo=UTC)

    item = page_item(response, url="https://example.org/", fetched_at=fetched, html="<p>part", title="Flood")

    assert item == {
        "url": "https://example.org/",
        "httpStatus": 200,
        "headers": {},
        "fetchedAt": fetched,
        "html": "<p>part",
        "title": "Flood",
    }


class ArticleItem(scrapy.Item):
    url = scrapy.Field()
    html = scrapy.Field()
    title = scrapy.Field()


@dataclass
class Article:
    url: str
    html: str
    title: str


FIELDS = {"url": "https://example.org/a", "html": "<p>Hello", "title": "Flood"}


@pytest.fixture
def pipeline(system: System) -> Iterator[CopydeskPipeline]:
    crawler = get_crawler(settings_dict={"COPYDESK_REDIS_URL": system.url, "COPYDESK_MAX_BACKLOG": 2})
    pipeline = CopydeskPipeline.from_crawler(crawler)
    yield pipeline
    pipeline.close_spider()


def stats(pipeline: CopydeskPipeline) -> dict[str, Any]:
    return cast("StatsCollector", pipeline._stats).get_stats()


@pytest.mark.parametrize("item", [FIELDS, ArticleItem(FIELDS), Article(**FIELDS)], ids=["dict", "Item", "dataclass"])
def test_items_of_existing_spiders_are_taken_and_unknown_fields_go_into_meta(
    system: System, pipeline: CopydeskPipeline, item: Any
) -> None:
    passed_on = asyncio.run(pipeline.process_item(item))

    assert passed_on is item
    assert system.payloads() == [{"url": FIELDS["url"], "html": "<p>Hello", "meta": {"title": "Flood"}}]
    assert stats(pipeline) == {"copydesk/pushed": 1}


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"url": "https://example.org/"}, "exactly one of html, text, bodyBase64"),
        ({"html": "<p>", "fetchedAt": datetime(2026, 1, 31)}, "/fetchedAt: .*timezone"),  # noqa: DTZ001 -- the fault
        ({"body": "decoded"}, "/body: body holds a page's bytes"),
        ({"html": "<p>", "spider": object()}, "cannot be written as JSON"),
        ("<p>Hello", "No adapter found"),
        (None, "No adapter found"),
    ],
)
def test_what_can_be_no_payload_is_dropped_with_the_reason_and_counted(
    system: System, pipeline: CopydeskPipeline, item: Any, reason: str
) -> None:
    with pytest.raises(DropItem, match=reason):
        asyncio.run(pipeline.process_item(item))

    assert stats(pipeline) == {"copydesk/bad-payload": 1}
    assert system.waiting() == {}


def test_items_wait_for_room_without_holding_the_loop_up(
    system: System, pipeline: CopydeskPipeline, caplog: pytest.LogCaptureFixture
) -> None:
    async def crawl_into_a_full_intake() -> int:
        turns = 0
        items = [asyncio.create_task(pipeline.process_item({"text": PROSE * 3, "id": n})) for n in range(5)]
        while not all(item.done() for item in items):
            turns += 1
            await asyncio.sleep(0.01)
            if stats(pipeline).get("copydesk/refused", 0) >= 3:
                system.client.xtrim(system.keys.intake, 0)
        return turns

    assert asyncio.run(crawl_into_a_full_intake()) > 10
    assert stats(pipeline)["copydesk/pushed"] == 5
    assert stats(pipeline)["copydesk/refused"] >= 3
    assert caplog.text.count("Items wait: the intake is full") == 1


def test_a_server_that_stays_away_is_an_error_after_all_attempts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "LONGEST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(bridge, "ATTEMPTS", 2)
    crawler = get_crawler(settings_dict={"COPYDESK_REDIS_URL": f"unix://{tmp_path}/nobody.sock"})
    pipeline = CopydeskPipeline.from_crawler(crawler)

    with pytest.raises(redis.ConnectionError):
        asyncio.run(pipeline.process_item({"html": "<p>"}))

    assert stats(pipeline) == {"copydesk/retried": 1, "copydesk/failed": 1}


def test_without_an_address_the_crawl_does_not_start() -> None:
    with pytest.raises(SettingsError, match="COPYDESK_REDIS_URL: write"):
        CopydeskPipeline.from_crawler(get_crawler())
