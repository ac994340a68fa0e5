"""One entry, one fate: one test for each row of the table of errors and fates, on a real server."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import from_json

from tests.desk import Desk
from worker.article.rules import Limits, Rules
from worker.guard import limited
from worker.ingest import Ingested, Ports, ingest, outcome_of
from worker.intake.deliveries import Answer, Commit, Delivery

BODY = "\n".join(
    f"The river rose by {n} metres on Thursday evening, and the people of the village were brought to the school."
    for n in range(6)
)
RULES = Rules()


@contextmanager
def unbounded() -> Iterator[None]:
    yield


def work(desk: Desk, entry: dict[str, Any], rules: Rules = RULES) -> Ingested:
    delivery = desk.taken(entry)
    return ingest(delivery, Ports(desk.hands().commit, unbounded, rules))


def payload(**fields: Any) -> dict[str, Any]:
    return {"payload": json.dumps({"text": BODY, "url": "https://example.org/river"} | fields)}


def test_a_document_is_stored(desk: Desk) -> None:
    ingested = work(desk, payload(id=7, meta={"a": [1, None]}))
    document = from_json(desk.out[0]["document"])

    assert ingested.said == "stored"
    assert document["articleBody"].startswith("The river rose by 0 metres")
    assert (document["id"], document["version"]) == (desk.out[0]["id"], 1)
    assert (document["payloadId"], document["meta"]) == (7, {"a": [1, None]})
    assert desk.state.conserved


def test_the_same_content_again_is_a_duplicate(desk: Desk) -> None:
    assert [work(desk, payload(id=n)).said for n in range(3)] == ["stored", "duplicate", "duplicate"]
    assert len(desk.out) == 1
    assert desk.state.conserved


def test_other_content_of_the_same_identity_is_the_next_version(desk: Desk) -> None:
    bodies = [BODY, BODY.replace("Thursday", "Friday"), BODY]

    assert [work(desk, payload(text=text)).said for text in bodies] == ["stored"] * 3
    assert [one["version"] for one in desk.out] == ["1", "2", "3"]
    assert [from_json(one["document"])["version"] for one in desk.out] == [1, 2, 3]
    assert len({one["id"] for one in desk.out}) == 1
    assert desk.state.conserved


def test_a_ledger_that_moves_on_between_two_commits_is_followed(desk: Desk) -> None:
    """Another worker stores a version of the same identity each time that ours is about to."""
    answers = iter([Answer("stale", 1), Answer("stale", 2), Answer("stored")])
    asked: list[Commit] = []

    def commit(one: Commit) -> Answer:
        asked.append(one)
        return next(answers)

    ingested = ingest(desk.taken(payload()), Ports(commit, unbounded, RULES))

    assert ingested.said == "stored"
    assert [one.based_on for one in asked] == [0, 1, 2]
    assert [from_json(one.document)["version"] for one in asked] == [1, 2, 3]


def test_what_is_no_article_is_rejected(desk: Desk) -> None:
    ingested = work(desk, payload(text="Three short words"))
    (letter,) = desk.letters("rejected")

    assert ingested.said == "rejected"
    assert letter.reason == ingested.outcome.reason
    assert letter.payload == {"payload": payload(text="Three short words")["payload"].encode()}
    assert desk.state.conserved


@pytest.mark.parametrize(
    ("entry", "reason", "detail"),
    [
        ({"payload": b"{"}, "bad-payload", "not JSON"),
        ({"payload": b""}, "bad-payload", "empty"),
        ({"payload": b"https://example.org/a"}, "bad-payload", "does not fetch"),
        ({"payload": b"\xff\xfe\x00"}, "bad-payload", "not UTF-8"),
        ({"payload": b'{"text": "x", "colour": 1}'}, "bad-payload", "/colour: unknown field 'colour'"),
        ({"payload": b'{"text": "x", "html": "x"}'}, "bad-payload", "exactly one of"),
        ({"payload": b'{"text": "' + b"x" * 3000 + b'"}'}, "too-large", "max_payload_bytes is 2000"),
        ({"body": b"\x1f\x8b nonsense", "contentEncoding": b"gzip"}, "undecodable", ""),
    ],
)
def test_what_can_never_be_read_is_dead_at_once(entry: dict[str, bytes], reason: str, detail: str, desk: Desk) -> None:
    ingested = work(desk, entry, Rules(limits=Limits(max_payload_bytes=2000)))
    (letter,) = desk.letters()

    assert ingested.said == "dead"
    assert letter.reason == reason
    assert detail in letter.detail
    assert (letter.payload, letter.deliveries) == (entry, 1)
    assert desk.state.conserved


def test_a_field_name_of_a_megabyte_does_not_fill_the_fates(desk: Desk) -> None:
    work(desk, {"payload": '{"text": "x", "' + "n" * 1_000_000 + '": 1}'})

    assert all(len(value) <= 1000 for _, fields in desk.rows(desk.keys.fates) for value in fields.values())


def test_a_bug_rises_and_the_entry_stays(desk: Desk) -> None:
    """Rules that no settings give make the core stumble."""
    broken = Rules(min_words="many")  # type: ignore[arg-type]  # the bug

    with pytest.raises(TypeError):
        work(desk, payload(), broken)
    assert desk.state.in_work == 1
    assert desk.state.conserved


def test_a_commit_that_cannot_be_made_rises_and_the_entry_stays(desk: Desk) -> None:
    def away(_: Commit) -> Answer:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        ingest(desk.taken(payload()), Ports(away, unbounded, RULES))
    assert desk.state.in_work == 1


def test_an_entry_worked_on_twice_has_one_fate(desk: Desk) -> None:
    delivery = desk.taken(payload())
    ports = Ports(desk.hands().commit, unbounded, RULES)

    assert [ingest(delivery, ports).said for _ in range(2)] == ["stored", "gone"]
    assert len(desk.out) == 1
    assert desk.state.conserved


def test_the_guard_bounds_the_core_and_not_the_commit(desk: Desk) -> None:
    inside: list[bool] = []
    open_now = False

    @contextmanager
    def guard() -> Iterator[None]:
        nonlocal open_now
        open_now = True
        with limited(10, 20, 1024):
            yield
        open_now = False

    def commit(one: Commit) -> Answer:
        inside.append(open_now)
        return desk.hands().commit(one)

    assert ingest(desk.taken(payload()), Ports(commit, guard, RULES)).said == "stored"
    assert inside == [False]


@pytest.mark.parametrize("entry", [lambda p: p["payload"].encode(), lambda p: {"payload": p["payload"].encode()}])
def test_the_same_payload_gives_the_same_bytes(entry: Callable[[dict[str, Any]], Any]) -> None:
    first, second = (outcome_of(entry(payload()), rules=RULES) for _ in range(2))

    assert first.document is not None
    assert first.model_dump_json() == second.model_dump_json()
    assert outcome_of(Delivery("1-1", 1, {"payload": payload()["payload"].encode()}).fields, rules=RULES) == first


@pytest.mark.parametrize(("page", "voted"), [("article-br-paragraphs", b"1"), ("article-interview", b"0")])
def test_the_fates_stream_tells_whether_a_vote_was_asked_for(desk: Desk, page: str, voted: bytes) -> None:
    html = (Path(__file__).parent / "pages" / f"{page}.html").read_text("utf-8")
    work(desk, {"payload": json.dumps({"html": html})})
    ((_, fate),) = desk.rows(desk.keys.fates)

    assert (fate[b"fate"], fate[b"voted"]) == (b"stored", voted)
