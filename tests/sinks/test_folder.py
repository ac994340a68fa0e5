"""The folder of JSON files: whole or not at all, named by date and hash only."""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import to_json

from worker.errors import SinkUnavailableError
from worker.sinks.folder import FolderSink, file_of
from worker.sinks.reader import Stored


def document(name: str = "a", version: int = 1, **fields: object) -> Stored:
    return Stored("1-1", hashlib.sha256(name.encode()).hexdigest(), version, to_json({"name": name} | fields))


@pytest.mark.parametrize(
    ("published", "folder"),
    [
        ("2026-03-01", "2026/03/01"),
        ("2026-03-01T23:59:59+05:30", "2026/03/01"),
        (None, "undated"),
        ("", "undated"),
        ("yesterday", "undated"),
        ("../../etc/passwd", "undated"),
        ("2026-03", "undated"),
        ("/2026-03-01", "undated"),
        ("2026-03-01/../../..", "2026/03/01"),
    ],
)
def test_a_file_is_named_by_date_and_hash_only(published: str | None, folder: str) -> None:
    one = document(version=3, datePublished=published, headline="../../x", id="../y")

    assert file_of(one) == Path(folder, f"{one.id}.3.json")


@pytest.mark.parametrize(
    "fields",
    [
        {"meta": {"datePublished": "1999-01-01"}, "datePublished": "2026-03-01"},
        {"meta": {'x"datePublished': "1999-01-01"}, "datePublished": "2026-03-01"},
        {"meta": '"datePublished":"1999-01-01"', "datePublished": "2026-03-01"},
    ],
)
def test_the_date_is_the_documents_own_whatever_it_carries(fields: dict[str, Any]) -> None:
    one = document(**fields)

    assert file_of(one).parent == Path("2026/03/01")


def test_the_date_is_found_without_reading_the_document_whole() -> None:
    """Each document tells its date's witness under the same name; the JSON here ends early."""
    one = Stored(
        "1-1", "a", 1, b'{"datePublished":"2026-03-01","evidence":{"datePublished":{"source":"meta"}},"audit":{'
    )

    assert file_of(one).parent == Path("2026/03/01")


def test_a_file_holds_the_documents_bytes_and_a_line_end(tmp_path: Path) -> None:
    one = document(text="čte\u2028")
    FolderSink(tmp_path / "not" / "there").put([one])

    assert (tmp_path / "not" / "there" / file_of(one)).read_bytes() == one.document + b"\n"


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    """Somebody looks at the folder all the time while a large file is written again and again."""
    one = document(text="x" * 3_000_000)
    seen: set[int] = set()
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            seen.update(path.stat().st_size for path in tmp_path.rglob("*.json"))

    looker = threading.Thread(target=look)
    looker.start()
    for _ in range(20):
        FolderSink(tmp_path).put([one])
    over.set()
    looker.join()

    assert seen == {len(one.document) + 1}


WRITER = """
import resource, signal, sys
from pathlib import Path
from worker.sinks.folder import FolderSink
from tests.sinks.test_folder import document
from worker.errors import SinkUnavailableError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try: FolderSink(Path(sys.argv[1])).put([document("small"), document("large", text="x" * 5000), document("other")])
except SinkUnavailableError as error: print(error)
"""


def test_a_full_disk_is_an_outage_and_leaves_no_part(tmp_path: Path) -> None:
    """The kernel refuses the file's end, as a full disk does."""
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )

    assert f"{tmp_path}: File too large" in done.stdout
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("blocked", ["documents", "documents/undated", "documents/undated/{name}"])
def test_a_folder_that_cannot_be_written_is_an_outage(blocked: str, tmp_path: Path) -> None:
    """Something stands in the way: of the folder, of the day, of the file."""
    one = document()
    obstacle = tmp_path / blocked.format(name=file_of(one).name)
    obstacle.parent.mkdir(parents=True, exist_ok=True)
    if "{name}" in blocked:
        (obstacle / "not empty").mkdir(parents=True)
    else:
        obstacle.write_text("a file")

    with pytest.raises(SinkUnavailableError, match=f"{tmp_path}/documents: "):
        FolderSink(tmp_path / "documents").put([one])
    assert not list(tmp_path.rglob(".*"))


def test_a_read_only_folder_is_an_outage(tmp_path: Path) -> None:
    """Root may write everywhere but under /proc."""
    folder = Path("/proc/self") if os.geteuid() == 0 else tmp_path
    tmp_path.chmod(0o500)

    with pytest.raises(SinkUnavailableError):
        FolderSink(folder).put([document()])
    tmp_path.chmod(0o700)


def test_two_processes_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    one = document(text="x" * 1_000_000)
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            for _ in range(10):
                FolderSink(tmp_path).put([one])
            os._exit(0)
        children.append(child)

    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [one.document + b"\n"]
