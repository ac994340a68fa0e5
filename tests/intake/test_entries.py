"""Producers put payloads on the intake, and are refused when it is full."""

import pytest

from tests.desk import Desk
from worker.errors import BadPayloadError, IntakeFullError
from worker.intake.entries import MAX_FIELDS, move_inbox, push

PAYLOAD = {"payload": b'{"text": "x"}'}
BINARY = bytes(range(256)) * 3


def test_entries_are_put_in_order_and_byte_for_byte(desk: Desk) -> None:
    ids = desk.push({"payload": "{}", "body": BINARY}, {"html": "čte", "url": "https://example.org"})
    rows = desk.rows(desk.keys.intake)

    assert [entry for entry, _ in rows] == ids
    assert rows[0][1] == {b"payload": b"{}", b"body": BINARY}
    assert rows[1][1] == {b"html": "čte".encode(), b"url": b"https://example.org"}


def test_as_many_are_put_as_there_is_room_for(desk: Desk) -> None:
    desk.push(PAYLOAD, PAYLOAD, max_backlog=5)

    assert len(desk.push(*[PAYLOAD] * 7, max_backlog=5)) == 3
    assert desk.client.xlen(desk.keys.intake) == 5


def test_a_full_backlog_refuses_all_and_says_so(desk: Desk) -> None:
    desk.push(PAYLOAD, PAYLOAD, max_backlog=2)

    with pytest.raises(IntakeFullError, match=r"2 entries wait \(max_backlog\)"):
        desk.push(PAYLOAD, max_backlog=2)
    assert desk.client.xlen(desk.keys.intake) == 2


def test_nothing_to_put_is_no_full_intake(desk: Desk) -> None:
    assert push(desk.scripts, desk.keys, [], max_backlog=0) == []
    assert desk.client.exists(desk.keys.intake) == 0


@pytest.mark.parametrize("fields", [0, MAX_FIELDS + 1, 5000])
def test_an_entry_that_no_script_can_write_is_refused_before_any_is_put(fields: int, desk: Desk) -> None:
    with pytest.raises(BadPayloadError, match=f"{fields} fields; an entry has 1 to {MAX_FIELDS}"):
        desk.push(PAYLOAD, {f"f{n}": "x" for n in range(fields)})
    assert desk.client.exists(desk.keys.intake) == 0


def test_an_entry_of_the_most_fields_goes_in_and_out(desk: Desk) -> None:
    fields = {f"f{n}": str(n) for n in range(MAX_FIELDS)}

    assert desk.taken(fields).fields == {name: value.encode() for name, value in fields.items()}


@pytest.mark.parametrize(("share", "room"), [(0.4, True), (0.9, False)])
def test_producers_are_refused_above_four_fifths_of_the_servers_memory(
    *, share: float, room: bool, own_server: Desk
) -> None:
    client, keys = own_server.client, own_server.keys
    client.lpush(keys.inbox, "payload")
    for n in range(30):
        client.set(f"ballast {n}", b"x" * 1_000_000)
    client.config_set("maxmemory", int(client.info("memory")["used_memory"] / share))

    if room:
        assert own_server.push()
    else:
        with pytest.raises(IntakeFullError, match="80% of maxmemory"):
            own_server.push()
    assert move_inbox(own_server.scripts, keys, max_backlog=10) == int(room)
    assert client.llen(keys.inbox) == int(not room)
    assert client.set("celery's", "still fits")


def test_a_server_without_any_memory_left_refuses_producers_the_same_way(own_server: Desk) -> None:
    own_server.client.lpush(own_server.keys.inbox, "payload")
    own_server.client.config_set("maxmemory", 1)

    with pytest.raises(IntakeFullError):
        own_server.push()
    assert move_inbox(own_server.scripts, own_server.keys, max_backlog=10) == 0
    assert own_server.client.llen(own_server.keys.inbox) == 1


def test_the_inbox_is_moved_byte_for_byte_and_oldest_first(desk: Desk) -> None:
    desk.client.lpush(desk.keys.inbox, b"first", BINARY, b"last")

    assert move_inbox(desk.scripts, desk.keys, max_backlog=10) == 3
    assert [fields for _, fields in desk.rows(desk.keys.intake)] == [
        {b"payload": b"first"},
        {b"payload": BINARY},
        {b"payload": b"last"},
    ]
    assert desk.client.exists(desk.keys.inbox) == 0


@pytest.mark.parametrize(
    ("waiting", "max_backlog", "at_most", "moved"),
    [(0, 10, 100, 5), (0, 3, 100, 3), (4, 6, 100, 2), (4, 4, 100, 0), (6, 4, 100, 0), (0, 10, 2, 2)],
)
def test_the_inbox_keeps_what_has_no_room(waiting: int, max_backlog: int, at_most: int, moved: int, desk: Desk) -> None:
    if waiting:
        desk.push(*[PAYLOAD] * waiting)
    desk.client.lpush(desk.keys.inbox, *map(str, range(5)))

    assert move_inbox(desk.scripts, desk.keys, max_backlog=max_backlog, at_most=at_most) == moved
    assert desk.client.llen(desk.keys.inbox) == 5 - moved
    assert desk.client.xlen(desk.keys.intake) == waiting + moved


def test_without_an_inbox_nothing_is_moved(desk: Desk) -> None:
    desk.push(PAYLOAD)

    assert move_inbox(desk.scripts, desk.keys, max_backlog=10) == 0
    assert desk.state.conserved
