"""Log lines for machines: one JSON object each, with its origin, and nothing below the level."""

import json
import subprocess
import sys
from typing import Any

import pytest

HEAD = """
import sys, structlog
from worker.logs import configure_logs
configure_logs("json", sys.argv[1])
log = structlog.get_logger("copydesk.x")
"""


def lines(level: str, script: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-c", HEAD + script, level], capture_output=True, text=True, check=True, timeout=60
    )
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize(
    ("level", "told"),
    [("DEBUG", ["debug", "info", "warning", "error"]), ("WARNING", ["warning", "error"]), ("CRITICAL", [])],
)
def test_only_what_matters_enough_is_told(level: str, told: list[str]) -> None:
    found = lines(level, 'for name in ("debug", "info", "warning", "error"): getattr(log, name)(name, number=7)')

    assert [line["level"] for line in found] == told
    assert all((line["event"], line["number"], line["logger"]) == (line["level"], 7, "copydesk.x") for line in found)


def test_a_line_tells_its_time_and_what_was_bound_and_writes_all_that_is_no_json() -> None:
    (line,) = lines("INFO", 'log.bind(worker="w/1").info("čte\\n\\x9b", what={1}, url="u")')

    assert line.items() >= {"worker": "w/1", "event": "čte\n\x9b", "what": "{1}", "url": "u"}.items()
    assert line["timestamp"].startswith("20")
    assert line["timestamp"].endswith("Z")


def test_an_exception_is_told_with_its_traceback() -> None:
    (line,) = lines("INFO", "try: 1 / 0\nexcept ZeroDivisionError: log.exception('failed')")

    assert (line["level"], line["exception"][0]["exc_type"]) == ("error", "ZeroDivisionError")
    assert line["exception"][0]["frames"]
