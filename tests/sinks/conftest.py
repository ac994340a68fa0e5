"""Systems with documents in `out`, and each kind of sink to read them."""

from pathlib import Path

import pytest

from tests.desk import Desk, stored
from worker.sinks.folder import FolderSink
from worker.sinks.memory import MemorySink
from worker.sinks.reader import Reader, Sink
from worker.sinks.redis_list import ListSink


class Reading:
    """One kind of sink, read back in one form, and a way to send it away and to call it back."""

    def __init__(self, desk: Desk, kind: str, folder: Path) -> None:
        self.desk, self.kind, self.folder = desk, kind, folder
        self.list_name = f"{{{desk.keys.prefix}}}:documents"
        self.memory = MemorySink()
        self.sink: Sink = self.memory
        if kind == "folder":
            self.sink = FolderSink(folder)
        elif kind == "list":
            self.sink = ListSink(desk.client, desk.keys, self.list_name)

    def reader(self, consumer: str = "worker/1", lease_seconds: float = 3600) -> Reader:
        return Reader(self.desk.client, self.desk.keys, self.sink.name, consumer, lease_seconds)

    def documents(self) -> list[bytes]:
        match self.kind:
            case "folder":
                return sorted(path.read_bytes().strip() for path in self.folder.rglob("*.json"))
            case "list":
                rows = self.desk.client.lrange(self.list_name, 0, -1)
                return sorted(row if isinstance(row, bytes) else row.encode() for row in rows)
            case _:
                return sorted(self.memory.documents.values())

    def go_away(self) -> None:
        match self.kind:
            case "folder":
                self.folder.rename(self.folder.with_name("elsewhere")) if self.folder.exists() else None
                self.folder.write_text("a file where the folder should be")
            case "list":
                self.desk.client.rename(self.list_name, f"{self.list_name}:kept") if self.documents() else None
                self.desk.client.set(self.list_name, "another type")
            case _:
                self.memory.away = True

    def come_back(self) -> None:
        match self.kind:
            case "folder":
                self.folder.unlink()
                elsewhere = self.folder.with_name("elsewhere")
                elsewhere.rename(self.folder) if elsewhere.exists() else None
            case "list":
                self.desk.client.delete(self.list_name)
                kept = f"{self.list_name}:kept"
                self.desk.client.rename(kept, self.list_name) if self.desk.client.exists(kept) else None
            case _:
                self.memory.away = False


@pytest.fixture(params=["folder", "list", "memory"])
def reading(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path) -> Reading:
    """Each kind of sink in turn."""
    return Reading(desk, request.param, tmp_path / "documents")


def store(desk: Desk, *names: str) -> list[bytes]:
    """Put documents of these names in `out`."""
    documents = []
    for name in names:
        commit = stored(desk.taken(), name)
        desk.hands().commit(commit)
        documents.append(commit.document)
    return sorted(documents)
