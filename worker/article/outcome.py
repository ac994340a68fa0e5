"""What can become of an article: a document, a rejection, or a named reason why it can never be read."""

from enum import StrEnum

from worker.article.document import Document
from worker.article.wire import WireModel

__all__ = ["Fate", "Outcome", "Reason", "Rejection"]


class Fate(StrEnum):
    """Every entry gets exactly one."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    DEAD = "dead"


class Reason(StrEnum):
    """Why an entry was rejected, or is dead."""

    # rejected: read, and turned away
    NO_TEXT = "no-text"
    TOO_SHORT = "too-short"
    NOT_AN_ARTICLE = "not-an-article"
    CONSENT_WALL = "consent-wall"
    ERROR_PAGE = "error-page"
    HTTP_STATUS = "http-status"
    LIMIT_HIT = "limit-hit"

    # dead at once: can never be read
    BAD_PAYLOAD = "bad-payload"
    TOO_LARGE = "too-large"
    UNDECODABLE = "undecodable"

    # dead after every delivery failed
    CRASHED = "crashed"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    ERROR = "error"


class Rejection(WireModel):
    """An expected "no"."""

    reason: Reason
    detail: str
    """What was seen, in words, for the person who asks why."""


class Outcome(WireModel):
    """One line of `copydesk extract --jsonl`, and what a commit carries."""

    payload_id: str | int | None = None
    fate: Fate
    reason: Reason | None = None
    detail: str | None = None
    document: Document | None = None
