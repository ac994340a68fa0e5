"""Workers take entries and end their deliveries; a delivery that nobody ends is taken up by another."""

import json
import time

import pytest

from tests.conftest import eventually
from tests.desk import HOUR, Desk, stored
from worker.article.outcome import Fate, Reason
from worker.intake.deliveries import Delivery, Lease
from worker.intake.keys import GROUP
from worker.intake.scripts import ensure_group

A, B = {"payload": b"a"}, {"payload": b"b"}
BINARY = {b"body": bytes(range(256)), b"\xff\xfe": b"\x80", b"": b"no name", b"two\nlines": b""}


def take_and_die(desk: Desk, times: int) -> None:
    for pid in range(1, times + 1):
        desk.let_lease_run_out(desk.take(pid=pid).entry)


def test_nothing_waits_on_a_server_that_knows_nothing_of_us(desk: Desk) -> None:
    assert desk.hands().take() is None
    assert desk.hands().take(expired=False) is None


@pytest.mark.parametrize("expired", [True, False])
def test_the_oldest_that_waits_is_taken_first(*, expired: bool, desk: Desk) -> None:
    ids = desk.push(A, B)
    hands = desk.hands()

    assert hands.take(expired=expired) == Delivery(ids[0], 1, A)
    assert hands.take(expired=expired) == Delivery(ids[1], 1, B)
    assert hands.take(expired=expired) is None
    assert (desk.state.waiting, desk.state.in_work) == (0, 2)


def test_entries_that_came_before_the_group_are_taken(desk: Desk) -> None:
    desk.add(*A, *A.values())

    assert desk.taken(B).fields == A


def test_making_the_group_twice_moves_nothing(desk: Desk) -> None:
    desk.taken(A, B)
    ensure_group(desk.client, desk.keys.intake, GROUP)

    assert (desk.state.waiting, desk.state.in_work) == (1, 1)


@pytest.mark.parametrize("flush_before", ["take", "commit", "fail", "give_back"])
def test_a_server_that_forgot_the_scripts_is_told_again(flush_before: str, desk: Desk) -> None:
    desk.push(A)
    hands = desk.hands()
    if flush_before == "take":
        desk.client.script_flush()
    delivery = hands.take()
    assert delivery is not None
    desk.client.script_flush()

    match flush_before:
        case "fail":
            assert hands.fail(delivery, {"reason": "error"})
        case "give_back":
            assert hands.give_back(delivery)
        case _:
            assert hands.commit(stored(delivery)).said == "stored"


def test_a_deleted_group_is_made_again_and_gives_all_that_is_left(desk: Desk) -> None:
    delivery = desk.taken(A, B)
    desk.client.xgroup_destroy(desk.keys.intake, GROUP)

    assert desk.hands().commit(stored(delivery)).said == "gone"
    again = desk.hands().take()
    assert again == Delivery(delivery.entry, 1, A)
    assert desk.hands().commit(stored(again)).said == "stored"


def test_a_deleted_stream_ends_the_deliveries_under_way(desk: Desk) -> None:
    delivery = desk.taken(A)
    desk.client.delete(desk.keys.intake)
    hands = desk.hands()

    assert hands.commit(stored(delivery)).said == "gone"
    assert not hands.fail(delivery, {"reason": "error"})
    assert not hands.give_back(delivery)
    assert hands.take() is None
    assert desk.out == []


def test_fields_that_are_no_text_come_as_they_are(desk: Desk) -> None:
    desk.add(*(word for field in BINARY.items() for word in field))
    delivery = desk.hands().take()

    assert delivery is not None
    assert delivery.fields["body"] == BINARY[b"body"]
    assert list(delivery.fields.values()) == list(BINARY.values())


# the lease


def test_an_entry_within_its_lease_is_its_workers(desk: Desk) -> None:
    desk.taken(A)

    assert desk.hands("worker/2").take() is None


def test_an_entry_past_its_lease_is_taken_by_another_before_new_ones(desk: Desk) -> None:
    first = desk.taken(A, B)
    desk.let_lease_run_out(first.entry)
    second = desk.hands("worker/2", pid=2).take()

    assert second == Delivery(first.entry, 2, A)
    assert desk.pending(first.entry)["consumer"] == b"worker/2"
    assert desk.pending(first.entry)["times_delivered"] == 2


