"""What a user names on the command line, as entries for the intake."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from pydantic_core import to_json

from worker.intake.entries import Flat

__all__ = ["entries_of", "payload_lines"]

PAGES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
PAYLOADS = {".jsonl", ".ndjson"}


def entries_of(paths: Iterable[Path]) -> Iterator[Flat]:
    """Entries of pages (.html .htm .xhtml), texts (.txt) and files of payloads, one a line (.jsonl .ndjson).

    Folders are searched for these; `-` reads payloads from standard input. A page's payload id is its path as named.

    Raises: click.UsageError when a file is of none of these kinds, or nothing is found.
    """
    found = False
    for path in paths:
        for file in _files(path):
            found = True
            if file.suffix.lower() in PAGES:
                yield _page(file)
            else:
                yield from ({"payload": line} for line in payload_lines(file))
    if not found:
        raise click.UsageError("nothing to submit: no .html, .htm, .xhtml, .txt, .jsonl or .ndjson file there")


def payload_lines(path: Path) -> Iterator[bytes]:
    """The non-blank lines of a file of payloads, or of standard input for `-`."""
    if path == Path("-"):
        yield from (line for line in sys.stdin.buffer if line.strip())
        return
    with path.open("rb") as file:
        yield from (line for line in file if line.strip())


def _files(path: Path) -> Iterable[Path]:
    if path == Path("-"):
        return [path]
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.suffix.lower() in PAGES.keys() | PAYLOADS and p.is_file())
    if path.suffix.lower() not in PAGES.keys() | PAYLOADS | {".json"}:
        kinds = " ".join([*PAGES, *sorted(PAYLOADS)])
        raise click.UsageError(f"{path}: not a page, a text or a file of payloads ({kinds})")
    return [path]


def _page(path: Path) -> Flat:
    fields = {"id": str(path), "source": "files", "contentType": PAGES[path.suffix.lower()]}
    return {"payload": to_json(fields), "body": path.read_bytes()}
