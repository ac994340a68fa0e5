"""The command line as a module of Python's."""

import subprocess
import sys


def test_the_module_is_the_command_line() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "worker.cli", "--help"], capture_output=True, text=True, check=True, timeout=60
    )

    assert ended.stdout.startswith("Usage: copydesk ")
