"""The commit: the only decision on an entry, made in one step on the server."""

import pytest

from tests.desk import HOUR, Desk, stored
from worker.article.outcome import Fate, Reason
from worker.intake.deliveries import Answer, Commit, Delivery, Lease

BINARY = {"payload": b"{}", "body": bytes(range(256))}


def test_a_document_is_stored_with_what_its_readers_need(desk: Desk) -> None:
    delivery = desk.taken()
    answer = desk.hands().commit(stored(delivery))

    assert answer == Answer("stored")
    assert desk.out == [
        {
            "document": stored(delivery).document.decode(),
            "id": stored(delivery).document_id,
            "version": "1",
            "payloadId": '"payload of a"',
            "entry": delivery.entry,
            "worker": "worker/1",
            "tookMs": "12.3",
            "attempt": "1",
        }
    ]
    assert (desk.state.stored, desk.state.waiting, desk.state.in_work) == (1, 0, 0)
    assert desk.state.conserved
    assert desk.client.hlen(desk.keys.tries) == 0


def test_a_second_commit_of_the_same_delivery_is_gone(desk: Desk) -> None:
    """Our own answer was lost, and the client asked again."""
    delivery = desk.taken()
    desk.hands().commit(stored(delivery))

    assert desk.hands().commit(stored(delivery, content="2", based_on=1)) == Answer("gone")
    assert desk.end(delivery, Fate.DEAD, Reason.BAD_PAYLOAD) == Answer("gone")
    assert len(desk.out) == 1
    assert desk.state.conserved


def test_of_two_workers_with_one_entry_the_first_decides(desk: Desk) -> None:
    slow = desk.taken()
    desk.let_lease_run_out(slow.entry)
    fast = desk.take("worker/2", pid=2)
    assert desk.hands().commit(stored(slow)) == Answer("stored")

    assert desk.hands("worker/2").commit(stored(fast)) == Answer("gone")
    assert desk.hands("worker/2").commit(stored(fast, "b")) == Answer("gone")
    assert len(desk.out) == 1
    assert desk.state.conserved


def commit_all(desk: Desk, *commits: tuple[str, str, int]) -> list[Answer]:
    answers = []
    for name, content, based_on in commits:
        delivery = desk.taken()
        answers.append(desk.hands().commit(stored(delivery, name, content, based_on)))
        if answers[-1].said == "stale":
            desk.hands().give_back(delivery)
            desk.client.xgroup_setid(desk.keys.intake, "workers", "0")  # the next take is of a new entry's
            desk.client.xack(desk.keys.intake, "workers", delivery.entry)
            desk.client.xdel(desk.keys.intake, delivery.entry)
    return answers


@pytest.mark.parametrize(
    ("commits", "answers", "versions"),
    [
        ([("a", "1", 0), ("a", "1", 0)], ["stored", "duplicate"], ["1"]),
        ([("a", "1", 0), ("a", "1", 7)], ["stored", "duplicate"], ["1"]),
        ([("a", "1", 0), ("b", "1", 0)], ["stored", "stored"], ["1", "1"]),
        ([("a", "1", 0), ("a", "2", 0)], ["stored", "stale"], ["1"]),
        ([("a", "1", 0), ("a", "2", 1)], ["stored", "stored"], ["1", "2"]),
        ([("a", "1", 0), ("a", "2", 1), ("a", "1", 2)], ["stored", "stored", "stored"], ["1", "2", "3"]),
        ([("a", "1", 0), ("a", "2", 1), ("a", "2", 1)], ["stored", "stored", "duplicate"], ["1", "2"]),
        ([("a", "1", 3)], ["stale"], []),
        ([*[("a", str(n), n) for n in range(12)]], ["stored"] * 12, [str(n) for n in range(1, 13)]),
    ],
)
def test_versions_count_up_with_the_content_of_an_identity(
    commits: list[tuple[str, str, int]], answers: list[str], versions: list[str], desk: Desk
) -> None:
    said = commit_all(desk, *commits)

    assert [answer.said for answer in said] == answers
    assert [document["version"] for document in desk.out] == versions


def test_a_stale_commit_changes_nothing_and_tells_the_version_to_build_on(desk: Desk) -> None:
    commit_all(desk, ("a", "1", 0), ("a", "2", 1))
    delivery = desk.taken()
    before = desk.state

    assert desk.hands().commit(stored(delivery, "a", "3")) == Answer("stale", 2)
    assert desk.state == before
    assert desk.hands().commit(stored(delivery, "a", "3", 2)) == Answer("stored")
    assert desk.state.conserved


def test_a_duplicate_is_counted_and_leaves_no_document(desk: Desk) -> None:
    commit_all(desk, ("a", "1", 0), ("a", "1", 0))

    assert (desk.state.stored, desk.state.duplicate, len(desk.out)) == (1, 1, 1)
    assert desk.state.conserved


def test_the_ledger_forgets_an_identity_after_its_time(desk: Desk) -> None:
    hands = desk.hands(lease=Lease(seconds=3600, ledger_seconds=1000))
    hands.commit(stored(desk.taken()))
    ledger = desk.keys.ledger(stored(Delivery("1-1", 1, {})).document_id)
    assert 990 < desk.client.ttl(ledger) <= 1000

    desk.client.delete(ledger)
    assert hands.commit(stored(desk.taken())) == Answer("stored")
    assert [document["version"] for document in desk.out] == ["1", "1"]


