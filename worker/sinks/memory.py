"""A sink for tests: keeps documents in memory, and can be away."""

from collections.abc import Sequence

from worker.errors import SinkUnavailableError
from worker.sinks.reader import Stored

__all__ = ["MemorySink"]


class MemorySink:
    """Holds the latest bytes of each (id, version)."""

    name = "memory"

    def __init__(self) -> None:
        self.documents: dict[tuple[str, int], bytes] = {}
        self.away = False

    def put(self, documents: Sequence[Stored]) -> None:
        """Keep them, unless `away`."""
        if self.away:
            raise SinkUnavailableError("memory: away")
        self.documents.update({(document.id, document.version): document.document for document in documents})
