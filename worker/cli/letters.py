"""Verbs for letters: dead and rejected, each with list, show, replay, drop, export and import."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from worker.cli.letter_choice import Choice, choice_options, url_of
from worker.cli.letter_files import export_verb, import_verb
from worker.cli.opened import open_system
from worker.cli.tables import print_json
from worker.client import Producer
from worker.errors import BadPayloadError
from worker.intake.clock import server_ms
from worker.intake.letters import Kind, Letter, Letters
from worker.printable import escaped, printable

__all__ = ["dead", "rejected"]

SHOWN_CHARS = 60


def _group(kind: Kind, about: str) -> click.Group:
    group = click.Group(kind, help=about)
    verbs = (_list_verb, _show_verb, _replay_verb, _drop_verb, export_verb)
    for verb in (*(verb(kind) for verb in verbs), import_verb()):
        group.add_command(verb)
    return group


@contextmanager
def _opened(config: Path | None, kind: Kind) -> Iterator[tuple[Letters, int, str]]:
    """The letters, now (ms, by the server's clock), and the name of the system."""
    with open_system(config) as system:
        yield Letters(system.client, system.keys, kind), server_ms(system.client), system.settings.key_prefix


def _list_verb(kind: Kind) -> click.Command:
    @click.command("list")
    @choice_options
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object a letter.")
    @click.pass_obj
    def list_(config: Path | None, /, as_json: bool, **filters: Any) -> None:  # noqa: ANN401 -- what Choice takes
        """List the letters, oldest first."""
        with _opened(config, kind) as (letters, now_ms, _):
            found = Choice(**filters).of(letters, now_ms)
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
        with _opened(config, kind) as (letters, _, _):
            letter = letters.get(letter_id)
        if letter is None:
            raise click.UsageError(f"no {kind} letter {letter_id}; see `copydesk {kind} list`")
        if only_payload:
            _write(letter.payload.get("body") or letter.payload.get("payload") or b"")
        else:
            print_json(_told(letter) | {"payload": _readable(letter.payload), "tries": letter.tries})

    return show


def _replay_verb(kind: Kind) -> click.Command:
    @click.command("replay")
    @click.argument("letter_ids", nargs=-1)
    @click.option("--all", "every", is_flag=True, help="All letters.")
    @choice_options
    @click.option("--to", "url", help="URL of another server, whose intake gets them; they leave this one.")
    @click.option("--to-prefix", help="The other system's key_prefix, if it is not ours.")
    @click.pass_obj
    def replay(
        config: Path | None,
        /,
        letter_ids: tuple[str, ...],
        every: bool,
        url: str | None,
        to_prefix: str | None,
        **filters: Any,  # noqa: ANN401 -- what Choice takes
    ) -> None:
        """Send letters back to the intake: those named, those that fit the filters, or --all.

        Safe to stop and to repeat: what a replay to another server has sent twice ends there as duplicate.
        """
        with _opened(config, kind) as (letters, now_ms, prefix):
            chosen = _chosen(letters, letter_ids, every, Choice(**filters), now_ms)
            if url:
                with Producer(url, prefix=to_prefix or prefix) as desk:
                    told = _ended(lambda letter_id: _moved(letters, letter_id, desk), chosen)
            else:
                told = _ended(lambda letter_id: letters.replay(letter_id) is not None, chosen)
        click.echo(f"{told[0]} replayed", err=True)
        _tell_refused(kind, told[1])

    return replay


def _drop_verb(kind: Kind) -> click.Command:
    @click.command("drop")
    @click.argument("letter_ids", nargs=-1)
    @click.option("--all", "every", is_flag=True, help="All letters.")
    @choice_options
    @click.confirmation_option(prompt="Their payloads will be gone. Go on?")
    @click.pass_obj
    def drop(config: Path | None, /, letter_ids: tuple[str, ...], every: bool, **filters: Any) -> None:  # noqa: ANN401 -- what Choice takes
        """Throw letters away, payloads and all: those named, those that fit the filters, or --all."""
        with _opened(config, kind) as (letters, now_ms, _):
            chosen = _chosen(letters, letter_ids, every, Choice(**filters), now_ms)
            dropped, _ = _ended(letters.drop, chosen)
        click.echo(f"{dropped} dropped", err=True)

    return drop


def _chosen(letters: Letters, letter_ids: tuple[str, ...], every: bool, choice: Choice, now_ms: int) -> Iterable[str]:
    """Ids of letters; an id may be that of the entry that a letter was."""
    if bool(letter_ids) + (choice.filters or every) != 1:
        raise click.UsageError("name letters, or a filter such as --reason, or --all")
    if not letter_ids:
        return [letter.id for letter in choice.of(letters, now_ms)]
    found = (letters.get(letter_id) for letter_id in letter_ids)
    return [letter.id for letter in found if letter]


def _ended(end: Callable[[str], bool], letter_ids: Iterable[str]) -> tuple[int, list[str]]:
    """How many were ended, and why those were not that cannot be."""
    ended, refused = 0, []
    for letter_id in letter_ids:
        try:
            ended += end(letter_id)
        except BadPayloadError as error:
            refused.append(f"{letter_id}: {error}")
    return ended, refused


def _moved(letters: Letters, letter_id: str, desk: Producer) -> bool:
    """First there, then gone here: killed in between, it is sent again, and ends there as duplicate."""
    letter = letters.get(letter_id)
    if letter is None:
        return False
    desk.push_entries([letter.payload])
    return letters.moved(letter_id)


def _tell_refused(kind: Kind, refused: list[str]) -> None:
    for why in refused:
        click.secho(f"not replayed: {kind} {why}", fg="yellow", err=True)
    if refused:
        raise click.exceptions.Exit(1)


dead = _group(
    "dead", "Payloads that could not be read, or failed at each delivery: list, show, replay, drop, export, import."
)
rejected = _group("rejected", "Payloads that were read and turned away: list, show, replay, drop, export, import.")


def _told(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "entry": letter.entry,
        "reason": letter.reason,
        "detail": letter.detail,
        "deliveries": letter.deliveries,
        "firstSeenMs": letter.first_seen_ms,
        "lastSeenMs": letter.last_seen_ms,
        "url": url_of(letter),
    }


def _print_table(letters: Iterator[Letter]) -> None:
    table = Table("id", "reason", "tries", "url or id", "detail")
    for letter in letters:
        shown = (
            escape(printable(text, max_chars=SHOWN_CHARS)) for text in (letter.reason, url_of(letter), letter.detail)
        )
        reason, url, detail = shown
        table.add_row(letter.id, reason, str(letter.deliveries), url, detail)
    Console().print(table if table.row_count else "none")


def _write(payload: bytes) -> None:
    """Byte for byte, but for a terminal, which might take some of them for commands."""
    if sys.stdout.isatty():
        click.echo(escaped(payload.decode("utf-8", "backslashreplace"), keep="\n\t"))
    else:
        sys.stdout.buffer.write(payload)


def _readable(payload: dict[str, bytes]) -> dict[str, str]:
    return {
        name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"): value.decode(
            "utf-8", "backslashreplace"
        )
        for name, value in payload.items()
    }
