"""Metadata: everything about the article that is not its body, each field by evidence; the one place where the fields meet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic.alias_generators import to_camel

from worker.article import metadata_page as page
from worker.article.authors import AuthorClaim, choose_authors
from worker.article.byline import read_marked_author
from worker.article.dates import Candidate, StampContext, choose_dates
from worker.article.document import (
    Agency,
    Author,
    AuthorKind,
    DateDetails,
    Dateline,
    Evidence,
    Image,
    Publisher,
)
from worker.article.headline import Title, choose_headline, headline_index
from worker.article.images import find_images
from worker.article.json_ld import LdArticle
from worker.article.language import find_language, language_tag
from worker.article.lines import Lines
from worker.article.metadata_lines import BELOW_HEADLINE, Around, Finds, around, read_around
from worker.article.payload import Payload
from worker.article.plain import folded, plain
from worker.article.publishers import PublisherRow, publisher_of_domain, publishers_named
from worker.article.trafilatura_fence import Extraction
from worker.article.urls import absolute, canonical, registrable_domain
from worker.article.witnesses import Witnesses, gather

__all__ = ["Metadata", "find_metadata"]


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
    date_details: DateDetails = DateDetails()
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


@dataclass(frozen=True, slots=True)
class _Case:
    """One article with what was found before its fields are chosen."""

    lines: Lines
    kept: Sequence[bool]
    payload: Payload
    witnesses: Witnesses
    article: LdArticle
    names: tuple[str, ...]
    """What the site calls itself."""
    publisher: PublisherRow | None
    language: tuple[str, str] | None
    titled: Title | None
    """The headline, as far as markup tells."""
    place: Around
    finds: Finds
    context: StampContext
    fallback: Callable[[], Extraction | None]


def find_metadata(
    lines: Lines, kept: Sequence[bool], payload: Payload, *, fallback: Callable[[], Extraction | None]
) -> Metadata:
    """The metadata of one article; `kept` says of each line whether it is body.

    The payload's overrides are taken as they stand; its hints where nothing is found. `fallback` is asked at most once,
    where page and lines give no headline or neither a date nor an author.
    """
    case = _case(lines, kept, payload, fallback)
    chosen = _Chosen()
    _choose_site(case, chosen)
    _choose_headline(case, chosen)
    _choose_people(case, chosen)
    _choose_dates(case, chosen)
    _choose_markup(case, chosen)
    return Metadata(**chosen.fields, evidence=chosen.evidence, used=chosen.used)


class _Chosen:
    """The fields as they are chosen; becomes Metadata."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.evidence: dict[str, Evidence] = {}
        self.used: dict[int, tuple[str, ...]] = {}

    def choose(self, name: str, value: object, source: str, line: int | None = None) -> None:
        """Set field `name`, as in Python, with the witness that won it."""
        if value:
            self.fields[name] = value
            self.evidence[to_camel(name)] = Evidence(source=source, line=line)

    def use(self, at: int, name: str) -> None:
        """Note that the line at `at` is used for the field `name`, as on the wire."""
        if name not in self.used.get(at, ()):
            self.used[at] = (*self.used.get(at, ()), name)


def _case(lines: Lines, kept: Sequence[bool], payload: Payload, fallback: Callable[[], Extraction | None]) -> _Case:
    witnesses = gather(lines.tree) if lines.tree is not None else Witnesses()
    article = page.article_of(witnesses, payload.url)
    names = tuple(page.site_names(witnesses, article))
    body = [text for text, is_kept in zip(lines.text, kept, strict=True) if is_kept]
    language = _language(payload, page.declared_languages(witnesses, article), " ".join(body[:40])[:4_000])
    row = _publisher_row(lines, kept, payload, names)
    hint_zone = payload.overrides.timezone or payload.hints.timezone
    context = StampContext(
        language=language[0] if language else None,
        country=row.country if row else None,
        publisher_zone=row.zone if row and not payload.overrides.timezone else None,
        hint_zone=hint_zone,
        fetched_at=payload.fetched_at,
    )
    titled = _titled(witnesses, article, names, payload)
    place = around(lines, kept, titled.text if titled else None)
    finds = read_around(lines, place, context)
    return _Case(
        lines, kept, payload, witnesses, article, names, row, language, titled, place, finds, context, fallback
    )


def _language(payload: Payload, declared: Sequence[str], body: str) -> tuple[str, str] | None:
    if payload.overrides.in_language:
        return language_tag(payload.overrides.in_language) or payload.overrides.in_language, "override"
    header = _header(payload, "content-language")
    found = find_language(body, [*declared, *([header] if header else [])])
    hint = language_tag(payload.hints.in_language or "")
    return found or ((hint, "hint") if hint else None)


