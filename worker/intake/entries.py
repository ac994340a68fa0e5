"""Producer's side of the intake: put payloads on the stream, and move those that came by the inbox list."""

from collections.abc import Iterable, Mapping, Sequence

from redis.exceptions import OutOfMemoryError

from worker.errors import BadPayloadError, IntakeFullError, ReplicasBehindError
from worker.intake.keys import Keys
from worker.intake.scripts import Scripts

__all__ = ["MEMORY_SHARE", "Flat", "move_inbox", "push"]

MEMORY_SHARE = 0.8
"""Producers are refused above this share of the server's `maxmemory`, so that workers and Celery's keys still fit."""

REPLICAS_SECONDS = 5
"""How long a push waits for replicas."""

MAX_FIELDS = 1000
"""Fields of one entry; a script that moves an entry cannot write many thousands."""

Flat = Mapping[str, str | bytes]
"""Fields of one entry: `payload` with JSON, or flat fields named like the payload's, `body` for raw bytes.

Surrogates in a name are the bytes that they stand for."""


def push(
    scripts: Scripts, keys: Keys, entries: Sequence[Flat], *, max_backlog: int, wait_replicas: int = 0
) -> list[str]:
    """Put `entries` on the intake in one step, and wait until so many replicas have them; their ids, in order.

    Fewer ids than entries mean that the rest found no room; they were not put anywhere.

    Raises: IntakeFullError when there was room for none; BadPayloadError, with nothing put, for an entry of no fields
    or of more than MAX_FIELDS; ReplicasBehindError when the replicas have not got them within REPLICAS_SECONDS.
    """
    words: list[str | bytes | int] = []
    for entry in entries:
        if not 0 < len(entry) <= MAX_FIELDS:
            raise BadPayloadError("bad-payload", f"{len(entry)} fields; an entry has 1 to {MAX_FIELDS}")
        words.append(2 * len(entry))
        words.extend(_flattened(entry))
    try:
        ids, reached = _pushed(scripts, keys, [max_backlog, MEMORY_SHARE, *words], wait_replicas)
    except OutOfMemoryError:
        ids, reached = [], wait_replicas
    if entries and not ids:
        raise IntakeFullError(
            f"the intake is full: {max_backlog} entries wait (max_backlog), or the server's memory is used to "
            f"{MEMORY_SHARE:.0%} of maxmemory; push again when workers have caught up"
        )
    told = [entry.decode() for entry in ids]
    if reached < wait_replicas:
        raise ReplicasBehindError(
            f"{len(told)} entries are on the primary, and after {REPLICAS_SECONDS} s on {reached} replicas instead of "
            f"{wait_replicas}; push them again when replicas are back: what comes twice ends as duplicate",
            told,
        )
    return told


def move_inbox(scripts: Scripts, keys: Keys, *, max_backlog: int, at_most: int = 100) -> int:
    """Move payloads from the inbox list to the intake; how many. A full intake leaves them where they are."""
    try:
        return int(scripts.run("move", [keys.inbox, keys.intake], [max_backlog, MEMORY_SHARE, at_most]))
    except OutOfMemoryError:
        return 0


def _pushed(
    scripts: Scripts, keys: Keys, words: Sequence[str | bytes | float], wait_replicas: int
) -> tuple[list[bytes], int]:
    if not wait_replicas:
        return scripts.run("push", [keys.intake], words), 0
    limit_ms = REPLICAS_SECONDS * 1000
    return scripts.run_on_replicas("push", [keys.intake], words, replicas=wait_replicas, milliseconds=limit_ms)


def _flattened(entry: Flat) -> Iterable[str | bytes]:
    for name, value in entry.items():
        yield name.encode("utf-8", "surrogateescape")
        yield value
