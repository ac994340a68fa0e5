"""One article before its fields are chosen: what was given, and what page and lines say."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress, islice
from typing import Any, Final

from pydantic.alias_generators import to_camel

from worker.article.credits.authors import AuthorClaim, is_settled
from worker.article.dates.dates import StampContext
from worker.article.document import Evidence
from worker.article.headline.address import path_sections
from worker.article.headline.headline import Title, choose_headline
from worker.article.headline.line import Found, headline_index
from worker.article.lines import Lines
from worker.article.metadata import page
from worker.article.metadata.around import Around, around, below_title, titles_among
from worker.article.metadata.language import find_language, language_tag
from worker.article.metadata.lines import Finds, read_around
from worker.article.metadata.publishers import (
    PublisherRow,
    publisher_called,
    publisher_of_domain,
    publishers_named,
)
from worker.article.metadata.urls import publishing_domain
from worker.article.payload import Payload
from worker.article.plain import plain
from worker.article.rules import Rules
from worker.article.stamps.calendar_names import day_order, language_of, region_of
from worker.article.witnesses.json_ld import LdArticle
from worker.article.witnesses.witnesses import Witnesses

__all__ = ["Case", "Chosen", "header", "read_case"]


@dataclass(frozen=True, slots=True)
class Case:
    """One article with what was found before its fields are chosen."""

    lines: Lines
    kept: Sequence[bool]
    payload: Payload
    witnesses: Witnesses
    article: LdArticle
    names: tuple[str, ...]
    """What the site calls itself."""
    houses: tuple[str, ...]
    """The same, and its domain where that is a publisher's: no authors of their own."""
    publisher: PublisherRow | None
    is_publisher_hinted: bool
    """Nothing but the producer's hint tells who it is."""
    language: tuple[str, str] | None
    titled: Title | None
    """The headline, as far as markup tells."""
    authors: AuthorClaim
    """Who wrote it, by JSON-LD."""
    are_authors_settled: bool
    """Nobody but a longer byline is asked for them any more."""
    place: Around
    finds: Finds
    headline: int | None
    """The line that has the headline; None where none does."""
    context: StampContext
    fallback: Callable[[], str | None]
    rules: Rules


_on_the_wire: Final = cache(to_camel)


@lru_cache(maxsize=256)  # the same few of most pages
def _evidence(source: str, line: int | None) -> Evidence:
    return Evidence(source=source, line=line)


