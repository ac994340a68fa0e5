"""What a user names on the command line, as entries for the intake."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from pydantic_core import from_json, to_json

from worker.intake.entries import Flat

__all__ = ["entries_of", "entry_of", "payload_lines"]

PAGES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
PAYLOADS = {".jsonl", ".ndjson"}


def entries_of(paths: Iterable[Path]) -> Iterator[Flat]:
    """Entries of pages (.html .htm .xhtml), texts (.txt) and files of payloads, one a line (.jsonl .ndjson).

    Folders are searched for these; `-` reads payloads from standard input; a .json file that is named may also hold one
    payload on many lines. A page's payload id is its path as named.

    Raises: click.UsageError when a file is of none of these kinds, or nothing is found.
    """
    found = False
    for path in paths:
        for file in _files(path):
            found = True
            if file.suffix.lower() in PAGES:
                yield _page(file)
            else:
                yield from ({"payload": payload} for payload in _payloads(file))
    if not found:
        raise click.UsageError("nothing to submit: no .html, .htm, .xhtml, .txt, .jsonl or .ndjson file there")


def entry_of(path: Path, url: str | None) -> Flat:
    """The entry of one file, the first payload where it holds several; `-` reads a page or text from standard input.

    `url` is the address of a page or text, which cannot tell it itself.

    Raises: click.UsageError as `entries_of`, and where the file has no payload, or tells its own address.
    """
    if path == Path("-"):
        return {"payload": to_json({"url": url}), "body": sys.stdin.buffer.read()}
    entry = dict(next(iter(entries_of([path])), {}))
    if not entry:
        raise click.UsageError(f"{path}: no payload in it")
    if url and "body" not in entry:
        raise click.UsageError(f"{path}: a payload tells its own url; --url is for pages and texts")
    if url:
        entry["payload"] = to_json({"contentType": PAGES[path.suffix.lower()], "url": url})
    return entry


def payload_lines(path: Path) -> Iterator[bytes]:
    """The non-blank lines of a file of payloads, or of standard input for `-`."""
    if path == Path("-"):
        yield from (line for line in sys.stdin.buffer if line.strip())
        return
    with path.open("rb") as file:
        yield from (line for line in file if line.strip())


def _payloads(path: Path) -> Iterable[bytes]:
    """The file's payloads: one, where the whole of a .json file is, else one a line."""
    if path.suffix.lower() == ".json":
        whole = path.read_bytes()
        try:
            from_json(whole)
        except ValueError:
            return payload_lines(path)
        return [whole]
    return payload_lines(path)


def _files(path: Path) -> Iterable[Path]:
    if path == Path("-"):
        return [path]
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.suffix.lower() in PAGES.keys() | PAYLOADS and p.is_file())
    if path.suffix.lower() not in PAGES.keys() | PAYLOADS | {".json"}:
        kinds = " ".join([*PAGES, *sorted(PAYLOADS), ".json"])
        raise click.UsageError(f"{path}: not a page, a text or a file of payloads ({kinds})")
    return [path]


def _page(path: Path) -> Flat:
    fields = {"id": str(path), "source": "files", "contentType": PAGES[path.suffix.lower()]}
    return {"payload": to_json(fields), "body": path.read_bytes()}
