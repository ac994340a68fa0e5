"""Following entries to their fates, with a progress bar."""

from collections import Counter
from collections.abc import Callable, Iterator

from redis import Redis
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from worker.intake.fates import FatesReader
from worker.intake.keys import Keys

__all__ = ["Follower", "progress_bar"]

BLOCK_MS = 250


class Follower:
    """Collects the fates of entries that are pushed after it was made."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys
        self._reader = FatesReader(client, keys)
        self.open: set[str] = set()
        """Entries without a fate yet."""
        self.tally: Counter[str] = Counter()
        """Fates so far; `lost-sight` where the fate was trimmed from the stream before it was read."""
        self.reasons: Counter[tuple[str, str]] = Counter()
        """How often each reason (fate, reason) was given."""

    def fates(self, watch: Callable[[], None]) -> Iterator[dict[str, str]]:
        """The open entries' fates as they come, until none is open; `watch` is called in between."""
        while self.open:
            yield from self.read(block_ms=BLOCK_MS)
            watch()

    def read(self, *, block_ms: int | None = None) -> list[dict[str, str]]:
        """Fates of open entries that have come since the last look; waits up to `block_ms` for the first."""
        fates = self._reader.read(block_ms=block_ms)
        if not fates and (gone := self._oldest_gone()):
            # Fate and removal are one step: the fate has been written by now, or trimmed away.
            fates = self._reader.read()
            if not fates:
                self.open.discard(gone)
                self.tally["lost-sight"] += 1
        found = []
        for fate in fates:
            if fate["entry"] in self.open:
                self.open.discard(fate["entry"])
                self._count(fate)
                found.append(fate)
        return found

    def _count(self, fate: dict[str, str]) -> None:
        self.tally[fate["fate"]] += 1
        if reason := fate.get("reason"):
            self.reasons[fate["fate"], reason] += 1

    def _oldest_gone(self) -> str | None:
        """The oldest open entry, if it is no longer in the intake."""
        oldest = min(self.open, default=None, key=lambda entry: tuple(map(int, entry.split("-"))))
        if oldest is None or self._client.xrange(self._keys.intake, min=oldest, max=oldest, count=1):
            return None
        return oldest


def progress_bar(console: Console) -> Progress:
    """A bar of articles; silent where there is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
