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
    HTTP_STATUS = "http-status"
    NO_TEXT = "no-text"
    JAVASCRIPT_SHELL = "javascript-shell"
    BOT_CHECK = "bot-check"
    CONSENT_WALL = "consent-wall"
    ERROR_PAGE = "error-page"
    NOT_AN_ARTICLE = "not-an-article"
    TOO_SHORT = "too-short"
    LIMIT_HIT = "limit-hit"

    # flags of the document, unless `Rules.reject` names them
    PAYWALL = "paywall"
    STUB = "stub"
    LIVE_BLOG = "live-blog"
    SEVERAL_ARTICLES = "several-articles"
    VIDEO_PAGE = "video-page"

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
