"""The sinks that the settings ask for."""

from pathlib import Path

from redis import Redis

from worker.intake.keys import Keys
from worker.settings import Settings
from worker.sinks.folder import FolderSink
from worker.sinks.reader import Sink
from worker.sinks.redis_list import ListSink

__all__ = ["open_sinks"]


def open_sinks(client: Redis, settings: Settings) -> dict[str, Sink]:
    """Configured sinks by name; a new kind of sink is one more line."""
    sinks: list[Sink] = []
    if settings.documents:
        sinks.append(FolderSink(Path(settings.documents)))
    if settings.out_list:
        sinks.append(ListSink(client, Keys(settings.key_prefix), settings.out_list))
    return {sink.name: sink for sink in sinks}
