"""Gold pages: HTML with the body that people say it has, one JSON object a line."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from w3lib.encoding import html_to_unicode

__all__ = ["GoldPage", "digest", "read_gold"]


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and what is known to be right about it."""

    set_name: str
    """Name of the file it comes from, without its endings."""
    id: str
    site: str
    """What to split by, so that no site is both learnt from and measured on."""
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
    """Pages of `path` (JSON lines, gzip where it ends in `.gz`) with a body or pieces of it; others are passed over.

    Fields: `id`, `html_b64` (the bytes) or `html`, `body`, or else `with_` and `without` (lists of pieces); optional
    `url`, `site` (default: the host), `lang`, `title`.
    """
    name = path.name.split(".")[0]
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row.get("body") or row.get("with_"):
                yield _page(name, row)


def digest(path: Path) -> str:
    """SHA-256 of the file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _page(set_name: str, row: Mapping[str, Any]) -> GoldPage:
    url = row.get("url")
    site = row.get("site") or (url or row["id"]).split("/")[2 if url and "//" in url else 0]
    return GoldPage(
        set_name=set_name,
        id=str(row["id"]),
        site=str(site),
        language=row.get("lang") or "",
        url=url,
        html=row["html"] if "html" in row else _decoded(base64.b64decode(row["html_b64"])),
        body=row.get("body") or "",
        title=row.get("title") or "",
        pieces=tuple(row.get("with_") or ()),
        foreign=tuple(row.get("without") or ()),
    )


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return html_to_unicode(None, raw, default_encoding="cp1252")[1]
