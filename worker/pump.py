"""The pump: a thread in each Celery worker that keeps a few tickets queued while entries wait."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import structlog
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import ResponseError

from worker.intake.backlog import DELIVERIES, TICKETS
from worker.intake.entries import move_inbox
from worker.intake.heartbeat import beat
from worker.intake.keys import GROUP, Keys
from worker.intake.outage import OUTAGES
from worker.intake.scripts import Scripts, ensure_group
from worker.intake.state import state_of
from worker.pace import BUSY_SECONDS, Pace, tickets_wanted
from worker.settings import Settings
from worker.sinks.opened import open_sinks
from worker.sinks.reader import away_key, group_of

__all__ = ["DELIVER_QUEUE", "PULL_QUEUE", "Pump", "Send"]

PULL_QUEUE = TICKETS
DELIVER_QUEUE = DELIVERIES
GATHER_SECONDS = 1.0
"""How often a sink is sent for at most while each process has a ticket: it gets more at once, and costs less."""
IDLE_MS = 1000
"""How long the pump sleeps on the server when nothing waits; a new entry wakes it."""
HOUSEKEEPING_SECONDS = 1.0
"""How often the slow chores are done: inbox, expired leases, trimming, heartbeat."""
INBOX_MOVES = 100
"""Moves of up to 100 payloads from the inbox in one go: a list that fills as fast must not keep tickets waiting."""
BEHIND_A_DELIVERER = 256
"""Documents behind that make one more deliverer worth its while."""
FORGET_AFTER_MS = 24 * 3600 * 1000
"""A consumer that was away for so long, with nothing pending, is deleted."""

log = structlog.get_logger("copydesk.pump")


class Send(Protocol):
    """Puts one ticket on a Celery queue."""

    def __call__(self, task: str, *args: str, queue: str) -> None:
        """Raises: one of OUTAGES or kombu's OperationalError when it could not."""


@dataclass(slots=True)
class Look:
    """One look at the server."""

    waiting: int
    last: str
    """Newest entry that was delivered."""
    pulls: int
    """Tickets in the queue."""
    deliveries: int
    behind: dict[str, int]
    """Documents that each sink has not been given."""
    pending: dict[str, int]
    """Documents that each sink was given and has not acknowledged."""
    away: set[str]
    """Sinks that failed within the last lease; nobody is sent to them."""
    last_out: dict[str, str]
    """Newest document that each sink was given."""

    @property
    def idle(self) -> bool:
        return not self.waiting and not any(self.behind.values())


