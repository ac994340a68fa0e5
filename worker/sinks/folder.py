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
    published = from_json(document.document).get("datePublished")
    day = _DAY.match(published or "")
    return Path(*(day.groups() if day else ("undated",)), f"{document.id}.{document.version}.json")


def _made(folder: Path) -> list[Path]:
    """Make `folder`; every folder in which a name is new, to be synced."""
    missing = [folder, *folder.parents]
    parents = [path.parent for path in missing if not path.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    return parents
