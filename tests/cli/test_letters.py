"""Letters in the hands of an operator: chosen, carried to files and other servers, and never lost or doubled."""

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.test_process import COPYDESK
from tests.conftest import eventually
from tests.desk import Desk
from worker.article.outcome import Fate, Reason
from worker.cli import copydesk
from worker.intake.keys import Keys

Verb = Callable[..., Result]

PAGE = b"<h1>River %d</h1>" + b"<p>The river rose again on Thursday evening and %d people came to the school.</p>" * 5


@pytest.fixture
def environment(server_url: str, desk: Desk, tmp_path: Path) -> dict[str, str]:
    return {
        "COPYDESK_REDIS_URL": server_url,
        "COPYDESK_KEY_PREFIX": desk.keys.prefix,
        "COPYDESK_DOCUMENTS": str(tmp_path / "documents"),
    }


@pytest.fixture
def verb(environment: dict[str, str]) -> Verb:
    def run(*arguments: str | Path, code: int = 0) -> Result:
        done = CliRunner().invoke(copydesk, [str(word) for word in arguments], env=environment)
        assert done.exit_code == code, done.output
        return done

    return run


@pytest.fixture
def other(desk: Desk) -> Desk:
    """Another system on the same server."""
    return Desk(desk.client, Keys(f"{desk.keys.prefix}-other"))


def dead_letters(desk: Desk, count: int) -> list[str]:
    """Articles that a worker can store by now, dead of an error in the past; the letters' ids."""
    for number in range(count):
        told = json.dumps({"url": f"https://news{number % 2}.example.org/{number}", "id": number})
        delivery = desk.taken({"payload": told, "body": PAGE.replace(b"%d", b"%d" % number) + b"\xff\x00"})
        desk.end(delivery, Fate.DEAD, Reason.ERROR if number % 2 else Reason.CRASHED)
    return [letter.id for letter in desk.letters()]


def listed(verb: Verb, *filters: str) -> list[str]:
    return [json.loads(line)["id"] for line in verb("dead", "list", "--json", *filters).stdout.splitlines()]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ((), [0, 1, 2, 3]),
        (("--reason", "error"), [1, 3]),
        (("--host", "news0.example.org"), [0, 2]),
        (("--host", "EXAMPLE.org"), [0, 1, 2, 3]),
        (("--host", "ample.org"), []),
        (("--newer-than", "1h"), [0, 1, 2, 3]),
        (("--older-than", "1h"), []),
        (("--reason", "error", "--limit", "1"), [1]),
    ],
)
def test_letters_are_listed_by_reason_host_age_and_number(
    verb: Verb, desk: Desk, filters: tuple[str, ...], expected: list[int]
) -> None:
    ids = dead_letters(desk, 4)

    assert listed(verb, *filters) == [ids[number] for number in expected]


def test_an_age_that_is_none_is_refused(verb: Verb) -> None:
    assert "7d" in verb("dead", "list", "--older-than", "soon", code=2).output


def test_those_that_fit_are_replayed_or_dropped(verb: Verb, desk: Desk) -> None:
    ids = dead_letters(desk, 6)
    verb("dead", "replay", "--reason", "error", "--limit", "1")
    verb("dead", "drop", "--host", "news0.example.org", "--yes")

    assert listed(verb) == [ids[3], ids[5]]
    state = desk.state
    assert (state.waiting, state.dead_replayed, state.dead_dropped, state.conserved) == (1, 1, 3, True)


@pytest.mark.parametrize(
    "arguments", [["replay"], ["replay", "1-1", "--all"], ["drop", "--yes", "1-1", "--limit", "1"]]
)
def test_names_filters_or_all_must_be_said_once(verb: Verb, arguments: list[str]) -> None:
    verb("dead", *arguments, code=2)


@pytest.mark.parametrize("into_a_folder", [False, True])
def test_letters_exported_and_imported_are_the_entries_that_they_were(
    verb: Verb, desk: Desk, tmp_path: Path, *, into_a_folder: bool
) -> None:
    desk.add("payload", "{}", "body", bytes(range(256)), "", "b", b"\xff\n", "c", "payload.body", "d")
    before = desk.rows(desk.keys.intake)[0][1]
    desk.end(desk.take(), Fate.REJECTED, Reason.NO_TEXT)
    path = tmp_path / "letters"
    if into_a_folder:
        path.mkdir()
    assert "1 exported" in verb("rejected", "export", path).stderr
    assert "1 imported" in verb("rejected", "import", path).stderr

    assert [fields for _, fields in desk.rows(desk.keys.intake)] == [before]
    assert desk.state.rejected_now == 1, "exporting takes nothing away"
    assert desk.state.conserved


@pytest.mark.parametrize("line", ["", "nonsense", "{}", '{"payload": []}', '{"payload": [["a", 1]]}', "[1]", '"x"'])
def test_a_file_that_is_no_export_is_named_and_nothing_is_imported(
    verb: Verb, desk: Desk, tmp_path: Path, line: str
) -> None:
    path = tmp_path / "letters.jsonl"
    path.write_text(f'{{"payload": [["payload", "{{}}"]]}}\n{line}\n')

    assert "letters.jsonl, line 2" in verb("dead", "import", path, code=2).output
    assert desk.state.entries_added == 0


def test_replay_to_another_system_moves_them_there(verb: Verb, desk: Desk, other: Desk, server_url: str) -> None:
    dead_letters(desk, 3)
    verb("dead", "replay", "--all", "--to", server_url, "--to-prefix", other.keys.prefix)

    assert (desk.state.dead_now, desk.state.dead_replayed, desk.state.waiting) == (0, 3, 0)
    assert [fields[b"body"][-2:] for _, fields in other.rows(other.keys.intake)] == [b"\xff\x00"] * 3
    assert desk.state.conserved
    assert other.state.conserved
    other.client.delete(other.keys.intake)


def test_an_unwieldy_letter_holds_up_no_other(verb: Verb, desk: Desk) -> None:
    desk.add(*(word for number in range(4000) for word in (str(number), "x")))
    desk.end(desk.take(), Fate.DEAD, Reason.BAD_PAYLOAD)
    dead_letters(desk, 2)
    done = verb("dead", "replay", "--all", code=1)

    assert "2 replayed" in done.stderr
    assert "thousands of fields" in done.stderr
    assert desk.state.conserved


@pytest.mark.parametrize(
    ("arguments", "moved"),
    [(["import", "letters.jsonl"], 0), (["replay", "--all"], 60), (["replay", "--all", "--to", ""], 60)],
)
def test_killed_half_way_and_done_again_every_article_is_stored_once(
    verb: Verb, desk: Desk, environment: dict[str, str], tmp_path: Path, *, arguments: list[str], moved: int
) -> None:
    dead_letters(desk, 60)
    verb("dead", "export", tmp_path / "letters.jsonl")
    words = [word or environment["COPYDESK_REDIS_URL"] for word in arguments]
    already = desk.state.entries_added
    command = [*COPYDESK, "dead", *words]
    process = subprocess.Popen(command, env=os.environ | environment, cwd=tmp_path, stderr=subprocess.DEVNULL)
    eventually(lambda: desk.state.entries_added > already)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    assert desk.state.conserved
    subprocess.run(command, env=os.environ | environment, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    verb("drain")

    state = desk.state
    assert (state.stored, state.dead_replayed, state.waiting, state.conserved) == (60, moved, 0, True)
    assert len({document["id"] for document in desk.out}) == len(desk.out) == 60
    assert len(list((tmp_path / "documents").rglob("*.json"))) == 60
