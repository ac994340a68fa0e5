"""Metadata: everything about the article but its body, each field by evidence; the one place where fields meet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from worker.article.dates.dates import FROM_MODIFIED
from worker.article.document import Agency, Author, DateDetails, Dateline, Evidence, Image, Publisher
from worker.article.headline.headline import Title
from worker.article.headline.line import without_marks
from worker.article.lines import Lines
from worker.article.metadata.case import Case, Chosen, read_case
from worker.article.metadata.dates import best_dates
from worker.article.metadata.people import choose_people
from worker.article.metadata.site import choose_markup, choose_site
from worker.article.payload import Payload
from worker.article.rules import Rules
from worker.article.witnesses.witnesses import Witnesses

__all__ = ["PUBLISHED_FROM_MODIFIED", "Metadata", "find_metadata"]

PUBLISHED_FROM_MODIFIED: Final = "published-from-modified"
"""The flag of a document whose date of publication is that of a change, for want of another."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of the document of the same names; None or empty where no witness is to be believed."""

    headline: str | None = None
    description: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    publisher: Publisher | None = None
    authors: tuple[Author, ...] = ()
    agency: Agency | None = None
    dateline: Dateline | None = None
    date_published: str | None = None
    date_published_raw: str | None = None
    date_modified: str | None = None
    date_modified_raw: str | None = None
    date_details: DateDetails = field(default_factory=DateDetails)
    in_language: str | None = None
    article_section: str | None = None
    keywords: tuple[str, ...] = ()
    main_image: Image | None = None
    images: tuple[Image, ...] = ()
    is_accessible_for_free: bool | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    """Which witness won, by field name as on the wire."""
    used: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Field names by index of the line that was used for them; kept lines may be among them."""
    catches: tuple[str, ...] = ()
    """What a reader should know of the fields, as flags of the document."""
    above: frozenset[int] = frozenset()
    """Lines above the first sentence of the body that are its headline, its byline, or a credit or a stamp alone."""
    json_ld_types: frozenset[str] = frozenset()
    """Every `@type` in the page's JSON-LD, without namespace; for the screen."""
    og_type: str | None = None
    """The page's og:type; for the screen."""


def find_metadata(  # noqa: PLR0913 -- all that speaks of an article
    lines: Lines,
    kept: Sequence[bool],
    witnesses: Witnesses,
    payload: Payload,
    *,
    fallback: Callable[[], str | None],
    rules: Rules | None = None,
) -> Metadata:
    """The metadata of one article; `kept` says of each line whether it is body.

    `witnesses` are those of its page. The payload's overrides are taken as they stand; its hints where nothing is
    found. `fallback`, an extractor's word for the title, is asked at most once, where page and lines give no headline.
    """
    case = read_case(lines, kept, witnesses, payload, fallback=fallback, rules=rules or Rules())
    chosen = Chosen()
    choose_site(case, chosen)
    headline_at = choose_best_headline(case, chosen)
    choose_people(case, chosen)
    choose_best_dates(case, chosen, headline_at)
    choose_markup(case, chosen)
    return Metadata(
        **chosen.fields,
        evidence=chosen.evidence,
        used=chosen.used,
        above=frozenset(at for at in chosen.used if at < case.place.start),
        json_ld_types=case.witnesses.json_ld.types,
        og_type=next(iter(case.witnesses.meta.get("og:type", ())), None),
    )


def choose_best_headline(case: Case, chosen: Chosen) -> int | None:
    """Sets the headline; returns the index of the line that has its words, None where none does."""
    payload, lines = case.payload, case.lines
    found, at = _headline(case)
    claims = [(payload.overrides.headline, "override"), (found.text if found else None, found.source if found else "")]
    text, source = next(((t, s) for t, s in (*claims, (payload.hints.headline, "hint")) if t), (None, ""))
    is_line = source == "line" and at is not None
    chosen.choose(
        "headline", text, source.removesuffix("-page"), lines.number[at] if is_line and at is not None else None
    )
    if at is not None:
        chosen.use(at, "headline")
    return at


def _headline(case: Case) -> tuple[Title | None, int | None]:
    """The headline and the line it stands on."""
    lines, at = case.lines, case.headline
    if case.titled is not None:
        return case.titled, at
    if at is not None:
        return Title(without_marks(lines.text[at]), "line"), at
    title = case.fallback() if lines.tree is not None else None
    return (Title(title, "trafilatura") if title else None), None


def choose_best_dates(case: Case, chosen: Chosen, headline_at: int | None) -> None:
    found = best_dates(case, headline_at)
    details: dict[str, Any] = {}
    for name, date in (("published", found.published), ("modified", found.modified)):
        if date is None:
            continue
        at = date.evidence.line
        number = case.lines.number[at] if at is not None else None
        chosen.choose(f"date_{name}", date.stamp, date.evidence.source, number)
        chosen.fields[f"date_{name}_raw"] = date.raw
        details[name] = date.detail
    chosen.fields["date_details"] = DateDetails(**details)
    if found.published and found.published.detail.source.startswith(FROM_MODIFIED):
        chosen.fields["catches"] = (PUBLISHED_FROM_MODIFIED,)
