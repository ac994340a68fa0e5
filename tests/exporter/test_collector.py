"""What Prometheus is told of a system, on a real server."""

from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from redis import Redis

from tests.desk import Desk, stored
from worker.article.outcome import Fate, Reason
from worker.exporter import SystemCollector
from worker.intake.heartbeat import beat
from worker.intake.scripts import ensure_group
from worker.metrics import METRICS, Families, exported_names
from worker.settings import Settings
from worker.sinks.reader import group_of

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Scraper:
    """One exporter, asked again and again."""

    def __init__(self, desk: Desk) -> None:
        self.collector = SystemCollector(desk.client, Settings(key_prefix=desk.keys.prefix))
        self.registry = CollectorRegistry()
        self.registry.register(self.collector)

    def value(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(name, labels)

    @property
    def names(self) -> set[str]:
        return {sample.name for family in self.registry.collect() for sample in family.samples}


@pytest.fixture
def scraper(desk: Desk) -> Scraper:
    scraper = Scraper(desk)
    scraper.collector.start()
    return scraper


def work(desk: Desk) -> None:
    """One entry for each fate, one in work, one waiting, one sink behind, one worker alive."""
    ensure_group(desk.client, desk.keys.out, group_of("documents"))
    desk.push(*[{"payload": b'{"text": "x"}'}] * 6)
    first = replace(stored(desk.take()), publisher="example.org", body_chars=3000, model_version="m1", voted=True)
    assert desk.hands().commit(first).said == "stored"
    assert desk.hands().commit(replace(first, entry=desk.take().entry)).said == "duplicate"
    desk.end(desk.take(), Fate.REJECTED, Reason.NO_TEXT)
    desk.end(desk.take(), Fate.DEAD, Reason.BAD_PAYLOAD)
    desk.take()
    beat(desk.client, desk.keys, "celery@one", pool_size=2, children_replaced=3)


def test_fates_and_places_are_told(desk: Desk, scraper: Scraper) -> None:
    work(desk)
    value = scraper.value

    assert value("copydesk_up") == 1
    assert value("copydesk_fates_total", fate="stored", reason="") == 1
    assert value("copydesk_fates_total", fate="duplicate", reason="") == 1
    assert value("copydesk_fates_total", fate="rejected", reason="no-text") == 1
    assert value("copydesk_fates_total", fate="rejected", reason="") == 0
    assert value("copydesk_fates_total", fate="dead", reason="bad-payload") == 1
    assert (value("copydesk_entries_waiting"), value("copydesk_entries_in_work")) == (1, 1)
    assert value("copydesk_conservation_gap") == 0
    assert (value("copydesk_letters", kind="dead"), value("copydesk_letters", kind="rejected")) == (1, 1)
    assert value("copydesk_sink_behind", sink="sink:documents") == 1
    assert value("copydesk_worker_children_replaced_total", worker="celery@one") == 3
    assert value("copydesk_workers_alive") == 1


def test_fates_are_the_servers_counters_and_the_stream_is_counted_once(desk: Desk, scraper: Scraper) -> None:
    """Two scrapes count no fate twice; another exporter, started later, knows all fates and no histogram yet."""
    work(desk)

    for _ in range(2):
        assert scraper.value("copydesk_article_milliseconds_count", fate="stored") == 1
        assert scraper.value("copydesk_model_articles_total", model="m1") == 2  # stored, and the duplicate
        assert scraper.value("copydesk_votes_asked_total") == 2
        assert scraper.value("copydesk_deliveries_total", attempt="1") == 4
        assert scraper.value("copydesk_publisher_articles_total", publisher="other", body="full") == 2
    restarted = Scraper(desk)
    assert restarted.value("copydesk_fates_total", fate="stored", reason="") == 1
    assert restarted.value("copydesk_article_milliseconds_count", fate="stored") is None


def test_ages_go_up_while_something_waits_and_are_0_where_nothing_does(desk: Desk, scraper: Scraper) -> None:
    assert scraper.value("copydesk_oldest_waiting_seconds") == 0
    old = int(desk.client.time()[0] * 1000) - 120_000
    desk.client.xadd(desk.keys.intake, {"payload": "{}"}, id=f"{old}-0")
    desk.client.xadd(desk.keys.intake, {"payload": "{}"}, id=f"{old + 60_000}-0")

    assert scraper.value("copydesk_oldest_waiting_seconds") == pytest.approx(120, abs=3)
    desk.take()
    assert scraper.value("copydesk_oldest_waiting_seconds") == pytest.approx(60, abs=3)
    assert scraper.value("copydesk_oldest_in_work_seconds") == pytest.approx(120, abs=3)


def test_every_metric_is_told_and_none_besides(desk: Desk, scraper: Scraper) -> None:
    work(desk)

    assert scraper.names - {name for name in scraper.names if name.endswith("_created")} == exported_names()


def test_an_absent_server_is_a_metric_and_no_error() -> None:
    away = SystemCollector(Redis("127.0.0.1", 1), Settings())
    registry = CollectorRegistry()
    registry.register(away)

    assert b"copydesk_up 0.0" in generate_latest(registry)


def test_a_publisher_cannot_break_the_format(desk: Desk, scraper: Scraper) -> None:
    name = 'x"} 1\ncopydesk_up 7'
    for _ in range(11):
        desk.client.xadd(desk.keys.fates, {"fate": "stored", "publisher": name, "bodyChars": "1"})

    told = generate_latest(scraper.registry).decode().splitlines()

    assert "copydesk_up 7" not in told
    assert scraper.value("copydesk_publisher_articles_total", publisher=name, body="short") == 1  # the eleventh


def test_a_metric_or_label_without_a_definition_is_refused() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    with pytest.raises(KeyError):
        Families().set("copydesk_unheard_of", 1)
    with pytest.raises(KeyError):
        Families().set("copydesk_up", 1, worker="x")
    with pytest.raises(KeyError):
        Families().set("copydesk_workers", 1)
