"""JSON-LD as pages really carry it: graphs, lists, broken JSON mended conservatively, read into plain frozen data."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from worker.article.plain import plain
from worker.article.witnesses.json_ld_names import LdName, Node, first_of, listed, names_of, resolved, types_of
from worker.article.witnesses.json_ld_text import loaded

__all__ = ["JsonLd", "LdArticle", "LdImage", "LdName", "read_json_ld"]

MAX_CHARS = 2_000_000
MAX_NODES = 5_000
MAX_VALUES = 50
MAX_BODY_CHARS = 100_000
MAX_IMAGES = 30
MAX_CAPTION_CHARS = 2_000
"""As they stand. All articles may refer to the same pictures, whose words are then read again for each."""
_TYPES = 256
"""Sets of types kept in mind: most pages have the same."""
_MAX_KEYS = 200
"""Of what all nodes of one `@id` say together: it is copied wherever it is referred to."""

# Parts of a page's graph that hold other articles, or what readers wrote.
_OTHER_PARTS = (
    "itemListElement hasPart relatedLink citation comment isPartOf mentions significantLink review subjectOf "
    "potentialAction isBasedOn liveBlogUpdate"
)
_OTHERS = frozenset(_OTHER_PARTS.split())


@dataclass(frozen=True, slots=True)
class LdImage:
    """An ImageObject, or the URL that stood in its place."""

    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class LdArticle:
    """One node of an article's type; empty where it says nothing."""

    types: tuple[str, ...] = ()
    headline: str = ""
    name: str = ""
    description: str = ""
    authors: tuple[LdName, ...] = ()
    publisher: str = ""
    published: str = ""
    modified: str = ""
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    images: tuple[LdImage, ...] = ()
    language: str = ""
    urls: tuple[str, ...] = ()
    is_free: bool | None = None
    body: str = ""
    """`articleBody`, up to 100,000 characters: often cut short, and without any markup."""


@dataclass(frozen=True, slots=True)
class JsonLd:
    """What all JSON-LD of one page says."""

    articles: tuple[LdArticle, ...] = ()
    site_names: tuple[str, ...] = ()
    """Names of the WebSite and of organisations, but for those that are an author."""
    breadcrumbs: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    """Every `@type` there is, without namespace."""

    @property
    def body(self) -> str:
        """The longest body that an article has here; "" where none has one."""
        return max((article.body for article in self.articles), key=len, default="")


def read_json_ld(scripts: Sequence[str]) -> JsonLd:
    """What the JSON-LD `scripts` of one page say.

    Reads 2,000,000 characters and 5,000 nodes at most. Never raises: what no mending makes readable is left out.
    """
    values, left = [], MAX_CHARS
    for script in scripts:
        if len(script) > left:
            break
        left -= len(script)
        values.append(loaded(script))
    nodes = list(_nodes(values))
    by_id = _by_id(nodes)
    typed = [(node, types) for node in nodes if (types := types_of(node))]
    articles = _articles((node for node, types in typed if _is_article(types)), by_id)
    if not articles:
        articles = _articles((node for node, types in typed if _is_page(types)), by_id)
    credited = _credited(nodes)
    sites = [plain(node.get("name")) for node, types in typed if _is_site(types) and id(node) not in credited]
    names = frozenset(chain.from_iterable(types for _, types in typed))
    return JsonLd(tuple(articles), tuple(filter(None, sites))[:MAX_VALUES], _breadcrumbs(typed), names)


def _articles(nodes: Iterable[Node], by_id: dict[str, Node]) -> list[LdArticle]:
    return [_article(node, by_id) for node in islice(nodes, MAX_VALUES)]


def _nodes(values: Sequence[Any]) -> Iterator[Node]:
    """Nodes of the graph, outer ones first, in order; without those that belong to other articles."""
    waiting, seen = deque(values), 0
    while waiting and seen < MAX_NODES:
        value = waiting.popleft()
        seen += 1
        if isinstance(value, list):
            waiting.extendleft(reversed(value[:MAX_NODES]))
        elif isinstance(value, dict):
            yield value
            inner = [v for key, v in value.items() if key not in _OTHERS and isinstance(v, dict | list)]
            waiting.extend(inner[:MAX_NODES])


_AUTHORS = ("author", "creator", "contributor", "authors")


