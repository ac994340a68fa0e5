"""Readers of the output stream: a consumer group a sink, so that no sink holds another up."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, cast

from redis import Redis
from redis.exceptions import OutOfMemoryError

from worker.errors import SinkUnavailableError
from worker.intake.keys import Keys
from worker.intake.rows import Row, rows_of
from worker.intake.scripts import ensure_group

__all__ = ["Reader", "Sink", "Stored", "away_key", "deliver", "group_of"]

BATCH = 64
"""Documents a sink gets at once, so that what it does once a batch (such as syncing a folder) costs each little."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry of the output stream."""

    entry: str
    id: str
    version: int
    document: bytes
    """JSON, UTF-8."""


class Sink(Protocol):
    """Puts documents somewhere. The same document may come twice, after a crash: the second time must be harmless."""

    @property
    def name(self) -> str:
        """Unique among the sinks of a system, and the same from run to run: it names the consumer group."""

    def put(self, documents: Sequence[Stored]) -> None:
        """Make all of `documents` durable.

        Raises: SinkUnavailableError when that is not possible now; all of them come again.
        """


@dataclass(slots=True)
class Reader:
    """One consumer of one sink's group."""

    client: Redis
    keys: Keys
    sink: str
    consumer: str
    lease_seconds: float = 10

    def batches(self) -> Iterator[list[Stored]]:
        """Batches until nothing waits: first what a dead consumer left for longer than the lease, then new ones."""
        ensure_group(self.client, self.keys.out, group_of(self.sink))
        while batch := self._left_behind() or self._new():
            yield batch

    def acknowledge(self, documents: Sequence[Stored]) -> None:
        """Tell the group that the sink has them."""
        self.client.xack(self.keys.out, group_of(self.sink), *(document.entry for document in documents))

    def leave_alone(self) -> None:
        """Tell the pumps that the sink is away: for a lease they send it nobody."""
        with suppress(OutOfMemoryError):
            self.client.set(away_key(self.keys, self.sink), self.consumer, px=max(1, int(self.lease_seconds * 1000)))

    def _left_behind(self) -> list[Stored]:
        least_ms = int(self.lease_seconds * 1000)
        group = group_of(self.sink)
        answer = self.client.xautoclaim(self.keys.out, group, self.consumer, least_ms, start_id="0-0", count=BATCH)
        return _stored(cast("list[Row]", answer[1]))

    def _new(self) -> list[Stored]:
        read = self.client.xreadgroup(group_of(self.sink), self.consumer, {self.keys.out: ">"}, count=BATCH)
        return _stored(rows_of(read))


def deliver(reader: Reader, sink: Sink) -> int:
    """Give `sink` everything that waits for it; how many documents.

    Raises: SinkUnavailableError, with what was given before acknowledged and the rest left for the next time.
    """
    given = 0
    for batch in reader.batches():
        try:
            sink.put(batch)
        except SinkUnavailableError:
            reader.leave_alone()
            raise
        reader.acknowledge(batch)
        given += len(batch)
    return given


def group_of(sink: str) -> str:
    """Name of the sink's consumer group."""
    return f"sink:{sink}"


def away_key(keys: Keys, sink: str) -> str:
    """Key that is there while the sink is known to be away."""
    return keys[f"away:{sink}"]


def _stored(rows: list[Row]) -> list[Stored]:
    return [
        Stored(entry.decode(), fields[b"id"].decode(), int(fields[b"version"]), fields[b"document"])
        for entry, fields in rows
    ]
