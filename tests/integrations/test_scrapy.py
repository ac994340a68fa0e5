"""The Scrapy bridge: a real spider on a local site, and the pipeline's every answer on a real server."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
PAGES = {
    "/": (
        "text/html",
        b'<a href="/western">a</a> <a href="/old">b</a> <a href="/gone">c</a> <a href="/zip">d</a>',
    ),
    "/western": (
        "text/html; charset=windows-1252",
        f"<p>Caf\u00e9 owners \u2014 \u201cready\u201d. {PROSE * 3}</p>".encode("windows-1252"),
    ),
    "/new": ("text/html; charset=utf-8", f"<p>Na\u00efve hopes. {PROSE * 4}</p>".encode()),
    "/zip": ("application/octet-stream", bytes(range(256)) * 8),
}


class Site(BaseHTTPRequestHandler):
    """Four pages, a redirect to one of them, and nothing else."""

    def do_GET(self) -> None:
        if self.path == "/old":
            self.send_response(301)
            self.send_header("Location", "/new")
            self.end_headers()
            return
        kind, body = PAGES.get(self.path, ("text/html", b"<h1>Gone</h1>"))
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Last-Modified", "Sat, 31 Jan 2026 08:00:00 GMT")
        self.send_header("Link", '<https://example.org/a>; rel="canonical"')
        self.send_header("Link", "</style.css>; rel=preload")
        self.send_header("Set-Cookie", "secret=1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


SPIDER = """
import scrapy
from worker.integrations.scrapy import page_item


class NewsSpider(scrapy.Spider):
    name = "news"
    start_urls = ["https://example.org/"]
    handle_httpstatus_list = [404]

    def parse(self, response):
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.page)

    def page(self, response):
        yield page_item(response, id=response.url.rpartition("/")[2], source="local", meta={"depth": 1})
"""


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with open_system(tmp_path) as system:
        yield system


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


QUIET: dict[str, object] = {"COOKIES_ENABLED": False, "TELNETCONSOLE_ENABLED": False}
"""Cookies would have tldextract ask the public suffix list's server."""


def crawl(folder: Path, start: str, **settings: object) -> str:
    """Run the spider as a user would; Scrapy's log."""
    (folder / "news.py").write_text(SPIDER.replace("https://example.org/", start))
    command = [sys.executable, "-m", "scrapy", "runspider", "news.py"]
    settings = {"ITEM_PIPELINES": json.dumps({"worker.integrations.scrapy.CopydeskPipeline": 300}), **QUIET, **settings}
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    ended = subprocess.run(
        [*command, *options], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=100
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


REACTORS = {
    "asyncio": {},
    "select": {"TWISTED_REACTOR": "twisted.internet.selectreactor.SelectReactor"},
}


@pytest.mark.parametrize("reactor", REACTORS)
def test_a_spiders_pages_arrive_byte_for_byte(system: System, site: str, tmp_path: Path, reactor: str) -> None:
    started = datetime.now(UTC)
    log = crawl(tmp_path, site + "/", COPYDESK_REDIS_URL=system.url, **REACTORS[reactor])
    ended = datetime.now(UTC)
    entries = {json.loads(fields["payload"])["id"]: fields for fields in system.waiting().values()}

    assert sorted(entries) == ["gone", "new", "western", "zip"], log
    for name, fields in entries.items():
        kind, body = PAGES.get(f"/{name}", ("text/html", b"<h1>Gone</h1>"))
        payload = json.loads(fields["payload"])
        assert fields["body"] == body
        assert started <= datetime.fromisoformat(payload.pop("fetchedAt")) <= ended
        assert payload["headers"].pop("date").endswith("GMT")
        assert payload == {
            "id": name,
            "url": f"{site}/{name}",
            "source": "local",
            "httpStatus": 404 if name == "gone" else 200,
            "contentType": kind,
            "headers": {
                "last-modified": "Sat, 31 Jan 2026 08:00:00 GMT",
                "link": '<https://example.org/a>; rel="canonical", </style.css>; rel=preload',
            },
            "meta": {"depth": 1},
        }
    assert "'copydesk/pushed': 4" in log
    assert system.work() == {"stored": 2, "rejected": 1, "dead": 1}


@pytest.mark.parametrize("reactor", REACTORS)
def test_a_spider_waits_while_the_intake_is_full_and_loses_nothing(
    system: System, site: str, tmp_path: Path, reactor: str
) -> None:
    taken: list[bytes] = []
    ended = threading.Event()

    def take_slowly() -> None:
        while not ended.wait(0.3):
            for entry, fields in system.waiting().items():
                taken.append(fields["payload"])
                system.client.xdel(system.keys.intake, entry)

    taker = threading.Thread(target=take_slowly)
    taker.start()
    log = crawl(tmp_path, site + "/", COPYDESK_REDIS_URL=system.url, COPYDESK_MAX_BACKLOG=1, **REACTORS[reactor])
    ended.set()
    taker.join()
    taken.extend(fields["payload"] for fields in system.waiting().values())

    assert sorted(json.loads(payload)["id"] for payload in taken) == ["gone", "new", "western", "zip"]
    assert "'copydesk/pushed': 4" in log
    assert "'copydesk/refused': " in log
    assert "Items wait: the intake is full: 1 entries wait (max_backlog)" in log


def test_headers_that_bear_on_the_article_are_sent_along(site: str) -> None:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Last-Modified": "Sat, 31 Jan 2026 08:00:00 GMT",
        "Link": ['<https://example.org/a>; rel="canonical"', "</style.css>; rel=preload"],
        "Content-Language": "de\xa0",
        "Set-Cookie": "secret=1",
    }

    item = page_item(Response(site, headers=headers, body=b"<p>"))

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
