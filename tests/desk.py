"""One system under test, with short words for what tests do to it."""

import hashlib
from dataclasses import dataclass
from typing import Any, cast

from redis import Redis

from worker.article.outcome import Fate, Reason
from worker.intake.deliveries import Answer, Commit, Deliveries, Delivery, Lease
from worker.intake.entries import Flat, push
from worker.intake.keys import GROUP, Keys
from worker.intake.letters import Kind, Letters
from worker.intake.scripts import Scripts
from worker.intake.state import State, state_of

__all__ = ["HOUR", "Desk", "stored"]

HOUR = Lease(seconds=3600)


@dataclass(frozen=True)
class Desk:
    """A client and the keys of one system."""

    client: Redis
    keys: Keys

    @property
    def scripts(self) -> Scripts:
        return Scripts(self.client)

    def push(self, *entries: Flat, max_backlog: int = 1_000_000) -> list[str]:
        return push(self.scripts, self.keys, entries or [{"payload": b'{"text": "x"}'}], max_backlog=max_backlog)

    def take(self, consumer: str = "worker/1", pid: int = 1, lease: Lease = HOUR) -> Delivery:
        """Take the next entry; there must be one."""
        delivery = self.hands(consumer, pid, lease).take()
        assert delivery is not None
        return delivery

    def hands(self, consumer: str = "worker/1", pid: int = 1, lease: Lease = HOUR) -> Deliveries:
        return Deliveries(self.client, self.keys, consumer, pid, lease)

    def taken(self, *entries: Flat) -> Delivery:
        """Push, and take the first."""
        self.push(*entries)
        return self.take()

    def let_lease_run_out(self, entry: str) -> None:
        """What the passing of an hour does to a pending entry."""
        row = self.pending(entry)
        held = {"idle": 3_600_000, "retrycount": row["times_delivered"], "justid": True}
        self.client.xclaim(self.keys.intake, GROUP, row["consumer"], 0, [entry], **held)

    def is_pending(self, entry: str) -> bool:
        return bool(self.client.xpending_range(self.keys.intake, GROUP, min=entry, max=entry, count=1))

    def pending(self, entry: str) -> dict[str, Any]:
        rows = self.client.xpending_range(self.keys.intake, GROUP, min=entry, max=entry, count=1)
        return cast("dict[str, Any]", rows[0])

    @property
    def state(self) -> State:
        return state_of(self.client, self.keys)

    def letters(self, kind: Kind = "dead") -> Letters:
        return Letters(self.client, self.keys, kind)

    def add(self, *words: str | bytes) -> None:
        """Put an entry on the intake as any client may: names and values of any bytes, and any number of them."""
        self.client.execute_command("XADD", self.keys.intake, "*", *words)  # type: ignore[no-untyped-call]  # redis-py's

    def rows(self, stream: str) -> list[tuple[str, dict[bytes, bytes]]]:
        """All that a stream holds, oldest first."""
        rows = cast("list[tuple[bytes, dict[bytes, bytes]]]", self.client.xrange(stream))
        return [(entry.decode(), fields) for entry, fields in rows]

    @property
    def out(self) -> list[dict[str, str]]:
        """Fields of the stored documents, oldest first."""
        return [
            {name.decode(): value.decode() for name, value in fields.items()} for _, fields in self.rows(self.keys.out)
        ]

    def end(self, delivery: Delivery, fate: Fate, reason: Reason, detail: str = "why") -> Answer:
        commit = Commit(delivery.entry, delivery.attempt, fate, took_ms=1, reason=reason, detail=detail)
        return self.hands().commit(commit)


def stored(delivery: Delivery, name: str = "a", content: str = "1", based_on: int = 0) -> Commit:
    """A commit of the document `name` with this content."""
    return Commit(
        entry=delivery.entry,
        attempt=delivery.attempt,
        fate=Fate.STORED,
        took_ms=12.34,
        payload_id=f"payload of {name}",
        document_id=hashlib.sha256(name.encode()).hexdigest(),
        content_hash=hashlib.sha256(content.encode()).hexdigest(),
        based_on=based_on,
        document=f'{{"name": "{name}", "content": "{content}", "datePublished": "2026-03-01"}}'.encode(),
    )
