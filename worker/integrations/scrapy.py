"""Scrapy's bridge: an item pipeline that puts pages on the intake, and the item that holds all of a page."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem
from twisted.internet.task import deferLater
from twisted.internet.threads import deferToThread

from worker.article.payload import Payload
from worker.client import Producer, entry_of
from worker.errors import BadPayloadError, IntakeFullError, SettingsError
from worker.intake.entries import Flat
from worker.intake.outage import OUTAGES

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.interfaces import IReactorTime

__all__ = ["CopydeskPipeline", "page_item"]

HEADERS = ("content-encoding", "content-language", "date", "last-modified", "link")
"""Response headers that are sent along; the content type goes into its own field."""
ATTEMPTS = 8
"""Times an item is sent while the server is away, each with the producer's own repeats: about a minute."""
LONGEST_PAUSE_SECONDS = 10.0
TELL_SECONDS = 60
"""How often the log says that items wait."""

logger = logging.getLogger(__name__)


class Stats(Protocol):
    """What the pipeline needs of Scrapy's stats."""

    def inc_value(self, key: str) -> None:
        """Count one more."""


def page_item(response: "Response", **fields: object) -> dict[str, Any]:
    """The item of a fetched page: its bytes as they came, its address, headers, status and time of fetch.

    `fields` are the payload's others, named as on the wire or as in Python, and win over what the response says.
    A page out of Scrapy's HTTP cache gets the time its `Date` header tells, and none where that is missing.
    """
    item: dict[str, Any] = {
        "url": response.url,
        "httpStatus": response.status,
        "contentType": _header(response, "content-type"),
        "headers": {name: value for name in HEADERS if (value := _header(response, name)) is not None},
        "fetchedAt": _fetched_at(response),
    }
    given = {_on_the_wire(name): value for name, value in fields.items()}
    if not given.keys() & {"html", "text", "bodyBase64"}:
        item["body"] = response.body
    return {name: value for name, value in (item | given).items() if value is not None}


class CopydeskPipeline:
    """Sends each item to the intake, as it is: a mapping, dataclass or `scrapy.Item` with a payload's fields.

    Fields that a payload does not have go into its `meta`. Settings: `COPYDESK_REDIS_URL`, `COPYDESK_KEY_PREFIX`,
    `COPYDESK_MAX_BACKLOG`. An item is never dropped without a word; by stat:

    - `copydesk/pushed`: it is on the intake, and goes on to the next pipeline unchanged.
    - `copydesk/refused`: the intake was full; the item waits, without holding up the reactor, until there is room.
    - `copydesk/retried`: the server was away; it is sent again, for about a minute in all.
    - `copydesk/failed`: given up after that; the error is Scrapy's to log and to signal.
    - `copydesk/bad-payload`: it can be no payload, and is dropped with the reason.

    While items wait, Scrapy fetches no more once the responses behind them fill SCRAPER_SLOT_MAX_ACTIVE_SIZE.
    """

    def __init__(self, producer: Producer, stats: Stats) -> None:
        self._producer = producer
        self._stats = stats
        self._tell_again_at = 0.0

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """The pipeline by the crawler's settings.

        Raises: SettingsError, which ends the crawl: without an address no item would get anywhere.
        """
        settings = crawler.settings
        url = settings.get("COPYDESK_REDIS_URL")
        if not url:
            raise SettingsError(
                "COPYDESK_REDIS_URL: write where the workers' Redis is, such as redis://localhost:6379/0"
            )
        producer = Producer(
            url,
            prefix=settings.get("COPYDESK_KEY_PREFIX") or "copydesk",
            max_backlog=settings.getint("COPYDESK_MAX_BACKLOG", 1_000_000),
        )
        assert crawler.stats is not None  # noqa: S101 -- Scrapy makes it before any pipeline
        return cls(producer, crawler.stats)

    async def process_item(self, item: Any, spider: object = None) -> Any:  # noqa: ANN401 -- items are of any type
        """Send `item`; it goes on unchanged. `spider` is what Scrapy before 2.14 passes.

        Raises: DropItem for what can be no payload; redis.RedisError when the server stays away.
        """
        del spider
        await self._send(self._entry(item))
        self._stats.inc_value("copydesk/pushed")
        return item

    def close_spider(self, spider: object = None) -> None:
        """Give the connections back."""
        del spider
        self._producer.close()

    def _entry(self, item: object) -> Flat:
        try:
            return entry_of(ItemAdapter(item).asdict(), unknown_fields="meta")
        except (BadPayloadError, TypeError) as error:  # TypeError: no item at all
            self._stats.inc_value("copydesk/bad-payload")
            raise DropItem(f"no payload: {error}") from error

    async def _send(self, entry: Flat) -> None:
        failures = 0
        pause_seconds = 0.25
        while True:
            try:
                await _in_thread(lambda: self._producer.push_entries([entry]))
            except IntakeFullError as error:
                self._refused(error)
            except OUTAGES:
                failures += 1
                if failures == ATTEMPTS:
                    self._stats.inc_value("copydesk/failed")
                    raise
                self._stats.inc_value("copydesk/retried")
            else:
                return
            await _sleep(pause_seconds)
            pause_seconds = min(2 * pause_seconds, LONGEST_PAUSE_SECONDS)

    def _refused(self, error: IntakeFullError) -> None:
        self._stats.inc_value("copydesk/refused")
        now = time.monotonic()
        if now >= self._tell_again_at:
            self._tell_again_at = now + TELL_SECONDS
            logger.warning("Items wait: %s", error)


def _header(response: "Response", name: str) -> str | None:
    values = response.headers.getlist(name)
    return b", ".join(values).decode("latin-1") if values else None  # RFC 9110: bytes above ASCII are opaque


def _fetched_at(response: "Response") -> datetime | None:
    if "cached" not in response.flags:
        return datetime.now(UTC)
    try:
        answered = parsedate_to_datetime(_header(response, "date") or "")
    except ValueError:
        return None
    return answered.replace(tzinfo=answered.tzinfo or UTC)


def _on_the_wire(name: str) -> str:
    field = Payload.model_fields.get(name)
    return (field.alias if field else None) or name


async def _in_thread(work: Callable[[], object]) -> None:
    """Scrapy runs on asyncio, or on another of Twisted's reactors where only a Deferred may be awaited."""
    await (asyncio.to_thread(work) if _on_asyncio() else deferToThread(work))


async def _sleep(seconds: float) -> None:
    if _on_asyncio():
        await asyncio.sleep(seconds)
        return
    from twisted.internet import reactor  # noqa: PLC0415 -- importing it chooses one; here it is running already

    await deferLater(cast("IReactorTime", reactor), seconds)


def _on_asyncio() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
