"""The live page of `status --watch`: what a system does, from what changed since the last look."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from redis import Redis
from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from worker.cli.tables import COLOURS, FATES
from worker.intake.backlog import Backlog, backlog_of
from worker.intake.fates import FatesReader
from worker.intake.heartbeat import Heartbeat, heartbeats
from worker.intake.keys import Keys
from worker.intake.state import State, state_of
from worker.printable import printable

__all__ = ["Screen"]

BARS = "▁▂▃▄▅▆▇█"
TREND_LOOKS = 60
RECENT = 2000
"""Fates that hosts and reasons are told from."""
ROWS = 5
TEXT_CHARS = 60


@dataclass(slots=True)
class Screen:
    """What the page remembers between two looks."""

    client: Redis
    keys: Keys
    looks: deque[tuple[float, State]] = field(default_factory=lambda: deque(maxlen=TREND_LOOKS))
    """When (seconds, any clock that only goes forward), and what was seen."""
    recent: deque[dict[str, str]] = field(default_factory=lambda: deque(maxlen=RECENT))
    dead: deque[dict[str, str]] = field(default_factory=lambda: deque(maxlen=ROWS))
    _reader: FatesReader = field(init=False)

    def __post_init__(self) -> None:
        self._reader = FatesReader(self.client, self.keys)
        self.dead.extend(_last_dead(self.client, self.keys))

    def look(self, now: float) -> RenderableType:
        """The page as of `now`."""
        self.looks.append((now, state_of(self.client, self.keys)))
        while fates := self._reader.read():
            self.recent.extend(fates)
            self.dead.extend(fate for fate in fates if fate["fate"] == "dead")
        backlog = backlog_of(self.client, self.keys)
        return Group(
            self._backlog(backlog),
            self._fates(),
            _workers(heartbeats(self.client, self.keys)),
            Columns([self._slowest(), self._reasons()], padding=(0, 4)),
            _sinks(self.looks[-1][1]),
            self._dead_letters(),
        )

    def _backlog(self, backlog: Backlog) -> RenderableType:
        state = self.looks[-1][1]
        trend = _trend([seen.waiting for _, seen in self.looks])
        line = f"[b]{state.waiting:,}[/] waiting {trend}  [b]{state.in_work:,}[/] in work, {state.inbox:,} in the inbox"
        ages = f"oldest waits {backlog.oldest_waiting_seconds:.0f} s; {backlog.tickets} tickets queued"
        sound = "[green]adds up[/]" if state.conserved else "[red]DOES NOT ADD UP: see `copydesk doctor`[/]"
        return Text.from_markup(f"{line}\n{ages}; {state.entries_added:,} entries ever, {sound}\n")

    def _fates(self) -> RenderableType:
        table = Table("", *FATES, box=None, header_style="dim")
        (first, before), (last, now) = self.looks[0], self.looks[-1]
        seconds = last - first
        totals = [getattr(now, fate) for fate in FATES]
        since = [getattr(now, fate) - getattr(before, fate) for fate in FATES]
        colours = [COLOURS[fate] for fate in FATES]
        table.add_row("ever", *(f"[{colour}]{count:,}" for colour, count in zip(colours, totals, strict=True)))
        table.add_row("a second", *(f"{count / seconds:.1f}" if seconds else "-" for count in since))
        return table

    def _slowest(self) -> RenderableType:
        took: dict[str, list[float]] = {}
        for fate in self.recent:
            if fate.get("tookMs") and fate.get("publisher"):
                took.setdefault(fate["publisher"], []).append(float(fate["tookMs"]))
        means = {host: sum(times) / len(times) for host, times in took.items()}
        table = Table("slowest hosts", "ms", "articles", box=None, header_style="dim")
        for host in sorted(means, key=lambda host: -means[host])[:ROWS]:
            table.add_row(_safe(host), f"{means[host]:.0f}", str(len(took[host])))
        return table

    def _reasons(self) -> RenderableType:
        reasons = Counter(f"{fate['fate']}: {fate['reason']}" for fate in self.recent if fate.get("reason"))
        table = Table("reasons of late", "", box=None, header_style="dim")
        for reason, count in reasons.most_common(ROWS):
            table.add_row(_safe(reason), str(count))
        return table

    def _dead_letters(self) -> RenderableType:
        table = Table("last dead letters", "reason", "detail", box=None, header_style="dim")
        for fate in reversed(self.dead):
            table.add_row(_safe(fate["entry"]), _safe(fate["reason"]), _safe(fate["detail"]))
        return table if self.dead else Text("no dead letters", style="dim")


def _last_dead(client: Redis, keys: Keys) -> Iterable[dict[str, str]]:
    rows: Any = client.xrevrange(keys.dead, count=ROWS)
    for _, fields in reversed(rows):
        yield {name: fields[name.encode()].decode("utf-8", "replace") for name in ("entry", "reason", "detail")}


def _workers(found: list[Heartbeat]) -> RenderableType:
    table = Table("worker", "processes", "replaced", "heard of", "release", box=None, header_style="dim")
    for beat in found:
        heard = f"{beat.age_seconds:.0f} s ago" if beat.is_alive else f"[red]{beat.age_seconds:.0f} s ago[/]"
        replaced = str(beat.children_replaced)
        table.add_row(_safe(beat.worker), str(beat.pool_size), replaced, heard, _safe(beat.version))
    return table if found else Text("no worker is alive: start one with `copydesk worker`", style="red")


def _sinks(state: State) -> RenderableType:
    told = (f"{sink.name}: {sink.waiting:,} behind, {sink.in_work:,} on their way" for sink in state.sinks)
    return Text("\n".join(printable(line) for line in told) or "no sinks", style="dim")


def _trend(counts: list[int]) -> str:
    most = max(counts) or 1
    return "".join(BARS[round(count / most * (len(BARS) - 1))] for count in counts)


def _safe(text: str) -> str:
    return escape(printable(text, max_chars=TEXT_CHARS))
