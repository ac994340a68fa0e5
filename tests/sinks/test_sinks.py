"""What every sink promises, asked of each."""

import pytest

from tests.desk import Desk, stored
from tests.sinks.conftest import Reading, store
from worker.errors import SinkUnavailableError
from worker.intake.keys import Keys
from worker.settings import Settings
from worker.sinks.memory import MemorySink
from worker.sinks.opened import open_sinks
from worker.sinks.reader import BATCH, Reader, deliver, group_of
from worker.sinks.redis_list import ListSink


def test_a_sink_gets_every_document_once(reading: Reading) -> None:
    documents = store(reading.desk, *map(str, range(5)))

    assert deliver(reading.reader(), reading.sink) == 5
    assert deliver(reading.reader(), reading.sink) == 0
    assert reading.documents() == documents


def test_documents_that_came_before_the_sink_are_given_to_it(reading: Reading) -> None:
    documents = store(reading.desk, "before")
    deliver(reading.reader(), reading.sink)
    documents += store(reading.desk, "after")
    deliver(reading.reader(), reading.sink)

    assert reading.documents() == sorted(documents)


def test_more_than_a_batch_comes_in_several(reading: Reading) -> None:
    documents = store(reading.desk, *map(str, range(2 * BATCH + 3)))

    assert deliver(reading.reader(), reading.sink) == 2 * BATCH + 3
    assert reading.documents() == documents


@pytest.mark.parametrize("times", [2, 3])
def test_putting_the_same_documents_again_is_harmless(times: int, reading: Reading) -> None:
    """The deliverer died between putting and acknowledging."""
    documents = store(reading.desk, "a", "b")
    (batch,) = [next(reading.reader().batches())]
    for _ in range(times):
        reading.sink.put(batch)

    assert reading.documents() == documents


def test_the_order_of_documents_does_not_matter(reading: Reading) -> None:
    documents = store(reading.desk, *"abcd")
    batch = next(reading.reader().batches())
    for document in reversed(batch):
        reading.sink.put([document])

    assert reading.documents() == documents


def test_nothing_to_put_is_no_trouble(reading: Reading) -> None:
    reading.sink.put([])

    assert reading.documents() == []


def test_versions_of_one_identity_stand_beside_each_other(reading: Reading) -> None:
    for version in range(3):
        reading.desk.hands().commit(stored(reading.desk.taken(), "a", str(version), version))
    deliver(reading.reader(), reading.sink)

    assert len(set(reading.documents())) == 3


def test_a_sink_that_is_away_says_so_and_gets_all_when_it_is_back(reading: Reading) -> None:
    documents = store(reading.desk, "a")
    deliver(reading.reader(), reading.sink)
    documents += store(reading.desk, "b", "c")
    reading.go_away()
    for _ in range(2):
        with pytest.raises(SinkUnavailableError):
            deliver(reading.reader(lease_seconds=0), reading.sink)
    reading.come_back()
    assert deliver(reading.reader("worker/2", lease_seconds=0), reading.sink) == 2

    assert reading.documents() == sorted(documents)


def test_a_batch_that_a_sink_refused_waits_for_its_lease(reading: Reading) -> None:
    store(reading.desk, "a")
    reading.go_away()
    with pytest.raises(SinkUnavailableError):
        deliver(reading.reader(), reading.sink)
    reading.come_back()

    assert deliver(reading.reader(lease_seconds=3600), reading.sink) == 0
    assert deliver(reading.reader(lease_seconds=0), reading.sink) == 1


def test_what_a_dead_deliverer_left_is_taken_up(reading: Reading) -> None:
    documents = store(reading.desk, "a", "b")
    next(reading.reader("dead/1").batches())
    documents += store(reading.desk, "c")

    assert deliver(reading.reader("worker/1"), reading.sink) == 1, "within the lease it is the other's"
    assert deliver(reading.reader("worker/1", lease_seconds=0), reading.sink) == 2
    assert reading.documents() == sorted(documents)


def test_a_sink_that_is_away_holds_no_other_up(reading: Reading) -> None:
    documents = store(reading.desk, "a", "b")
    away = MemorySink()
    away.name, away.away = "away", True
    with pytest.raises(SinkUnavailableError):
        deliver(Reader(reading.desk.client, reading.desk.keys, "away", "worker/1"), away)

    assert deliver(reading.reader(), reading.sink) == 2
    assert reading.documents() == documents
    assert reading.desk.state.conserved


def test_sinks_are_opened_by_the_settings(desk: Desk) -> None:
    both = Settings(documents="documents", out_list="made", key_prefix=desk.keys.prefix)

    assert list(open_sinks(desk.client, both)) == ["documents", "list-made"]
    assert open_sinks(desk.client, Settings(documents="", out_list="")) == {}


