"""What the server holds, counted: the numbers behind `status`, and whether they add up."""

from dataclasses import dataclass
from typing import Any, cast

from redis import Redis
from redis.exceptions import ResponseError

from worker.intake.keys import GROUP, Keys

__all__ = ["SinkState", "State", "behind", "state_of"]

COUNTED_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class SinkState:
    """How far one sink has come."""

    name: str
    waiting: int
    """Documents it has not been given yet."""
    in_work: int
    """Documents given, not yet acknowledged."""


@dataclass(frozen=True, slots=True)
class State:
    """One look at all counters; all but the fates may have moved on by the next."""

    entries_added: int
    waiting: int
    in_work: int
    inbox: int
    stored: int
    duplicate: int
    rejected: int
    dead: int
    dropped: int
    rejected_now: int
    rejected_replayed: int
    rejected_dropped: int
    dead_now: int
    dead_replayed: int
    dead_dropped: int
    reasons: dict[str, int]
    """Counts by `fate:reason`."""
    sinks: tuple[SinkState, ...]

    @property
    def fates(self) -> int:
        """Entries that have their fate."""
        return self.stored + self.duplicate + self.rejected + self.dead + self.dropped

    @property
    def gap(self) -> int:
        """Entries added, less fates, waiting and in work: 0, or something was lost (above) or made up (below)."""
        return self.entries_added - self.fates - self.waiting - self.in_work

    @property
    def letters_gap(self) -> int:
        """The same for letters: dead and rejected, less those still kept, replayed and dropped by hand."""
        dead = self.dead - self.dead_now - self.dead_replayed - self.dead_dropped
        return dead + self.rejected - self.rejected_now - self.rejected_replayed - self.rejected_dropped

    @property
    def conserved(self) -> bool:
        """Whether both lines of conservation hold."""
        return self.gap == 0 and self.letters_gap == 0


def state_of(client: Redis, keys: Keys) -> State:
    """The counters, read in one transaction."""
    pipe = client.pipeline(transaction=True)
    pipe.exists(keys.intake, keys.out)
    pipe.hgetall(keys.stats)
    pipe.llen(keys.inbox)
    pipe.xlen(keys.rejected)
    pipe.xlen(keys.dead)
    pipe.xinfo_stream(keys.intake)
    pipe.xpending(keys.intake, GROUP)
    pipe.xinfo_groups(keys.out)
    _, stats, inbox, rejected_now, dead_now, stream, pending, sinks = pipe.execute(raise_on_error=False)
    intake = _or_empty(stream)
    in_work = _or_empty(pending).get("pending", 0)
    count = {name.decode(): int(value) for name, value in stats.items()}
    return State(
        entries_added=intake.get("entries-added", 0),
        waiting=intake.get("length", 0) - in_work,
        in_work=in_work,
        inbox=inbox,
        **{fate: count.get(fate, 0) for fate in ("stored", "duplicate", "rejected", "dead", "dropped")},
        rejected_now=rejected_now,
        rejected_replayed=count.get("rejected:_replayed", 0),
        rejected_dropped=count.get("rejected:_dropped", 0),
        dead_now=dead_now,
        dead_replayed=count.get("dead:_replayed", 0),
        dead_dropped=count.get("dead:_dropped", 0),
        reasons={name: value for name, value in sorted(count.items()) if ":" in name and ":_" not in name},
        sinks=() if isinstance(sinks, ResponseError) else tuple(_sink(client, keys, group) for group in sinks),
    )


def behind(client: Redis, stream: str, group: dict[str, Any]) -> int:
    """Entries of `stream` that `group`, as XINFO GROUPS tells of it, was not given yet.

    The server loses count (`lag` is nil) when an entry is deleted by hand; then at most COUNTED_AT_MOST are counted.
    """
    if group["lag"] is not None:
        return int(group["lag"])
    last = group["last-delivered-id"].decode()
    return len(cast("list[Any]", client.xrange(stream, min=f"({last}", count=COUNTED_AT_MOST)))


def _or_empty(answer: Any) -> dict[str, int]:  # noqa: ANN401 -- redis-py types its answers as Any
    """A stream or group that is not there yet holds nothing."""
    return {} if isinstance(answer, ResponseError) else cast("dict[str, int]", answer)


def _sink(client: Redis, keys: Keys, group: dict[str, Any]) -> SinkState:
    return SinkState(group["name"].decode(), behind(client, keys.out, group), group["pending"])
