"""Letters: payloads that were rejected or are dead, kept with why, to be read, replayed or dropped."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, cast

from redis import Redis

from worker.article.packed import unpacked
from worker.errors import BadPayloadError
from worker.intake.keys import Keys
from worker.intake.scripts import Scripts

__all__ = ["Kind", "Letter", "Letters"]

Kind = Literal["dead", "rejected"]

MAX_UNPACKED_BYTES = 100_000_000
"""Of a packed field; a letter may be here because it is larger than the workers' own limit."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One payload and why it is here."""

    id: str
    entry: str
    reason: str
    detail: str
    deliveries: int
    first_seen_ms: int
    last_seen_ms: int
    tries: tuple[dict[str, Any], ...]
    """What each delivery came to: worker, pid, at (ms), and reason, stage, error, traceback where known."""
    payload: dict[str, bytes]
    """The entry's fields as they came, but unpacked; bytes of a name that are not UTF-8 stand as surrogates."""


class Letters:
    """The letters of one kind on one server."""

    def __init__(self, client: Redis, keys: Keys, kind: Kind) -> None:
        self._client = client
        self._keys = keys
        self._kind = kind
        self._stream = keys.dead if kind == "dead" else keys.rejected
        self._scripts = Scripts(client)

    def __iter__(self) -> Iterator[Letter]:
        """All, oldest first; those that come while reading included."""
        after = "-"
        while rows := self._read(after, "+", 32):
            for letter_id, fields in rows:
                yield _letter(letter_id, fields)
            after = f"({rows[-1][0].decode()}"

    def get(self, letter_id: str) -> Letter | None:
        """One letter, by its id or by the id of the entry that it was."""
        rows = self._read(letter_id, letter_id, 1)
        if rows:
            return _letter(*rows[0])
        return next((letter for letter in self if letter.entry == letter_id), None)

    def replay(self, letter_id: str) -> str | None:
        """Send a letter back to the intake; the new entry's id, or None when the letter is gone already.

        Raises: BadPayloadError for an entry of thousands of fields, which no payload has.
        """
        answer = self._end(letter_id, "replay")
        if answer == "packed":
            raise BadPayloadError("bad-payload", "an entry of thousands of fields cannot be replayed; drop it")
        return answer

    def moved(self, letter_id: str) -> bool:
        """Take a letter away that was replayed to another server; False when it is gone already."""
        return self._end(letter_id, "move") is not None

    def drop(self, letter_id: str) -> bool:
        """Throw a letter away; False when it is gone already."""
        return self._end(letter_id, "drop") is not None

    def _read(self, first: str, last: str, count: int) -> list[tuple[bytes, dict[bytes, bytes]]]:
        rows = self._client.xrange(self._stream, min=first, max=last, count=count)
        return cast("list[tuple[bytes, dict[bytes, bytes]]]", rows)

    def _end(self, letter_id: str, how: Literal["replay", "move", "drop"]) -> str | None:
        keys = [self._stream, self._keys.intake, self._keys.stats]
        answer = cast("bytes | None", self._scripts.run("replay", keys, [letter_id, self._kind, how]))
        return None if answer is None else answer.decode()


def _letter(letter_id: bytes, fields: dict[bytes, bytes]) -> Letter:
    ours = {name.decode("utf-8", "surrogateescape"): value for name, value in fields.items()}
    ours |= _unpacked(ours.pop("packed", b"[]"))
    payload = _plain(
        {
            name.removeprefix("payload."): ours.pop(name)
            for name in list(ours)
            if name == "payload" or name.startswith("payload.")
        }
    )
    return Letter(
        id=letter_id.decode(),
        entry=ours["entry"].decode(),
        reason=ours["reason"].decode(),
        detail=ours["detail"].decode("utf-8", "replace"),
        deliveries=int(ours["deliveries"]),
        first_seen_ms=int(ours["firstSeen"]),
        last_seen_ms=int(float(ours["lastSeen"])),
        tries=tuple(json.loads(ours["tries"])),
        payload=payload,
    )


def _plain(payload: dict[str, bytes]) -> dict[str, bytes]:
    """What cannot be unpacked stays as it is: that may be why it is dead."""
    with suppress(BadPayloadError):
        return dict(unpacked(payload, MAX_UNPACKED_BYTES))
    return payload


def _unpacked(packed: bytes) -> dict[str, bytes]:
    """Fields that came in a JSON array whose characters are bytes (see prelude.lua)."""
    words = [word.encode("latin-1") for word in json.loads(packed.decode("latin-1"))]
    names = (name.decode("utf-8", "surrogateescape") for name in words[::2])
    return {f"payload.{name}": value for name, value in zip(names, words[1::2], strict=True)}