def test_the_lease_runs_by_the_servers_clock(desk: Desk) -> None:
    entry = desk.taken(A).entry
    short = desk.hands("worker/2", lease=Lease(seconds=0.05))
    eventually(lambda: (delivery := short.take()) and delivery.entry == entry)


def test_without_a_look_for_expired_only_new_entries_are_taken(desk: Desk) -> None:
    desk.let_lease_run_out(desk.taken(A).entry)

    assert desk.hands().take(expired=False) is None


def test_an_entry_deleted_by_hand_while_in_work_is_counted_as_dropped(desk: Desk) -> None:
    delivery = desk.taken(A, B)
    desk.let_lease_run_out(delivery.entry)
    desk.client.xdel(desk.keys.intake, delivery.entry)
    following = desk.hands().take()

    assert following is not None
    assert following.fields == B
    assert (desk.state.dropped, desk.state.in_work, desk.state.gap) == (1, 1, 0)
    assert not desk.client.hexists(desk.keys.tries, delivery.entry)


@pytest.mark.parametrize(("fate", "said"), [(Fate.REJECTED, "gone"), (Fate.DEAD, "gone")])
def test_a_letter_of_an_entry_deleted_by_hand_is_not_written(fate: Fate, said: str, desk: Desk) -> None:
    delivery = desk.taken(A)
    desk.client.xdel(desk.keys.intake, delivery.entry)

    assert desk.end(delivery, fate, Reason.NO_TEXT).said == said
    assert desk.state.dropped == 1
    assert desk.state.conserved


# giving back and failing


def test_giving_back_does_not_count_and_frees_the_entry_at_once(desk: Desk) -> None:
    hands = desk.hands()
    desk.push(A)
    for _ in range(10):
        delivery = hands.take()
        assert delivery is not None
        assert delivery.attempt == 1
        assert hands.give_back(delivery)

    assert desk.client.hlen(desk.keys.tries) == 0
    assert desk.state.conserved


def test_giving_back_twice_is_harmless(desk: Desk) -> None:
    delivery = desk.taken(A)
    hands = desk.hands()
    assert hands.give_back(delivery)

    assert not hands.give_back(delivery)
    assert desk.pending(delivery.entry)["times_delivered"] == 0
    assert hands.take() == delivery


def test_giving_back_keeps_the_tries_before(desk: Desk) -> None:
    desk.push(A)
    hands = desk.hands()
    delivery = desk.take()
    assert hands.fail(delivery, {"reason": "memory"})
    assert hands.give_back(desk.take())

    tries = json.loads(desk.client.hget(desk.keys.tries, delivery.entry) or b"")
    assert [one["reason"] for one in tries] == ["memory"]
    assert hands.take() == Delivery(delivery.entry, 2, A)


def test_failing_counts_and_keeps_the_error(desk: Desk) -> None:
    delivery = desk.taken(A)
    happened = {"reason": "error", "stage": "body", "error": "ValueError: čte", "traceback": "Traceback\n\x00…"}
    assert desk.hands().fail(delivery, happened)
    (one,) = json.loads(desk.client.hget(desk.keys.tries, delivery.entry) or b"")

    assert happened.items() <= one.items()
    assert (one["worker"], one["pid"]) == ("worker/1", 1)
    assert one["at"] == pytest.approx(int(delivery.entry.split("-")[0]), abs=60_000)
    assert desk.hands().take() == Delivery(delivery.entry, 2, A)


@pytest.mark.parametrize("how", ["fail", "give_back"])
def test_a_worker_that_comes_late_ends_nobody_elses_delivery(how: str, desk: Desk) -> None:
    """It was stopped for longer than the lease, and another has the entry now."""
    late = desk.taken(A)
    desk.let_lease_run_out(late.entry)
    desk.hands("worker/2", pid=2).take()

    assert not (desk.hands().fail(late, {"reason": "error"}) if how == "fail" else desk.hands().give_back(late))
    assert desk.pending(late.entry)["consumer"] == b"worker/2"
    assert desk.hands("worker/3").take() is None


@pytest.mark.parametrize("how", ["fail", "give_back"])
def test_a_delivery_that_has_its_fate_cannot_be_ended(how: str, desk: Desk) -> None:
    delivery = desk.taken(A)
    desk.hands().commit(stored(delivery))

    assert not (desk.hands().fail(delivery, {"reason": "x"}) if how == "fail" else desk.hands().give_back(delivery))
    assert desk.client.hlen(desk.keys.tries) == 0


