"""The facts: one look at the server, its streams and the workers."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from pydantic_core import from_json
from redis import Redis
from redis.exceptions import ResponseError

from worker.doctor.host import Disk, disk_of, open_ports
from worker.intake.clock import server_seconds
from worker.intake.heartbeat import Heartbeat, heartbeats
from worker.intake.keys import GROUP, Keys
from worker.intake.state import State, state_of
from worker.settings import Settings

__all__ = ["Facts", "Holder", "gather"]

PORTS = ("flower_port", "metrics_port", "worker_metrics_port")
SAMPLE = 1000
"""Keys that are looked at to tell the ledger's share of the memory."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A consumer of the intake that holds entries."""

    consumer: str
    pending: int
    idle_seconds: float


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the checks go by; nothing here is a password."""

    version: str
    info: Mapping[str, Any]
    """INFO of the server: memory, persistence, replication, stats."""
    state: State
    workers: tuple[Heartbeat, ...]
    holders: tuple[Holder, ...]
    skew_seconds: float
    """This host's clock less the server's."""
    ledger_bytes: int
    """About, from a sample."""
    models: frozenset[str]
    """Model versions among the latest fates."""
    schemas: frozenset[str]
    """Schema versions of the latest documents."""
    disks: Mapping[str, Disk]
    """By setting: where the documents go, and the data of our own server."""
    open_ports: Mapping[str, str]
    """What answers on an address of this host that is not loopback: setting of the port, and the address."""


def gather(client: Redis, settings: Settings, version: str) -> Facts:
    """Look at everything once; writes nothing but a file in `documents` that it removes at once."""
    keys = Keys(settings.key_prefix)
    before = time.time()
    skew_seconds = (before + time.time()) / 2 - server_seconds(client)
    return Facts(
        version=version,
        info=client.info(),
        state=state_of(client, keys),
        workers=tuple(heartbeats(client, keys)),
        holders=tuple(_holders(client, keys)),
        skew_seconds=skew_seconds,
        ledger_bytes=_ledger_bytes(client, keys),
        models=frozenset(_latest(client, keys.fates, b"model")) - {""},
        schemas=frozenset(_schemas(client, keys)),
        disks={name: disk_of(folder) for name, folder in _folders(settings).items()},
        open_ports=open_ports({name: port for name in PORTS if (port := getattr(settings, name))}),
    )


def _holders(client: Redis, keys: Keys) -> Iterable[Holder]:
    try:
        consumers = client.xinfo_consumers(keys.intake, GROUP)
    except ResponseError:  # no intake yet
        return
    for row in consumers:
        if row["pending"]:
            yield Holder(row["name"].decode("utf-8", "replace"), row["pending"], row["idle"] / 1000)


def _ledger_bytes(client: Redis, keys: Keys) -> int:
    sample = list(islice(cast("Iterable[bytes]", client.scan_iter(count=SAMPLE)), SAMPLE))
    ours = [key for key in sample if key.startswith(keys.ledger("").encode())]
    measured = [client.memory_usage(key) or 0 for key in ours[:20]]
    if not measured:
        return 0
    entries = client.dbsize() * len(ours) / len(sample)
    return int(entries * sum(measured) / len(measured))


def _latest(client: Redis, stream: str, field: bytes, count: int = SAMPLE) -> Iterable[str]:
    rows = cast("list[tuple[bytes, dict[bytes, bytes]]]", client.xrevrange(stream, count=count))
    return (row.get(field, b"").decode("utf-8", "replace") for _, row in rows)


def _schemas(client: Redis, keys: Keys) -> Iterable[str]:
    for document in _latest(client, keys.out, b"document", 3):
        yield str(from_json(document).get("schemaVersion", ""))


def _folders(settings: Settings) -> dict[str, str]:
    ours = {} if settings.redis_url else {"data_dir": str(settings.data_dir)}
    return ours | ({"documents": settings.documents} if settings.documents else {})
