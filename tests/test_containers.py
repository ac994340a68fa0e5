"""What can be said of the containers without starting them."""

import re
from pathlib import Path

import pytest

from worker.settings import Settings

ROOT = Path(__file__).parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "config" / "docker" / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [COMPOSE, DOCKERFILE], ids=["compose", "dockerfile"])
def test_every_setting_they_give_exists(text: str) -> None:
    """An unknown one would keep the worker from starting."""
    given = set(re.findall(r"\bCOPYDESK_([A-Z_]+)[=:]", text))

    assert given
    assert given <= {name.upper() for name in Settings.model_fields}


def test_a_worker_is_given_the_time_that_a_warm_stop_may_take() -> None:
    _, worker = COMPOSE.split("\n  worker:")
    settings = Settings()
    grace = re.search(r"stop_grace_period: (\d+)s", worker)

    assert grace
    assert int(grace[1]) >= settings.ticket_seconds + settings.hard_limit_seconds + 5


def test_ports_are_open_on_loopback_only() -> None:
    ports = re.findall(r"ports: \[(.*)\]", COMPOSE)

    assert len(ports) == 2
    assert all(port.startswith('"127.0.0.1:') for port in ports)


def test_flower_does_not_start_without_a_password() -> None:
    assert "${FLOWER_PASSWORD:?" in COMPOSE
    assert "FLOWER_PASSWORD:-" not in COMPOSE


def test_the_image_is_made_of_what_is_installed_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)

    assert "*" in lines
    assert {f"!{name}" for names in copied for name in names.split()} == {line for line in lines if line[:1] == "!"}