def _publisher_row(lines: Lines, kept: Sequence[bool], payload: Payload, names: Sequence[str]) -> PublisherRow | None:
    """The row of the publishers' table, by what the producer says, by address, by the page's names, by removed lines."""
    said = payload.overrides.publisher
    domain = (
        (said.domain if said else None) or registrable_domain(payload.url) or registrable_domain(payload.canonical_url)
    )
    if said is not None and not said.domain:
        return publishers_named([said.name or ""])
    if domain:
        return publisher_of_domain(domain)
    removed = [text for text, is_kept in zip(lines.text, kept, strict=True) if not is_kept and len(text) < 300]
    return publishers_named(list(names)) or publishers_named(removed)


def _header(payload: Payload, name: str) -> str | None:
    return next((plain(v) for key, v in (payload.headers or {}).items() if key.lower() == name), None)


# --- the site ---


def _choose_site(case: _Case, chosen: _Chosen) -> None:
    payload = case.payload
    chosen.fields["url"] = absolute(payload.url)
    own = [(a, "link") for a in case.witnesses.links.get("canonical", ())[:1]]
    own += [(a, "og") for a in case.witnesses.meta.get("og:url", ())[:1]] + [(a, "json-ld") for a in case.article.urls]
    given = [(payload.canonical_url, "payload"), (payload.url, "url"), (payload.hints.canonical_url, "hint")]
    claims = [(canonical(payload.overrides.canonical_url), "override")]
    claims += [(canonical(address, payload.url), source) for address, source in own]
    claims += [(canonical(address), source) for address, source in given]
    address, source = next(((a, s) for a, s in claims if a), (None, ""))
    chosen.choose("canonical_url", address, source)
    if case.language:
        chosen.choose("in_language", *case.language)
    publisher, source = _publisher(case, address)
    chosen.choose("publisher", publisher, source)


def _publisher(case: _Case, address: str | None) -> tuple[Publisher | None, str]:
    said, hinted, row = case.payload.overrides.publisher, case.payload.hints.publisher, case.publisher
    domain = registrable_domain(case.payload.url) or registrable_domain(address)
    name = case.names[0] if case.names else None
    if said is not None:
        known = Publisher(name=row.names[0], domain=row.domain, country=row.country) if row else Publisher()
        return known.model_copy(update=said.model_dump(exclude_none=True)), "override"
    if row is not None:
        source = "url" if row.domain == domain else "page" if case.names else "line"
        return Publisher(name=row.names[0], domain=row.domain, country=row.country), source
    if name or domain:
        return Publisher(name=name, domain=domain), "page" if name else "url"
    return hinted, "hint"


# --- headline ---


def _choose_headline(case: _Case, chosen: _Chosen) -> None:
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


def _titled(witnesses: Witnesses, article: LdArticle, names: Sequence[str], payload: Payload) -> Title | None:
    address = registrable_domain(payload.url)
    sites = [*names, *((address, address.split(".")[0]) if address else ())]
    crumbs = [text for text, _ in page.sections(witnesses, article) if len(text.split()) <= 3][:6]
    return choose_headline(page.titles(witnesses, article), sites, crumbs)


def _headline(case: _Case) -> tuple[Title | None, int | None]:
    """The headline and the line it stands on."""
    if case.titled is not None:
        return case.titled, case.place.headline
    lines, place = case.lines, case.place
    taken = {at for at, _ in case.finds.fields}
    before = [at for at in place.head if at < place.start and at not in taken]
    body = " ".join(lines.text[at] for at in range(place.start, place.end) if case.kept[at])
    at = headline_index(lines.text, before, body, (case.payload.url or "").rstrip("/").rpartition("/")[2])
    if at is not None:
        return Title(lines.text[at], "line"), at
    extraction = case.fallback() if lines.tree is not None else None
    return (Title(extraction.title, "trafilatura") if extraction is not None and extraction.title else None), None


# --- people, agency, dateline ---


