"""A sink: a folder of JSON files, one a document, in a tree of days."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from pydantic_core import from_json

from worker.errors import SinkUnavailableError
from worker.sinks.durable import sync
from worker.sinks.reader import Stored

__all__ = ["FolderSink", "file_of"]

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_PUBLISHED_NAME = b'"datePublished":'
_PUBLISHED = re.compile(_PUBLISHED_NAME + rb'\s*(?:null|"([^"\\]*)")')


class FolderSink:
    """Writes `<yyyy>/<mm>/<dd>/<id>.<version>.json` by the published date, or `undated/…`.

    A file appears whole or not at all: it is written beside its name, synced and renamed; files and folders are synced
    once a batch. Writing it again gives the same bytes.
    """

    name = "documents"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, documents: Sequence[Stored]) -> None:
        """Write and sync them all.

        Raises: SinkUnavailableError when the folder cannot be written (missing rights, disk full, read-only).
        """
        try:
            self._put(documents)
        except OSError as error:
            raise SinkUnavailableError(f"{self._folder}: {error.strerror or error}") from error

    def _put(self, documents: Sequence[Stored]) -> None:
        touched: set[Path] = set()
        written: dict[Path, Path] = {}
        try:
            for document in documents:
                path = self._folder / file_of(document)
                if path.parent not in touched:
                    if not path.parent.is_dir():
                        touched.update(_made(path.parent))
                    touched.add(path.parent)
                beside = path.with_name(f".{path.name}.{os.getpid()}")
                written[beside] = path
                beside.write_bytes(document.document + b"\n")
            sync(written, self._folder)
            for beside, path in written.items():
                beside.replace(path)
        except OSError:
            for beside in written:
                beside.unlink(missing_ok=True)
            raise
        sync(sorted(touched, reverse=True), self._folder)


def file_of(document: Stored) -> Path:
    """Where a document goes, relative to the folder; made of the date and the hash only, never of a payload's text."""
    day = _DAY.match(_published(document.document) or "")
    return Path(*(day.groups() if day else ("undated",)), f"{document.id}.{document.version}.json")


def _published(document: bytes) -> str | None:
    """The date, without reading all of the JSON where its name stands once: then it is no field of `meta`."""
    found = _PUBLISHED.search(document) if document.count(_PUBLISHED_NAME) == 1 else None
    if found is None:
        told: str | None = from_json(document).get("datePublished")
        return told
    return found[1].decode() if found[1] is not None else None


def _made(folder: Path) -> list[Path]:
    """Make `folder`; every folder in which a name is new, to be synced."""
    missing = [folder, *folder.parents]
    parents = [path.parent for path in missing if not path.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    return parents
