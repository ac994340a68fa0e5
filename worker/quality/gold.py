"""Gold pages: HTML with the body that people say it has, one JSON object a line."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from w3lib.encoding import html_to_unicode

from worker.quality.gold_rows import GoldRow, read_rows

__all__ = ["GoldPage", "digest", "read_gold"]


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and what is known to be right about it."""

    set_name: str
    """Name of the file it comes from, without its endings."""
    id: str
    site: str
    """As in `GoldRow`."""
    language: str
    url: str | None
    html: str
    body: str
    """Empty where only pieces of it are known."""
    title: str = ""
    pieces: tuple[str, ...] = ()
    """Texts that the body must hold."""
    foreign: tuple[str, ...] = ()
    """Texts that it must not hold."""


def read_gold(path: Path) -> Iterator[GoldPage]:
    """Pages of `path`, as `read_rows` reads them, with a body or pieces of it; others are passed over.

    Raises: CopydeskError that names the file and line, and what to mend there.
    """
    return (_page(row) for row in read_rows(path) if row.body or row.pieces)


def digest(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _page(row: GoldRow) -> GoldPage:
    return GoldPage(
        set_name=row.set_name,
        id=row.id,
        site=row.site,
        language=row.language,
        url=row.url,
        html=row.page if isinstance(row.page, str) else _decoded(row.page),
        body=row.body,
        title=row.title,
        pieces=row.pieces,
        foreign=row.foreign,
    )


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return html_to_unicode(None, raw, default_encoding="cp1252")[1]
