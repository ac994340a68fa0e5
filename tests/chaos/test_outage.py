"""An outage is no fate: documents wait for a full disk and a full server, and go on by themselves."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.system import article, open_system
from tests.cli.test_process import COPYDESK
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


def test_a_full_server_is_drained_by_hand_and_a_worker_goes_on(tmp_path: Path) -> None:
    """Celery cannot start on a full server; `copydesk drain` needs no Celery."""
    with open_system(tmp_path) as system:
        system.send(article(number) for number in range(40))
        system.desk.client.config_set("maxmemory", 1)
        environment = {**system.environment, "COPYDESK_REDIS_URL": system.url}
        subprocess.run([*COPYDESK, "drain"], env=environment, cwd=tmp_path, check=True, capture_output=True, timeout=90)
        system.check(urls(40))
        system.desk.client.config_set("maxmemory", 0)
        system.send([article(40)])
        system.start()
        system.finish()

        system.check(urls(41))


def test_a_worker_that_finds_a_full_server_drains_it_before_celery_starts(tmp_path: Path) -> None:
    with open_system(tmp_path) as system:
        system.send(article(number) for number in range(40))
        full = system.desk.client.info("memory")["used_memory"]
        system.desk.client.config_set("maxmemory", full - 20_000)
        system.start()
        eventually(lambda: system.desk.state.stored == 40, 60)
        system.desk.client.config_set("maxmemory", 0)
        system.finish()

        system.check(urls(40))
        assert "draining a full server" in system.workers[-1].log.read_text()
