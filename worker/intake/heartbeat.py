"""Heartbeats: what each worker's pump says of itself, once a second, for whoever asks who is alive."""

import json
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import cast

from redis import Redis

from worker.intake.clock import server_seconds
from worker.intake.keys import Keys

__all__ = ["ALIVE_SECONDS", "Heartbeat", "beat", "heartbeats", "retire"]

ALIVE_SECONDS = 30
"""A worker whose last heartbeat is older is taken for dead."""
FORGET_SECONDS = 24 * 3600
"""A dead worker is named so long, so that one can see that it died."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last words of one worker."""

    worker: str
    """Celery's name of it."""
    age_seconds: float
    """By the server's clock."""
    skew_seconds: float
    """The worker's clock less the server's, as it was then."""
    pool_size: int
    children_replaced: int
    """Processes of the pool that others have taken the place of, since the worker connected."""
    version: str
    """Copydesk's."""

    @property
    def is_alive(self) -> bool:
        """Heard of lately."""
        return self.age_seconds < ALIVE_SECONDS


def beat(client: Redis, keys: Keys, worker: str, *, pool_size: int, children_replaced: int) -> None:
    """Write the heartbeat of `worker`; the first also forgets workers that were last heard of a day ago."""
    now = server_seconds(client)
    said = {
        "at": round(now, 1),
        "skew": round(time.time() - now, 1),
        "poolSize": pool_size,
        "childrenReplaced": children_replaced,
        "version": _version(),
    }
    if client.hset(keys.workers, worker, json.dumps(said)):
        for known in heartbeats(client, keys):
            if known.age_seconds > FORGET_SECONDS:
                retire(client, keys, known.worker)


def retire(client: Redis, keys: Keys, worker: str) -> None:
    """Take the heartbeat of `worker` away: it stopped in order."""
    client.hdel(keys.workers, worker)


def heartbeats(client: Redis, keys: Keys) -> list[Heartbeat]:
    """All workers that were heard of within a day and did not stop in order, by name."""
    now = server_seconds(client)
    found = cast("dict[bytes, bytes]", client.hgetall(keys.workers))
    return sorted((_heartbeat(name, said, now) for name, said in found.items()), key=lambda beat: beat.worker)


def _heartbeat(name: bytes, said: bytes, now: float) -> Heartbeat:
    told = json.loads(said)
    if not isinstance(told, dict):  # a worker of an older release: the time alone
        told = {"at": told}
    return Heartbeat(
        worker=name.decode("utf-8", "replace"),
        age_seconds=max(0.0, now - told["at"]),
        skew_seconds=told.get("skew", 0.0),
        pool_size=told.get("poolSize", 0),
        children_replaced=told.get("childrenReplaced", 0),
        version=told.get("version", ""),
    )


def _version() -> str:
    """Of the installed package; empty where it runs from its source folder: no reason for a pump to die."""
    try:
        return version("copydesk")
    except PackageNotFoundError:
        return ""
