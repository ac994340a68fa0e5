"""The rules an article is worked by: what is not in the payload and still decides the bytes of the document."""

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["REJECT", "BodyMode", "Finding", "Limits", "Rules"]

BodyMode = Literal["auto", "model", "trafilatura"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one payload. Over a bound there is a named reason or a `limit-hit:` flag, never a silent cut."""

    max_payload_bytes: int = 20_000_000
    """Bytes of the payload as it stands in its entry."""
    max_decompressed_bytes: int = 50_000_000
    """Bytes of the page after base64 and content encoding are undone."""
    max_lines: int = 50_000
    max_line_chars: int = 100_000
    max_nodes: int = 500_000
    max_depth: int = 2_000


Finding = Literal[
    "http-status",
    "no-text",
    "javascript-shell",
    "bot-check",
    "consent-wall",
    "error-page",
    "not-an-article",
    "too-short",
    "paywall",
    "stub",
    "live-blog",
    "several-articles",
    "video-page",
]
"""What the screen can see; values of `outcome.Reason`."""

REJECT: frozenset[Finding] = frozenset(
    [
        "http-status",
        "no-text",
        "javascript-shell",
        "bot-check",
        "consent-wall",
        "error-page",
        "not-an-article",
        "too-short",
    ]
)
"""What the screen turns away unless told otherwise; the rest of what it sees are flags in the document."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings that bear on the document; two workers with equal rules write equal bytes."""

    body: BodyMode = "auto"
    """Whose word counts for the body: the line model with votes, the line model alone, or trafilatura."""
    min_words: int = 25
    """A body of fewer words is rejected as `too-short`; languages without spaces count two characters a word."""
    reject: frozenset[Finding] = REJECT
    """What the screen turns away; what it sees and does not turn away is a flag."""
    limits: Limits = field(default_factory=Limits)
    page_weights: bytes | None = field(default=None, repr=False)
    """Weights of the line model for pages, as `model.written_model` writes them; None: those of the package."""
    text_weights: bytes | None = field(default=None, repr=False)
    """The same for texts."""
    published_from_modified: bool = True
    """Whether a page that readers are only told the last change of gives that as `date_published`, flagged as such."""
