"""The live page: what it shows of a system, and that no payload can draw on it."""

import os
import pty
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from tests.desk import Desk, stored
from worker.article.outcome import Fate, Reason
from worker.cli.screen import Screen
from worker.intake.heartbeat import beat

EVIL = "\x1b[2J\x1b]0;owned\x07\u009b31m[bold red]"


def shown(screen: Screen, now: float) -> str:
    console = Console(width=120, record=True, file=Path(os.devnull).open("w"))  # noqa: SIM115 -- closed by its end
    with console.file:
        console.print(screen.look(now))
        return console.export_text()


def test_the_page_tells_what_changed_since_it_was_opened(desk: Desk) -> None:
    screen = Screen(desk.client, desk.keys)
    empty = shown(screen, 10.0)
    for number in range(5):
        slow = replace(stored(desk.taken(), str(number)), publisher="slow.example", took_ms=250.0)
        desk.hands().commit(slow)
    desk.end(desk.taken(), Fate.REJECTED, Reason.NO_TEXT)
    desk.push(*[{"payload": b"{}"}] * 3)
    beat(desk.client, desk.keys, "celery@one", pool_size=4, children_replaced=2)
    lines = [line.split() for line in shown(screen, 12.0).splitlines()]

    assert "no worker is alive" in empty
    assert "no dead letters" in empty
    assert lines[0][:2] == ["3", "waiting"]
    assert ["a", "second", "2.5", "0.0", "0.5", "0.0"] in lines
    assert any(line[:3] == ["slow.example", "250", "5"] for line in lines)
    assert any(line[:3] == ["celery@one", "4", "2"] for line in lines)
    assert any("rejected:" in line and "no-text" in line for line in lines)


def test_a_loss_is_shouted(desk: Desk) -> None:
    (entry,) = desk.push()
    desk.client.xdel(desk.keys.intake, entry)

    assert "DOES NOT ADD UP" in shown(Screen(desk.client, desk.keys), 0.0)


def test_no_payload_can_draw_on_a_real_terminal(desk: Desk, environment: dict[str, str], tmp_path: Path) -> None:
    desk.end(desk.taken(), Fate.DEAD, Reason.BAD_PAYLOAD, EVIL)
    desk.client.xadd(desk.keys.fates, {"fate": "dead", "entry": "1-1", "reason": EVIL, "detail": EVIL})
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from worker.cli import main; main()", "status", "--watch", "--every", "0.1"]
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environment | {"TERM": "xterm", "COLUMNS": "200"}, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    while b"last dead letters" not in seen:
        seen += os.read(ours, 4096)
    running.send_signal(signal.SIGINT)
    try:
        while more := os.read(ours, 4096):
            seen += more
    except OSError:  # Linux's word for the end of a terminal
        pass
    os.close(ours)

    assert running.wait(20) == 2
    text = seen.decode()
    assert "owned" in text
    assert "[bold red]" in text
    assert "Traceback" not in text
    for command_of_terminal in ("\x1b]0;", "\x07", "\u009b"):
        assert command_of_terminal not in text