@pytest.mark.parametrize(
    ("tries", "reason", "detail"),
    [
        ([{}], "crashed", "the process ended without a word at each delivery"),
        ([{}, {}, {}], "crashed", "the process ended without a word at each delivery"),
        ([{}, {}, {"reason": "timeout", "error": "ArticleTimeout: "}], "timeout", "ArticleTimeout: "),
        (
            [{"reason": "timeout", "error": "x"}, {"reason": "memory", "error": "MemoryError: "}],
            "memory",
            "MemoryError: ",
        ),
        ([{}, {"reason": "error", "error": "ValueError: é"}], "error", "ValueError: é"),
    ],
)
def test_what_failed_at_each_delivery_is_dead_as_its_tries_tell(
    tries: list[dict[str, str]], reason: str, detail: str, desk: Desk
) -> None:
    desk.push(A, B)
    hands = desk.hands(lease=Lease(seconds=3600, max_deliveries=len(tries)))
    for happened in tries:
        delivery = hands.take()
        assert delivery is not None
        assert delivery.fields == A
        if happened:
            hands.fail(delivery, happened)
        else:
            desk.let_lease_run_out(delivery.entry)
    following = hands.take()
    (letter,) = desk.letters()

    assert following is not None
    assert following.fields == B, "the others go on"
    assert (letter.reason, letter.detail, letter.deliveries, letter.payload) == (reason, detail, len(tries), A)
    assert [one.get("reason", "") for one in letter.tries] == [one.get("reason", "") for one in tries]
    assert desk.state.reasons == {f"dead:{reason}": 1}
    assert desk.state.conserved
    assert not desk.client.hexists(desk.keys.tries, letter.entry)


def test_a_hundred_dead_entries_do_not_hold_up_the_next(desk: Desk) -> None:
    desk.push(*[A] * 100, B)
    once = desk.hands(lease=Lease(seconds=3600, max_deliveries=1))
    taken = [once.take(expired=False) for _ in range(100)]
    for delivery in taken:
        assert delivery is not None
        desk.let_lease_run_out(delivery.entry)
    following = once.take()

    assert following is not None
    assert following.fields == B
    eventually(lambda: once.take() is None and desk.state.dead == 100)
    assert desk.state.gap == 0


@pytest.mark.parametrize("fields", [3499, 3500, 3501, 6000, 20_000])
def test_an_entry_of_any_number_of_fields_ends_and_holds_nobody_up(fields: int, desk: Desk) -> None:
    """Lua writes about 4,000 fields at most; any client may send more."""
    words = [word for n in range(fields) for word in (f"f{n}", b"\x80\x00" + str(n).encode())]
    desk.add(*words)
    desk.push(B)
    take_and_die(desk, 3)
    following = desk.hands().take()
    (letter,) = desk.letters()

    assert following is not None
    assert following.fields == B
    assert letter.payload == dict(zip(words[::2], words[1::2], strict=True))
    assert desk.state.conserved


# a child that died


def test_what_a_dead_process_held_is_free_at_once_and_counted(desk: Desk) -> None:
    desk.push(A, B)
    held, other = desk.hands("w/1", pid=7).take(), desk.hands("w/2", pid=8).take()
    assert held is not None
    assert other is not None

    assert desk.hands("w").lost(7, {"reason": "crashed", "error": "signal 11"}) == 1
    assert desk.hands("w").lost(7, {"reason": "crashed", "error": "signal 11"}) == 0, "twice is harmless"
    assert desk.hands("w/3").take() == Delivery(held.entry, 2, A)
    assert desk.hands("w").lost(7, {"reason": "crashed"}) == 0, "another has it now"
    assert desk.hands("w/3").take() is None


def test_what_a_consumer_was_given_before_a_process_took_its_name_is_not_that_process(desk: Desk) -> None:
    desk.push(A, B)
    before = desk.take("w/1", pid=7)
    desk.client.xclaim(desk.keys.intake, GROUP, "w/1", 0, [before.entry], idle=1000, justid=True)
    held = desk.take("w/1", pid=8)

    assert desk.hands("w").lost(7, {"reason": "crashed"}) == 0, "it is left to its lease"
    assert desk.hands("w").lost(8, {"reason": "crashed"}) == 1
    assert desk.client.hkeys(desk.keys.tries) == [held.entry.encode()]


