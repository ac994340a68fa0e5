"""Alerts and dashboard: they ask for what the exporter tells, say what to do, and fire when they should."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from worker.metrics import METRICS, WORKER_METRICS, exported_names

CONFIG = Path(__file__).parents[2] / "config"
RULES = CONFIG / "prometheus" / "alerts.yml"
RULES_TEST = CONFIG / "prometheus" / "alerts_test.yml"
DASHBOARD = CONFIG / "grafana" / "dashboards" / "copydesk.json"

NAME = re.compile(r"\bcopydesk_\w+")


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text())["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def queries() -> Iterator[tuple[str, str]]:
    """Where a query stands, and the query."""
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]
    for case in yaml.safe_load(RULES_TEST.read_text())["tests"]:
        for series in case["input_series"]:
            yield case["name"], series["series"]


@pytest.mark.parametrize(("where", "query"), list(queries()))
def test_every_metric_and_label_that_is_asked_for_is_exported(where: str, query: str) -> None:
    asked = set(NAME.findall(query))

    assert asked <= exported_names() | exported_names(WORKER_METRICS), where
    assert query.count("(") == query.count(")")
    labels = {label for metric in (*METRICS, *WORKER_METRICS) for label in metric.labels} | {"job", "instance", "le"}
    for braces in re.findall(r"\{([^}]*)\}", query):
        assert {part.split("=")[0].rstrip("!") for part in braces.split(",")} <= labels, where


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_says_what_is_the_matter_and_what_to_do(rule: dict[str, Any]) -> None:
    assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"warning", "critical"}
    assert rule["annotations"].keys() == {"summary", "do"}
    assert len(rule["annotations"]["do"]) > 40


def test_every_alert_is_tried() -> None:
    told = RULES_TEST.read_text()

    assert [rule["alert"] for rule in rules() if f'alertname="{rule["alert"]}"' not in told] == []


def test_every_metric_is_watched_by_an_alert_or_seen_on_the_dashboard() -> None:
    asked = {name for _, query in queries() for name in NAME.findall(query)}
    suffixes = ("", "_total", "_bucket")
    told = (*METRICS, *WORKER_METRICS)
    unseen = [metric.name for metric in told if not any(metric.name + suffix in asked for suffix in suffixes)]

    assert unseen == [
        "copydesk_entries_added",
        "copydesk_oldest_in_work_seconds",
        "copydesk_worker_heartbeat_age_seconds",
        "copydesk_parent_children",
        "copydesk_parent_last_ticket_seconds",
    ]


def test_the_rules_fire_and_fall_silent_as_their_test_says() -> None:
    """By promtool where it is (Debian's package `prometheus`); what needs no program is held by the tests above."""
    promtool = shutil.which("promtool")
    if promtool is None:
        cases = yaml.safe_load(RULES_TEST.read_text())["tests"]
        assert all(case["promql_expr_test"][-1]["exp_samples"] == [] for case in cases), "each falls silent again"
        return
    for arguments in (["check", "config", "prometheus.yml"], ["test", "rules", RULES_TEST.name]):
        done = subprocess.run([promtool, *arguments], cwd=RULES.parent, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_dashboard_is_provisioned_with_its_datasource() -> None:
    (source,) = yaml.safe_load((CONFIG / "grafana/provisioning/datasources/prometheus.yml").read_text())["datasources"]
    dashboard = json.loads(DASHBOARD.read_text())
    panels = dashboard["panels"]

    assert {target["datasource"]["uid"] for panel in panels for target in panel["targets"]} == {source["uid"]}
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(set(cells)) == len(cells), "panels overlap"
    assert max(x for x, _ in cells) < 24