@dataclass(slots=True)
class Pump:
    """What one worker's pump needs, and does."""

    send: Send
    client: Redis
    settings: Settings
    worker: str
    pool_size: int
    children: Callable[[], Iterable[int]] = tuple
    """Process ids of the pool as it is now."""
    _children_seen: set[int] = field(default_factory=set)
    _done_chores: float = 0.0
    _offered_deliveries: float = 0.0
    _held_back: bool = False
    _pace: Pace = field(init=False)
    _scripts: Scripts = field(init=False, repr=False)
    _keys: Keys = field(init=False, repr=False)
    _sinks: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._scripts = Scripts(self.client)
        self._keys = Keys(self.settings.key_prefix)
        self._pace = Pace(self.pool_size)
        self._sinks = list(open_sinks(self.client, self.settings))

    def run(self, stopped: threading.Event) -> None:
        """Pump until `stopped`; a server that is away is waited for, with backoff."""
        wait_seconds = 0.0
        while not stopped.wait(wait_seconds):
            try:
                wait_seconds = self._turn()
            except (*OUTAGES, OperationalError) as error:
                wait_seconds = min(max(1.0, 2 * wait_seconds), 10.0)
                log.warning("server away", error=str(error), again_in_seconds=wait_seconds)
            except ResponseError as error:
                wait_seconds = 1.0
                log.warning("server refuses", error=str(error), again_in_seconds=wait_seconds)

    def _turn(self) -> float:
        """Offer what is wanted; the seconds until the next turn, 0 after a sleep on the server, because nothing was."""
        expired = self._chores() if time.monotonic() - self._done_chores >= HOUSEKEEPING_SECONDS else set()
        look = self._look()
        self._offer_deliveries(look, expired)
        if not self._sinks_keep_up(look):
            return BUSY_SECONDS
        wanted = tickets_wanted(look.waiting, look.pulls, self.pool_size, self.settings.ticket_articles)
        if not wanted and not look.pulls and GROUP in expired:
            wanted = 1
        for _ in range(wanted):
            self.send("copydesk.pull", queue=PULL_QUEUE)
        if look.idle:
            self._sleep(look)
            return 0.0
        if look.pulls + wanted <= self.pool_size and not any(look.behind.values()):
            self._sleep_until_stored(look)
            return 0.0
        return self._pace.rest_seconds(look.pulls, wanted)

    def _look(self) -> Look:
        keys = self._keys
        pipe = self.client.pipeline(transaction=False)
        pipe.llen(keys.celery + PULL_QUEUE)
        pipe.llen(keys.celery + DELIVER_QUEUE)
        for sink in self._sinks:
            pipe.exists(away_key(keys, sink))
        pulls, deliveries, *away = pipe.execute()
        state = state_of(self.client, keys, added=False)
        groups = {sink.name: sink for sink in state.sinks}
        if not state.newest_taken or not {*map(group_of, self._sinks)} <= groups.keys():
            self._ensure_groups()
            return self._look()
        sinks = {sink: groups[group_of(sink)] for sink in self._sinks}
        return Look(
            waiting=state.waiting,
            last=state.newest_taken,
            pulls=pulls,
            deliveries=deliveries,
            behind={sink: group.waiting for sink, group in sinks.items()},
            pending={sink: group.in_work for sink, group in sinks.items()},
            away={sink for sink, is_away in zip(self._sinks, away, strict=True) if is_away},
            last_out={sink: group.newest_taken for sink, group in sinks.items()},
        )

    def _ensure_groups(self) -> None:
        ensure_group(self.client, self._keys.intake, GROUP)
        for sink in self._sinks:
            ensure_group(self.client, self._keys.out, group_of(sink))

    def _offer_deliveries(self, look: Look, expired: set[str]) -> None:
        """A deliverer for each sink with work, unless one is on its way; more when it is far behind."""
        now = time.monotonic()
        is_loaded = look.pulls >= self.pool_size
        if look.deliveries or (is_loaded and now - self._offered_deliveries < GATHER_SECONDS):
            return
        self._offered_deliveries = now
        for sink, waiting in look.behind.items():
            if sink in look.away:
                continue
            at_work = bool(look.pending[sink])
            wanted = min(self.pool_size, waiting // BEHIND_A_DELIVERER) if at_work else int(waiting > 0)
            for _ in range(max(wanted, int(group_of(sink) in expired))):
                self.send("copydesk.deliver", sink, queue=DELIVER_QUEUE)

    def _sinks_keep_up(self, look: Look) -> bool:
        """Whether every sink is near enough for workers to go on; says so when that changes."""
        late = {sink: look.behind[sink] + look.pending[sink] for sink in look.behind}
        slow = {sink: count for sink, count in late.items() if count > self.settings.sink_max_behind}
        if bool(slow) != self._held_back:
            self._held_back = bool(slow)
            log.warning("held back by sinks" if slow else "sinks have caught up", behind=slow)
        return not slow

    def _sleep(self, look: Look) -> None:
        """Until there is an entry or a document that `look` did not see, or IDLE_MS are over."""
        newest = {self._keys.intake: look.last}
        if look.last_out:
            newest[self._keys.out] = min(look.last_out.values(), key=_order)
        self.client.xread(cast("dict[Any, Any]", newest), count=1, block=IDLE_MS)

    def _sleep_until_stored(self, look: Look) -> None:
        """Until there is a document for a sink, or BUSY_SECONDS are over: what was offered may be worked on by then."""
        if not look.last_out:
            time.sleep(BUSY_SECONDS)
            return
        newest = {self._keys.out: min(look.last_out.values(), key=_order)}
        self.client.xread(cast("dict[Any, Any]", newest), count=1, block=int(BUSY_SECONDS * 1000))

    def _chores(self) -> set[str]:
        """Move the inbox, trim, say that this worker lives; the groups that have entries past their lease."""
        self._done_chores = time.monotonic()
        keys, settings = self._keys, self.settings
        for _ in range(INBOX_MOVES):
            if not move_inbox(self._scripts, keys, max_backlog=settings.max_backlog):
                break
        groups = [group_of(sink) for sink in self._sinks]
        while self._scripts.run("trim", [keys.out], [settings.out_max_entries, *groups]):
            pass
        self._scripts.run("recount", [keys.out], groups)
        self._beat()
        expired = {GROUP} if self._expired(keys.intake, GROUP, settings.lease_seconds) else set()
        expired |= {group for group in groups if self._expired(keys.out, group, settings.sink_lease_seconds)}
        return expired

    def _beat(self) -> None:
        """Say that this worker lives, and how it fares."""
        now = set(self.children())
        self._children_seen |= now
        replaced = len(self._children_seen) - len(now)
        beat(self.client, self._keys, self.worker, pool_size=self.pool_size, children_replaced=replaced)

    def _expired(self, stream: str, group: str, lease_seconds: float) -> bool:
        try:
            least_ms = int(lease_seconds * 1000)
            return bool(self.client.xpending_range(stream, group, min="-", max="+", count=1, idle=least_ms))
        except ResponseError:
            self._ensure_groups()
            return False


def _order(entry: str) -> tuple[int, int]:
    milliseconds, _, number = entry.partition("-")
    return int(milliseconds), int(number)
