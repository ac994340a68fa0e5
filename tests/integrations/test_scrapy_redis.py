"""Plain lists of items, as scrapy-redis' RedisPipeline leaves them, reach the intake by way of the inbox."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_core import from_json
from scrapy.utils.serialize import ScrapyJSONEncoder

from tests.system import System, open_system
from worker.intake.entries import move_inbox
from worker.intake.scripts import Scripts

PROSE = "The river rose by two metres within a single day, and the old bridge was closed to traffic. " * 3
ITEM = {
    "url": "https://example.org/river",
    "html": f"<p>Na\u00efve hopes. {PROSE}</p>",
    "title": "Flood",
    "tags": ["rivers", None],
    "crawled": "2026-01-31",
}


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with open_system(tmp_path) as system:
        yield system


def push_items(system: System, count: int) -> None:
    """What `RedisPipeline` does with each item, its key being the inbox."""
    encode = ScrapyJSONEncoder().encode
    for number in range(count):
        system.client.rpush(system.keys.inbox, encode(ITEM | {"url": f"https://example.org/{number}"}))


def test_items_become_documents_with_what_a_payload_does_not_have_in_meta(system: System) -> None:
    push_items(system, 3)

    assert system.work(unknown_fields="meta") == {"stored": 3}
    documents = [from_json(path.read_bytes()) for path in Path(system.settings.documents).rglob("*.json")]
    assert sorted(document["url"] for document in documents) == [f"https://example.org/{n}" for n in range(3)]
    assert {json.dumps(document["meta"]) for document in documents} == {
        '{"title": "Flood", "tags": ["rivers", null], "crawled": "2026-01-31"}'
    }


def test_without_the_setting_they_are_dead_and_the_field_is_named(system: System) -> None:
    push_items(system, 1)

    assert system.work(unknown_fields="error") == {"dead": 1}
    [letter] = system.entries(system.keys.dead).values()
    assert letter["detail"] == b"/title: unknown field 'title'; put it into meta, or set unknown_fields = \"meta\""
    assert json.loads(letter["payload"])["title"] == "Flood"


def test_a_full_intake_leaves_the_rest_in_the_inbox(system: System) -> None:
    push_items(system, 5)

    assert move_inbox(Scripts(system.client), system.keys, max_backlog=2) == 2
    assert system.client.xlen(system.keys.intake) == 2
    assert system.client.llen(system.keys.inbox) == 3


def test_either_end_of_the_list_will_do(system: System) -> None:
    system.client.lpush(system.keys.inbox, json.dumps({"text": PROSE, "id": "left"}))
    system.client.rpush(system.keys.inbox, json.dumps({"text": PROSE, "id": "right"}))

    assert move_inbox(Scripts(system.client), system.keys, max_backlog=10) == 2
    assert {payload["id"] for payload in system.payloads()} == {"left", "right"}
