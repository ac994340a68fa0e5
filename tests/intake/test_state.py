"""The numbers behind `status`: what is counted, and that a loss would show."""

import pytest

from tests.desk import Desk, stored
from worker.article.outcome import Fate, Reason
from worker.intake.scripts import ensure_group
from worker.intake.state import SinkState


def test_an_empty_server_holds_nothing_and_is_conserved(desk: Desk) -> None:
    state = desk.state

    assert (state.entries_added, state.fates, state.waiting, state.in_work, state.inbox) == (0, 0, 0, 0, 0)
    assert state.sinks == ()
    assert state.conserved


def test_each_entry_is_counted_in_one_place(desk: Desk) -> None:
    desk.client.lpush(desk.keys.inbox, "x", "y")
    desk.push(*[{"payload": b"x"}] * 7)
    hands = desk.hands()
    for end in ("stored", "duplicate", "rejected", "dead", "work"):
        delivery = hands.take()
        assert delivery is not None
        match end:
            case "stored" | "duplicate":
                assert hands.commit(stored(delivery)).said == end
            case "rejected":
                desk.end(delivery, Fate.REJECTED, Reason.NO_TEXT)
            case "dead":
                desk.end(delivery, Fate.DEAD, Reason.BAD_PAYLOAD)
            case _:
                pass
    state = desk.state

    assert (state.stored, state.duplicate, state.rejected, state.dead) == (1, 1, 1, 1)
    assert (state.waiting, state.in_work, state.inbox, state.entries_added) == (2, 1, 2, 7)
    assert state.reasons == {"dead:bad-payload": 1, "rejected:no-text": 1}
    assert state.conserved


@pytest.mark.parametrize(("of", "gap", "letters_gap"), [("in", 1, 0), ("dead", 0, 1), ("rejected", 0, 1)])
def test_what_somebody_deletes_behind_our_back_shows_as_a_gap(of: str, gap: int, letters_gap: int, desk: Desk) -> None:
    for fate in (Fate.DEAD, Fate.REJECTED):
        desk.end(desk.taken(), fate, Reason.NO_TEXT)
    desk.push()
    stream = desk.keys[of]
    desk.client.xdel(stream, desk.rows(stream)[0][0])

    assert (desk.state.gap, desk.state.letters_gap) == (gap, letters_gap)
    assert not desk.state.conserved


def test_a_sinks_progress_is_counted_even_when_the_server_loses_count(desk: Desk) -> None:
    """`lag` is nil after an entry of `out` was deleted by hand."""
    for n in range(5):
        desk.hands().commit(stored(desk.taken(), str(n)))
    ensure_group(desk.client, desk.keys.out, "sink:a")
    desk.client.xreadgroup("sink:a", "c", {desk.keys.out: ">"}, count=2)
    second = desk.rows(desk.keys.out)[1][0]
    assert desk.state.sinks == (SinkState("sink:a", 3, 2, second),)
    desk.client.xdel(desk.keys.out, desk.rows(desk.keys.out)[3][0])
    assert desk.client.xinfo_groups(desk.keys.out)[0]["lag"] is None

    assert desk.state.sinks == (SinkState("sink:a", 2, 2, second),)


def test_a_foreign_readers_group_may_have_any_name(desk: Desk) -> None:
    desk.hands().commit(stored(desk.taken()))
    for name in (b"\xff\x00", b'"', b"}", "čtenáři".encode()):
        desk.client.xgroup_create(desk.keys.out, name, id="0")
    ensure_group(desk.client, desk.keys.out, "sink:a")

    assert {"\ufffd\x00", '"', "}", "čtenáři", "sink:a"} == {sink.name for sink in desk.state.sinks}
    assert all(sink.waiting == 1 for sink in desk.state.sinks)
    assert desk.state.conserved
