"""What a payload can say, and what reaches a terminal, a log or the name of a file: through the real command line."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COPYDESK = [sys.executable, "-c", "from worker.cli import main; main()"]
Run = Callable[..., subprocess.CompletedProcess[str]]

EVIL = (
    "\x1b]0;owned\x07\x1b[2J\u009b31m\u202e[bold red]../../../../etc/passwd\x00<script>alert(1)</script>\r\nX-Evil: 1"
)
COMMANDS = ("\x1b]0;", "\x07", "\x1b[2J", "\u009b", "\u202e", "\x00")
SENTENCE = "The harbour master said on Monday that the ferry would sail again before the winter storms came. "
PAYLOADS: list[dict[str, Any]] = [
    {
        "id": EVIL,
        "url": f"https://example.org/{EVIL}",
        "source": EVIL,
        "meta": {EVIL: EVIL},
        "html": f"<html><head><title>{EVIL}</title></head><article><h1>{EVIL}</h1><p>{SENTENCE * 12}</p></article>",
        "hints": {"headline": EVIL, "section": EVIL, "publisher": {"name": EVIL, "domain": "../../x"}},
        "overrides": {"headline": EVIL, "datePublished": "2026-03-04", "publisher": {"name": EVIL, "domain": EVIL}},
    },
    {"id": "../../../../tmp/owned", "url": "file:///etc/passwd", "text": SENTENCE * 12, "overrides": {"headline": "x"}},
    {"id": EVIL, EVIL: 1, "html": "x"},
    {"id": EVIL, "url": EVIL, "text": EVIL},
]


def on_a_terminal(
    arguments: list[str], environment: dict[str, str], folder: Path, *, until: bytes | None = None
) -> str:
    """What a person sees, who presses Ctrl-C when they have seen `until`."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [*COPYDESK, *arguments],
        cwd=folder,
        env=environment | {"TERM": "xterm-256color", "COLUMNS": "250"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    try:
        while more := os.read(ours, 65536):
            seen += more
            if until and until in seen:
                running.send_signal(signal.SIGINT)
                until = None
    except OSError:  # Linux's word for the end of a terminal
        pass
    os.close(ours)
    running.wait(60)
    return seen.decode("utf-8", "replace")


@pytest.fixture
def worked(run: Run, tmp_path: Path) -> str:
    """What the log said while the payloads were worked on."""
    lines = "\n".join(map(json.dumps, PAYLOADS))
    assert run("submit", "--jsonl", "-", stdin=lines + "\n").returncode == 0
    done = run("drain", COPYDESK_LOG_FORMAT="console")
    assert done.returncode == 0, done.stderr
    assert "owned" not in {path.name for path in tmp_path.parent.iterdir()}
    return done.stdout + done.stderr


@pytest.mark.usefixtures("worked")
def test_nothing_a_letter_or_a_followed_document_says_is_one_either(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    seen = on_a_terminal(["tail", "--from-start"], environment, tmp_path, until=b"example.org")
    for kind in ("dead", "rejected"):
        for letter in re.findall(r'"id":"(\d+-\d+)"', run(kind, "list", "--json").stdout):
            for option in ((), ("--payload",)):
                seen += on_a_terminal([kind, "show", letter, *option], environment, tmp_path)

    assert "owned" in seen
    assert "bad-payload" in seen
    assert "Traceback" not in seen
    assert [command for command in COMMANDS if command in seen] == []


@pytest.mark.usefixtures("worked")
def test_nothing_a_payload_says_is_a_command_to_the_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "evil.jsonl"
    out.write_text("\n".join(map(json.dumps, PAYLOADS)) + "\n")
    page = tmp_path / "page.html"
    page.write_text(PAYLOADS[0]["html"])
    for arguments in (
        ["dead", "list"],
        ["dead", "list", "--json"],
        ["rejected", "list"],
        ["status"],
        ["extract", "--jsonl", "evil.jsonl"],
        ["extract", "page.html"],
        ["explain", "page.html"],
        ["doctor"],
        ["reconcile"],
        ["submit", "--jsonl", "evil.jsonl", "--json"],
    ):
        seen = on_a_terminal(arguments, environment, tmp_path)

        assert "Traceback" not in seen, arguments
        assert [command for command in COMMANDS if command in seen] == [], arguments


def test_files_are_named_by_day_and_hash_alone(worked: str, tmp_path: Path) -> None:
    files = [path.relative_to(tmp_path / "documents") for path in (tmp_path / "documents").rglob("*") if path.is_file()]

    assert len(files) == 2, worked
    for file in files:
        *day, name = file.parts
        assert name.removesuffix(".1.json").isalnum()
        assert len(name) == 64 + len(".1.json")
        assert all(part.isdigit() or part == "undated" for part in day)


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_log_line_stays_one_line_without_commands(log_format: str) -> None:
    program = (
        "import json, sys, structlog, logging\n"
        "from worker.logs import configure_logs\n"
        "configure_logs(sys.argv[1], 'INFO')\n"
        "evil = json.loads(sys.argv[2])\n"
        "structlog.get_logger('x').info('stored', url=evil, detail=evil.replace(' ', ''))\n"
        "logging.getLogger('y').info('%s', evil)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, log_format, json.dumps(EVIL)], capture_output=True, text=True, check=True
    )

    assert [command for command in COMMANDS if command in done.stderr] == []
    assert len(done.stderr.splitlines()) == 2, done.stderr


@pytest.mark.parametrize(
    "arguments", [["status"], ["doctor"], ["health", "ready"], ["submit", "-"], ["drain"], ["exporter"], ["up"]]
)
def test_no_verb_tells_the_password_of_a_server_it_cannot_reach(run: Run, arguments: list[str]) -> None:
    for url in ("redis://desk:sesame@127.0.0.1:1/0", "redis://127.0.0.1:1/0?password=sesame", "http://:sesame@x"):
        done = run(*arguments, COPYDESK_REDIS_URL=url)

        assert done.returncode in {1, 2, 3}
        assert "sesame" not in done.stdout + done.stderr
