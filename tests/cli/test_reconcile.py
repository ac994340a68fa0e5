"""What reconcile and status tell an operator, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.desk import Desk
from worker.cli import EXIT_CONSERVATION, copydesk


@pytest.fixture
def environment(server_url: str, desk: Desk, tmp_path: Path) -> dict[str, str]:
    return {
        "COPYDESK_REDIS_URL": server_url,
        "COPYDESK_KEY_PREFIX": desk.keys.prefix,
        "COPYDESK_DOCUMENTS": str(tmp_path / "documents"),
    }


def run(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(copydesk, arguments, env=environment)


def test_reconcile_repairs_and_then_everything_fits(environment: dict[str, str]) -> None:
    found = run(environment, "reconcile", "--repair", "--json")

    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    assert (told["name"], told["repaired"], len(told["subjects"])) == ("groups-missing", 2, 2)
    assert run(environment, "reconcile").stdout == "everything fits\n"


def test_what_is_lost_is_said_in_words_and_by_the_exit_code(environment: dict[str, str], desk: Desk) -> None:
    desk.push()
    desk.client.xtrim(desk.keys.intake, maxlen=0, approximate=False)
    reconciled, status = run(environment, "reconcile"), run(environment, "status")

    assert "1 entries are lost" in reconciled.stdout
    assert "1 entries came in and have neither a fate nor a place" in status.stdout
    assert reconciled.exit_code == status.exit_code == EXIT_CONSERVATION
    assert len(json.loads(run(environment, "status", "--json").stdout)["wrong"]) == 1


def test_a_full_intake_and_a_slow_sink_are_said_in_words(environment: dict[str, str], desk: Desk) -> None:
    desk.push({"payload": "{}"}, {"payload": "{}"})
    for _ in range(2):
        desk.client.xadd(desk.keys.out, {"document": "{}"})
    desk.client.xgroup_create(desk.keys.out, "sink:documents", "0")
    told = run(environment | {"COPYDESK_MAX_BACKLOG": "2", "COPYDESK_SINK_MAX_BEHIND": "1"}, "status").stdout

    assert "producers are refused" in told
    assert "sink:documents is 2 documents behind" in told
