"""The part of KEDA's ScaledObject and TriggerAuthentication (keda.sh/v1alpha1) that the manifests may use.

As JSON Schema, written after KEDA's custom resource definitions, and stricter: a field that is not named here is
refused, so that a slip of the pen does not pass. Source: KEDA's documentation, "ScaledObject specification",
"Authentication", and "Redis Streams" for the trigger's metadata.
"""

from typing import Any

__all__ = ["KEDA"]


def _object(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
NAMED = _object(("name",), name=TEXT, kind=TEXT, apiVersion=TEXT)
SCALING_RULES = _object((), stabilizationWindowSeconds={"type": "integer", "minimum": 0, "maximum": 3600})
BEHAVIOR = _object((), scaleDown=SCALING_RULES, scaleUp=SCALING_RULES)
NUMBER_AS_TEXT = {"type": "string", "pattern": "^[1-9][0-9]*$"}
FLAG_AS_TEXT = {"enum": ["true", "false"]}

REDIS_STREAMS = _object(
    ("address", "stream"),
    address={"type": "string", "pattern": r"^[\w.-]+:\d+$"},
    stream=TEXT,
    streamLength=NUMBER_AS_TEXT,
    consumerGroup=TEXT,
    pendingEntriesCount=NUMBER_AS_TEXT,
    lagCount=NUMBER_AS_TEXT,
    activationLagCount=NUMBER_AS_TEXT,
    databaseIndex={"type": "string", "pattern": "^[0-9]+$"},
    enableTLS=FLAG_AS_TEXT,
    unsafeSsl=FLAG_AS_TEXT,
)

SCALED_OBJECT = _object(
    ("scaleTargetRef", "triggers"),
    scaleTargetRef=NAMED,
    minReplicaCount=COUNT,
    maxReplicaCount=COUNT,
    pollingInterval=COUNT,
    cooldownPeriod=COUNT,
    advanced=_object((), horizontalPodAutoscalerConfig=_object((), behavior=BEHAVIOR)),
    triggers={
        "type": "array",
        "minItems": 1,
        "items": _object(
            ("type", "metadata"), type={"const": "redis-streams"}, metadata=REDIS_STREAMS, authenticationRef=NAMED
        ),
    },
)

TRIGGER_AUTHENTICATION = _object(
    ("secretTargetRef",),
    secretTargetRef={
        "type": "array",
        "minItems": 1,
        "items": _object(("parameter", "name", "key"), parameter=TEXT, name=TEXT, key=TEXT),
    },
)

METADATA = _object(("name",), name=TEXT, labels={"type": "object", "additionalProperties": TEXT})
API_VERSION = {"const": "keda.sh/v1alpha1"}

KEDA = {
    kind: _object(
        ("apiVersion", "kind", "metadata", "spec"),
        apiVersion=API_VERSION,
        kind={"const": kind},
        metadata=METADATA,
        spec=spec,
    )
    for kind, spec in (("ScaledObject", SCALED_OBJECT), ("TriggerAuthentication", TRIGGER_AUTHENTICATION))
}
"""By kind."""
