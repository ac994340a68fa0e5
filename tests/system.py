"""A whole system on a real server in a temporary folder, with the ticket's loop run by the test itself."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from redis import Redis

from worker.article.payload import UnknownFields
from worker.ingest import Ports
from worker.intake.deliveries import Deliveries
from worker.intake.entries import move_inbox
from worker.intake.keys import Keys
from worker.intake.scripts import Scripts
from worker.intake.state import State, state_of
from worker.server import connect, open_server
from worker.settings import Settings
from worker.sinks.opened import open_sinks
from worker.sinks.reader import Reader, deliver
from worker.ticket import Ticket


@dataclass(frozen=True, slots=True)
class System:
    """Server, keys and settings of one test."""

    url: str
    client: Redis
    settings: Settings

    @property
    def keys(self) -> Keys:
        return Keys(self.settings.key_prefix)

    @property
    def state(self) -> State:
        return state_of(self.client, self.keys)

    def entries(self, stream: str) -> dict[str, dict[str, bytes]]:
        """Fields of a stream's entries by id, oldest first."""
        rows = cast("list[tuple[bytes, dict[bytes, bytes]]]", self.client.xrange(stream))
        return {entry.decode(): {name.decode(): value for name, value in fields.items()} for entry, fields in rows}

    def waiting(self) -> dict[str, dict[str, bytes]]:
        """Fields of the entries on the intake."""
        return self.entries(self.keys.intake)

    def payloads(self) -> list[dict[str, Any]]:
        """What the field `payload` of those entries says."""
        return [json.loads(fields["payload"]) for fields in self.waiting().values()]

    def work(self, unknown_fields: UnknownFields = "error") -> Counter[str]:
        """Do what workers do until nothing waits: inbox, articles, sinks; what the articles came to."""
        move_inbox(Scripts(self.client), self.keys, max_backlog=self.settings.max_backlog)
        deliveries = Deliveries(self.client, self.keys, "test/0", pid=1)
        ports = Ports(deliveries.commit, nullcontext, self.settings.rules, unknown_fields)
        tally = Ticket(deliveries, ports).run(articles=1000, seconds=60)
        for name, sink in open_sinks(self.client, self.settings).items():
            deliver(Reader(self.client, self.keys, name, "test/0"), sink)
        return tally

    def tcp_url(self) -> str:
        """The server's address for clients that know no unix socket: a free port of loopback, opened on demand."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.client.config_set("port", port)
        return f"redis://127.0.0.1:{port}/0"


@contextmanager
def open_system(folder: Path) -> Iterator[System]:
    """A system whose server, documents and nothing else live in `folder`."""
    settings = Settings(redis_url="", data_dir=folder / "data", documents=str(folder / "documents"), out_list="news")
    with open_server(settings) as server, connect(server.url) as client:
        yield System(server.url, client, settings)
