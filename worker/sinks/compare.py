"""Compares the documents folder with the output stream and the ledger, and mends what can be mended."""

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, cast

from pydantic_core import from_json
from redis import Redis
from redis.exceptions import ResponseError

from worker.article.identity import content_hash
from worker.errors import SinkUnavailableError
from worker.intake.discrepancy import Discrepancy
from worker.intake.keys import Keys
from worker.sinks.folder import FolderSink
from worker.sinks.reader import Stored, group_of

__all__ = ["FolderComparison"]

NAME = re.compile(r"([0-9a-f]{64})\.(\d+)\.json")
LEFTOVER = re.compile(r"\.[0-9a-f]{64}\.\d+\.json\.\d+")
LEFTOVER_AFTER_SECONDS = 3600
"""Age of a half-written file that nobody can be at work on."""
AT_ONCE = 256

Version = tuple[str, int]


@dataclass(slots=True)
class FolderComparison:
    """One folder, one stream, one ledger."""

    client: Redis
    keys: Keys
    folder: Path
    _files: dict[Version, list[Path]] = field(init=False, default_factory=dict)
    _leftovers: list[Path] = field(init=False, default_factory=list)
    _unread: dict[Version, Path] = field(init=False, default_factory=dict)
    """Files whose content nothing has been held against yet."""

    def run(self, *, repair: bool) -> Iterator[Discrepancy]:
        """What does not fit; with `repair`, after mending what is safe to mend."""
        delivered = _Delivered.look(self.client, self.keys)  # before the files: what is delivered by now has one
        self._walk()
        yield from self._twice()
        yield from self._against_stream(delivered, repair=repair)
        yield from self._against_ledger()
        yield from self._left_over(repair=repair)

    def _walk(self) -> None:
        for root, _, names in os.walk(self.folder):
            for name in names:
                path = Path(root, name)
                if found := NAME.fullmatch(name):
                    self._files.setdefault((found[1], int(found[2])), []).append(path)
                elif LEFTOVER.fullmatch(name) and _age_seconds(path) > LEFTOVER_AFTER_SECONDS:
                    self._leftovers.append(path)
        self._unread = {version: paths[0] for version, paths in self._files.items()}

    def _twice(self) -> Iterator[Discrepancy]:
        twice = tuple(str(path) for paths in self._files.values() if len(paths) > 1 for path in paths)
        if twice:
            yield Discrepancy("files-twice", "one document stands in several files", twice, broken=True)

    def _against_stream(self, delivered: "_Delivered", *, repair: bool) -> Iterator[Discrepancy]:
        found: dict[str, list[str]] = {"missing": [], "different": []}
        repaired: Counter[str] = Counter()
        seen: Counter[Version] = Counter()
        for stored in self._stream():
            version = (stored.id, stored.version)
            seen[version] += 1
            path = self._unread.pop(version, None)
            if seen[version] > 1 or (path is None and not delivered.has(stored.entry)):
                continue
            if path is None or path.read_bytes().rstrip(b"\n") != stored.document:
                wrong = "missing" if path is None else "different"
                found[wrong].append(f"{stored.id}.{stored.version}")
                repaired[wrong] += repair and self._written(stored)
        if twice := tuple(f"{one}.{number}" for (one, number), count in seen.items() if count > 1):
            yield Discrepancy("stored-twice", "documents stand in the output stream twice", twice, broken=True)
        for wrong, told in (
            ("missing", "documents were delivered and have no file"),
            ("different", "files say something else than the output stream"),
        ):
            if found[wrong]:
                yield Discrepancy(f"files-{wrong}", told, tuple(found[wrong]), repaired=repaired[wrong])

    def _stream(self) -> Iterator[Stored]:
        after = "-"
        while rows := cast("list[tuple[bytes, dict[bytes, bytes]]]", self.client.xrange(self.keys.out, after, "+", 64)):
            for entry, fields in rows:
                version = int(fields[b"version"])
                yield Stored(entry.decode(), fields[b"id"].decode(), version, fields[b"document"])
            after = f"({rows[-1][0].decode()}"

    def _written(self, stored: Stored) -> bool:
        try:
            FolderSink(self.folder).put([stored])
        except SinkUnavailableError:
            return False
        return True

    def _against_ledger(self) -> Iterator[Discrepancy]:
        """Files that the stream no longer holds, and what the ledger knows without either."""
        spoilt = tuple(str(path) for (one, _), path in self._unread.items() if not _is_document(path, one))
        if spoilt:
            told = "files are no documents of their name; replace them from a backup, or send their pages again"
            yield Discrepancy("files-spoilt", told, spoilt)
        changed, absent = [], []
        for one, version, known in self._ledger():
            paths = self._files.get((one, version))
            if paths is None:
                absent.append(f"{one}.{version}")
            elif (one, version) in self._unread and str(paths[0]) not in spoilt and _hash(paths[0]) != known:
                changed.append(str(paths[0]))
        if changed:
            yield Discrepancy("files-changed", "files were changed since they were written", tuple(changed))
        if absent := [name for name in absent if name not in self._in_stream]:
            told = "documents are known to the ledger and have no file; somebody took them away, or they are lost"
            yield Discrepancy("ledger-without-file", told, tuple(absent))

    @property
    def _in_stream(self) -> set[str]:
        return {f"{stored.id}.{stored.version}" for stored in self._stream()}

    def _ledger(self) -> Iterator[tuple[str, int, str]]:
        """Identity, version and content hash of each entry."""
        prefix = self.keys.ledger("")
        pattern = prefix.replace("{", "[{]").replace("}", "[}]") + "*"
        found = self.client.scan_iter(pattern, count=AT_ONCE)
        while names := list(islice(found, AT_ONCE)):
            pipe = self.client.pipeline(transaction=False)
            for name in names:
                pipe.hmget(name, "version", "hash")
            for name, (version, known) in zip(names, pipe.execute(), strict=True):
                if version and known:
                    yield name.decode().removeprefix(prefix), int(version), known.decode()

    def _left_over(self, *, repair: bool) -> Iterator[Discrepancy]:
        for path in self._leftovers if repair else ():
            path.unlink(missing_ok=True)
        if self._leftovers:
            names = tuple(map(str, self._leftovers))
            told = "half-written files were left behind by processes that were killed; they hold nothing of worth"
            yield Discrepancy("leftovers", told, names, repaired=len(names) if repair else 0)