def _credited(nodes: Sequence[Node]) -> set[int]:
    """The objects that stand where another node names its authors: an agency there is not the site."""
    values = (node.get(key) for node in nodes for key in _AUTHORS)
    return {id(one) for value in values for one in (value[:MAX_VALUES] if isinstance(value, list) else (value,))}


def _by_id(nodes: Sequence[Node]) -> dict[str, Node]:
    """What all nodes of one `@id` say together; the first to name a property is believed."""
    found: dict[str, Node] = {}
    for node in nodes:
        if isinstance(name := node.get("@id"), str) and len(node) > 1:
            known = found.setdefault(name, {})
            known |= {key: value for key, value in islice(node.items(), _MAX_KEYS - len(known)) if key not in known}
    return found


@lru_cache(maxsize=_TYPES)
def _is_article(types: tuple[str, ...]) -> bool:
    return any(t.lower().endswith(("article", "posting", "report", "review", "column")) for t in types)


@lru_cache(maxsize=_TYPES)
def _is_page(types: tuple[str, ...]) -> bool:
    return any(t.endswith(("WebPage", "ItemPage")) or t in ("CreativeWork", "Recipe", "VideoObject") for t in types)


@lru_cache(maxsize=_TYPES)
def _is_site(types: tuple[str, ...]) -> bool:
    return any(t in ("WebSite", "Organization", "Corporation") or t.endswith("MediaOrganization") for t in types)


def _article(node: Node, by_id: dict[str, Node]) -> LdArticle:
    author, creator, publisher, image = (
        resolved(listed(node.get(key)), by_id) for key in ("author", "creator", "publisher", "image")
    )
    author = author or resolved(node.get("authors"), by_id)
    names = names_of(author, by_id) or names_of(creator, by_id)
    publishers = names_of(publisher, by_id)
    return LdArticle(
        types=types_of(node),
        headline=plain(first_of(node.get("headline"))),
        name=plain(first_of(node.get("name"))),
        description=plain(first_of(node.get("description"))),
        authors=names,
        publisher=publishers[0].name if publishers else "",
        published=plain(first_of(node.get("datePublished") or node.get("dateCreated"))),
        modified=plain(first_of(node.get("dateModified"))),
        sections=_strings(node.get("articleSection")),
        keywords=_strings(node.get("keywords")),
        images=tuple(_images(image, by_id)),
        language=_language(node.get("inLanguage")),
        urls=_urls(node),
        is_free=_is_free(node),
        body=plain(first_of(node.get("articleBody")), most=MAX_BODY_CHARS),
    )


def _strings(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(filter(None, (plain(first_of(v)) for v in values[: MAX_VALUES * 2])))


def _images(value: object, by_id: dict[str, Node]) -> Iterator[LdImage]:
    for item in (value if isinstance(value, list) else [value])[:MAX_IMAGES]:
        image = resolved(item, by_id)
        if isinstance(image, str):
            yield LdImage(image)
        elif isinstance(image, dict):
            url = first_of(image.get("url") or image.get("contentUrl") or image.get("@id"))
            credit = image.get("creditText") or image.get("copyrightNotice") or _named(image.get("creator"))
            if isinstance(url, str):
                said = (plain(first_of(words), most=MAX_CAPTION_CHARS) for words in (image.get("caption"), credit))
                yield LdImage(url, *said)


def _named(value: object) -> object:
    first = value[0] if isinstance(value, list) and value else value
    return first.get("name") if isinstance(first, dict) else first


def _language(value: object) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return plain(first.get("alternateName") or first.get("name")) if isinstance(first, dict) else plain(first)


def _urls(node: Node) -> tuple[str, ...]:
    whole = node.get("mainEntityOfPage")
    found = [node.get("url"), whole.get("@id") if isinstance(whole, dict) else whole, node.get("@id")]
    return tuple(u for u in found if isinstance(u, str))


def _is_free(node: Node) -> bool | None:
    said = plain(str(node.get("isAccessibleForFree", ""))).lower().rsplit("/", 1)[-1]
    return {"true": True, "false": False}.get(said)


def _breadcrumbs(typed: Iterable[tuple[Node, Sequence[str]]]) -> tuple[str, ...]:
    for node, types in typed:
        items = node.get("itemListElement")
        if "BreadcrumbList" in types and isinstance(items, list):
            named = [(i.get("name") or _named(i.get("item"))) for i in items[:MAX_VALUES] if isinstance(i, dict)]
            return tuple(filter(None, map(plain, named)))
    return ()
