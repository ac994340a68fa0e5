"""Verbs that look: status and tail."""

import dataclasses
import sys
import time
from pathlib import Path
from typing import cast

import click
from pydantic_core import from_json

from worker.cli import EXIT_CONSERVATION
from worker.cli.opened import System, open_system
from worker.cli.tables import echo_json, print_json, print_state
from worker.cli.words import wrong_in_words
from worker.intake.rows import rows_of
from worker.intake.state import State, state_of
from worker.printable import printable

__all__ = ["status", "tail"]

BLOCK_MS = 500


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--watch", is_flag=True, help="A live page, until Ctrl-C.")
@click.option("--every", type=click.FloatRange(min=0.1), default=1.0, show_default=True, help="Seconds, with --watch.")
@click.pass_obj
def status(config: Path | None, as_json: bool, watch: bool, every: float) -> None:
    """Show where every entry is, and whether it all adds up (exit code 4 if it does not)."""
    with open_system(config) as system:
        if watch:
            _watch(system, every)
        state = state_of(system.client, system.keys)
    if as_json:
        print_json(_plain(state) | {"wrong": wrong_in_words(state, system.settings)})
    else:
        print_state(state)
        for sentence in wrong_in_words(state, system.settings):
            click.secho(sentence, fg="red")
    if not state.conserved:
        raise click.exceptions.Exit(EXIT_CONSERVATION)


def _watch(system: System, every_seconds: float) -> None:
    from rich.live import Live

    from worker.cli.screen import Screen

    screen = Screen(system.client, system.keys)
    with Live(screen.look(time.monotonic()), auto_refresh=False, screen=sys.stdout.isatty()) as live:
        while True:
            time.sleep(every_seconds)
            live.update(screen.look(time.monotonic()), refresh=True)


def _plain(state: State) -> dict[str, object]:
    fields = dataclasses.asdict(state) | {
        "gap": state.gap,
        "letters_gap": state.letters_gap,
        "conserved": state.conserved,
    }
    sinks = [{_camel(name): value for name, value in dataclasses.asdict(sink).items()} for sink in state.sinks]
    return {_camel(name): value for name, value in fields.items()} | {"sinks": sinks}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the documents themselves, one a line.")
@click.option("--from-start", is_flag=True, help="Begin with the oldest document that is still in the output stream.")
@click.pass_obj
def tail(config: Path | None, as_json: bool, from_start: bool) -> None:
    """Follow documents as they are stored, until Ctrl-C."""
    with open_system(config) as system:
        out = system.keys.out
        newest = cast("list[tuple[bytes, object]]", system.client.xrevrange(out, count=1))
        last = newest[0][0].decode() if newest and not from_start else "0-0"
        while True:
            for entry, fields in rows_of(system.client.xread({out: last}, count=64, block=BLOCK_MS)):
                last = entry.decode()
                if as_json:
                    echo_json(fields[b"document"].decode())
                else:
                    click.echo(_line(fields[b"document"]))


def _line(document: bytes) -> str:
    found = from_json(document)
    when = found["datePublished"] or "undated"
    headline, url = printable(found["headline"] or ""), printable(found["url"] or "")
    return f"{time.strftime('%H:%M:%S')}  {when:<25}  {headline}  {url}"
