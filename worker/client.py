"""The light producer: puts payloads on the intake; imports redis and the payload model only."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Self

from redis import Redis

from worker.article.payload import Payload, payload_of
from worker.intake.entries import Flat, push
from worker.intake.keys import Keys
from worker.intake.scripts import Scripts

__all__ = ["Producer", "entry_of"]

BATCH = 16
"""Payloads in one step of `push_many`."""


class Producer:
    """Pushes payloads to one system.

    >>> with Producer("redis://localhost:6379/0") as desk:  # doctest: +SKIP
    ...     desk.push({"url": "https://example.org/a", "html": "<h1>…"})
    '1764000000000-0'

    A push whose answer was lost may be repeated: the second entry ends as `duplicate`.
    """

    def __init__(self, url: str, *, prefix: str = "copydesk", max_backlog: int = 1_000_000) -> None:
        """`url` as redis-py reads it; `prefix` and `max_backlog` as in the workers' settings."""
        self._client: Redis = Redis.from_url(url, socket_timeout=30, socket_connect_timeout=10)
        self._keys = Keys(prefix)
        self._max_backlog = max_backlog
        self._scripts = Scripts(self._client)

    def push(self, payload: Payload | Mapping[str, Any]) -> str:
        """Put one payload on the intake; its entry's id.

        Raises: BadPayloadError when it does not fit the model, IntakeFullError when there is no room,
        redis.ConnectionError.
        """
        return self.push_entries([entry_of(payload)])[0]

    def push_many(self, payloads: Iterable[Payload | Mapping[str, Any]]) -> Iterator[str]:
        """Put payloads on the intake, a few in one step; their entries' ids as they come.

        Raises: as `push`; what was yielded before is on the intake.
        """
        entries = iter(map(entry_of, payloads))
        while batch := list(islice(entries, BATCH)):
            while batch:
                ids = self.push_entries(batch)
                yield from ids
                batch = batch[len(ids) :]

    def push_entries(self, entries: list[Flat]) -> list[str]:
        """Put entries on the intake as they are, unchecked; the ids of those that found room, at least one."""
        return push(self._scripts, self._keys, entries, max_backlog=self._max_backlog)

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def entry_of(payload: Payload | Mapping[str, Any]) -> Flat:
    """The stream entry of a payload: one JSON field, and the page's bytes beside it (no base64 on the wire).

    A mapping is named as on the wire; it may hold `body`, bytes, instead of `bodyBase64`.

    Raises: BadPayloadError when it does not fit the model.
    """
    if not isinstance(payload, Payload):
        fields = dict(payload)
        if "body" in fields:
            fields["bodyBase64"] = fields.pop("body")
        payload = payload_of(fields)
    told = payload.model_dump_json(by_alias=True, exclude_unset=True, exclude={"body_base64"})
    return {"payload": told} if payload.body_base64 is None else {"payload": told, "body": payload.body_base64}
