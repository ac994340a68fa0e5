"""Worker's side of the intake: take an entry, and end its delivery by a commit or by giving it back."""

import json
import math
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from redis import Redis
from redis.exceptions import ResponseError

from worker.article.outcome import Fate, Reason
from worker.intake.clock import ms_of
from worker.intake.keys import GROUP, Keys
from worker.intake.scripts import Command, Scripts, Step, ensure_group

__all__ = ["Answer", "Commit", "Deliveries", "Delivery", "Lease"]


MAX_DETAIL_CHARS = 1000
"""Of a commit's detail; it is kept with each of many fates, and may quote a field's name of any length."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One entry in the hands of one worker."""

    entry: str
    """Stream id: milliseconds since 1970, a dash, a number."""
    attempt: int
    """1 for the first delivery."""
    fields: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Commit:
    """What a worker found out about an entry."""

    entry: str
    attempt: int
    fate: Fate
    took_ms: float
    payload_id: str | int | None = None
    reason: Reason | None = None
    detail: str = ""
    document_id: str = ""
    content_hash: str = ""
    based_on: int = 0
    """Version that the ledger held when the document was made; 0 for a new identity."""
    document: bytes = b""
    publisher: str = ""
    """Registrable domain; with the three below for whoever follows the fates."""
    body_chars: int = 0
    model_version: str = ""
    voted: bool = False
    """Whether the body was in such doubt that an extractor's vote was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server made of a commit.

    `gone`: no longer pending, because another worker was first or our own answer was lost; nothing to do.
    `stale`: the ledger has moved on to `version`; make the document anew on top of it and commit again.
    """

    said: Literal["stored", "duplicate", "rejected", "dead", "gone", "stale"]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """How long and how often an entry may be in work."""

    seconds: float = 90
    max_deliveries: int = 3
    ledger_seconds: int = 90 * 86_400
    fates_max: int = 100_000