def _choose_people(case: _Case, chosen: _Chosen) -> None:
    payload, lines = case.payload, case.lines
    for at, name in case.finds.fields:
        chosen.use(at, name)
    claims = [
        *page.author_claims(case.witnesses, case.article),
        *_own_bylines(case, chosen),
    ]
    found = choose_authors(claims, [*case.names, *((case.publisher.domain,) if case.publisher else ())])
    said = {"override": payload.overrides.authors, "hint": payload.hints.authors}
    given = {source: _given(names) for source, names in said.items() if names is not None}
    if "override" in given:
        found = AuthorClaim(given["override"], "override")
    elif found is None and "hint" in given:
        found = AuthorClaim(given["hint"], "hint")
    if found is not None:
        number = lines.number[found.line] if found.line is not None else None
        chosen.choose("authors", found.authors, _AUTHOR_SOURCES.get(found.source, found.source), number)
    if found is not None and found.source == "bare" and found.line is not None:
        chosen.use(found.line, "authors")
    _choose_credit(case, chosen)


_AUTHOR_SOURCES: Final = {"mark": "byline", "bare": "line"}


def _given(names: Sequence[str]) -> tuple[Author, ...]:
    """Authors as a producer names them: a name that fits nowhere else is a person's."""
    return tuple(
        author
        for name in names
        for author in read_marked_author(name, is_person=True) or (Author(name=name, name_raw=name),)
    )


def _own_bylines(case: _Case, chosen: _Chosen) -> list[AuthorClaim]:
    """Bylines of the lines; a bare name only below the headline, and only of somebody the headline does not name."""
    top = next((at for at, fields in chosen.used.items() if "headline" in fields), None)
    title = folded(chosen.fields.get("headline") or "")
    return [
        claim
        for claim in case.finds.bylines
        if claim.source != "bare"
        or (
            top is not None
            and top < (claim.line or 0) < top + BELOW_HEADLINE
            and not any(folded(author.name) in title for author in claim.authors)
        )
    ]


def _choose_credit(case: _Case, chosen: _Chosen) -> None:
    credits = case.finds.credits
    with_agency = next(((at, c) for at, c in credits if c.agencies), None)
    with_place = next(((at, c) for at, c in credits if c.place), None)
    if with_agency is not None:
        at, credit = with_agency
        chosen.choose("agency", Agency(name="/".join(credit.agencies), raw=credit.raw), "line", case.lines.number[at])
    else:
        named = [author for author in chosen.fields.get("authors", ()) if author.kind is AuthorKind.AGENCY]
        source = chosen.evidence["authors"].source if named else ""
        chosen.choose("agency", Agency(name=named[0].name, raw=named[0].name_raw) if named else None, source)
    if with_place is not None:
        at, credit = with_place
        found = Dateline(raw=credit.raw, place=credit.place, country=credit.country)
        chosen.choose("dateline", found, "line", case.lines.number[at])


# --- dates ---


def _choose_dates(case: _Case, chosen: _Chosen) -> None:
    found = choose_dates(_date_candidates(case), case.context)
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


def _date_candidates(case: _Case) -> list[Candidate]:
    payload = case.payload
    found = []
    for given, source in ((payload.overrides, "override"), (payload.hints, "hint")):
        found += [Candidate("published", given.date_published or "", source)]
        found += [Candidate("modified", given.date_modified or "", source)]
    found += page.date_candidates(case.witnesses, case.article)
    found += case.finds.stamps
    found += [Candidate("published", payload.url or "", "url")]
    found += [Candidate("modified", _header(payload, "last-modified") or "", "header")]
    return [candidate for candidate in found if candidate.text]


# --- what only markup says ---


def _choose_markup(case: _Case, chosen: _Chosen) -> None:
    witnesses, article, payload = case.witnesses, case.article, case.payload
    headline = folded(chosen.fields.get("headline") or "")
    for text, source in page.descriptions(witnesses, article):
        if folded(text) != headline and "description" not in chosen.fields:
            chosen.choose("description", text, source)
    names = {folded(name) for name in case.names} | {headline, "home", "news", ""}
    claims = [(payload.overrides.section or "", "override")]
    claims += [(text, source) for text, source in page.sections(witnesses, article) if folded(text) not in names]
    section, source = next(((t, s) for t, s in (*claims, (payload.hints.section or "", "hint")) if t), ("", ""))
    chosen.choose("article_section", section, source)
    chosen.choose("keywords", *page.keywords(witnesses, article))
    shared = [*witnesses.meta.get("og:image", ())[:3], *witnesses.meta.get("twitter:image", ())[:1]]
    images = find_images(article.images, shared, payload.url or chosen.fields.get("canonical_url"))
    chosen.choose("images", images, "json-ld" if article.images else "og")
    chosen.choose("main_image", images[0] if images else None, "json-ld" if article.images else "og")
    free = page.is_free(witnesses, article)
    if free is not None:
        chosen.fields["is_accessible_for_free"] = free[0]
        chosen.evidence["isAccessibleForFree"] = Evidence(source=free[1])
