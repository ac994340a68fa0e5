"""What happens to an article, top to bottom: decode, lines, body, metadata, screen, reasons, document."""

import unicodedata
from functools import cache

from worker.article.body import find_body
from worker.article.decode import Decoded, decode
from worker.article.document import (
    Audit,
    Author,
    Document,
    Evidence,
    InputKind,
    MetadataLine,
    Provenance,
    RemovedLine,
)
from worker.article.identity import content_hash, document_id
from worker.article.lines import Lines, Verdict
from worker.article.outcome import Reason, Rejection
from worker.article.page import lines_of_page
from worker.article.payload import Payload
from worker.article.rules import Rules
from worker.article.text import lines_of_text
from worker.article.trafilatura_fence import Extraction, extraction

__all__ = ["extract"]

PIPELINE_VERSION = "1"


def extract(payload: Payload, rules: Rules) -> Document | Rejection:
    """The document in `payload`, or why there is none.

    Raises: BadPayloadError when it can never be read.
    """
    decoded = decode(payload, rules.limits)
    lines = (lines_of_page if decoded.kind is InputKind.HTML else lines_of_text)(decoded.text, rules.limits)
    reference = cache(lambda: extraction(decoded.text, payload.url) if decoded.kind is InputKind.HTML else None)
    verdict = find_body(lines, rules, vote=lambda: (found := reference()) and found.text)
    body = unicodedata.normalize(
        "NFC", "\n\n".join(t for t, kept in zip(lines.text, verdict.kept, strict=True) if kept)
    )
    words = len(body.split())
    if not body:
        return Rejection(reason=Reason.NO_TEXT, detail=f"none of {len(lines)} lines is article text")
    if words < rules.min_words:
        return Rejection(reason=Reason.TOO_SHORT, detail=f"{words} words; min_words is {rules.min_words}")
    return _document(payload, decoded, lines, verdict, body, reference())


def _document(payload, decoded, lines, verdict, body, found):
    headline = found.title if found else (lines.text[0] if lines.text else None)
    authors = (
        tuple(Author(name=n.strip(), name_raw=n.strip()) for n in (found.author or "").split(";") if n.strip())
        if found
        else ()
    )
    date = found.date if found else None
    url = payload.canonical_url or (found.url if found else None) or payload.url
    content = content_hash(headline, body, (), (date,))
    removed = tuple(
        RemovedLine(line=n, text=t, reason="boilerplate")
        for n, t, k in zip(lines.number, lines.text, verdict.kept)
        if not k
    )
    return Document(
        id=document_id(url, payload.source, payload.id, content),
        payload_id=payload.id,
        source=payload.source,
        meta=payload.meta,
        url=payload.url,
        canonical_url=url,
        headline=headline,
        article_body=body,
        authors=authors,
        date_published=date,
        date_published_raw=date,
        flags=(*decoded.flags, *lines.flags),
        audit=Audit(
            lines_in=len(lines),
            lines_kept=sum(verdict.kept),
            lines_metadata=0,
            lines_removed=len(removed),
            removed=removed,
        ),
        provenance=Provenance(
            input_kind=decoded.kind,
            payload_hash=decoded.payload_hash,
            pipeline_version=PIPELINE_VERSION,
            model_version=verdict.model_version,
            rules_version="1",
        ),
    )
