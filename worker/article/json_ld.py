"""JSON-LD as pages really carry it: graphs, lists, broken JSON mended conservatively, read into plain frozen data."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from worker.article.json_ld_text import loaded
from worker.article.plain import plain

__all__ = ["JsonLd", "LdArticle", "LdImage", "LdName", "read_json_ld"]

Node = dict[str, Any]

MAX_CHARS = 2_000_000
MAX_NODES = 5_000
MAX_VALUES = 50

# Parts of a page's graph that hold other articles, or what readers wrote.
_OTHER_PARTS = (
    "itemListElement hasPart relatedLink citation comment isPartOf mentions significantLink review subjectOf "
    "potentialAction isBasedOn liveBlogUpdate"
)
_OTHERS = frozenset(_OTHER_PARTS.split())
_REFERENCE_DEPTH = 3


@dataclass(frozen=True, slots=True)
class LdName:
    """A person or organisation as a page's JSON-LD names it."""

    name: str
    types: tuple[str, ...] = ()
    """schema.org types, such as `Person`; empty for a bare string."""
    url: str | None = None


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


@dataclass(frozen=True, slots=True)
class JsonLd:
    """What all JSON-LD of one page says."""

    articles: tuple[LdArticle, ...] = ()
    site_names: tuple[str, ...] = ()
    """Names of the WebSite and of organisations at the top of the graph."""
    breadcrumbs: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    """Every `@type` there is, without namespace."""


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
    articles = [_article(node, by_id) for node in nodes if _is_article(_types(node))]
    if not articles:
        articles = [_article(node, by_id) for node in nodes if _is_page(node)]
    sites = [plain(node.get("name")) for node in nodes if _is_site(_types(node))]
    types = frozenset(name for node in nodes for name in _types(node))
    return JsonLd(tuple(articles[:MAX_VALUES]), tuple(filter(None, sites))[:MAX_VALUES], _breadcrumbs(nodes), types)


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


def _by_id(nodes: Sequence[Node]) -> dict[str, Node]:
    """What all nodes of one `@id` say together; the first to name a property is believed."""
    found: dict[str, Node] = {}
    for node in nodes:
        if isinstance(name := node.get("@id"), str) and len(node) > 1:
            found[name] = {**node, **found.get(name, {})}
    return found


def _types(node: Node) -> tuple[str, ...]:
    found = node.get("@type", node.get("type"))
    names = found if isinstance(found, list) else [found]
    names = [inner for name in names for inner in (name if isinstance(name, list) else [name])]
    return tuple(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str))


def _is_article(types: Sequence[str]) -> bool:
    return any(t.lower().endswith(("article", "posting", "report", "review", "column")) for t in types)


def _is_page(node: Node) -> bool:
    types = _types(node)
    return any(t.endswith(("WebPage", "ItemPage")) or t in ("CreativeWork", "Recipe", "VideoObject") for t in types)


def _is_site(types: Sequence[str]) -> bool:
    return any(t in ("WebSite", "Organization", "Corporation") or t.endswith("MediaOrganization") for t in types)


def _article(node: Node, by_id: dict[str, Node]) -> LdArticle:
    author, creator, publisher, image = (
        _resolved(_listed(node.get(key)), by_id) for key in ("author", "creator", "publisher", "image")
    )
    author = author or _resolved(node.get("authors"), by_id)
    names = _names(author, by_id) or _names(creator, by_id)
    publishers = _names(publisher, by_id)
    return LdArticle(
        types=_types(node),
        headline=plain(_first(node.get("headline"))),
        name=plain(_first(node.get("name"))),
        description=plain(_first(node.get("description"))),
        authors=names,
        publisher=publishers[0].name if publishers else "",
        published=plain(_first(node.get("datePublished") or node.get("dateCreated"))),
        modified=plain(_first(node.get("dateModified"))),
        sections=_strings(node.get("articleSection")),
        keywords=_strings(node.get("keywords")),
        images=tuple(_images(image, by_id)),
        language=_language(node.get("inLanguage")),
        urls=_urls(node),
        is_free=_is_free(node),
    )


def _first(value: object) -> object:
    while isinstance(value, list) and value:
        value = value[0]
    return value.get("@value") if isinstance(value, dict) else value


def _resolved(value: object, by_id: dict[str, Node]) -> object:
    """`value`, with what the nodes of the same `@id` say beside it."""
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**by_id.get(value["@id"], {}), **value}
    return value


def _listed(value: object) -> object:
    """What a container of JSON-LD's holds, or what JSON in a string says."""
    if isinstance(value, dict):
        return value.get("@list", value.get("@set", value))
    if isinstance(value, str) and value[:1] in ("[", "{") and value[-1] in ("]", "}"):
        return loaded(value)
    return value


def _names(value: object, by_id: dict[str, Node], depth: int = 0) -> tuple[LdName, ...]:
    if isinstance(value, list) and depth < _REFERENCE_DEPTH:
        return tuple(n for v in value[:MAX_VALUES] for n in _names(_resolved(v, by_id), by_id, depth + 1))
    if isinstance(value, dict):
        names = value.get("name")
        url = value.get("url") or value.get("sameAs")
        return tuple(
            LdName(plain(n), _types(value), url if isinstance(url, str) else None)
            for n in map(_first, names if isinstance(names, list) else [names or _whole_name(value)][:MAX_VALUES])
            if plain(n)
        )
    name = plain(value)
    return (LdName(name),) if name else ()


def _whole_name(person: Node) -> str:
    return " ".join(filter(None, (plain(_first(person.get(key))) for key in ("givenName", "familyName"))))


def _strings(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(filter(None, (plain(_first(v)) for v in values[: MAX_VALUES * 2])))


def _images(value: object, by_id: dict[str, Node]) -> Iterator[LdImage]:
    for item in (value if isinstance(value, list) else [value])[:MAX_VALUES]:
        image = _resolved(item, by_id)
        if isinstance(image, str):
            yield LdImage(image)
        elif isinstance(image, dict):
            url = _first(image.get("url") or image.get("contentUrl") or image.get("@id"))
            credit = image.get("creditText") or image.get("copyrightNotice") or _named(image.get("creator"))
            if isinstance(url, str):
                yield LdImage(url, plain(_first(image.get("caption"))), plain(_first(credit)))


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


def _breadcrumbs(nodes: Sequence[Node]) -> tuple[str, ...]:
    for node in nodes:
        items = node.get("itemListElement")
        if "BreadcrumbList" in _types(node) and isinstance(items, list):
            named = [(i.get("name") or _named(i.get("item"))) for i in items[:MAX_VALUES] if isinstance(i, dict)]
            return tuple(filter(None, map(plain, named)))
    return ()
