"""Compares the intake's counters, streams, groups and deliveries with each other, and mends what can be mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from redis import Redis
from redis.exceptions import ResponseError

from worker.intake.deliveries import Deliveries, Delivery, Lease
from worker.intake.discrepancy import Discrepancy
from worker.intake.keys import GROUP, Keys
from worker.intake.scripts import ensure_group
from worker.intake.state import state_of

__all__ = ["IntakeComparison"]

COMMIT_SECONDS = 15
"""What a commit may take on top of the article, when the server is slow."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class IntakeComparison:
    """What is compared on one server."""

    client: Redis
    keys: Keys
    groups: Sequence[str]
    """Groups that `out` should have."""
    lease_seconds: float
    hard_limit_seconds: float

    def run(self, *, repair: bool) -> Iterator[Discrepancy]:
        """What does not fit; with `repair`, after mending what is safe to mend."""
        yield from self._sums()
        yield from self._counters()
        yield from self._missing_groups(repair=repair)
        yield from self._orphans(repair=repair)

    def _sums(self) -> Iterator[Discrepancy]:
        state = state_of(self.client, self.keys)
        for name, what, gap in (("entries", "entries", state.gap), ("letters", "letters", state.letters_gap)):
            if gap:
                told = f"{abs(gap)} {what} {'are lost' if gap > 0 else 'too many'}: what came in is not what came out"
                yield Discrepancy(f"{name}-not-conserved", told, (str(gap),), broken=True)

    def _counters(self) -> Iterator[Discrepancy]:
        """Each counter against all that was ever added to its stream, at one moment."""
        fates = {"stored": self.keys.out, "rejected": self.keys.rejected, "dead": self.keys.dead}
        pipe = self.client.pipeline(transaction=True)
        pipe.hmget(self.keys.stats, list(fates))
        for stream in fates.values():
            pipe.xinfo_stream(stream)
        counts, *streams = pipe.execute(raise_on_error=False)
        for fate, count, stream in zip(fates, counts, streams, strict=True):
            added = 0 if isinstance(stream, ResponseError) else int(stream["entries-added"])
            if added != int(count or 0):
                told = f"{int(count or 0)} are counted as {fate}, and {added} were ever put there: by whom else?"
                yield Discrepancy(f"{fate}-miscounted", told, (fates[fate],))

    def _missing_groups(self, *, repair: bool) -> Iterator[Discrepancy]:
        wanted = [(self.keys.intake, GROUP), *((self.keys.out, group) for group in self.groups)]
        missing = [(stream, group) for stream, group in wanted if group not in self._groups_of(stream)]
        if not missing:
            return
        for stream, group in missing if repair else ():
            ensure_group(self.client, stream, group)
        told = "missing readers' groups; a worker makes them when it starts, and reads from the beginning"
        names = tuple(f"{stream} {group}" for stream, group in missing)
        yield Discrepancy("groups-missing", told, names, repaired=len(missing) if repair else 0)

    def _groups_of(self, stream: str) -> set[str]:
        try:
            rows = self.client.xinfo_groups(stream)
        except ResponseError:  # no such stream
            return set()
        return {row["name"].decode() for row in rows}

    def _orphans(self, *, repair: bool) -> Iterator[Discrepancy]:
        """Entries held for longer than an article can be in work: whoever held them is gone."""
        held = list(self._held())
        if not held:
            return
        repaired = sum(map(self._free, held)) if repair else 0
        told = "entries are held by workers that are gone; any worker takes them up when their lease is over"
        yield Discrepancy("orphans", told, tuple(row["message_id"].decode() for row in held), repaired=repaired)

    def _held(self) -> Iterator[dict[str, Any]]:
        after, least_ms = "-", int((self.hard_limit_seconds + COMMIT_SECONDS) * 1000)
        while rows := self._pending(after, least_ms):
            yield from rows
            after = f"({rows[-1]['message_id'].decode()}"

    def _pending(self, after: str, least_ms: int) -> list[dict[str, Any]]:
        try:
            rows = self.client.xpending_range(self.keys.intake, GROUP, after, "+", AT_ONCE, idle=least_ms)
        except ResponseError:  # no such group
            return []
        return [row for row in cast("list[dict[str, Any]]", rows) if row["time_since_delivered"] < self._given_back_ms]

    @property
    def _given_back_ms(self) -> int:
        """Idle time that only entries have that were given back, and wait for the next worker."""
        return int(self.lease_seconds * 1000)

    def _free(self, row: dict[str, Any]) -> bool:
        consumer, entry = row["consumer"].decode(), row["message_id"].decode()
        happened = {"reason": "crashed", "stage": "process", "error": "its worker was gone when reconcile looked"}
        hands = Deliveries(self.client, self.keys, consumer, 0, Lease(seconds=self.lease_seconds))
        return hands.fail(Delivery(entry, int(row["times_delivered"]), {}), happened)
