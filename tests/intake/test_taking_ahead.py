"""A commit may take the next entry along: one round trip less, and nothing else is different."""

import time

from tests.desk import Desk, stored


def test_a_commit_takes_the_next_entry_along(desk: Desk) -> None:
    first, second = desk.push({"payload": b"1"}, {"payload": b"2"})
    hands = desk.hands()
    hands.ahead_until = time.monotonic() + 60
    delivery = hands.take()
    assert delivery is not None

    assert hands.commit(stored(delivery)).said == "stored"

    assert desk.state.in_work == 1
    ahead = hands.take()
    assert ahead is not None
    assert (delivery.entry, ahead.entry, ahead.attempt, ahead.fields) == (first, second, 1, {"payload": b"2"})
    assert hands.taken_ahead() is None


def test_a_commit_takes_nothing_when_the_time_is_up_or_the_hands_are_full(desk: Desk) -> None:
    desk.push(*[{"payload": b"x"}] * 4)
    hands = desk.hands()
    one, two = hands.take(), hands.take()
    assert one is not None
    assert two is not None

    hands.commit(stored(one, "one"))
    assert desk.state.in_work == 1

    hands.ahead_until = time.monotonic() + 60
    hands.commit(stored(two, "two"))
    assert hands.commit(stored(two, "two")).said == "gone"
    assert desk.state.in_work == 1


def test_a_server_that_forgot_the_scripts_is_told_them_again(desk: Desk) -> None:
    desk.push({"payload": b"1"}, {"payload": b"2"})
    hands = desk.hands()
    hands.ahead_until = time.monotonic() + 60
    delivery = hands.take()
    assert delivery is not None
    desk.client.script_flush()

    assert hands.commit(stored(delivery)).said == "stored"
    assert hands.taken_ahead() is not None


def test_a_commit_and_a_take_without_a_group_are_no_error(desk: Desk) -> None:
    """Somebody deletes the intake: the commit is answered, and the next take finds an empty system."""
    delivery = desk.taken()
    desk.client.delete(desk.keys.intake)
    hands = desk.hands()
    hands.ahead_until = time.monotonic() + 60

    assert hands.commit(stored(delivery)).said == "gone"
    assert hands.take() is None
