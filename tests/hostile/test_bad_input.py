"""Bad input ends in a named reason with its payload kept, and the worker goes on: through a real server and worker."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_core import to_json

from tests.conftest import eventually
from tests.system import System, open_system
from worker.cli.workers import Workers
from worker.client import Producer
from worker.intake.entries import Flat
from worker.intake.letters import Kind, Letters

GOOD = "<article><h1>Ferry back</h1>" + "<p>The ferry came back at dawn, to the joy of all who had waited.</p>" * 6

BAD: list[tuple[str, Flat, Kind, str]] = [
    ("an empty body", {"payload": b'{"id": 0, "html": ""}'}, "rejected", "no-text"),
    ("50 MB", {"payload": b'{"id": 0, "html": "' + b"x" * 50_000_000 + b'"}'}, "dead", "too-large"),
    (
        "a gzip bomb",
        {"payload": b'{"contentEncoding": "gzip"}', "body": gzip.compress(b"<p>" * 30_000_000, 9, mtime=0)},
        "dead",
        "too-large",
    ),
    ("broken JSON", {"payload": b'{"html": "<p>'}, "dead", "bad-payload"),
    ("an unknown field", {"payload": b'{"htm": "<p>x"}'}, "dead", "bad-payload"),
    ("a bare URL", {"payload": b"https://example.org/news/1"}, "dead", "bad-payload"),
    ("nothing", {"payload": b""}, "dead", "bad-payload"),
    ("bytes of no encoding", {"body": bytes(range(256)) * 40}, "dead", "undecodable"),
    ("a PDF", {"body": b"%PDF-1.7\n" + b"\x00\xff" * 500}, "dead", "undecodable"),
    ("no UTF-8 where JSON should be", {"payload": b'{"html": "\xff"}'}, "dead", "bad-payload"),
    ("100,000 nested tags", {"payload": to_json({"html": "<div>" * 100_000 + "deep"})}, "rejected", "limit-hit"),
    ("another site's error", {"payload": b'{"html": "<p>x", "httpStatus": 503}'}, "rejected", "http-status"),
]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("bad-input")
    with open_system(folder) as opened:
        settings = opened.settings.model_copy(update={"redis_url": opened.url, "min_words": 25})
        with Workers(settings, concurrency=1, log=folder / "worker.log"):
            yield opened


def test_each_ends_with_its_reason_and_keeps_its_payload(system: System) -> None:
    """All in one run, good ones between the bad, so that each good one shows that the worker went on."""
    sent: dict[str, tuple[str, Flat, Kind, str]] = {}
    with Producer(system.url) as desk:
        for number, bad in enumerate(BAD):
            sent[desk.push_entries([bad[1]])[0]] = bad
            desk.push({"id": number, "html": GOOD + f"<p>Number {number} of the day's notes ends here.</p>"})
        system.client.lpush(system.keys.inbox, '{"htm": "by the inbox"')

    eventually(lambda: system.state.fates == 2 * len(BAD) + 1, seconds=90)
    letters = {
        letter.entry: letter for kind in ("dead", "rejected") for letter in Letters(system.client, system.keys, kind)
    }
    for entry, (name, fields, _, reason) in sent.items():
        assert (name, letters[entry].reason) == (name, reason)
        assert letters[entry].payload == fields
        assert letters[entry].detail
    by_inbox = [letter for letter in letters.values() if letter.entry not in sent]
    assert [letter.reason for letter in by_inbox] == ["bad-payload"]
    assert system.state.stored == len(BAD)
    assert system.state.conserved
    eventually(lambda: not any(sink.waiting + sink.in_work for sink in system.state.sinks), seconds=30)
    documents = [json.loads(path.read_text("utf-8")) for path in Path(system.settings.documents).rglob("*.json")]
    assert sorted(document["payloadId"] for document in documents) == list(range(len(BAD)))