class Chosen:
    """The fields as they are chosen; becomes Metadata."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.evidence: dict[str, Evidence] = {}
        self.used: dict[int, tuple[str, ...]] = {}

    def choose(self, name: str, value: object, source: str, line: int | None = None) -> None:
        """Set field `name`, as in Python, with the witness that won it."""
        if value:
            self.fields[name] = value
            self.evidence[_on_the_wire(name)] = _evidence(source, line)

    def use(self, at: int, name: str) -> None:
        """Note that the line at `at` is used for the field `name`, as on the wire."""
        if name not in self.used.get(at, ()):
            self.used[at] = (*self.used.get(at, ()), name)


def read_case(  # noqa: PLR0913 -- all there is to a case
    lines: Lines,
    kept: Sequence[bool],
    witnesses: Witnesses,
    payload: Payload,
    *,
    fallback: Callable[[], str | None],
    rules: Rules,
) -> Case:
    """Read page and lines once, for all fields."""
    article = page.article_of(witnesses, payload.url)
    names = tuple(page.site_names(witnesses, article))
    declared = page.declared_languages(witnesses, article)
    language = _language(payload, declared, " ".join(islice(compress(lines.text, kept), _OPENING_LINES)))
    found_row = _publisher_row(lines, kept, payload, names)
    row = found_row or _hinted_row(payload)
    hint_zone = payload.overrides.timezone or payload.hints.timezone
    hint_language = language_tag(payload.hints.in_language or "")
    tag, country = _with_region(language[0], declared) if language else None, _country(row, payload)
    is_open = day_order(language_of(tag), country or region_of(tag)) is None
    context = StampContext(
        language=tag,
        hint_language=hint_language if language_of(hint_language) != language_of(tag) else None,
        country=country,
        publisher_zone=row.zone if row and not payload.overrides.timezone else None,
        hint_zone=hint_zone,
        fetched_at=payload.fetched_at,
        month_first=_month_first(lines) if is_open else None,
    )
    titled = _titled(witnesses, article, names, payload)
    houses = (*names, *((row.domain,) if row else ()))
    authors = page.authors_of(article)
    are_authors_settled = is_settled(authors, houses)
    place = around(lines, kept, titled.text if titled else None)
    finds = read_around(lines, place, context, only_sure_bylines=are_authors_settled)
    top = place.headline if titled else _title_at(lines, kept, place, finds, payload)
    if titled is None and top is not None and top < min(place.head, default=0):
        place = below_title(lines, place, top)
        finds = read_around(lines, place, context, only_sure_bylines=are_authors_settled)
    return Case(
        lines=lines,
        kept=kept,
        payload=payload,
        witnesses=witnesses,
        article=article,
        names=names,
        houses=houses,
        publisher=row,
        is_publisher_hinted=found_row is None,
        language=language,
        titled=titled,
        authors=authors,
        are_authors_settled=are_authors_settled,
        place=place,
        finds=finds,
        headline=top,
        context=context,
        fallback=fallback,
        rules=rules,
    )


def _title_at(lines: Lines, kept: Sequence[bool], place: Around, finds: Finds, payload: Payload) -> int | None:
    """The line that reads and stands like the headline, where no markup tells it."""
    fields = {at for at, _ in finds.fields}
    among = [at for at in titles_among(lines, place) if at not in fields]
    return headline_index(Found(lines.text, kept, place.start), among, fields, payload.url)


_OPENING_LINES: Final = 40
"""Of the body, from which its language is told."""


def _language(payload: Payload, declared: Sequence[str], body: str) -> tuple[str, str] | None:
    if payload.overrides.in_language:
        return language_tag(payload.overrides.in_language) or payload.overrides.in_language, "override"
    sent = header(payload, "content-language")
    found = find_language(body, [*declared, *([sent] if sent else [])])
    hint = language_tag(payload.hints.in_language or "")
    return found or ((hint, "hint") if hint else None)


def _with_region(tag: str, declared: Sequence[str]) -> str:
    """`tag`, with the region that the page names elsewhere (og:locale, say), for the order of day and month."""
    if region_of(tag):
        return tag
    tags = (language_tag(other) for other in declared)
    return next((other for other in tags if other and other.startswith(f"{tag}-") and region_of(other)), tag)


_NUMBERS: Final = re.compile(r"(?<![\d/])(\d\d?)/(\d\d?)/(?:19|20)\d\d(?![\d/])")
_NUMBERS_CHARS: Final = 60


def _month_first(lines: Lines) -> bool | None:
    """Whether the page's short lines print 12/31/2025 or 31/12/2025; None where they print neither, or both."""
    near = (_NUMBERS.search(text) for text in lines.text if len(text) <= _NUMBERS_CHARS and "/" in text)
    pairs = [(int(found[1]), int(found[2])) for found in near if found]
    orders = {one <= 12 for one, other in pairs if (one > 12) != (other > 12)}
    return orders.pop() if len(orders) == 1 else None


def _publisher_row(lines: Lines, kept: Sequence[bool], payload: Payload, names: Sequence[str]) -> PublisherRow | None:
    """Row of the publishers' table, by what the producer says, by address, by the page's names, by removed lines.

    What markup calls the site is its name, and needs no words of its own voice beside it, as a line does.
    """
    said = payload.overrides.publisher
    domain = (
        (said.domain if said else None) or publishing_domain(payload.url) or publishing_domain(payload.canonical_url)
    )
    if said is not None and said.name and not said.domain:
        return publisher_called(said.name)
    if domain:
        return publisher_of_domain(domain)
    removed = [text for text, is_kept in zip(lines.text, kept, strict=True) if not is_kept and len(text) < 300]
    called = next(filter(None, map(publisher_called, names)), None)
    return called or publishers_named(list(names)) or publishers_named(removed)


def _hinted_row(payload: Payload) -> PublisherRow | None:
    """Row of the publishers' table by the producer's hint, where no address tells whose page it is."""
    hinted = payload.hints.publisher
    if hinted is None or payload.overrides.publisher or payload.url or payload.canonical_url:
        return None
    return publisher_of_domain(hinted.domain) if hinted.domain else publisher_called(hinted.name or "")


def _country(row: PublisherRow | None, payload: Payload) -> str | None:
    """Country of the publisher, for what its stamps leave open."""
    said, hinted = payload.overrides.publisher, payload.hints.publisher
    claims = (said.country if said else None, row.country if row else None, hinted.country if hinted else None)
    return next(filter(None, claims), None)


def header(payload: Payload, name: str) -> str | None:
    """Value of the response header `name`, which is given in lower case."""
    return next((plain(v) for key, v in (payload.headers or {}).items() if key.lower() == name), None)


def _titled(witnesses: Witnesses, article: LdArticle, names: Sequence[str], payload: Payload) -> Title | None:
    titles = page.titles(witnesses, article)
    if not titles:
        return None
    address = publishing_domain(payload.url)
    sites = [*names, *witnesses.mastheads, *((address, address.split(".")[0]) if address else ())]
    crumbs = [text for text, _ in page.sections(witnesses, article) if len(text.split()) <= 3][:6]
    crumbs += path_sections(payload.url)
    return choose_headline(titles, sites, crumbs, payload.url)
