"""Works the intake empty in one process, without Celery: for a full server, or a machine with one core."""

from collections.abc import Iterator

from redis import Redis

from worker.intake.entries import move_inbox
from worker.intake.keys import Keys
from worker.intake.scripts import Scripts, ensure_group
from worker.settings import Settings
from worker.sinks.opened import open_sinks
from worker.sinks.reader import Reader, deliver, group_of
from worker.ticket import open_ticket, told

__all__ = ["drain", "is_full"]


def drain(client: Redis, settings: Settings, consumer: str) -> Iterator[str]:
    """Do what workers do until nothing waits; after each step what it came to, in words.

    `consumer` is a name of one's own, `<worker>/<slot>`. Every step runs on a full server too.
    """
    keys = Keys(settings.key_prefix)
    ticket = open_ticket(client, settings, consumer)
    for name in open_sinks(client, settings):
        ensure_group(client, keys.out, group_of(name))  # what waits for a sink is counted from the first document on
    while True:
        moved = move_inbox(Scripts(client), keys, max_backlog=settings.max_backlog)
        tally = ticket.run(settings.ticket_articles, settings.ticket_seconds)
        for name, sink in open_sinks(client, settings).items():
            reader = Reader(client, keys, name, consumer, settings.sink_lease_seconds)
            if given := deliver(reader, sink):
                yield f"{given} documents to {name}"
        if not tally and not moved:
            return
        yield told(tally)


def is_full(client: Redis) -> bool:
    """Whether the server refuses what takes memory: then Celery could not even start."""
    memory = client.info("memory")
    return bool(0 < memory["maxmemory"] <= memory["used_memory"])
