"""The command line against one system of the session's server."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk import Desk

COPYDESK = [sys.executable, "-c", "from worker.cli import main; main()"]


@pytest.fixture
def environment(desk: Desk, server_url: str, tmp_path: Path) -> dict[str, str]:
    """Settings that point at `desk`."""
    return os.environ | {
        "COPYDESK_REDIS_URL": server_url,
        "COPYDESK_KEY_PREFIX": desk.keys.prefix,
        "COPYDESK_DOCUMENTS": str(tmp_path / "documents"),
    }


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `copydesk …` in an empty folder, on the server of `desk`, and waits for its end."""

    def runs(*arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COPYDESK, *arguments],
            cwd=tmp_path,
            env=environment | more,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    return runs
