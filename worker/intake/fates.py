"""Readers of the fates stream, each with a cursor of its own in memory: what became of the entries, as it happens."""

from typing import cast

from redis import Redis

from worker.intake.keys import Keys
from worker.intake.rows import rows_of

__all__ = ["FatesReader"]

BATCH = 1000


class FatesReader:
    """Reads what has been written since it was made; what was trimmed before it was read is not seen."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._client = client
        self._stream = keys.fates
        newest = cast("list[tuple[bytes, object]]", client.xrevrange(keys.fates, count=1))
        self._last = newest[0][0].decode() if newest else "0-0"

    def read(self, *, block_ms: int | None = None) -> list[dict[str, str]]:
        """The next up to 1000 fates, oldest first; waits for the first up to `block_ms`, else not at all."""
        rows = rows_of(self._client.xread({self._stream: self._last}, count=BATCH, block=block_ms))
        if rows:
            self._last = rows[-1][0].decode()
        return [{name.decode(): value.decode("utf-8", "replace") for name, value in row.items()} for _, row in rows]
