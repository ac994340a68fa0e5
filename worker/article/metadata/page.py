"""What a page's markup says of each field, as claims that the field's module weighs."""

import re
from collections.abc import Iterable
from typing import Final

from worker.article.credits.authors import AuthorClaim
from worker.article.credits.byline import read_byline, read_marked_byline
from worker.article.credits.byline_authors import read_marked_author
from worker.article.document import Author
from worker.article.headline.headline import Title
from worker.article.metadata.urls import canonical
from worker.article.plain import folded
from worker.article.witnesses.json_ld import LdArticle
from worker.article.witnesses.witnesses import Witnesses

__all__ = [
    "article_of",
    "author_claims",
    "authors_of",
    "declared_languages",
    "descriptions",
    "is_free",
    "keywords",
    "opened_bylines",
    "sections",
    "site_names",
    "titles",
]


def article_of(witnesses: Witnesses, url: str | None) -> LdArticle:
    """The JSON-LD node that is about this page's article; an empty one where there is none.

    One that names the page's own address, else one whose headline the page's title repeats, else the first.
    """
    nodes = witnesses.json_ld.articles
    if len(nodes) < _SEVERAL:
        return nodes[0] if nodes else LdArticle()
    given = (url, *witnesses.links.get("canonical", ()), *witnesses.meta.get("og:url", ()))
    for form in (_whole_address, _address):  # the query may be the article's number, or how a reader came
        addresses = {form(address) for address in given if address} - {None}
        for node in nodes:
            if any(form(own) in addresses for own in node.urls) and (node.headline or node.published):
                return node
    spoken = folded(
        " ".join((witnesses.title, *witnesses.meta.get("og:title", ()), *(h.text for h in witnesses.headings)))
    )
    for node in nodes:
        if node.headline and folded(node.headline) in spoken:
            return node
    return nodes[0]


_SEVERAL: Final = 2


def _whole_address(url: str) -> str | None:
    return (canonical(url) or "").partition("://")[2].removeprefix("www.") or None


def _address(url: str) -> str:
    return url.partition("#")[0].partition("?")[0].rstrip("/").removeprefix("https://").removeprefix("http://")


def titles(witnesses: Witnesses, article: LdArticle) -> list[Title]:
    """The titles the page gives itself."""
    is_news = any(kind.endswith("NewsArticle") for kind in article.types)
    found = [Title(article.headline or article.name, "json-ld" if is_news else "json-ld-page")]
    found += [Title(heading.text, "h1", heading.parts, heading.own) for heading in witnesses.headings[:3]]
    found += [Title(text, "microdata") for text in witnesses.microdata.get("headline", ())[:1]]
    found += [Title(text, "og") for text in _meta(witnesses, "og:title")[:1]]
    found += [Title(text, "twitter") for text in _meta(witnesses, "twitter:title")[:1]]
    return [title for title in (*found, Title(witnesses.title, "title")) if title.text]


def site_names(witnesses: Witnesses, article: LdArticle) -> list[str]:
    """What the site calls itself, the likeliest first."""
    names = [*_meta(witnesses, "og:site_name"), article.publisher, *witnesses.json_ld.site_names]
    names += _meta(witnesses, "application-name", "apple-mobile-web-app-title", "twitter:app:name:iphone", "publisher")
    return [name for name in dict.fromkeys(names) if name and len(name) < 80]


_MAX_EACH: Final = 3
_AUTHOR_META: Final = (
    "author", "article:author", "parsely-author", "byl", "sailthru.author", "dc.creator", "dcterms.creator",
    "dcsext.author", "cxenseparse:author", "citation_author", "article.author", "og:article:author",
    "mediator_author", "twitter:data1",
)  # fmt: skip
_MAX_AUTHORS: Final = 20


def authors_of(article: LdArticle) -> AuthorClaim:
    """Who wrote it, by JSON-LD."""
    found = (
        author
        for named in article.authors[:_MAX_AUTHORS]
        for author in read_marked_author(
            named.name,
            url=named.url if named.url and named.url.startswith("http") else None,
            is_organisation=any("Organi" in kind for kind in named.types),
            is_person="Person" in named.types,
        )
    )
    return AuthorClaim(_unique(found), "json-ld")