@pytest.mark.parametrize(
    ("fate", "reason"),
    [(Fate.REJECTED, Reason.TOO_SHORT), (Fate.DEAD, Reason.BAD_PAYLOAD), (Fate.DEAD, Reason.TOO_LARGE)],
)
def test_a_letter_keeps_the_payload_and_why(fate: Fate, reason: Reason, desk: Desk) -> None:
    delivery = desk.taken(BINARY)
    answer = desk.end(delivery, fate, reason, "three words; čtyři")
    (letter,) = desk.letters("dead" if fate is Fate.DEAD else "rejected")

    assert answer.said == fate
    assert (letter.entry, letter.reason, letter.detail) == (delivery.entry, reason, "three words; čtyři")
    assert letter.payload == BINARY
    assert letter.first_seen_ms == int(delivery.entry.split("-")[0])
    assert letter.last_seen_ms == pytest.approx(letter.first_seen_ms, abs=60_000)
    assert [one["pid"] for one in letter.tries] == [1]
    assert desk.state.reasons == {f"{fate}:{reason}": 1}
    assert desk.state.conserved


def test_each_fate_is_told_in_one_form(desk: Desk) -> None:
    for end in (
        lambda d: desk.hands().commit(stored(d)),
        lambda d: desk.hands().commit(stored(d)),
        lambda d: desk.end(d, Fate.REJECTED, Reason.NO_TEXT),
        lambda d: desk.end(d, Fate.DEAD, Reason.BAD_PAYLOAD),
        lambda d: desk.let_lease_run_out(d.entry),
    ):
        end(desk.taken())
    assert desk.hands(lease=Lease(seconds=3600, max_deliveries=1)).take() is None
    fates = [fields for _, fields in desk.rows(desk.keys.fates)]

    assert [one[b"fate"] for one in fates] == [b"stored", b"duplicate", b"rejected", b"dead", b"dead"]
    assert [one[b"reason"] for one in fates] == [b"", b"", b"no-text", b"bad-payload", b"crashed"]
    assert {frozenset(one) for one in fates} == {
        frozenset({b"entry", b"payloadId", b"id", b"fate", b"reason", b"detail", b"tookMs", b"worker"})
        | {b"attempt", b"publisher", b"bodyChars", b"model", b"voted"}
    }


def test_fates_do_not_pile_up(desk: Desk) -> None:
    hands = desk.hands(lease=Lease(seconds=3600, fates_max=10))
    for n in range(300):
        hands.commit(stored(desk.taken(), str(n)))

    assert desk.client.xlen(desk.keys.fates) <= 10 + 100, "trimmed by whole nodes of the stream"


def test_a_detail_of_any_length_is_kept_short(desk: Desk) -> None:
    desk.end(desk.taken(), Fate.DEAD, Reason.BAD_PAYLOAD, "x" * 10_000_000)
    (letter,) = desk.letters()

    assert len(letter.detail) == 1000


@pytest.mark.parametrize("fields", [3500, 3501, 20_000])
@pytest.mark.parametrize("fate", [Fate.REJECTED, Fate.DEAD])
def test_a_letter_of_thousands_of_fields_is_kept_whole(fields: int, fate: Fate, desk: Desk) -> None:
    words = [word for n in range(fields) for word in (f"f{n}", bytes(range(256)))]
    desk.add(*words)
    delivery = desk.take()
    assert desk.end(delivery, fate, Reason.BAD_PAYLOAD).said == fate
    (letter,) = desk.letters("dead" if fate is Fate.DEAD else "rejected")

    assert letter.payload == delivery.fields
    assert desk.state.conserved


# a full server


@pytest.mark.parametrize("end", ["stored", "dead", "fail", "give_back", "bury"])
def test_workers_bring_a_full_server_down(end: str, own_server: Desk) -> None:
    desk = own_server
    desk.push(*[{"payload": b"x" * 100_000}] * 20)
    desk.client.config_set("maxmemory", 1)
    hands = desk.hands(lease=Lease(seconds=3600, max_deliveries=1) if end == "bury" else HOUR)
    delivery = hands.take()
    assert delivery is not None

    match end:
        case "stored":
            assert hands.commit(stored(delivery)).said == "stored"
        case "dead":
            assert desk.end(delivery, Fate.DEAD, Reason.BAD_PAYLOAD).said == "dead"
        case "fail":
            assert hands.fail(delivery, {"reason": "error"})
        case "give_back":
            assert hands.give_back(delivery)
        case _:
            assert hands.fail(delivery, {"reason": "memory"})
            following = hands.take()
            assert following is not None
            assert following.entry != delivery.entry
    assert desk.state.conserved


def test_a_commit_that_carries_a_number_as_id_keeps_it_a_number(desk: Desk) -> None:
    delivery = desk.taken()
    number = 2**53 + 1
    commit = Commit(
        delivery.entry, 1, Fate.STORED, 1, payload_id=number, document_id="d", content_hash="h", document=b"{}"
    )
    desk.hands().commit(commit)

    assert desk.out[0]["payloadId"] == str(number)
