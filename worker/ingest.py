"""One entry, one fate: the only place where the core and the intake meet."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, assert_never

from worker.article.document import Document
from worker.article.identity import content_hash
from worker.article.metadata.urls import registrable_domain
from worker.article.outcome import Fate, Outcome, Reason, Rejection
from worker.article.payload import Payload, UnknownFields, read_payload
from worker.article.pipeline import extract_with_vote
from worker.article.rules import Rules
from worker.errors import BadPayloadError
from worker.intake.deliveries import Answer, Commit, Delivery

__all__ = ["Ingested", "Ports", "ingest", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Ports:
    """What the shell hands to `ingest`."""

    commit: Callable[[Commit], Answer]
    guard: Callable[[], AbstractContextManager[None]]
    """What bounds the core's time and memory while it works on one article."""
    rules: Rules
    unknown_fields: UnknownFields = "error"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one delivery, for the log and the ticket's tally."""

    said: str
    """The commit's answer: a fate, or `gone`."""
    outcome: Outcome
    took_ms: float
    cpu_ms: float
    """CPU time of the core, which is less than `took_ms` where processes wait for a core."""


def ingest(delivery: Delivery, ports: Ports) -> Ingested:
    """Work on one delivery until the server has decided on its fate.

    Running the same entry twice is safe: the second commit is answered `gone` or `duplicate`. Expected trouble becomes
    a fate; whatever else the core raises is a bug, rises, and is for the caller to count as a failed delivery.
    """
    started = time.perf_counter()
    with ports.guard():
        began = time.thread_time()
        outcome, publisher, voted = _worked(delivery.fields, ports.rules, ports.unknown_fields)
        cpu_ms = (time.thread_time() - began) * 1000
    took_ms = (time.perf_counter() - started) * 1000
    offer = _commit_of(delivery, outcome, took_ms=took_ms, publisher=publisher or "", voted=voted)
    answer = ports.commit(offer)
    while answer.said == "stale" and outcome.document is not None:
        document = outcome.document.model_copy(update={"version": answer.version + 1})
        outcome = outcome.model_copy(update={"document": document})
        answer = ports.commit(replace(offer, based_on=answer.version, document=_wire(document)))
    return Ingested(answer.said, outcome, took_ms, cpu_ms)


def outcome_of(entry: Mapping[str, bytes] | bytes, *, rules: Rules, unknown_fields: UnknownFields = "error") -> Outcome:
    """What the core makes of an entry's fields, or of a bare payload; never `duplicate`, which only the ledger knows.

    Raises: only what is a bug.
    """
    return _worked(entry, rules, unknown_fields)[0]


def _worked(
    entry: Mapping[str, bytes] | bytes, rules: Rules, unknown_fields: UnknownFields
) -> tuple[Outcome, str | None, bool]:
    """The outcome, the registrable domain it came from, for rejections too, and whether a vote was asked for."""
    payload: Payload | None = None
    voted = False
    try:
        payload = read_payload(entry, max_bytes=rules.limits.max_payload_bytes, unknown_fields=unknown_fields)
        found, voted = extract_with_vote(payload, rules)
        outcome = _outcome(payload, found)
    except BadPayloadError as error:
        payload_id = payload.id if payload else None
        outcome = Outcome(payload_id=payload_id, fate=Fate.DEAD, reason=Reason(error.reason), detail=str(error))
    known = outcome.document.publisher if outcome.document else None
    return outcome, (known and known.domain) or (payload and registrable_domain(payload.url)) or None, voted


def _outcome(payload: Payload, found: Document | Rejection) -> Outcome:
    match found:
        case Document():
            return Outcome(payload_id=payload.id, fate=Fate.STORED, document=found)
        case Rejection(reason=reason, detail=detail):
            return Outcome(payload_id=payload.id, fate=Fate.REJECTED, reason=reason, detail=detail)
        case _:
            assert_never(found)


def _commit_of(delivery: Delivery, outcome: Outcome, **known: Any) -> Commit:  # noqa: ANN401 -- of a commit's fields
    if outcome.document is not None:
        known |= _stored_fields(outcome.document)
    return Commit(
        entry=delivery.entry,
        attempt=delivery.attempt,
        fate=outcome.fate,
        payload_id=outcome.payload_id,
        reason=outcome.reason,
        detail=outcome.detail or "",
        **known,
    )


def _stored_fields(document: Document) -> dict[str, Any]:
    authors = (author.name_raw for author in document.authors)
    dates = (document.date_published_raw, document.date_modified_raw)
    return {
        "document_id": document.id,
        "content_hash": content_hash(document.headline, document.article_body, authors, dates),
        "document": _wire(document),
        "body_chars": len(document.article_body),
        "model_version": document.provenance.model_version,
    }


def _wire(document: Document) -> bytes:
    """As `model_dump_json` does it, but for the detour over a string, which costs a third more."""
    return Document.__pydantic_serializer__.to_json(document, by_alias=True)
