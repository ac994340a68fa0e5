"""A ticket's loop: no failure is silent, and none costs more than its own delivery."""

import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import structlog

from tests.conftest import eventually, kill_server
from tests.desk import HOUR, Desk
from tests.test_ingest import payload
from worker.article.rules import Rules
from worker.guard import ArticleTimeout
from worker.ingest import Ports
from worker.intake.deliveries import Answer, Commit, Lease
from worker.intake.outage import OUTAGES
from worker.settings import Settings
from worker.ticket import Ticket, open_ticket

WORDS = "the people of the village were brought to the school on Thursday evening when the river rose again and again "
"""Long enough for an article."""


@contextmanager
def unbounded() -> Iterator[None]:
    yield


def ticket(desk: Desk, lease: Lease = HOUR, **ports: Any) -> Ticket:
    hands = desk.hands(pid=os.getpid(), lease=lease)
    return Ticket(hands, replace(Ports(hands.commit, unbounded, Rules()), **ports))


def articles(desk: Desk, number: int) -> None:
    desk.push(*[payload(url=f"https://example.org/{n}", text=f"{n} {WORDS * 3}") for n in range(number)])


@pytest.mark.parametrize(("waiting", "box", "worked"), [(0, 16, 0), (3, 16, 3), (20, 16, 16), (5, 1, 1)])
def test_a_ticket_takes_what_waits_up_to_its_box(waiting: int, box: int, worked: int, desk: Desk) -> None:
    if waiting:
        articles(desk, waiting)

    assert ticket(desk).run(box, 60).total() == worked
    assert desk.state.stored == worked
    assert desk.state.conserved


def test_a_ticket_starts_nothing_when_its_time_is_over(desk: Desk) -> None:
    articles(desk, 3)

    assert ticket(desk).run(16, 0) == Counter()
    assert desk.state.waiting == 3


def test_a_ticket_takes_up_what_a_dead_worker_held(desk: Desk) -> None:
    articles(desk, 2)
    desk.let_lease_run_out(desk.take("dead/1").entry)

    assert ticket(desk).run(16, 60) == Counter(stored=2)
    assert desk.state.conserved


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ArticleTimeout(), "timeout"),
        (MemoryError(), "memory"),
        (ValueError("čte" * 1000), "error"),
        (RecursionError("deep"), "error"),
    ],
)
def test_an_article_that_fails_at_each_delivery_is_dead_and_the_others_are_stored(
    error: BaseException, reason: str, desk: Desk
) -> None:
    articles(desk, 3)
    (poison, *_) = [entry for entry, _ in desk.rows(desk.keys.intake)]
    hands = desk.hands()

    @contextmanager
    def guard() -> Iterator[None]:
        if at_work() == poison:
            raise error
        yield

    def at_work() -> str:
        """The entry that was taken last."""
        rows: Any = desk.client.xpending_range(desk.keys.intake, "workers", min="-", max="+", count=9, idle=0)
        return str(min(rows, key=lambda row: row["time_since_delivered"])["message_id"].decode())

    tally: Counter[str] = Counter()
    for _ in range(4):
        tally += ticket(desk, guard=guard, commit=hands.commit).run(16, 60)
    (letter,) = desk.letters()

    assert (tally["stored"], tally["failed"]) == (2, 3)
    assert (letter.entry, letter.reason, letter.deliveries) == (poison, reason, 3)
    assert [one["reason"] for one in letter.tries] == [reason] * 3
    assert all(len(one["error"]) <= 200 and len(one["traceback"]) <= 4096 for one in letter.tries)
    assert letter.detail.startswith(type(error).__name__)
    assert desk.state.conserved


def test_a_try_names_the_cores_step_that_was_at_work(desk: Desk) -> None:
    entry = desk.push(payload())[0]
    assert ticket(desk, rules=Rules(min_words="many")).run(1, 60) == Counter(failed=1)  # type: ignore[arg-type]  # a bug
    (one,) = json.loads(desk.client.hget(desk.keys.tries, entry) or b"")

    assert one["stage"] == "screen"
    assert one["reason"] == "error"
    assert one["error"].startswith("TypeError: ")
    assert "pipeline.py" in one["traceback"]


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_ends_the_ticket_and_counts_for_no_article(outage: type[Exception], desk: Desk) -> None:
    articles(desk, 2)

    def away(_: Commit) -> Answer:
        raise outage

    for _ in range(5):
        with pytest.raises(outage):
            ticket(desk, commit=away).run(16, 60)

    assert desk.client.hlen(desk.keys.tries) == 0
    assert ticket(desk).run(16, 60) == Counter(stored=2)
    assert desk.state.conserved


def test_a_server_that_is_killed_at_the_commit_costs_no_article_a_try(own_server: Desk) -> None:
    desk = own_server
    articles(desk, 3)

    def commit(one: Commit) -> Answer:
        kill_server(desk.client)
        return desk.hands(pid=os.getpid()).commit(one)

    assert ticket(desk, commit=commit).run(16, 60) == Counter(stored=3)
    assert len(desk.out) == 3
    assert desk.state.conserved


def test_each_fate_is_one_log_line(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.push(payload(id="a"), payload(id="b"), {"payload": "{"}, payload(text="short"))
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    with caplog.at_level(logging.INFO, "copydesk.ticket"), structlog.testing.capture_logs() as logs:
        ticket(desk).run(16, 60)
    structlog.reset_defaults()

    assert [(line["fate"], line["payload_id"], line["log_level"]) for line in logs] == [
        ("stored", "a", "info"),
        ("duplicate", "b", "info"),
        ("dead", None, "warning"),
        ("rejected", None, "info"),
    ]
    assert all({"entry", "document_id", "url", "reason", "took_ms", "attempt"} <= line.keys() for line in logs)


def test_a_ticket_follows_the_settings(desk: Desk) -> None:
    settings = Settings(key_prefix=desk.keys.prefix, lease_seconds=1000, max_deliveries=5, min_words=2)
    desk.push(payload(text="Only a few words. Of text here."))
    opened = open_ticket(desk.client, settings, "worker/1")

    assert (opened.deliveries.lease.seconds, opened.deliveries.lease.max_deliveries) == (1000, 5)
    assert opened.run(16, 60).total() == 1
    eventually(lambda: desk.state.fates == 1)
