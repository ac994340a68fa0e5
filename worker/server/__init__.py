"""Finds Redis or starts it: the given URL, else a server on PATH, else the bundled one."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from worker.errors import ServerError
from worker.server.address import celery_url, check_server, connect, probe, shown
from worker.server.folder import Fsync, known_folder_url, log_tail, open_folder
from worker.settings import Settings

__all__ = ["Fsync", "Server", "celery_url", "check_server", "connect", "known_url", "open_server", "probe", "shown"]

logger = logging.getLogger("copydesk.server")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers and is new enough.

    `url` is for redis-py, `broker_url` for Celery; `version` is "Redis 7.0.15" or "Valkey 9.1.2"; `kind` says where
    it came from: `given` by its URL, found on PATH (`path`), or `bundled` with the extra `server`.
    """

    url: str
    broker_url: str
    version: str
    kind: Literal["given", "path", "bundled"]


@contextmanager
def open_server(
    settings: Settings, *, fsync: Fsync = "everysec", tell: Callable[[str], None] = logger.info
) -> Iterator[Server]:
    """The server of these settings: the one that `redis_url` names, else one kept in `data_dir` while it is used.

    A server in `data_dir` is shared by all who open it, in any process, and stops when the last of them has left or
    died; its data stay. `fsync` is its `appendfsync`, for whoever comes first. `tell` gets a sentence for people
    while a large data set loads, which may take minutes and is no failure.

    Raises: ServerError when there is none to reach or to start, or it is too old; SettingsError for a malformed URL.
    """
    broker_url = celery_url(settings.broker_url) if settings.broker_url else ""
    if settings.redis_url:
        translated = celery_url(settings.redis_url)
        with probe(settings.redis_url) as client:
            version = check_server(client, tell=tell)
        yield Server(settings.redis_url, broker_url or translated, version, "given")
        return
    with open_folder(settings.data_dir, fsync=fsync) as (url, kind):
        try:
            with probe(url) as client:
                version = check_server(client, tell=tell)
        except ServerError as error:  # it answered, and died of what it read
            folder = settings.data_dir
            raise ServerError(f"the server did not start in {folder}: {error}\n{log_tail(folder)}") from error
        yield Server(url, broker_url or celery_url(url), version, kind)


def known_url(settings: Settings) -> str:
    """Where the server is, or will be once it is opened, without touching it: for whoever only wants to look."""
    return settings.redis_url or known_folder_url(settings.data_dir)
