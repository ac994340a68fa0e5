"""What happens to an article, top to bottom: decode, lines, body, metadata, screen, reasons, document."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import compress
from typing import Any

from worker.article.audit import audit
from worker.article.body.body import find_body
from worker.article.body.features_known import known
from worker.article.composed import composed
from worker.article.document import Document, InputKind, Provenance
from worker.article.explanation import ExplainedLine, Explanation
from worker.article.identity import content_hash, document_id
from worker.article.lines import Lines, Verdict
from worker.article.metadata.metadata import Metadata, find_metadata
from worker.article.outcome import Reason, Rejection
from worker.article.page import lines_of_page
from worker.article.payload import Payload
from worker.article.reading.decode import Decoded, decode
from worker.article.reading.parse_cost import may_be_extracted, why_not_parsed
from worker.article.reasons.reasons import reason_of_removed
from worker.article.resiliparse_fence import main_text
from worker.article.rules import Rules
from worker.article.screen.screen import ScreenFacts, screen
from worker.article.text import lines_of_text
from worker.article.trafilatura_fence import extraction, title
from worker.article.witnesses.witnesses import gather
from worker.article.word_count import word_count

__all__ = ["PIPELINE_VERSION", "RULES_VERSION", "explain", "extract", "extract_with_vote"]

PIPELINE_VERSION = "2"
"""Goes up when the same payload may give other bytes by the code."""
RULES_VERSION = "2"
"""Goes up when it may by the word lists and tables under data/."""


def extract(payload: Payload, rules: Rules) -> Document | Rejection:
    """The document in `payload`, or why there is none. The same payload and rules give the same bytes.

    Raises: BadPayloadError when it can never be read.
    """
    return _worked(payload, rules).found


def extract_with_vote(payload: Payload, rules: Rules) -> tuple[Document | Rejection, bool]:
    """`extract`, and whether its body was in such doubt that an extractor's vote was asked for.

    Raises: BadPayloadError when it can never be read.
    """
    worked = _worked(payload, rules)
    return worked.found, worked.verdict.voted


def explain(payload: Payload, rules: Rules) -> Explanation:
    """`extract`, with what became of each line. The lines of a rejected article have verdicts too.

    Raises: BadPayloadError when it can never be read.
    """
    worked = _worked(payload, rules)
    lines, verdict, used = worked.lines, worked.verdict, worked.used
    reasons = worked.reasons
    if reasons is None:
        reasons = reason_of_removed(lines, verdict.kept, used, verdict.score)
    explained = (
        ExplainedLine(
            line=lines.number[at],
            lines=lines.spans[at] if lines.spans else 1,
            verdict="kept" if verdict.kept[at] else "metadata" if at in used else "removed",
            field=", ".join(used[at]) if at in used else None,
            reason=reasons.get(at),
            score=verdict.score[at],
            text=text,
        )
        for at, text in enumerate(lines.text)
    )
    return Explanation(found=worked.found, lines=tuple(explained))


@dataclass(frozen=True, slots=True)
class _Worked:
    """An article at its end, with what was decided of its lines."""

    found: Document | Rejection
    lines: Lines
    verdict: Verdict
    used: Mapping[int, Sequence[str]]
    """Names of the fields that a line gave, by its index."""
    reasons: Mapping[int, str] | None = None
    """Of the removed lines, by index; None where nobody asked yet."""


def _worked(payload: Payload, rules: Rules) -> _Worked:
    decoded = decode(payload, rules.limits)
    if decoded.kind is InputKind.HTML and (detail := why_not_parsed(decoded.utf8, rules.limits)):
        return _Worked(Rejection(reason=Reason.LIMIT_HIT, detail=detail), Lines.none(), Verdict([], [], ""), {})
    lines = _lines(decoded, rules)

    @cache
    def may_be_asked() -> bool:
        return decoded.kind is InputKind.HTML and may_be_extracted(decoded.utf8)

    def vote() -> str | None:
        if not may_be_asked():
            return None
        found = extraction(decoded.text, payload.url, with_metadata=False, fast=rules.body == "auto")
        return found.text if found else None

    def fallback() -> str | None:
        return title(decoded.text) if may_be_asked() else None

    votes = {"trafilatura": vote, "resiliparse": lambda: main_text(decoded.text) if may_be_asked() else None}
    headline = payload.overrides.headline or payload.hints.headline
    witnesses = gather(lines.tree)
    seen = known(lines, headline, witnesses.json_ld.body)
    verdict = find_body(lines, seen, rules, votes=votes)
    metadata = find_metadata(lines, verdict.kept, witnesses, payload, fallback=fallback, rules=rules)
    verdict = _without(verdict, metadata.above)
    body = _joined(lines, verdict)
    flags = screen(lines, verdict.kept, word_count(body), _facts(payload, decoded, metadata), rules)
    if isinstance(flags, Rejection):
        return _Worked(flags, lines, verdict, metadata.used)
    reasons = reason_of_removed(lines, verdict.kept, metadata.used, verdict.score, seen.own)
    document = _document(
        payload,
        body,
        metadata,
        flags=tuple(dict.fromkeys((*decoded.flags, *lines.flags, *metadata.catches, *flags))),
        audit=audit(lines, verdict, metadata.used, reasons),
        provenance=Provenance(
            input_kind=decoded.kind,
            payload_hash=decoded.payload_hash,
            pipeline_version=PIPELINE_VERSION,
            model_version=verdict.model_version,
            rules_version=RULES_VERSION,
        ),
    )
    return _Worked(document, lines, verdict, metadata.used, reasons)


def _lines(decoded: Decoded, rules: Rules) -> Lines:
    match decoded.kind:
        case InputKind.HTML:
            return lines_of_page(decoded.utf8, rules.limits)
        case InputKind.TEXT:
            return lines_of_text(decoded.text, rules.limits)


def _without(verdict: Verdict, above: Collection[int]) -> Verdict:
    """`verdict`, but the lines `above` the first sentence that the metadata have used up are no body."""
    kept = list(verdict.kept)
    for at in above:
        kept[at] = False
    return replace(verdict, kept=kept)


def _joined(lines: Lines, verdict: Verdict) -> str:
    """The body's text; its lines are composed one by one, for most are in ASCII and cost nothing."""
    return "\n\n".join(map(composed, compress(lines.text, verdict.kept)))


def _facts(payload: Payload, decoded: Decoded, metadata: Metadata) -> ScreenFacts:
    return ScreenFacts(
        headline=metadata.headline,
        url=payload.url,
        http_status=payload.http_status,
        json_ld_types=metadata.json_ld_types,
        og_type=metadata.og_type,
        is_accessible_for_free=metadata.is_accessible_for_free,
        kind=decoded.kind,
    )


def _document(payload: Payload, body: str, metadata: Metadata, **parts: Any) -> Document:  # noqa: ANN401 -- the rest
    def content() -> str:
        authors = (author.name_raw for author in metadata.authors)
        dates = (metadata.date_published_raw, metadata.date_modified_raw)
        return content_hash(metadata.headline, body, authors, dates)

    return Document(
        **{name: getattr(metadata, name) for name in _SHARED_FIELDS},
        id=document_id(metadata.canonical_url, payload.source, payload.id, content),
        payload_id=payload.id,
        source=payload.source,
        meta=payload.meta,
        article_body=body,
        **parts,
    )


_SHARED_FIELDS = sorted(Document.model_fields.keys() & {field.name for field in fields(Metadata)})
