"""Verbs that carry letters over files: export and import."""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from worker.cli.letter_choice import Choice, choice_options
from worker.cli.opened import open_system
from worker.client import BATCH_BYTES, BATCH_ENTRIES, Producer
from worker.errors import BadPayloadError, IntakeFullError
from worker.intake.clock import server_ms
from worker.intake.entries import Flat
from worker.intake.letter_lines import entry_in, line_of
from worker.intake.letters import Kind, Letters

__all__ = ["export_verb", "import_verb"]

FULL_SECONDS = 0.5


def export_verb(kind: Kind) -> click.Command:
    """The verb for letters of one kind."""

    @click.command("export")
    @click.argument("path", type=click.Path(path_type=Path))
    @choice_options
    @click.pass_obj
    def export(config: Path | None, /, path: Path, **filters: Any) -> None:  # noqa: ANN401 -- what Choice takes
        """Write letters to PATH, byte for byte: a file, one letter a line, or a folder that exists, a file a letter.

        They stay on the server; drop them there when the files are safe.
        """
        with open_system(config) as system:
            found = Choice(**filters).of(Letters(system.client, system.keys, kind), server_ms(system.client))
            lines = ((letter.id, line_of(kind, letter)) for letter in found)
            if path.is_dir():
                count = sum(_written(path / f"{kind}-{letter_id}.jsonl", [line]) for letter_id, line in lines)
            else:
                count = _written(path, (line for _, line in lines))
        click.echo(f"{count} exported", err=True)

    return export


def import_verb() -> click.Command:
    """The verb; letters of either kind."""

    @click.command("import")
    @click.argument("path", type=click.Path(exists=True, path_type=Path))
    @click.pass_obj
    def import_(config: Path | None, path: Path) -> None:
        """Put the payloads of exported letters on the intake: of a file, or of all .jsonl files in a folder.

        Import again what was cut short: what was read and stored before ends as duplicate.
        """
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        for _ in _entries(files):  # the whole is read before the first is sent
            pass
        with open_system(config) as system:
            settings = system.settings
            with Producer(settings.redis_url, prefix=settings.key_prefix, max_backlog=settings.max_backlog) as desk:
                count = sum(_pushed(desk, batch) for batch in _batches(_entries(files)))
        click.echo(f"{count} imported", err=True)

    return import_


def _written(path: Path, lines: Iterable[bytes]) -> int:
    """Write a file that appears whole or not at all; how many lines."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    try:
        with beside.open("wb") as file:
            for line in lines:
                file.write(line + b"\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}; name another place") from error
    finally:
        beside.unlink(missing_ok=True)
    return count


def _entries(files: Iterable[Path]) -> Iterator[Flat]:
    for path in files:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield entry_in(line)
                except BadPayloadError as error:
                    raise click.UsageError(f"{path}, line {number}: {error}; nothing was imported") from error


def _batches(entries: Iterable[Flat]) -> Iterator[list[Flat]]:
    batch: list[Flat] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += sum(map(len, entry.values()))
        if len(batch) == BATCH_ENTRIES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pushed(desk: Producer, batch: list[Flat]) -> int:
    """Push all of them; a full intake is waited for."""
    left = list(batch)
    while left:
        try:
            del left[: len(desk.push_entries(left))]
        except IntakeFullError:
            time.sleep(FULL_SECONDS)
    return len(batch)
