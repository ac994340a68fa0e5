"""What the verbs print: tables for people, JSON for programs."""

import sys

import click
from pydantic_core import to_json
from rich.console import Console
from rich.table import Table

from worker.cli.following import Follower
from worker.intake.state import State
from worker.printable import escaped
from worker.settings import Settings

__all__ = ["echo_json", "print_json", "print_state", "summary"]

FATES = ("stored", "duplicate", "rejected", "dead")
COLOURS = {"stored": "green", "duplicate": "cyan", "rejected": "yellow", "dead": "red"}


def print_json(value: object) -> None:
    """One object on one line of standard output."""
    echo_json(to_json(value).decode())


def echo_json(text: str) -> None:
    """JSON, or lines of it, as it is; on a terminal with what would be a command to it escaped."""
    click.echo(escaped(text, keep="\n") if sys.stdout.isatty() else text)


def summary(follower: Follower, took_seconds: float, settings: Settings, *, as_json: bool) -> None:
    """What became of the articles of one run."""
    articles = follower.tally.total()
    rate = articles / took_seconds if took_seconds else 0.0
    reasons = {f"{fate}:{reason}": count for (fate, reason), count in follower.reasons.most_common()}
    if as_json:
        fates = {fate: follower.tally[fate] for fate in FATES}
        print_json(
            {**fates, "reasons": reasons, "articlesPerSecond": round(rate, 2), "seconds": round(took_seconds, 2)}
        )
        return
    table = Table(*FATES, "articles a second", title=f"{articles} articles")
    table.add_row(*(f"[{COLOURS[fate]}]{follower.tally[fate]}" for fate in FATES), f"{rate:.1f}")
    console = Console()
    console.print(table)
    for name, count in reasons.items():
        console.print(f"  {count:>6}  {name.replace(':', ': ', 1)}", highlight=False)
    if settings.documents:
        console.print(f"documents are in {settings.documents}", highlight=False)
    if follower.tally["rejected"] or follower.tally["dead"]:
        console.print("see why with: copydesk rejected list, copydesk dead list", highlight=False)


def print_state(state: State) -> None:
    """Where everything is, and whether it adds up."""
    console = Console()
    table = Table("waiting", "in work", *FATES, "in the inbox")
    counts = (getattr(state, fate) for fate in FATES)
    table.add_row(str(state.waiting), str(state.in_work), *map(str, counts), str(state.inbox))
    console.print(table)
    for name, count in state.reasons.items():
        console.print(f"  {count:>8}  {name.replace(':', ': ', 1)}", highlight=False)
    for sink in state.sinks:
        console.print(f"{sink.name}: {sink.waiting} documents behind, {sink.in_work} on their way", highlight=False)
    fates = f"{state.stored} stored + {state.duplicate} duplicate + {state.rejected} rejected + {state.dead} dead"
    places = f"{state.dropped} dropped + {state.waiting} waiting + {state.in_work} in work"
    console.print(f"entries: {state.entries_added} added = {fates} + {places}{_gap(state.gap)}", highlight=False)
    for kind in ("dead", "rejected"):
        now, replayed, dropped = (getattr(state, f"{kind}_{what}") for what in ("now", "replayed", "dropped"))
        total = getattr(state, kind)
        gap = _gap(total - now - replayed - dropped)
        console.print(f"{kind}: {total} = {now} kept + {replayed} replayed + {dropped} dropped{gap}", highlight=False)


def _gap(gap: int) -> str:
    if not gap:
        return ""
    return f"  [red]does not add up: {abs(gap)} {'lost' if gap > 0 else 'too many'}[/red]"
