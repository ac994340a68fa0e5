"""Verbs for letters: dead and rejected, each with list, show, replay and drop."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import click
from pydantic_core import from_json
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from worker.cli.opened import open_system
from worker.cli.printable import printable
from worker.cli.tables import print_json
from worker.intake.letters import Kind, Letter, Letters

__all__ = ["dead", "rejected"]

SHOWN_CHARS = 60


def _group(kind: Kind, about: str) -> click.Group:
    group = click.Group(kind, help=about)
    for verb in (_list_verb(kind), _show_verb(kind), _end_verb(kind, "replay"), _end_verb(kind, "drop")):
        group.add_command(verb)
    return group


@contextmanager
def _letters(config: Path | None, kind: Kind) -> Iterator[Letters]:
    with open_system(config) as system:
        yield Letters(system.client, system.keys, kind)


def _list_verb(kind: Kind) -> click.Command:
    @click.command("list")
    @click.option("--reason", help="Only letters with this reason.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object a letter.")
    @click.pass_obj
    def list_(config: Path | None, reason: str | None, as_json: bool) -> None:
        """List the letters, oldest first."""
        with _letters(config, kind) as letters:
            found = (letter for letter in letters if reason in {None, letter.reason})
            if as_json:
                for letter in found:
                    print_json(_told(letter))
            else:
                _print_table(found)

    return list_


def _show_verb(kind: Kind) -> click.Command:
    @click.command()
    @click.argument("letter_id")
    @click.option("--payload", "only_payload", is_flag=True, help="Print only the payload, as it came.")
    @click.pass_obj
    def show(config: Path | None, letter_id: str, only_payload: bool) -> None:
        """Show one letter whole: payload, reason, tries with their tracebacks. LETTER_ID may be its entry's."""
        with _letters(config, kind) as letters:
            letter = letters.get(letter_id)
        if letter is None:
            raise click.UsageError(f"no {kind} letter {letter_id}; see `copydesk {kind} list`")
        if only_payload:
            sys.stdout.buffer.write(letter.payload.get("body") or letter.payload.get("payload") or b"")
        else:
            print_json(_told(letter) | {"payload": _readable(letter.payload), "tries": letter.tries})

    return show


def _end_verb(kind: Kind, how: Literal["replay", "drop"]) -> click.Command:
    about = "Send letters back to the intake." if how == "replay" else "Throw letters away, payloads and all."

    @click.command(how, help=about)
    @click.argument("letter_ids", nargs=-1)
    @click.option("--reason", help="All letters with this reason.")
    @click.option("--all", "every", is_flag=True, help="All letters.")
    @click.pass_obj
    def end(config: Path | None, letter_ids: tuple[str, ...], reason: str | None, every: bool) -> None:
        if bool(letter_ids) + bool(reason) + every != 1:
            raise click.UsageError("name letters, or a --reason, or --all")
        with _letters(config, kind) as letters:
            chosen = letter_ids or [letter.id for letter in letters if every or letter.reason == reason]
            ended = sum(getattr(letters, how)(letter_id) not in {None, False} for letter_id in chosen)
        click.echo(f"{ended} {'replayed' if how == 'replay' else 'dropped'}", err=True)

    return end if how == "replay" else click.confirmation_option(prompt="Their payloads will be gone. Go on?")(end)


dead = _group("dead", "Payloads that could not be read, or failed at each delivery: list, show, replay, drop.")
rejected = _group("rejected", "Payloads that were read and turned away: list, show, replay, drop.")


def _told(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "entry": letter.entry,
        "reason": letter.reason,
        "detail": letter.detail,
        "deliveries": letter.deliveries,
        "firstSeenMs": letter.first_seen_ms,
        "lastSeenMs": letter.last_seen_ms,
        "url": _url(letter),
    }


def _print_table(letters: Iterator[Letter]) -> None:
    table = Table("id", "reason", "tries", "url or id", "detail")
    for letter in letters:
        shown = (
            escape(printable(text, max_chars=SHOWN_CHARS)) for text in (letter.reason, _url(letter), letter.detail)
        )
        reason, url, detail = shown
        table.add_row(letter.id, reason, str(letter.deliveries), url, detail)
    Console().print(table if table.row_count else "none")


def _url(letter: Letter) -> str:
    """What helps to recognise it: the payload's url, else its id."""
    try:
        fields = from_json(letter.payload["payload"])
    except (KeyError, ValueError):
        fields = {
            name: value.decode("utf-8", "replace") for name, value in letter.payload.items() if name in {"url", "id"}
        }
    return str(fields.get("url") or fields.get("id") or "") if isinstance(fields, dict) else ""


def _readable(payload: dict[str, bytes]) -> dict[str, str]:
    return {name: value.decode("utf-8", "backslashreplace") for name, value in payload.items()}
