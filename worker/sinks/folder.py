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
_PUBLISHED = re.compile(rb'"datePublished":\s*(?:null|"([^"\\]*)")')


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
        days: dict[str, str] = {}
        written: dict[str, str] = {}
        try:
            for document in documents:
                day, name = _day_and_name(document)
                if day not in days:
                    folder = self._folder / day
                    touched.update([folder] if folder.is_dir() else [folder, *_made(folder)])
                    days[day] = str(folder)
                beside = f"{days[day]}/.{name}.{os.getpid()}"
                written[beside] = f"{days[day]}/{name}"
                _write(beside, document.document)
            sync(written, self._folder)
            for beside, path in written.items():
                os.replace(beside, path)  # noqa: PTH105 -- a Path costs half as much as the file
        except OSError:
            for beside in written:
                Path(beside).unlink(missing_ok=True)
            raise
        sync(sorted(touched, reverse=True), self._folder)


def file_of(document: Stored) -> Path:
    """Where a document goes, relative to the folder; made of the date and the hash only, never of a payload's text."""
    return Path(*_day_and_name(document))


def _day_and_name(document: Stored) -> tuple[str, str]:
    day = _DAY.match(_published(document.document) or "")
    return "/".join(day.groups()) if day else "undated", f"{document.id}.{document.version}.json"


def _published(document: bytes) -> str | None:
    """The date, without reading all of the JSON where one value alone looks like it: then it is no field of `meta`."""
    found = _PUBLISHED.findall(document)
    if len(found) != 1:
        told: str | None = from_json(document).get("datePublished")
        return told
    return str(found[0], "utf-8")


def _write(path: str, document: bytes) -> None:
    """Without Python's file objects, which cost half as much as the file."""
    left = memoryview(document + b"\n")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _made(folder: Path) -> list[Path]:
    """Make `folder`; every folder in which a name is new, to be synced."""
    missing = [folder, *folder.parents]
    parents = [path.parent for path in missing if not path.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    return parents
