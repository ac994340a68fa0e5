"""What can be said of the containers without starting them."""

import re
from pathlib import Path

import pytest
import yaml

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

    assert len(ports) == 4
    assert all(port.startswith('"127.0.0.1:') for port in ports)


def test_flower_does_not_start_without_a_password() -> None:
    assert "${FLOWER_PASSWORD:?" in COMPOSE
    assert "FLOWER_PASSWORD:-" not in COMPOSE


def test_the_image_is_made_of_what_is_installed_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)

    assert "*" in lines
    assert {f"!{name}" for names in copied for name in names.split()} == {line for line in lines if line[:1] == "!"}


def test_a_container_is_asked_for_its_own_worker() -> None:
    assert 'CMD ["copydesk", "health", "live"]' in DOCKERFILE


def test_monitoring_is_wired_from_the_exporter_to_the_dashboard() -> None:
    services = yaml.safe_load(COMPOSE)["services"]
    worker = services["worker"]["environment"]
    monitoring = {name for name, service in services.items() if service.get("profiles") == ["monitoring"]}
    scraped = yaml.safe_load((ROOT / "config/prometheus/prometheus.yml").read_text())["scrape_configs"]
    source = yaml.safe_load((ROOT / "config/grafana/provisioning/datasources/prometheus.yml").read_text())
    dashboards = yaml.safe_load((ROOT / "config/grafana/provisioning/dashboards/copydesk.yml").read_text())
    mounted = {volume.split(":")[1] for volume in services["grafana"]["volumes"]}

    assert monitoring == {"exporter", "prometheus", "grafana"}
    assert scraped[0]["static_configs"][0]["targets"] == [f"exporter:{Settings().metrics_port}"]
    (workers,) = scraped[1]["dns_sd_configs"]
    assert (workers["names"], workers["port"]) == (["worker"], int(worker["COPYDESK_WORKER_METRICS_PORT"]))
    assert source["datasources"][0]["url"] == "http://prometheus:9090"
    assert dashboards["providers"][0]["options"]["path"] in mounted


def test_every_service_is_hardened() -> None:
    for name, service in yaml.safe_load(COMPOSE)["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
