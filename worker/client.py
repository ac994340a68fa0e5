"""The light producer: puts payloads on the intake; imports redis and the payload model only."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from pydantic_core import PydanticSerializationError
from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError, TimeoutError  # noqa: A004 -- redis-py's names
from redis.retry import Retry

from worker.article.outcome import Reason
from worker.article.packed import packed
from worker.article.payload import Payload, UnknownFields, payload_of
from worker.errors import BadPayloadError, SettingsError
from worker.intake.entries import Flat, push
from worker.intake.keys import Keys
from worker.intake.scripts import Scripts

__all__ = ["Producer", "entry_of"]

BATCH_ENTRIES = 16
"""Payloads in one step of `push_many`; a step holds up everyone else on the server."""
BATCH_BYTES = 4_000_000
"""Size at which a step is full before that."""
TIMEOUT_SECONDS = 10
RETRIES = 3


class Producer:
    """Pushes payloads to one system; may be shared by threads, not by forked processes.

    >>> with Producer("redis://localhost:6379/0") as desk:  # doctest: +SKIP
    ...     desk.push({"url": "https://example.org/a", "html": "<h1>…"})
    '1764000000000-0'

    **At least once**: a push whose answer is lost or late (10 s) is repeated, up to three times, within the call, and
    may be repeated by the caller after it raised. Each repeat may leave one more entry; an article that comes again
    unchanged ends as `duplicate`.
    """

    def __init__(
        self,
        url: str,
        *,
        prefix: str = "copydesk",
        max_backlog: int = 1_000_000,
        wait_replicas: int = 0,
        pack: bool = True,
    ) -> None:
        """`url` as redis-py reads it; `prefix` and `max_backlog` as in the workers' settings. The first push connects.

        A push returns once `wait_replicas` replicas have the entries, so that a failover to one of them loses none.
        With `pack`, payloads and bodies of 2 kB and more are sent as zstd frames: a quarter of the server's memory, of
        its log and of the network, for a quarter of a millisecond a page.

        Raises: SettingsError for a malformed URL.
        """
        try:
            self._client: Redis = Redis.from_url(
                url,
                socket_timeout=TIMEOUT_SECONDS,
                socket_connect_timeout=TIMEOUT_SECONDS,
                retry=Retry(ExponentialBackoff(cap=2, base=0.1), RETRIES),
                retry_on_error=[ConnectionError, TimeoutError],  # redis-py before 6 repeats nothing without
            )
        except ValueError as error:
            raise SettingsError(f"the URL of Redis: {error}") from error
        self._keys = Keys(prefix)
        self._max_backlog = max_backlog
        self._wait_replicas = wait_replicas
        self._pack = pack
        self._scripts = Scripts(self._client)

    def push(self, payload: Payload | Mapping[str, Any]) -> str:
        """Put one payload on the intake; its entry's id. A mapping is read as by `entry_of`.

        Raises: BadPayloadError when it does not fit the model, IntakeFullError when there is no room,
        redis.ConnectionError or redis.TimeoutError when the server is away: whether it is there then is not known;
        ReplicasBehindError when it is there, and not on `wait_replicas` replicas after 5 s.
        """
        return self.push_entries([entry_of(payload)])[0]

    def push_many(self, payloads: Iterable[Payload | Mapping[str, Any]]) -> Iterator[str]:
        """Put payloads on the intake, a few in one step; their entries' ids, in order.

        Nothing is sent until the iterator is read, and `payloads` is read no faster than they are sent.

        Raises: as `push`, at the payload at fault: all before it are on the intake, and their ids were yielded.
        """
        for batch, error in _batches(payloads):
            while batch:
                ids = self.push_entries(batch)
                yield from ids
                del batch[: len(ids)]
            if error is not None:
                raise error

    def push_entries(self, entries: list[Flat]) -> list[str]:
        """Put entries on the intake, packed but unchecked; the ids of those that found room, at least one.

        Raises: as `push`, but for BadPayloadError.
        """
        sent = [packed(entry) for entry in entries] if self._pack else entries
        return push(self._scripts, self._keys, sent, max_backlog=self._max_backlog, wait_replicas=self._wait_replicas)

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def entry_of(payload: Payload | Mapping[str, Any], *, unknown_fields: UnknownFields = "error") -> Flat:
    r"""The stream entry of a payload: one JSON field, and the page's bytes beside it (no base64 on the wire).

    A mapping is named as on the wire or as in Python; it may hold `body`, bytes, instead of `bodyBase64`.

    Raises: BadPayloadError when it does not fit the model, with a JSON Pointer to the field at fault.

    >>> entry_of({"id": 7, "contentType": "text/html", "body": b"<p>Caf\xe9"})
    {'payload': '{"id":7,"contentType":"text/html"}', 'body': b'<p>Caf\xe9'}
    """
    if not isinstance(payload, Payload):
        payload = payload_of(_with_body(payload), unknown_fields)
    try:
        told = payload.model_dump_json(by_alias=True, exclude_unset=True, exclude={"body_base64"})
    except PydanticSerializationError as error:
        raise BadPayloadError(Reason.BAD_PAYLOAD, f"cannot be written as JSON: {error}") from error
    return {"payload": told} if payload.body_base64 is None else {"payload": told, "body": payload.body_base64}


def _with_body(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    body = fields.get("body")
    if body is None:
        return {name: value for name, value in fields.items() if name != "body"}
    if not isinstance(body, bytes):
        detail = "body holds a page's bytes; put decoded HTML into html, plain text into text"
        raise BadPayloadError(Reason.BAD_PAYLOAD, detail, "/body")
    return {("bodyBase64" if name == "body" else name): value for name, value in fields.items()}


def _batches(
    payloads: Iterable[Payload | Mapping[str, Any]],
) -> Iterator[tuple[list[Flat], BadPayloadError | None]]:
    """Entries for one step each; the last comes with the error that the payload after it raised."""
    batch: list[Flat] = []
    size = 0
    for payload in payloads:
        try:
            entry = entry_of(payload)
        except BadPayloadError as error:
            yield batch, error
            return
        batch.append(entry)
        size += sum(map(len, entry.values()))
        if len(batch) == BATCH_ENTRIES or size >= BATCH_BYTES:
            yield batch, None
            batch, size = [], 0
    yield batch, None
