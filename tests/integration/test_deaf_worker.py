"""A worker that lives and no longer listens ends itself, so that its supervisor can start another."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.system import article, open_system
from tests.conftest import eventually


def test_a_deaf_worker_ends_itself_and_the_next_goes_on(tmp_path: Path) -> None:
    """The tickets that it still gets while it goes deaf are small, so that most articles wait."""
    limits: dict[str, Any] = {"hard_limit_seconds": 8, "lease_seconds": 10, "ticket_seconds": 1, "ticket_articles": 2}
    with open_system(tmp_path, deaf_after_seconds=1, **limits) as system:
        system.environment = {**system.environment, "DEAF_FILE": str(tmp_path / "deaf")}
        worker = system.start("-I", "tests.chaos.deaf")
        system.send(article(n) for n in range(20))
        system.finish()
        (tmp_path / "deaf").touch()
        eventually(lambda: not (tmp_path / "deaf").exists(), 30)
        system.send(article(n) for n in range(20, 60))
        eventually(lambda: worker.process.poll() is not None, 60)

        assert worker.process.returncode == 0, "a warm stop was enough"
        assert "deaf" in worker.log.read_text()
        assert worker.left_behind() == []
        assert system.desk.state.waiting > 0
        system.start()
        system.finish()
        system.check(article(n)["url"] for n in range(60))


def test_a_worker_that_has_little_to_do_is_not_deaf(tmp_path: Path) -> None:
    limits: dict[str, Any] = {"ticket_seconds": 0.2, "soft_limit_seconds": 3, "hard_limit_seconds": 4}
    with open_system(tmp_path, deaf_after_seconds=0.1, **limits) as system:
        worker = system.start()
        for turn in range(3):
            system.send([article(turn)])
            system.finish()
            with pytest.raises(subprocess.TimeoutExpired):
                worker.process.wait(2)
