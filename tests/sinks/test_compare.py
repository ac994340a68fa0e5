"""Reconciling the documents folder with the stream and the ledger."""

import os
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

import pytest

from tests.desk import Desk
from worker.ingest import Ports, ingest
from worker.intake.discrepancy import Discrepancy
from worker.settings import Settings
from worker.sinks.compare import FolderComparison
from worker.sinks.folder import FolderSink
from worker.sinks.reader import Reader, deliver

COUNT = 3
PAGE = "<h1>River {0}</h1>" + "<p>The river rose on Thursday evening and {0} people came to the school by boat.</p>" * 5


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """A folder with all documents of a system."""
    for number in range(COUNT):
        delivery = desk.taken({"url": f"https://example.org/{number}", "html": PAGE.format(number)})
        ingest(delivery, Ports(desk.hands().commit, nullcontext, Settings().rules))
    deliver(Reader(desk.client, desk.keys, "documents", "w/0"), FolderSink(tmp_path / "documents"))
    return tmp_path / "documents"


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("[!.]*.json"))


def compared(desk: Desk, folder: Path, *, repair: bool = False) -> dict[str, Discrepancy]:
    return {one.name: one for one in FolderComparison(desk.client, desk.keys, folder).run(repair=repair)}


def changed(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"boat", b"ship"))


SPOILERS: list[Callable[[Path], object]] = [Path.unlink, changed, lambda path: path.write_bytes(b'{"id": "')]


def test_a_sound_folder_fits(desk: Desk, folder: Path) -> None:
    assert len(files(folder)) == COUNT
    assert compared(desk, folder) == {}


@pytest.mark.parametrize(("spoil", "name"), list(zip(SPOILERS, ["missing", "different", "different"], strict=True)))
def test_what_the_stream_still_holds_is_written_again(
    desk: Desk, folder: Path, spoil: Callable[[Path], object], name: str
) -> None:
    before = {path: path.read_bytes() for path in files(folder)}
    spoil(files(folder)[0])

    assert compared(desk, folder)[f"files-{name}"].repaired == 0
    assert compared(desk, folder, repair=True)[f"files-{name}"].repaired == 1
    assert compared(desk, folder) == {}
    assert {path: path.read_bytes() for path in files(folder)} == before


@pytest.mark.parametrize(
    ("spoil", "name"), list(zip(SPOILERS, ["ledger-without-file", "files-changed", "files-spoilt"], strict=True))
)
def test_what_the_stream_has_let_go_is_held_against_the_ledger(
    desk: Desk, folder: Path, spoil: Callable[[Path], object], name: str
) -> None:
    desk.client.xtrim(desk.keys.out, maxlen=0, approximate=False)
    assert compared(desk, folder) == {}
    spoil(files(folder)[0])

    assert len(compared(desk, folder, repair=True)[name].subjects) == 1
    assert compared(desk, folder).keys() == {name}


def test_documents_on_their_way_are_not_missing(desk: Desk, folder: Path) -> None:
    delivery = desk.taken({"url": "https://example.org/new", "html": PAGE.format(9)})
    ingest(delivery, Ports(desk.hands().commit, nullcontext, Settings().rules))
    assert compared(desk, folder) == {}
    next(Reader(desk.client, desk.keys, "documents", "w/0").batches())  # taken, not acknowledged

    assert compared(desk, folder) == {}


def test_a_document_that_is_there_twice_breaks_the_promise(desk: Desk, folder: Path) -> None:
    first = files(folder)[0]
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / first.name).write_bytes(first.read_bytes())
    _, fields = desk.rows(desk.keys.out)[0]
    desk.client.xadd(desk.keys.out, cast("Any", fields))

    found = compared(desk, folder)
    assert found["files-twice"].broken
    assert found["stored-twice"].broken


def test_only_old_half_written_files_are_removed(desk: Desk, folder: Path) -> None:
    old, young = (files(folder)[0].with_name(f".{files(folder)[0].name}.{pid}") for pid in (1, 2))
    for path in (old, young):
        path.write_bytes(b"{")
    os.utime(old, (time.time() - 7200,) * 2)
    foreign = folder / "notes.txt"
    foreign.write_text("mine")

    assert compared(desk, folder)["leftovers"].subjects == (str(old),)
    assert compared(desk, folder, repair=True)["leftovers"].repaired == 1
    assert not old.exists()
    assert young.exists()
    assert foreign.exists()