def opened_bylines(witnesses: Witnesses) -> list[AuthorClaim]:
    """Who wrote it, by the marked elements that open like a byline."""
    found = (read_byline(element.text) for element in witnesses.bylines)
    return [AuthorClaim(byline.authors, "byline") for byline in found if byline is not None]


def author_claims(witnesses: Witnesses) -> list[AuthorClaim]:
    """Who wrote it, by each witness of the markup but JSON-LD."""
    claims: list[AuthorClaim] = []
    for name in _AUTHOR_META:
        texts = witnesses.meta.get(name, ())[:_MAX_AUTHORS]
        if texts and (name != "twitter:data1" or _says_author(witnesses)):
            claims.append(AuthorClaim(_unique(a for text in texts for a in read_marked_author(text)), "meta"))
    properties = [*witnesses.microdata.get("author", ()), *witnesses.microdata.get("creator", ())]
    short = [text for text in properties if len(text) < 80][:3]
    claims.append(AuthorClaim(_unique(a for text in short for a in read_marked_author(text)), "microdata"))
    for element in witnesses.bylines:
        byline = read_marked_byline(element.text)
        if byline is not None:
            claims.append(AuthorClaim(byline.authors, "byline" if byline.is_opened else "mark"))
    return [claim for claim in claims if claim.authors]


def _says_author(witnesses: Witnesses) -> bool:
    label = (*witnesses.meta.get("twitter:label1", ()), "")[0].casefold()
    return label.startswith(("written by", "verfasst", "geschrieben", "écrit", "escrito", "author", "by", "scritto"))


def _unique(authors: Iterable[Author]) -> tuple[Author, ...]:
    return tuple({author.name.casefold(): author for author in authors}.values())


def declared_languages(witnesses: Witnesses, article: LdArticle) -> list[str]:
    """Languages the markup declares, the one nearest to the article first."""
    names = ("og:locale", "content-language", "language", "dc.language", "dcterms.language")
    return [tag for tag in (article.language, witnesses.language, *_meta(witnesses, *names)) if tag]


def descriptions(witnesses: Witnesses, article: LdArticle) -> list[tuple[str, str]]:
    """Summaries of the article with their witnesses, the best first."""
    found = [(text, "og") for text in _meta(witnesses, "og:description")] + [(article.description, "json-ld")]
    found += [(text, "meta") for text in _meta(witnesses, "description", "twitter:description", "dc.description")]
    return [(text, source) for text, source in found if text]


def sections(witnesses: Witnesses, article: LdArticle) -> list[tuple[str, str]]:
    """Sections of the site the article stands in, with their witnesses, the best first."""
    found = [(text, "json-ld") for text in article.sections]
    found += [
        (text, "meta")
        for text in _meta(witnesses, "article:section", "parsely-section", "section", "cxenseparse:section")
    ]
    found += [(text, "microdata") for text in witnesses.microdata.get("articleSection", ())]
    found += [(text, "breadcrumb") for text in reversed(witnesses.json_ld.breadcrumbs[1:])]
    return [(text, source) for text, source in found if len(text) < 80]


_KEYWORD: Final = re.compile(r"\s*[,;]\s*")
_MAX_KEYWORDS: Final = 50


def keywords(witnesses: Witnesses, article: LdArticle) -> tuple[tuple[str, ...], str]:
    """Keywords of the first witness that has any, each once, and that witness."""
    claims = (
        (article.keywords, "json-ld"),
        (witnesses.meta.get("article:tag", ()), "meta"),
        (_meta(witnesses, "news_keywords")[:1], "meta"),
        (_meta(witnesses, "keywords", "parsely-tags")[:1], "meta"),
    )
    for texts, source in claims:
        words = [word for text in texts for word in _KEYWORD.split(text) if 0 < len(word) < 80]
        if words:
            return tuple({word.casefold(): word for word in reversed(words)}.values())[::-1][:_MAX_KEYWORDS], source
    return (), ""


def is_free(witnesses: Witnesses, article: LdArticle) -> tuple[bool, str] | None:
    """Whether the article may be read without paying, as the page declares it."""
    if article.is_free is not None:
        return article.is_free, "json-ld"
    tier = (*_meta(witnesses, "article:content_tier"), "")[0].casefold()
    return {"free": (True, "meta"), "locked": (False, "meta")}.get(tier)


def _meta(witnesses: Witnesses, *names: str) -> list[str]:
    return [text for name in names for text in witnesses.meta.get(name, ())[:_MAX_EACH]]