@dataclass(frozen=True, slots=True)
class _Delivered:
    """What the folder's group has acknowledged, at one moment."""

    last: tuple[int, int]
    pending: frozenset[str]

    @classmethod
    def look(cls, client: Redis, keys: Keys) -> "_Delivered":
        group = group_of(FolderSink.name)
        try:
            rows = client.xinfo_groups(keys.out)
            last = next((row["last-delivered-id"] for row in rows if row["name"] == group.encode()), b"0-0")
            held = cast("list[dict[str, Any]]", client.xpending_range(keys.out, group, "-", "+", 100_000))
        except ResponseError:  # no stream or no group: nothing was delivered
            return cls((0, 0), frozenset())
        return cls(_order(last.decode()), frozenset(row["message_id"].decode() for row in held))

    def has(self, entry: str) -> bool:
        """Whether the document in `entry` was acknowledged."""
        return _order(entry) <= self.last and entry not in self.pending


def _order(entry: str) -> tuple[int, int]:
    milliseconds, _, number = entry.partition("-")
    return int(milliseconds), int(number)


def _age_seconds(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0


def _is_document(path: Path, document_id: str) -> bool:
    try:
        return bool(from_json(path.read_bytes())["id"] == document_id)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _hash(path: Path) -> str:
    """Content hash of the document in a file; empty when it lacks what that is made of."""
    try:
        found = from_json(path.read_bytes())
        authors = [author["nameRaw"] for author in found["authors"]]
        dates = (found["datePublishedRaw"], found["dateModifiedRaw"])
        return content_hash(found["headline"], found["articleBody"], authors, dates)
    except (OSError, ValueError, KeyError, TypeError):
        return ""
