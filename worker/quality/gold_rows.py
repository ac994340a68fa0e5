"""Gold as a user writes it, read whole for measuring: each page as it came, and all that is known to be right of it."""

import base64
import binascii
import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from worker.article.payload import Payload
from worker.article.reading.decode import decode
from worker.article.rules import Limits
from worker.errors import BadPayloadError, CopydeskError

__all__ = ["GoldRow", "count_rows", "read_rows"]


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One page; what is empty is not known, and not measured."""

    set_name: str
    """Name of the file it comes from, without its endings."""
    id: str
    site: str
    """What to split by, so that no site is both learnt from and measured on; the host where nothing else is told."""
    url: str | None
    language: str
    page: bytes | str
    body: str
    title: str
    authors: tuple[str, ...]
    date: str
    """Begins with YYYY-MM-DD."""
    pieces: tuple[str, ...]
    """Texts that the body must hold."""
    foreign: tuple[str, ...]
    """Texts that it must not hold."""

    @property
    def html(self) -> str:
        """The page decoded as the core does it; empty where it cannot be."""
        if isinstance(self.page, str):
            return self.page
        try:
            return decode(Payload(body_base64=self.page, content_type="text/html"), Limits()).text
        except BadPayloadError:
            return ""


def count_rows(path: Path) -> int:
    """Pages in the file, before any is read."""
    with _opened(path) as file:
        return sum(1 for line in file if line.strip())


def read_rows(path: Path) -> Iterator[GoldRow]:
    """Every page of `path`: a JSON object a line, gzip where the name ends in `.gz`.

    `html` or `html_b64` (the bytes), and what of `id site url lang body title author date with_ without` is known;
    `author` is a name or a list of names, `with_` and `without` are lists of texts.

    Raises: CopydeskError that names the file and line, and what to mend there.
    """
    name = path.name.split(".")[0]
    with _opened(path) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _row(name, f"{path.name}:{number}", line)


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            yield file
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CopydeskError(f"{path}: no gold: {error}; write JSON lines in UTF-8, gzip if it ends in .gz") from error


def _row(set_name: str, place: str, line: str) -> GoldRow:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise CopydeskError(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict) or ("html" in row) == ("html_b64" in row):
        raise CopydeskError(f'{place}: write an object with either "html" or "html_b64"')
    url, page_id = _text(row, "url", place), str(row.get("id") or place)
    return GoldRow(
        set_name=set_name,
        id=page_id,
        site=str(row.get("site") or (url or page_id).split("/")[2 if "//" in url else 0]),
        url=url or None,
        language=row.get("lang") or "",
        page=_text(row, "html", place) if "html" in row else _bytes(row["html_b64"], place),
        body=_text(row, "body", place),
        title=_text(row, "title", place),
        authors=_texts(row, "author", place),
        date=_text(row, "date", place),
        pieces=_texts(row, "with_", place),
        foreign=_texts(row, "without", place),
    )


def _bytes(value: str, place: str) -> bytes:
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, AttributeError) as error:
        raise CopydeskError(f"{place}: html_b64 is not base64: {error}") from error


def _text(row: dict[str, Any], name: str, place: str) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str):
        raise CopydeskError(f"{place}: {name} must be a text")
    return value


def _texts(row: dict[str, Any], name: str, place: str) -> tuple[str, ...]:
    value = row.get(name) or []
    given = value if isinstance(value, list) else [value]
    texts = [text for item in given for text in (item if isinstance(item, list) else [item]) if text]
    if not all(isinstance(text, str) for text in texts):
        raise CopydeskError(f"{place}: {name} must be a list of texts")
    return tuple(texts)
