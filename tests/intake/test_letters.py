"""Letters, payloads that were rejected or are dead, are read, replayed and dropped, and nothing is lost on the way."""

import pytest

from tests.desk import Desk, stored
from worker.article.outcome import Fate, Reason
from worker.article.packed import packed
from worker.errors import BadPayloadError
from worker.intake.letters import Kind

PAYLOADS: list[dict[bytes, bytes]] = [
    {b"payload": b'{"text": "x"}'},
    {b"payload": b"{}", b"body": bytes(range(256))},
    {b"html": b"<p>\xff\x00", b"url": b"https://example.org", b"entry": b"ours?", b"reason": b"ours?"},
    {b"payload.body": b"a", b"": b"b", b"\xff\n": b"c", b"tries": b"[", b"packed": b"[]"},
    {b"": b""},
]


def letter_of(desk: Desk, payload: dict[bytes, bytes], kind: Kind) -> str:
    desk.add(*(word for field in payload.items() for word in field))
    delivery = desk.take()
    fate = Fate.DEAD if kind == "dead" else Fate.REJECTED
    desk.end(delivery, fate, Reason.BAD_PAYLOAD if kind == "dead" else Reason.NO_TEXT)
    assert desk.state.conserved
    return list(desk.letters(kind))[-1].id


@pytest.mark.parametrize("kind", ["dead", "rejected"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_replayed_letter_is_the_entry_that_it_was(payload: dict[bytes, bytes], kind: Kind, desk: Desk) -> None:
    letter_id = letter_of(desk, payload, kind)
    entry = desk.letters(kind).replay(letter_id)

    assert desk.rows(desk.keys.intake) == [(entry, payload)]
    assert desk.letters(kind).get(letter_id) is None
    assert desk.state.conserved


def test_a_packed_letter_is_read_unpacked_and_replayed_as_it_came(desk: Desk) -> None:
    plain = {"payload": b'{"id": 7}', "body": b"<p>The river rose." * 400}
    sent = {name.encode(): value for name, value in packed(plain).items()}
    letter_id = letter_of(desk, sent, "dead")  # type: ignore[arg-type]  # bytes, as they were given
    letter = desk.letters("dead").get(letter_id)
    assert letter is not None
    entry = desk.letters("dead").replay(letter_id)

    assert letter.payload == plain
    assert set(sent) == {b"payload", b"bodyZstd"}
    assert desk.rows(desk.keys.intake) == [(entry, sent)]


def test_a_letter_that_cannot_be_unpacked_is_shown_as_it_came(desk: Desk) -> None:
    letter_id = letter_of(desk, {b"payload": b"{}", b"bodyZstd": b"broken"}, "dead")
    letter = desk.letters("dead").get(letter_id)
    assert letter is not None

    assert letter.payload == {"payload": b"{}", "bodyZstd": b"broken"}


@pytest.mark.parametrize("kind", ["dead", "rejected"])
def test_each_letter_ends_once(kind: Kind, desk: Desk) -> None:
    """Both lines of conservation hold after each step."""
    ids = [letter_of(desk, PAYLOADS[0], kind) for _ in range(4)]
    letters = desk.letters(kind)
    assert letters.replay(ids[0]) is not None
    assert desk.state.conserved
    assert letters.drop(ids[1])
    assert desk.state.conserved

    for ended in ids[:2]:
        assert letters.replay(ended) is None
        assert not letters.drop(ended)
        assert desk.state.conserved
    assert [letter.id for letter in letters] == ids[2:]
    state = desk.state
    counts = (
        (state.dead, state.dead_now, state.dead_replayed, state.dead_dropped)
        if kind == "dead"
        else (state.rejected, state.rejected_now, state.rejected_replayed, state.rejected_dropped)
    )
    assert counts == (4, 2, 1, 1)
    assert state.entries_added == 5


def test_a_letter_is_found_by_its_id_and_by_its_entrys(desk: Desk) -> None:
    wanted = letter_of(desk, PAYLOADS[1], "dead")
    letter_of(desk, PAYLOADS[0], "dead")
    letter = desk.letters().get(wanted)

    assert letter is not None
    assert letter.payload == {"payload": b"{}", "body": bytes(range(256))}
    assert desk.letters().get(letter.entry) == letter
    assert desk.letters().get("1-1") is None
    assert desk.letters("rejected").get(wanted) is None


def test_letters_that_come_while_reading_are_read_too(desk: Desk) -> None:
    for _ in range(70):
        letter_of(desk, PAYLOADS[0], "dead")
    seen = []
    for letter in desk.letters():
        seen.append(letter.id)
        if len(seen) == 1:
            letter_of(desk, PAYLOADS[0], "dead")

    assert len(seen) == len(set(seen)) == 71


def test_a_replay_that_dies_again_is_another_letter(desk: Desk) -> None:
    desk.letters().replay(letter_of(desk, PAYLOADS[1], "dead"))
    delivery = desk.take()
    desk.end(delivery, Fate.REJECTED, Reason.TOO_SHORT)

    assert [letter.payload["body"] for letter in desk.letters("rejected")] == [bytes(range(256))]
    assert desk.state.conserved


def test_a_replay_that_can_be_read_now_is_stored(desk: Desk) -> None:
    desk.letters().replay(letter_of(desk, PAYLOADS[0], "dead"))
    delivery = desk.take()

    assert desk.hands().commit(stored(delivery)).said == "stored"
    assert desk.state.conserved


def test_letters_are_replayed_to_a_full_server_so_that_they_can_be_worked_off(own_server: Desk) -> None:
    letter_id = letter_of(own_server, PAYLOADS[0], "dead")
    own_server.client.config_set("maxmemory", 1)

    assert own_server.letters().replay(letter_id)
    assert own_server.state.conserved


def test_an_entry_of_thousands_of_fields_stays_a_letter_until_it_is_dropped(desk: Desk) -> None:
    letter_id = letter_of(desk, {str(n).encode(): b"\xff" for n in range(5000)}, "dead")

    with pytest.raises(BadPayloadError, match="thousands of fields"):
        desk.letters().replay(letter_id)
    assert desk.state.conserved
    assert desk.letters().drop(letter_id)
    assert desk.state.conserved
