"""Verbs that need no Redis: extract and schema."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from pydantic import BaseModel
from pydantic_core import to_json
from rich.console import Console
from rich.highlighter import JSONHighlighter

from worker.article.document import Document
from worker.article.outcome import Fate, Outcome, Reason
from worker.article.payload import Payload
from worker.cli.inputs import entries_of, payload_lines
from worker.cli.tables import echo_json
from worker.guard import ArticleTimeout, limited
from worker.ingest import outcome_of
from worker.intake.entries import Flat
from worker.printable import escaped, printable
from worker.settings import Settings, load_settings, settings_as_toml

__all__ = ["extract", "schema"]

MODELS: dict[str, type[BaseModel]] = {"payload": Payload, "document": Document, "outcome": Outcome}


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--jsonl", is_flag=True, help="Read payloads, one a line; print an outcome a line, in order.")
@click.option("--url", help="Address of the page.")
@click.pass_obj
def extract(config: Path | None, path: Path, jsonl: bool, url: str | None) -> None:
    """Print the document in PATH (a page, a text, or - for one on standard input), without Redis or workers.

    With --jsonl, exactly as many outcomes are printed as payloads come in, whatever they are.
    """
    settings = load_settings(config)
    if jsonl:
        for line in payload_lines(path):
            echo_json(_outcome({"payload": line}, settings).model_dump_json(by_alias=True))
        return
    outcome = _outcome(_entry(path, url), settings)
    if outcome.document is None:
        click.secho(printable(f"{outcome.fate}: {outcome.reason}: {outcome.detail}"), fg="yellow", err=True)
        sys.exit(1)
    if sys.stdout.isatty():
        told = escaped(outcome.document.model_dump_json(by_alias=True, indent=2), keep="\n")
        Console().print(JSONHighlighter()(told), soft_wrap=True)
    else:
        click.echo(outcome.document.model_dump_json(by_alias=True, indent=2))


def _entry(path: Path, url: str | None) -> Flat:
    if path == Path("-"):
        return {"payload": to_json({"url": url}), "body": sys.stdin.buffer.read()}
    entry = dict(next(_pages(path)))
    if url:
        entry["payload"] = to_json({"contentType": "text/plain" if path.suffix == ".txt" else "text/html", "url": url})
    return entry


def _pages(path: Path) -> Iterator[Flat]:
    return iter(entries_of([path]))


def _outcome(entry: Flat, settings: Settings) -> Outcome:
    raw = {name: value.encode() if isinstance(value, str) else value for name, value in entry.items()}
    try:
        with limited(settings.soft_limit_seconds, 10 * settings.hard_limit_seconds, settings.child_memory_mb):
            return outcome_of(raw, rules=settings.rules, unknown_fields=settings.unknown_fields)
    except ArticleTimeout:
        return _dead(Reason.TIMEOUT, f"took longer than {settings.soft_limit_seconds:g} s (soft_limit_seconds)")
    except MemoryError:
        return _dead(Reason.MEMORY, f"needed more than {settings.child_memory_mb} MB (child_memory_mb)")
    except Exception as error:  # noqa: BLE001 -- the border of an entry, as in the ticket's loop
        return _dead(Reason.ERROR, f"{type(error).__name__}: {error}"[:200])


def _dead(reason: Reason, detail: str) -> Outcome:
    return Outcome(fate=Fate.DEAD, reason=reason, detail=detail)


@click.command()
@click.argument("what", type=click.Choice([*MODELS, "settings"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a payload, a document or an outcome; or all settings with their defaults, as TOML."""
    if what == "settings":
        click.echo(settings_as_toml(), nl=False)
        return
    written = MODELS[what].model_json_schema(mode="validation" if what == "payload" else "serialization")
    click.echo(to_json(written, indent=2).decode())
