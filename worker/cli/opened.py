"""An open system for a verb: settings, a server that answers, a connection; and an orderly end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis import Redis
from rich.console import Console

from worker.errors import CopydeskError
from worker.intake.keys import Keys
from worker.server import Server, connect, open_server
from worker.settings import Settings, load_settings

__all__ = ["System", "open_system"]


@dataclass(frozen=True, slots=True)
class System:
    """What a verb works with; `settings.redis_url` names the server that was found."""

    settings: Settings
    server: Server
    client: Redis
    keys: Keys
    console: Console
    """Standard error: results alone go to standard output."""


@contextmanager
def open_system(config: Path | None, **overrides: Any) -> Iterator[System]:  # noqa: ANN401 -- settings of any type
    """The system of these settings, its server started if it is one of our own and left when the block ends.

    SIGTERM and Ctrl-C end the block the same way, in order.

    Raises: SettingsError, ServerError; CopydeskError when the block was interrupted.
    """
    settings = load_settings(config, **overrides)
    console = Console(stderr=True)
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with open_server(settings, tell=console.print) as server:
            client = connect(server.url)
            found = settings.model_copy(update={"redis_url": server.url})
            yield System(found, server, client, Keys(settings.key_prefix), console)
            client.close()
    except KeyboardInterrupt:
        raise CopydeskError("stopped; nothing is lost, the next run goes on from here") from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_signum: int, _frame: object) -> None:
    raise KeyboardInterrupt
