"""Fields of the site, and those that only markup gives."""

from itertools import chain
from typing import Final

from worker.article.document import Evidence, Publisher
from worker.article.headline.address import is_section_of
from worker.article.metadata import page
from worker.article.metadata.case import Case, Chosen
from worker.article.metadata.images import figures_of, find_images
from worker.article.metadata.urls import absolute, canonical, publishing_domain
from worker.article.plain import folded

__all__ = ["choose_markup", "choose_site"]


def choose_site(case: Case, chosen: Chosen) -> None:
    """Choose address, canonical address, language and publisher."""
    payload = case.payload
    chosen.fields["url"] = absolute(payload.url)
    own = [(a, "link") for a in case.witnesses.links.get("canonical", ())[:1]]
    own += [(a, "og") for a in case.witnesses.meta.get("og:url", ())[:1]] + [(a, "json-ld") for a in case.article.urls]
    given = [(payload.canonical_url, "payload"), (payload.url, "url"), (payload.hints.canonical_url, "hint")]
    claims = chain(
        ((canonical(address), source) for address, source in ((payload.overrides.canonical_url, "override"),)),
        (
            (address, source)
            for said, source in own
            if (address := canonical(said, payload.url)) and not is_section_of(address, payload.url)
        ),
        ((canonical(address), source) for address, source in given),
    )
    address, source = next(((a, s) for a, s in claims if a), (None, ""))
    chosen.choose("canonical_url", address, source)
    if case.language:
        chosen.choose("in_language", *case.language)
    publisher, source = _publisher(case, address)
    chosen.choose("publisher", publisher, source)


def _publisher(case: Case, address: str | None) -> tuple[Publisher | None, str]:
    said, hinted, row = case.payload.overrides.publisher, case.payload.hints.publisher, case.publisher
    domain = publishing_domain(case.payload.url) or publishing_domain(address)
    name = case.names[0] if case.names else None
    if said is not None and (said.name or said.domain):
        known = Publisher(name=row.names[0], domain=row.domain, country=row.country) if row else Publisher()
        return known.model_copy(update=said.model_dump(exclude_none=True)), "override"
    if row is not None:
        source = (
            "hint" if case.is_publisher_hinted else "url" if row.domain == domain else "page" if case.names else "line"
        )
        found = Publisher(name=row.names[0], domain=row.domain, country=row.country)
    else:
        source = "page" if name else "url" if domain else "hint"
        found = Publisher(name=name, domain=domain)
    if hinted is not None:
        found = Publisher(**hinted.model_dump() | found.model_dump(exclude_none=True))
    if said is not None and said.country:
        found, source = found.model_copy(update={"country": said.country}), "override"
    return found if found != _NOBODY else None, source


_NOBODY: Final = Publisher()


def choose_markup(case: Case, chosen: Chosen) -> None:
    """Choose description, section, keywords, images and whether the article is free."""
    witnesses, article, payload = case.witnesses, case.article, case.payload
    headline = folded(chosen.fields.get("headline") or "")
    own = (claim for claim in page.descriptions(witnesses, article) if folded(claim[0]) != headline)
    chosen.choose("description", *next(own, ("", "")))
    names = {folded(name) for name in case.names} | {headline, "home", "news", ""}
    claims = chain(
        [(payload.overrides.section or "", "override")],
        (claim for claim in page.sections(witnesses, article) if folded(claim[0]) not in names),
        [(payload.hints.section or "", "hint")],
    )
    chosen.choose("article_section", *next((claim for claim in claims if claim[0]), ("", "")))
    chosen.choose("keywords", *page.keywords(witnesses, article))
    shared = [*witnesses.meta.get("og:image", ())[:3], *witnesses.meta.get("twitter:image", ())[:1]]
    figures = figures_of(case.lines, case.place, witnesses.figures)
    images = find_images(article.images, shared, figures, payload.url or chosen.fields.get("canonical_url"))
    source = "json-ld" if article.images else "og" if shared else "figure"
    chosen.choose("images", images, source)
    chosen.choose("main_image", images[0] if images else None, source)
    free = page.is_free(witnesses, article)
    if free is not None:
        chosen.fields["is_accessible_for_free"] = free[0]
        chosen.evidence["isAccessibleForFree"] = Evidence(source=free[1])
