"""The verbs as a user runs them: real processes, a real server, real workers."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner

from worker.cli import copydesk

COPYDESK = [sys.executable, "-c", "from worker.cli import main; main()"]
ARTICLE = (
    "<html lang='en'><head><title>{0}</title></head><body><nav><a href='/'>Home</a></nav><article><h1>{0}</h1>"
    + "<p>The harbour master of {0} said on Monday that the ferry would sail again before the winter storms.</p>" * 3
    + "</article></body></html>"
)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `copydesk …` in an empty folder and waits for its end."""

    def runs(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COPYDESK, *arguments],
            cwd=tmp_path,
            env=os.environ | environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    return runs


def pages(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.html").write_text(ARTICLE.format(f"Port {number}"), "utf-8")
    return folder


def documents(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]


def eventually(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def test_process_turns_a_folder_into_documents_and_says_what_became_of_each(run: Run, tmp_path: Path) -> None:
    folder = pages(tmp_path / "pages", 5)
    (folder / "short.txt").write_text("Too short.")
    (folder / "bad.jsonl").write_text('{"htm": "<p>"}\n{"html": "' + ARTICLE.format("Port 0") + '"}\n')

    done = run("process", "pages", "--json", "-c", "1")

    summary = json.loads(done.stdout)
    assert (summary["stored"], summary["rejected"], summary["dead"]) == (6, 1, 1), done.stderr
    assert done.returncode == 1  # some are dead
    found = documents(tmp_path / "documents")
    assert len(found) == 6
    assert all(
        "harbour master" in document["articleBody"] and "Home" not in document["articleBody"] for document in found
    )


def test_the_next_run_knows_what_the_first_has_stored_and_status_adds_up(run: Run, tmp_path: Path) -> None:
    pages(tmp_path / "pages", 3)

    first = run("process", "pages", "--json", "-c", "1")
    second = run("process", "pages", "--json", "-c", "1")

    assert json.loads(first.stdout)["stored"] == 3, first.stderr
    assert json.loads(second.stdout)["duplicate"] == 3, second.stderr
    status = run("status", "--json")
    state = json.loads(status.stdout)
    assert (state["stored"], state["duplicate"], state["conserved"], status.returncode) == (3, 3, True, 0)


def test_dead_letters_are_listed_shown_replayed_and_dropped(run: Run) -> None:
    run("submit", "--jsonl", "-", stdin='{"htm": 1, "id": "a"}\n{"id": "b"}\n')
    run("drain")

    listed = [json.loads(line) for line in run("dead", "list", "--json").stdout.splitlines()]

    assert [letter["reason"] for letter in listed] == ["bad-payload", "bad-payload"]
    shown = json.loads(run("dead", "show", listed[0]["entry"]).stdout)
    assert json.loads(shown["payload"]["payload"]) == {"htm": 1, "id": "a"}
    assert run("dead", "show", listed[0]["id"], "--payload").stdout.strip() == '{"htm": 1, "id": "a"}'
    assert "1 replayed" in run("dead", "replay", listed[0]["id"]).stderr
    assert "1 dropped" in run("dead", "drop", "--all", "--yes").stderr
    state = json.loads(run("status", "--json").stdout)
    assert (state["waiting"], state["deadNow"], state["deadReplayed"], state["deadDropped"]) == (1, 0, 1, 1)
    assert state["conserved"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_process_and_the_next_goes_on(run: Run, tmp_path: Path, stop: int) -> None:
    pages(tmp_path / "pages", 60)
    first = subprocess.Popen(
        [*COPYDESK, "process", "pages", "-c", "1"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    family: list[psutil.Process] = []

    def some_stored() -> bool:
        family[:] = {*family, *psutil.Process(first.pid).children(recursive=True)}
        return len(list((tmp_path / "documents").rglob("*.json"))) > 0

    eventually(some_stored)
    first.send_signal(stop)
    _, told = first.communicate(timeout=60)

    assert "nothing is lost" in told
    assert "Traceback" not in told
    eventually(lambda: not any(process.is_running() for process in family), seconds=20)
    second = json.loads(run("process", "pages", "--json", "-c", "1").stdout)
    assert second["stored"] + second["duplicate"] == 60
    assert len(documents(tmp_path / "documents")) == 60
    assert json.loads(run("status", "--json").stdout)["conserved"]


def test_submit_waits_for_a_worker_that_is_up(tmp_path: Path, run: Run) -> None:
    pages(tmp_path / "pages", 4)
    desk = subprocess.Popen([*COPYDESK, "up", "-c", "1"], cwd=tmp_path, stderr=subprocess.DEVNULL)
    try:
        waited = run("submit", "pages", "--wait", "--json")
        followed = run("submit", "pages", "--wait", "--json")
    finally:
        desk.terminate()
        desk.wait(60)

    assert json.loads(waited.stdout)["stored"] == 4, waited.stderr
    assert json.loads(followed.stdout)["duplicate"] == 4, followed.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "told"),
    [
        (["status"], {"COPYDESK_REDIS_URL": "redis://127.0.0.1:1/0"}, 3, "127.0.0.1:1"),
        (["status"], {"COPYDESK_REDIS_URL": "http://x"}, 2, "redis_url"),
        (["status"], {"COPYDESK_LEASE_SECONDS": "1"}, 2, "lease_seconds"),
        (["process", "nowhere"], {}, 2, "does not exist"),
        (["dead", "replay"], {}, 2, "--all"),
        (["extract", "page.doc"], {}, 2, "not a page"),
    ],
)
def test_trouble_is_told_in_a_sentence_with_its_exit_code(  # noqa: PLR0917 -- a table and its fixtures
    run: Run, tmp_path: Path, arguments: list[str], environment: dict[str, str], code: int, told: str
) -> None:
    (tmp_path / "page.doc").write_text("x")

    done = run(*arguments, **environment)

    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_extract_prints_as_many_outcomes_as_came_in(run: Run) -> None:
    lines = [
        '{"id": 1, "html": "<p>x"}',
        "not json",
        '{"id": 3}',
        json.dumps({"id": 4, "html": ARTICLE.format("Port 4")}),
    ]

    done = run("extract", "--jsonl", "-", stdin="\n".join(lines) + "\n")

    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [outcome["fate"] for outcome in outcomes] == ["rejected", "rejected", "dead", "stored"], done.stderr
    assert [outcome["payloadId"] for outcome in outcomes] == [1, None, None, 4]


def test_every_verb_has_help(run: Run) -> None:
    verbs = [line.split()[0] for line in run("--help").stdout.split("Commands:")[1].splitlines() if line.strip()]

    assert "process" in verbs
    for verb in verbs:
        assert len(CliRunner().invoke(copydesk, [verb, "--help"]).output) > 100, verb
