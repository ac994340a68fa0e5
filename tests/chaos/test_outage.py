"""An outage is no fate: documents wait for a full disk and a full server, and go on by themselves."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.system import System, article, open_system
from tests.conftest import eventually


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def urls(count: int) -> list[str]:
    return [article(number)["url"] for number in range(count)]


def test_a_full_disk_is_waited_for(small_disk: Path, tmp_path: Path) -> None:
    with open_system(tmp_path, documents=small_disk / "documents") as system:
        ballast = small_disk / "ballast"
        ballast.write_bytes(os.urandom(128 * 1024))
        system.send(article(number) for number in range(40))
        system.start()
        system.folder = small_disk / "documents"
        eventually(lambda: system.desk.state.stored == 40, 60)
        eventually(lambda: "sink unavailable" in system.logs(), 60)
        assert system.desk.state.conserved
        subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
        system.finish()

        system.check(urls(40))


def test_a_worker_that_starts_on_a_full_server_drains_it(tmp_path: Path) -> None:
    with open_system(tmp_path) as system:
        system.send(article(number) for number in range(40))
        system.desk.client.config_set("maxmemory", 1)
        system.start()
        eventually(lambda: system.desk.state.stored == 40, 90)
        system.desk.client.config_set("maxmemory", 0)
        _supervised_to_the_end(system)

        system.check(urls(40))


def _supervised_to_the_end(system: System) -> None:
    """A worker that could not live on a full server is started again, as a supervisor would."""
    if system.workers[-1].process.poll() is not None:
        system.start()
    system.finish()
