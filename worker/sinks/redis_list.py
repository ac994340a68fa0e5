"""A sink: a Redis list, for consumers that only know BLPOP."""

from collections.abc import Sequence

from redis import Redis
from redis.exceptions import ResponseError

from worker.errors import SinkUnavailableError
from worker.intake.keys import Keys
from worker.intake.outage import OUTAGES
from worker.intake.scripts import Scripts
from worker.sinks.reader import Stored, group_of

__all__ = ["ListSink"]


class ListSink:
    """Appends each document's JSON to a list on the same server, once: acknowledging and appending are one step."""

    def __init__(self, client: Redis, keys: Keys, target: str) -> None:
        self.name = f"list-{target}"
        self._keys = keys
        self._target = target
        self._scripts = Scripts(client)

    def put(self, documents: Sequence[Stored]) -> None:
        """Append those that the group has not acknowledged yet.

        Raises: SinkUnavailableError when the server is away, or the name is that of something else than a list.
        """
        words = [word for document in documents for word in (document.entry, document.document)]
        try:
            self._scripts.run("append", [self._keys.out, self._target], [group_of(self.name), *words])
        except (*OUTAGES, ResponseError) as error:
            raise SinkUnavailableError(f"list {self._target}: {error}") from error
