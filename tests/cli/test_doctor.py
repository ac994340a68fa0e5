"""The doctor as an operator calls it."""

import json
import subprocess
from collections.abc import Callable

from tests.desk import Desk

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_the_doctor_tells_findings_with_what_to_do_and_its_exit_code_tells_whether_something_is_wrong(
    run: Run, desk: Desk
) -> None:
    well = run("doctor", "--json")
    desk.push({"payload": b"{}"})
    ill = run("doctor", "--json")

    found = {finding["check"]: finding for finding in map(json.loads, well.stdout.splitlines())}
    assert (well.returncode, found["persistence"]["level"]) == (0, "fine"), well.stdout + well.stderr
    found = {finding["check"]: finding for finding in map(json.loads, ill.stdout.splitlines())}
    assert (ill.returncode, found["workers"]["level"]) == (1, "wrong")
    assert "copydesk worker" in found["workers"]["do"]
    assert "copydesk worker" in run("doctor").stdout


def test_the_doctor_never_tells_a_password(run: Run, server_url: str) -> None:
    told = run("doctor", COPYDESK_REDIS_URL=server_url.replace("unix://", "unix://default:sesame@"))

    assert "sesame" not in told.stdout + told.stderr
