"""The manifests: of their schemas, whole, wired to each other, with fitting times and no right more than needed."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.config.keda_schema import KEDA
from worker.cli import VERBS
from worker.intake.keys import Keys
from worker.settings import Settings

FOLDER = Path(__file__).parents[2] / "config" / "kubernetes"
KINDS = {
    "Deployment": "apps/v1",
    "ConfigMap": "v1",
    "Secret": "v1",
    "PersistentVolumeClaim": "v1",
    "ScaledObject": "keda.sh/v1alpha1",
    "TriggerAuthentication": "keda.sh/v1alpha1",
}


def manifests() -> dict[tuple[str, str], dict[str, Any]]:
    found = [one for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load_all(path.read_text())]
    return {(one["kind"], one["metadata"]["name"]): one for one in found}


ALL = manifests()
SCHEMAS = json.loads((Path(__file__).parent / "kubernetes.schema.json").read_text("utf-8"))
DEPLOYMENTS = [one for (kind, _), one in ALL.items() if kind == "Deployment"]


def pod(deployment: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = deployment["spec"]["template"]["spec"]
    return spec


def container(deployment: dict[str, Any]) -> dict[str, Any]:
    (only,) = pod(deployment)["containers"]
    found: dict[str, Any] = only
    return found


def test_each_is_of_a_kind_that_is_known_and_named_once() -> None:
    documents = sum(len(list(yaml.safe_load_all(path.read_text()))) for path in FOLDER.glob("*.yaml"))

    assert {kind: one["apiVersion"] for (kind, _), one in ALL.items()} == KINDS
    assert len(ALL) == documents == 7


def faults(manifest: dict[str, Any]) -> list[str]:
    """By the schema of its kind: Kubernetes' own, strict, or our part of KEDA's."""
    kind = manifest["kind"]
    group = "apps" if manifest["apiVersion"].startswith("apps/") else "core"
    schema = KEDA.get(kind) or SCHEMAS | {"$ref": f"#/$defs/io.k8s.api.{group}.v1.{kind}"}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(manifest)]


@pytest.mark.parametrize("name", ALL, ids="/".join)
def test_each_is_of_its_schema(name: tuple[str, str]) -> None:
    assert faults(ALL[name]) == []


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        (("Deployment", "copydesk-worker"), ("spec", "template", "spec", "terminationGracePeriod"), 45),
        (("Deployment", "copydesk-worker"), ("spec", "template", "spec", "terminationGracePeriodSeconds"), "45"),
        (("Deployment", "copydesk-worker"), ("spec", "template", "spec", "containers", 0, "livenessProbe", "every"), 1),
        (("Deployment", "copydesk-exporter"), ("spec", "selector"), None),
        (("ConfigMap", "copydesk"), ("data", "COPYDESK_METRICS_PORT"), 9808),
        (("PersistentVolumeClaim", "copydesk-documents"), ("spec", "accessModes"), "ReadWriteMany"),
        (("ScaledObject", "copydesk-worker"), ("spec", "minReplicas"), 1),
        (("ScaledObject", "copydesk-worker"), ("spec", "triggers", 0, "metadata", "streamLength"), 2000),
        (("TriggerAuthentication", "copydesk-redis"), ("spec", "secretTargetRef", 0, "key"), None),
    ],
)
def test_a_slip_of_the_pen_is_a_fault(name: tuple[str, str], path: tuple[str | int, ...], value: Any) -> None:
    """A schema that lets everything pass would prove nothing."""
    manifest = copy.deepcopy(ALL[name])
    inner: Any = manifest
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value

    assert len(faults(manifest)) == 1


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["metadata"]["name"])
def test_a_deployment_selects_its_own_pods_and_what_it_names_is_there(deployment: dict[str, Any]) -> None:
    spec = deployment["spec"]
    mounts = {mount["name"] for mount in container(deployment)["volumeMounts"]}

    assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"] == deployment["metadata"]["labels"]
    assert mounts == {volume["name"] for volume in pod(deployment)["volumes"]}
    for source in container(deployment)["envFrom"]:
        ((reference, named),) = source.items()
        kind = {"configMapRef": "ConfigMap", "secretRef": "Secret"}[reference]
        assert (kind, named["name"]) in ALL
    for volume in pod(deployment)["volumes"]:
        if claim := volume.get("persistentVolumeClaim"):
            assert ("PersistentVolumeClaim", claim["claimName"]) in ALL


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["metadata"]["name"])
def test_a_pod_may_do_no_more_than_it_needs(deployment: dict[str, Any]) -> None:
    allowed = container(deployment)["securityContext"]

    assert allowed == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod(deployment)["securityContext"]["runAsNonRoot"] is True
    assert pod(deployment)["automountServiceAccountToken"] is False
    assert "memory" in container(deployment)["resources"]["limits"]


def test_a_worker_is_given_the_time_that_a_warm_stop_may_take() -> None:
    settings = Settings()
    grace_seconds = pod(ALL["Deployment", "copydesk-worker"])["terminationGracePeriodSeconds"]

    assert grace_seconds >= settings.ticket_seconds + settings.hard_limit_seconds + 5


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["metadata"]["name"])
def test_every_command_is_a_verb(deployment: dict[str, Any]) -> None:
    one = container(deployment)
    probes = [one[name]["exec"]["command"] for name in one if name.endswith("Probe") and "exec" in one[name]]

    for program, verb, *_ in [one["args"], *probes]:
        assert program == "copydesk"
        assert verb in VERBS


def test_settings_that_are_given_exist() -> None:
    given = {
        *ALL["ConfigMap", "copydesk"]["data"],
        *(name for name in ALL["Secret", "copydesk"]["stringData"] if name.startswith("COPYDESK_")),
        *(row["name"] for deployment in DEPLOYMENTS for row in container(deployment)["env"]),
    }

    assert given <= {f"COPYDESK_{name.upper()}" for name in Settings.model_fields}
    assert container(ALL["Deployment", "copydesk-exporter"])["ports"][0]["containerPort"] == Settings().metrics_port


def test_keda_looks_at_the_intake_and_scales_the_workers() -> None:
    scaled = ALL["ScaledObject", "copydesk-worker"]["spec"]
    (trigger,) = scaled["triggers"]
    secrets = ALL["TriggerAuthentication", trigger["authenticationRef"]["name"]]["spec"]["secretTargetRef"]

    assert ("Deployment", scaled["scaleTargetRef"]["name"]) in ALL
    assert trigger["type"] == "redis-streams"
    assert trigger["metadata"]["stream"] == Keys(Settings().key_prefix).intake
    assert all(isinstance(value, str) for value in trigger["metadata"].values())
    assert {secret["parameter"] for secret in secrets} == {"username", "password"}
    assert all(secret["key"] in ALL["Secret", secret["name"]]["stringData"] for secret in secrets)