@dataclass(slots=True)
class Deliveries:
    """The deliveries of one consumer, named `<worker>/<slot>` so that a restarted worker takes up the same name."""

    client: Redis
    keys: Keys
    consumer: str
    pid: int
    lease: Lease = field(default_factory=Lease)
    ahead_until: float = 0.0
    """Time (monotonic) until which a commit takes the next entry in its own round trip, for the next `take`."""
    _ahead: Delivery | None = field(init=False, default=None)
    _scripts: Scripts = field(init=False, repr=False)
    _next: Command = field(init=False, repr=False)
    _commit_keys: dict[Fate, list[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        keys = self.keys
        self._scripts = Scripts(self.client)
        self._next = ("XREADGROUP", "GROUP", GROUP, self.consumer, "COUNT", 1, "STREAMS", keys.intake, ">")
        to = {Fate.STORED: keys.out, Fate.REJECTED: keys.rejected, Fate.DEAD: keys.dead}
        self._commit_keys = {
            fate: [keys.intake, key, "", keys.stats, keys.fates, keys.tries] for fate, key in to.items()
        }

    def one_connection(self) -> AbstractContextManager[None]:
        """See `Scripts.one_connection`."""
        return self._scripts.one_connection()

    def take(self, *, expired: bool = True) -> Delivery | None:
        """The next entry, or None when none waits; with `expired`, first one whose worker let its lease run out."""
        if ahead := self.taken_ahead():
            return ahead
        try:
            return self._taken(expired=expired)
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
            ensure_group(self.client, self.keys.intake, GROUP)
            return self._taken(expired=expired)

    def _taken(self, *, expired: bool) -> Delivery | None:
        if expired and (left := self._scripts.run(*self._left_behind())):
            entry, attempt, words = left
            return _delivery(entry, attempt, words)
        return _new(self._scripts.run_all([], then=self._next))

    def taken_ahead(self) -> Delivery | None:
        """The entry that the last commit took along, once; it is in this consumer's hands."""
        ahead, self._ahead = self._ahead, None
        return ahead

    def _left_behind(self) -> Step:
        keys, lease = self.keys, self.lease
        words: list[str | int] = [GROUP, self.consumer, self.pid, self._lease_ms, lease.max_deliveries, lease.fates_max]
        return "take", [keys.intake, keys.dead, keys.tries, keys.stats, keys.fates, keys.hands], words

    def commit(self, commit: Commit) -> Answer:
        """Give the entry its fate; the server decides in one step what that is (see commit.lua)."""
        keys = self._commit_keys[commit.fate]
        keys[2] = self.keys.ledger(commit.document_id)
        ahead = self._ahead is None and time.monotonic() < self.ahead_until
        answer, *taken = self._scripts.run_all([("commit", keys, self._words(commit))], self._next if ahead else None)
        if taken and not isinstance(taken[0], ResponseError):
            self._ahead = _new(taken)
        if isinstance(answer, ResponseError):
            if "NOGROUP" not in str(answer):
                raise answer
            return Answer("gone")  # somebody deleted the stream or the group under our hands
        said, *rest = answer
        return Answer(said.decode(), int(rest[0]) if rest else 0)

    def _words(self, commit: Commit) -> list[str | bytes | int]:
        words: list[str | bytes | int] = [
            GROUP,
            commit.entry,
            commit.fate,
            commit.reason or "",
            commit.detail[:MAX_DETAIL_CHARS],
            f"{commit.took_ms:.1f}",
            self.consumer,
            commit.attempt,
            "" if commit.payload_id is None else json.dumps(commit.payload_id, ensure_ascii=False),
            self.lease.fates_max,
            commit.publisher,
            commit.body_chars,
            commit.model_version,
            int(commit.voted),
        ]
        if commit.fate is Fate.STORED:
            ledger = (commit.document_id, commit.content_hash, commit.based_on, self.lease.ledger_seconds)
            words += (*ledger, commit.document)
        else:
            words.append(self.pid)
        return words

    def give_back(self, delivery: Delivery) -> bool:
        """End a delivery that failed for no fault of the article; it does not count.

        False when it is over already: the entry has its fate, or another worker took it after the lease.
        """
        return self._release((self.consumer, delivery.entry, delivery.attempt), "")

    def fail(self, delivery: Delivery, happened: Mapping[str, str]) -> bool:
        """End a delivery that failed; it counts, and its try keeps `happened` (reason, stage, error, traceback).

        False as with `give_back`.
        """
        who = {"pid": self.pid} if self.pid else {}
        return self._release((self.consumer, delivery.entry, delivery.attempt), json.dumps({**happened, **who}))

    def lost(self, pid: int, happened: Mapping[str, str]) -> int:
        """End the deliveries that the dead process `pid` held, in any slot of the worker `consumer`; how many."""
        hands = cast("dict[bytes, bytes]", self.client.hgetall(self.keys.hands))
        ended = 0
        for consumer, told in hands.items():
            holder, hand = consumer.decode(), json.loads(told)
            if not holder.startswith(f"{self.consumer}/"):  # of another machine
                continue
            until_ms = math.inf
            while hand:
                if hand["pid"] == pid:
                    given = (hand["since"], until_ms)
                    ended += self._end_all(holder, given, json.dumps({**happened, "pid": pid}))
                hand, until_ms = hand.get("before"), hand["since"]
        return ended

    def _end_all(self, holder: str, between_ms: tuple[float, float], happened: str) -> int:
        """End what `holder` was given between; the rest was given to other processes of that name."""
        # asked in one piece: what lies between would make the entries look younger
        with self.client.pipeline(transaction=False) as asked:
            asked.xpending_range(self.keys.intake, GROUP, "-", "+", 1000, consumername=holder)
            asked.time()
            rows, told = asked.execute()
        now_ms = ms_of(told)
        held = [
            (holder, row["message_id"].decode(), int(row["times_delivered"]))
            for row in cast("list[dict[str, Any]]", rows)
            if between_ms[0] <= now_ms - row["time_since_delivered"] < between_ms[1]
        ]
        return sum(self._release(one, happened) for one in held)

    def _release(self, held: tuple[str, str, int], happened: str) -> bool:
        consumer, entry, attempt = held
        words: list[str | int] = [GROUP, entry, self._lease_ms, consumer, attempt, happened]
        try:
            return bool(self._scripts.run("release", [self.keys.intake, self.keys.tries], words))
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
            return False

    @property
    def _lease_ms(self) -> int:
        return int(self.lease.seconds * 1000)


def _new(answers: Sequence[Any]) -> Delivery | None:
    """The entry in the answer of XREADGROUP, the last of `answers`, as it stands by protocol 2 or 3.

    Raises: redis.ResponseError where that is the answer.
    """
    answer = answers[-1]
    if isinstance(answer, ResponseError):
        raise answer
    if not answer:
        return None
    rows = next(iter(answer.values())) if isinstance(answer, dict) else answer[0][1]
    entry, words = rows[0]
    return _delivery(entry, 1, words)


def _delivery(entry: bytes, attempt: int, words: Sequence[bytes]) -> Delivery:
    fields = {name.decode("utf-8", "replace"): value for name, value in zip(words[::2], words[1::2], strict=True)}
    return Delivery(entry.decode(), attempt, fields)