def test_what_dead_processes_held_is_free_though_successors_came_before_the_word_of_their_deaths(desk: Desk) -> None:
    desk.push(A, B, A)
    held = []
    for pid in (7, 8, 9):
        held.append(desk.take("w/1", pid=pid).entry.encode())
        time.sleep(0.05)  # a process needs some time to start

    assert desk.hands("w").lost(7, {"reason": "timeout"}) == 1
    assert desk.hands("w").lost(9, {"reason": "crashed"}) == 1
    assert desk.hands("w").lost(8, {"reason": "memory"}) == 1
    tries = desk.client.hgetall(desk.keys.tries)
    assert [json.loads(tries[entry])[0]["reason"] for entry in held] == ["timeout", "memory", "crashed"]


def test_a_delivery_that_failed_is_not_ended_again_by_the_death_of_its_process(desk: Desk) -> None:
    desk.push(A)
    hands = desk.hands("w/1", pid=7)
    failed = hands.take()
    assert failed is not None
    assert hands.fail(failed, {"reason": "memory"})
    desk.client.xclaim(desk.keys.intake, GROUP, "w/1", 0, [failed.entry], idle=0, justid=True)

    assert desk.hands("w").lost(7, {"reason": "crashed"}) == 0
    assert json.loads(desk.client.hget(desk.keys.tries, failed.entry) or b"")[0]["reason"] == "memory"


def test_who_a_consumer_was_a_day_ago_is_forgotten(desk: Desk) -> None:
    desk.client.hset(desk.keys.hands, "pod-1/0", '{"pid": 1, "since": 1}')
    assert desk.hands("pod-2/0").take() is None

    assert desk.client.hkeys(desk.keys.hands) == [b"pod-2/0"]


@pytest.mark.parametrize("ended", ["fail", "give_back", "lease"])
def test_a_try_that_a_worker_of_an_older_release_noted_is_not_noted_twice(ended: str, desk: Desk) -> None:
    delivery = desk.taken(A)
    desk.client.hset(desk.keys.tries, delivery.entry, '[{"worker": "old/0", "pid": 7, "at": 1}]')
    match ended:
        case "fail":
            assert desk.hands().fail(delivery, {"reason": "memory"})
        case "give_back":
            assert desk.hands().give_back(delivery)
        case _:
            desk.let_lease_run_out(delivery.entry)
    again = desk.hands("new/0").take()
    tries = json.loads(desk.client.hget(desk.keys.tries, delivery.entry) or b"[]")

    assert again == Delivery(delivery.entry, 1 if ended == "give_back" else 2, A)
    assert [one["worker"] for one in tries] == ([] if ended == "give_back" else ["old/0"])


def test_a_delivery_that_ended_without_a_word_is_told_by_whom_it_was_and_when(desk: Desk) -> None:
    entry = desk.taken(A).entry
    desk.client.xclaim(desk.keys.intake, GROUP, "gone/3", 0, [entry], idle=5_000_000, justid=True)
    assert desk.hands().take() == Delivery(entry, 2, A)
    (one,) = json.loads(desk.client.hget(desk.keys.tries, entry) or b"")

    assert one["worker"] == "gone/3"
    assert one["at"] == pytest.approx(int(entry.split("-")[0]) - 5_000_000, abs=60_000)


def test_a_dead_process_loses_nothing_of_its_namesake_on_another_machine(desk: Desk) -> None:
    """In containers process ids are small and meet all the time."""
    desk.push(A, B)
    desk.hands("worker@one/1", pid=7).take()
    desk.hands("worker@one/10", pid=8).take()

    assert desk.hands("worker@two").lost(7, {"reason": "crashed"}) == 0
    assert desk.hands("worker@on").lost(7, {"reason": "crashed"}) == 0
    assert desk.hands("worker@one/1").lost(8, {"reason": "crashed"}) == 0


# consumers


def test_a_consumer_that_holds_something_is_never_forgotten(desk: Desk) -> None:
    desk.push(A, B)
    desk.hands("holds/1").take()
    assert desk.hands("idle/1").commit(stored(desk.take("idle/1"))).said == "stored"
    eventually(lambda: desk.scripts.run("forget", [desk.keys.intake], [GROUP, 0]))

    names = [row["name"] for row in desk.client.xinfo_consumers(desk.keys.intake, GROUP)]
    assert names == [b"holds/1"]
    assert desk.state.in_work == 1
    assert desk.scripts.run("forget", [desk.keys.intake], [GROUP, HOUR.seconds * 1000]) == 0
