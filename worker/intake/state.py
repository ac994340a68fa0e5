"""What the server holds, counted: the numbers behind `status`, and whether they add up."""

from dataclasses import dataclass
from typing import Any, cast

from redis import Redis

from worker.intake.keys import GROUP, Keys
from worker.intake.scripts import Scripts

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
    """The counters, read in one step; on a full server too."""
    places = [keys.intake, keys.out, keys.stats, keys.inbox, keys.rejected, keys.dead]
    intake, stats, kept, sinks = Scripts(client).run("state", places, [GROUP, COUNTED_AT_MOST])
    entries_added, length, in_work = intake
    inbox, rejected_now, dead_now = kept
    count = {name.decode(): int(value) for name, value in zip(stats[::2], stats[1::2], strict=True)}
    return State(
        entries_added=entries_added,
        waiting=length - in_work,
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
        sinks=tuple(
            SinkState(name.decode(), waiting, held)
            for name, waiting, held in zip(sinks[::3], sinks[1::3], sinks[2::3], strict=True)
        ),
    )


def behind(client: Redis, stream: str, group: dict[str, Any]) -> int:
    """Entries of `stream` that `group`, as XINFO GROUPS tells of it, was not given yet.

    The server loses count (`lag` is nil) when an entry is deleted by hand; then at most COUNTED_AT_MOST are counted.
    """
    if group["lag"] is not None:
        return int(group["lag"])
    last = group["last-delivered-id"].decode()
    return len(cast("list[Any]", client.xrange(stream, min=f"({last}", count=COUNTED_AT_MOST)))