# the output stream is trimmed, but never what a sink has not acknowledged


def trimmed(desk: Desk, most: int, *groups: str) -> int:
    count = 0
    while went := desk.scripts.run("trim", [desk.keys.out], [most, *groups]):
        count += int(went)
    return count


def test_without_sinks_the_stream_is_trimmed_to_its_size(desk: Desk) -> None:
    store(desk, *map(str, range(100)))

    assert trimmed(desk, 7) == 93
    assert [one["document"] for one in desk.out] == [
        f'{{"name": "{n}", "content": "1", "datePublished": "2026-03-01"}}' for n in range(93, 100)
    ]
    assert trimmed(desk, 7) == 0


def test_nothing_is_trimmed_that_a_sink_has_not_acknowledged(desk: Desk) -> None:
    store(desk, *map(str, range(100)))
    fast, slow = (Reader(desk.client, desk.keys, name, "w/1") for name in ("fast", "slow"))
    deliver(fast, MemorySink())
    groups = ("sink:fast", "sink:slow")
    assert trimmed(desk, 7, *groups) == 0, "the slow one has no group yet"

    held = next(slow.batches())
    assert trimmed(desk, 7, *groups) == 0, "it holds the first"
    slow.acknowledge(held[1:])
    assert trimmed(desk, 7, *groups) == 0, "it holds the first still"
    slow.acknowledge(held[:1])
    assert trimmed(desk, 7, *groups) == len(held) - 1, "up to what it was given last"
    for batch in slow.batches():
        slow.acknowledge(batch)
    assert trimmed(desk, 7, *groups) + len(held) - 1 == 93
    assert trimmed(desk, 7, "sink:gone") == 0


def test_a_group_that_is_no_configured_sink_holds_nothing_back(desk: Desk) -> None:
    store(desk, *map(str, range(20)))
    next(Reader(desk.client, desk.keys, "old", "w/1").batches())
    deliver(Reader(desk.client, desk.keys, "new", "w/1"), MemorySink())

    assert trimmed(desk, 5, "sink:new") == 15


def test_ids_are_compared_as_numbers_not_as_text(desk: Desk) -> None:
    for entry in ("9-9", "9-10", "10-1", "10-2", "100-0"):
        desk.client.xadd(desk.keys.out, {"document": "{}", "id": "x", "version": 1}, id=entry)
    reader = Reader(desk.client, desk.keys, "a", "w/1")
    batch = next(reader.batches())
    reader.acknowledge([one for one in batch if one.entry != "10-1"])

    assert trimmed(desk, 1, "sink:a") == 2
    assert [entry for entry, _ in desk.rows(desk.keys.out)] == ["10-1", "10-2", "100-0"]


def test_a_list_that_is_none_gets_nothing_and_loses_nothing(desk: Desk) -> None:
    """Acknowledging and appending are one step, and Lua does not roll back."""
    name = f"{{{desk.keys.prefix}}}:documents"
    desk.client.set(name, "text")
    store(desk, "a")
    sink = ListSink(desk.client, Keys(desk.keys.prefix), name)
    with pytest.raises(SinkUnavailableError, match="is a string"):
        deliver(Reader(desk.client, desk.keys, sink.name, "w/1"), sink)

    assert desk.state.sinks[0].in_work == 1


# the server's own count of what a sink has not been given, which Redis 7.0 forgets with a restart


def recounted(desk: Desk) -> int:
    return int(desk.scripts.run("recount", [desk.keys.out], [group_of("one")]))


def behind(desk: Desk) -> int:
    (sink,) = desk.state.sinks
    return sink.waiting


def test_a_count_that_a_restart_spoilt_is_set_right_when_the_sink_has_everything(desk: Desk) -> None:
    reader = Reader(desk.client, desk.keys, "one", "w/1")
    store(desk, *map(str, range(20)))
    deliver(reader, MemorySink())
    newest = desk.rows(desk.keys.out)[-1][0]
    desk.client.xgroup_setid(desk.keys.out, group_of("one"), newest, entries_read=3)
    store(desk, "next")
    assert (behind(desk), recounted(desk)) == (18, 0), "wrong by 17, which nobody can tell while one waits"
    deliver(reader, MemorySink())

    assert (recounted(desk), recounted(desk)) == (1, 0)
    store(desk, "next again")
    assert behind(desk) == 1


def test_a_count_that_is_right_stays(desk: Desk) -> None:
    assert recounted(desk) == 0, "no stream yet"
    reader = Reader(desk.client, desk.keys, "one", "w/1")
    store(desk, *map(str, range(5)))
    deliver(reader, MemorySink())

    assert recounted(desk) == 0
