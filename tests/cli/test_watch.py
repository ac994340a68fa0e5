"""The exporter and the probes as a supervisor runs them: real processes, a real server, a real worker."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from tests.conftest import eventually
from tests.desk import Desk
from tests.server.conftest import bundled, start_server
from worker.intake.heartbeat import beat, heartbeats, retire

__all__ = ["bundled", "start_server"]

SCRAPE_SECONDS = 10
"""Prometheus's own limit, unless it is told another."""
COPYDESK = [sys.executable, "-c", "from worker.cli import main; main()"]

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_the_exporter_answers_on_loopback(run: Run, environment: dict[str, str], tmp_path: Path, desk: Desk) -> None:
    desk.push()
    running = subprocess.Popen(
        [*COPYDESK, "exporter", "--port", "0"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert running.stderr is not None
        url = re.findall(r"http://127\.0\.0\.1:\d+/metrics", running.stderr.readline())[0]
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 -- our own, on loopback
            told = answer.read().decode()
    finally:
        running.terminate()
        running.communicate(timeout=20)

    assert "copydesk_entries_waiting 1.0" in told
    assert running.returncode == 2  # stopped
    assert run("exporter", "--port", "1", "--host", "203.0.113.1").returncode == 2


def test_a_server_that_hangs_is_told_within_the_time_of_a_scrape(
    start_server: Callable[..., int], environment: dict[str, str], tmp_path: Path
) -> None:
    port = start_server()
    with Redis(port=port) as client:
        server = int(client.info("server")["process_id"])
    running = subprocess.Popen(
        [*COPYDESK, "exporter", "--port", "0"],
        cwd=tmp_path,
        env=environment | {"COPYDESK_REDIS_URL": f"redis://127.0.0.1:{port}/0"},
        stderr=subprocess.PIPE,
        text=True,
    )
    told = []
    try:
        assert running.stderr is not None
        url = re.findall(r"http://127\.0\.0\.1:\d+/metrics", running.stderr.readline())[0]
        for number in (signal.SIGSTOP, signal.SIGCONT):
            os.kill(server, number)
            with urllib.request.urlopen(url, timeout=SCRAPE_SECONDS) as answer:  # noqa: S310 -- our own, on loopback
                told.append(re.findall(r"^copydesk_up (.*)$", answer.read().decode(), re.MULTILINE))
    finally:
        os.kill(server, signal.SIGCONT)
        running.terminate()
        running.communicate(timeout=20)

    assert told == [["0.0"], ["1.0"]]


def test_a_worker_is_live_while_its_heart_beats(run: Run, desk: Desk) -> None:
    assert "no worker" in run("health", "live", "--worker", "celery@one").stderr
    beat(desk.client, desk.keys, "celery@one", pool_size=1, children_replaced=0)

    assert run("health", "live", "--worker", "celery@one").returncode == 0
    assert run("health", "live", "--worker", "one").returncode == 0
    assert run("health", "live", "--worker", "two").returncode == 1
    desk.client.hset(desk.keys.workers, "celery@one", '{"at": 1000}')
    stale = run("health", "live", "--worker", "one")
    assert (stale.returncode, "last heard of" in stale.stderr) == (1, True)


def test_readiness_asks_for_the_server_and_the_intake(run: Run, desk: Desk) -> None:
    assert run("health", "ready").returncode == 1
    desk.push()
    desk.take()

    assert run("health", "ready").returncode == 0


@pytest.mark.parametrize(("what", "code"), [("live", 0), ("ready", 1)])
def test_a_server_that_is_away_is_no_fault_of_the_worker(run: Run, what: str, code: int) -> None:
    done = run("health", what, COPYDESK_REDIS_URL="redis://:sesame@127.0.0.1:1/0")

    assert done.returncode == code
    assert "does not answer" in done.stderr
    assert "sesame" not in done.stderr


def test_a_worker_beats_and_takes_its_leave(environment: dict[str, str], tmp_path: Path, desk: Desk) -> None:
    running = subprocess.Popen(
        [*COPYDESK, "worker", "-c", "1", "--", "-n", "one@%h"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        eventually(lambda: any(beat.is_alive for beat in heartbeats(desk.client, desk.keys)))
        found = heartbeats(desk.client, desk.keys)[0]
    finally:
        running.terminate()
        running.wait(60)

    assert found.worker.startswith("one@")
    assert (found.pool_size, found.children_replaced) == (1, 0)
    assert abs(found.skew_seconds) < 5
    assert heartbeats(desk.client, desk.keys) == []


def test_the_long_dead_are_forgotten_by_the_next_that_comes(desk: Desk) -> None:
    desk.client.hset(desk.keys.workers, "celery@old", '{"at": 1000}')
    beat(desk.client, desk.keys, "celery@new", pool_size=1, children_replaced=0)

    assert [found.worker for found in heartbeats(desk.client, desk.keys)] == ["celery@new"]
    retire(desk.client, desk.keys, "celery@new")
    assert heartbeats(desk.client, desk.keys) == []
