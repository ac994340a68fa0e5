"""Who a document is, and whether its content is new: two SHA-256 in lower-case hex."""

import hashlib
from collections.abc import Callable, Iterable

__all__ = ["content_hash", "document_id"]


def content_hash(headline: str | None, body: str, authors: Iterable[str], dates_raw: Iterable[str | None]) -> str:
    """SHA-256 of what a reader would call the article: headline, body, authors and dates as printed.

    Neither of the payload, because adverts change, nor of what is handed through.
    """
    return _sha256([headline or "", body, *authors, *(raw or "" for raw in dates_raw)])


def document_id(
    canonical_url: str | None, source: str | None, payload_id: str | int | None, content: Callable[[], str]
) -> str:
    """SHA-256 of the identity: canonical URL, else source and payload id, else the content hash, asked only then.

    Each kind is marked, so that a payload id that looks like a URL is not taken for one.
    """
    if canonical_url is not None:
        return _sha256(["url", canonical_url])
    if payload_id is not None:
        return _sha256(["id", source or "", str(payload_id)])
    return _sha256(["content", content()])


def _sha256(parts: Iterable[str]) -> str:
    """Parts are kept apart by their lengths."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "replace")
        digest.update(b"%d:" % len(raw))
        digest.update(raw)
    return digest.hexdigest()
