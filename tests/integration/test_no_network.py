"""The whole desk, server and workers included, where there is no network at all: not even loopback is up."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.system import ROOT

ALONE = ("unshare", "--map-root-user", "--net")
"""A network namespace of its own, as Linux gives it to anybody who may make one."""


def may_be_alone() -> bool:
    return shutil.which("unshare") is not None and not subprocess.run([*ALONE, "true"], check=False).returncode


@pytest.mark.skipif(not may_be_alone(), reason="nobody may make a network namespace here")
def test_articles_go_through_without_a_network(tmp_path: Path) -> None:
    devices = subprocess.run([*ALONE, "cat", "/proc/net/dev"], capture_output=True, text=True, check=True).stdout
    pages = [str(ROOT / "tests" / "pages" / f"{name}.html") for name in ("article-json-ld", "amp-page", "paywall-stub")]
    copydesk = [sys.executable, "-c", "from worker.cli import main; main()"]
    done = subprocess.run(
        [*ALONE, *copydesk, "process", "--json", "-c", "1", *pages],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert [line.split(":")[0].strip() for line in devices.splitlines() if ":" in line] == ["lo"]
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stored"] == 3
    assert len(list((tmp_path / "documents").rglob("*.json"))) == 3
