"""A real spider on a local site: what it fetches arrives whole, and it waits when the intake is full."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.system import System, open_system
from worker.article.packed import unpacked

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
    "/many": ("text/html", b"".join(b'<a href="/%d">a</a>' % number for number in range(40))),
    "/new": ("text/html; charset=utf-8", f"<p>Na\u00efve hopes. {PROSE * 4}</p>".encode()),
    "/zip": ("application/octet-stream", bytes(range(256)) * 8),
}


class Site(BaseHTTPRequestHandler):
    """A few pages, a redirect to one of them, and nothing else."""

    answered = 0

    def do_GET(self) -> None:
        type(self).answered += 1
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
    entries = {
        json.loads(fields["payload"])["id"]: unpacked(fields, max_bytes=10_000_000)
        for fields in system.waiting().values()
    }

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

    taker = threading.Thread(target=take_slowly, daemon=True)
    taker.start()
    log = crawl(tmp_path, site + "/", COPYDESK_REDIS_URL=system.url, COPYDESK_MAX_BACKLOG=1, **REACTORS[reactor])
    ended.set()
    taker.join()
    taken.extend(fields["payload"] for fields in system.waiting().values())

    assert sorted(json.loads(payload)["id"] for payload in taken) == ["gone", "new", "western", "zip"]
    assert "'copydesk/pushed': 4" in log
    assert "'copydesk/refused': " in log
    assert "Items wait: the intake is full: 1 entries wait (max_backlog)" in log


def test_scrapy_fetches_no_more_while_items_wait(system: System, site: str, tmp_path: Path) -> None:
    """40 pages, an intake for three, and a bound on responses in work that holds four of 1 KiB."""
    bounds = {"COPYDESK_MAX_BACKLOG": 3, "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 4000, "CONCURRENT_REQUESTS": 2}
    fetched_while_full: list[int] = []
    taken: set[str] = set()
    ended = threading.Event()

    def take_after_a_while() -> None:
        while not ended.wait(0.05):
            waiting = system.waiting()
            taken.update(waiting)
            if fetched_while_full:
                system.client.xdel(system.keys.intake, *waiting, "0-1")
            elif len(waiting) == 3 and not ended.wait(2):
                fetched_while_full.append(Site.answered)

    Site.answered = 0
    taker = threading.Thread(target=take_after_a_while, daemon=True)
    taker.start()
    crawl(tmp_path, site + "/many", COPYDESK_REDIS_URL=system.url, **bounds)
    ended.set()
    taker.join()

    assert fetched_while_full[0] < 15
    assert len(taken | system.waiting().keys()) == 40
