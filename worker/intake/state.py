"""What the server holds, counted: the numbers behind `status`, and whether they add up."""

from dataclasses import dataclass

from pydantic_core import from_json
from redis import Redis

from worker.intake.keys import GROUP, Keys
from worker.intake.scripts import Scripts

__all__ = ["SinkState", "State", "state_of"]


@dataclass(frozen=True, slots=True)
class SinkState:
    """How far one sink has come."""

    name: str
    waiting: int
    """Documents it has not been given yet."""
    in_work: int
    """Documents given, not yet acknowledged."""
    newest_taken: str
    """Id of the newest document it was given."""


@dataclass(frozen=True, slots=True)
class State:
    """One look at all counters; all but the fates may have moved on by the next."""

    entries_added: int
    waiting: int
    in_work: int
    newest_taken: str
    """Id of the newest entry that a worker was given; empty before there is any."""
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


def state_of(client: Redis, keys: Keys, *, added: bool = True) -> State:
    """The counters, all of one moment; a system that is not there yet has nothing.

    Without `added`, `entries_added` is -1: telling it costs the server a copy of two payloads.
    """
    names = [keys.intake, keys.out, keys.inbox, keys.rejected, keys.dead, keys.stats]
    told = Scripts(client).read("look", names, [GROUP, int(added)])
    said = from_json(told.decode("utf-8", "replace"))  # other readers name their groups as they like
    count = {name: int(value) for name, value in dict(said["stats"]).items()}
    sinks = dict(said["sinks"])
    return State(
        entries_added=said["added"],
        waiting=said["length"] - said["pending"],
        in_work=said["pending"],
        newest_taken=said["last"],
        inbox=said["inbox"],
        **{fate: count.get(fate, 0) for fate in ("stored", "duplicate", "rejected", "dead", "dropped")},
        rejected_now=said["rejected"],
        rejected_replayed=count.get("rejected:_replayed", 0),
        rejected_dropped=count.get("rejected:_dropped", 0),
        dead_now=said["dead"],
        dead_replayed=count.get("dead:_replayed", 0),
        dead_dropped=count.get("dead:_dropped", 0),
        reasons={name: value for name, value in sorted(count.items()) if ":" in name and ":_" not in name},
        sinks=tuple(SinkState(name, at["behind"], at["pending"], at["last"]) for name, at in sorted(sinks.items())),
    )
