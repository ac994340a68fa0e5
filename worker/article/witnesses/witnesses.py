"""One pass over the parsed page for what speaks of the article outside its words: JSON-LD, meta, microdata."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from worker.article.plain import plain
from worker.article.witnesses.figures import Figure, read_figure
from worker.article.witnesses.json_ld import JsonLd, read_json_ld
from worker.article.witnesses.words import is_masthead, marks_of, parts_of, without_kicker, words_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Heading", "Time", "Witnesses", "gather"]

MAX_ELEMENTS = 4_000
MAX_EACH = 40

_SELECTOR = (
    "title,h1,meta,link[rel~=canonical i],time,figcaption,script[type*='ld+json' i],[itemprop],"
    "[rel~=author],[class*=aut i],[class*=byline i],[id*=byline i],[id*=author i]"
)
"""`aut` for author, autor and auteur: each piece of a class is looked for in every element."""
_PROPERTIES = "headline author creator datePublished dateModified dateCreated articleSection"
_MICRODATA = frozenset(_PROPERTIES.split())
_READER_WORDS = re.compile("comment|related|recommend|sidebar|footer|most-read|teaser|promo|respond")
_BYLINE_WORDS = re.compile("meta|byline|dateline|publish|posted|entry-footer|article-info|timestamp")
_READER_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of one element, and its class and id."""

    text: str
    attributes: str = ""
    href: str | None = None
    parts: tuple[str, ...] = ()
    """Of an h1: the texts of the elements inside, where there are several."""
    own: str = ""
    """Of an h1: its words without those that classes call a kicker, a label or a day; "" where there are none."""


@dataclass(frozen=True, slots=True)
class Time:
    """A `<time>` element."""

    stamp: str
    """Its datetime attribute, else its words."""
    text: str
    attributes: str = ""
    """Its class, id and itemprop, and `pubdate` where it has that."""
    around: str = ""
    """Class, id and itemprop of its parent."""
    beside: bool = False
    """It stands in a part of the page that belongs to readers or to other articles."""
    below: bool = False
    """It stands below the first h1."""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What a page says of its article, by witness; strings are plain, everything is in document order."""

    title: str = ""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Contents by name, property or http-equiv, in lower case."""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Addresses by rel."""
    json_ld: JsonLd = field(default_factory=JsonLd)
    microdata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    """The h1 elements that are no link to the site's root."""
    mastheads: tuple[str, ...] = ()
    """Words of those that are."""
    times: tuple[Time, ...] = ()
    figures: tuple[Figure, ...] = ()
    bylines: tuple[Heading, ...] = ()
    """Elements that class, id, rel or itemprop mark as an author's."""
    language: str = ""
    """The lang attribute of html."""


class _Notes:
    """What is collected on the way; becomes Witnesses."""

    def __init__(self) -> None:
        self.title = ""
        self.meta: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.microdata: dict[str, list[str]] = {}
        self.headings: list[Heading] = []
        self.mastheads: list[str] = []
        self.times: list[Time] = []
        self.figures: list[Figure] = []
        self.bylines: list[Heading] = []
        self.parts: dict[int, str | None] = {}
        """What `_part` says of elements, by their address: those around one witness are around others, too."""


def gather(tree: "LexborHTMLParser | None") -> Witnesses:
    """All witnesses of a page, in one pass; none of a text.

    Looks at 4,000 elements, at 40 of a kind and at 600 characters of each; never raises on what pages hold.
    """
    if tree is None:
        return Witnesses()
    notes = _Notes()
    for node in tree.css(_SELECTOR)[:MAX_ELEMENTS]:
        _note(node, notes)
    root = tree.root
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    return Witnesses(
        title=notes.title,
        meta=_frozen(notes.meta),
        links=_frozen(notes.links),
        json_ld=read_json_ld(notes.scripts),
        microdata=_frozen(notes.microdata),
        headings=tuple(notes.headings),
        mastheads=tuple(notes.mastheads),
        times=tuple(notes.times),
        figures=tuple(notes.figures),
        bylines=tuple(notes.bylines),
        language=plain(language),
    )


def _frozen(notes: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in notes.items()}


def _note(node: "LexborNode", notes: _Notes) -> None:
    attributes = node.attributes
    match node.tag:
        case "meta":
            _note_meta(attributes, notes)
        case "link":
            _note_link(attributes, notes)
        case "script":
            notes.scripts.append(node.text(deep=True))
        case "title":
            notes.title = notes.title or (words_of(node) if _in_head(node) else "")
        case "time":
            _note_time(node, attributes, notes)
        case "figcaption":
            _note_figure(node, notes)
        case "h1":
            _note_heading(node, attributes, notes)
            _note_property(node, attributes, notes)
        case _:
            _note_byline(node, attributes, notes)
            _note_property(node, attributes, notes)


_UNASKED = re.compile(
    r"viewport|theme-color|robots|generator|referrer|format-detection|fb:|al:|msapplication|google|apple-itunes|"
    r"og:image:(?:width|height|type)|twitter:(?:card|site$|creator|image:)|msvalidate|p:domain|bingbot"
)
"""Names that speak of the browser, the robot or the picture's size: a third of all."""


_NAME_CHARS = 100
"""Enough to tell a name by, and little to remember."""


@lru_cache(maxsize=1024)  # most pages have the same few hundred names
def _is_unasked(name: str) -> bool:
    return _UNASKED.match(name) is not None


def _note_meta(attributes: Mapping[str, str | None], notes: _Notes) -> None:
    if _is_unasked((attributes.get("name") or attributes.get("property") or "")[:_NAME_CHARS]):
        return
    content = plain(attributes.get("content") or attributes.get("value"))
    if not content:
        return
    for key in ("name", "property", "itemprop"):
        if (given := attributes.get(key)) and (name := given.strip().lower()):
            _add(notes.meta, name, content)
    prop = attributes.get("itemprop")
    if prop in _MICRODATA:
        _add(notes.microdata, prop, content)


_HREF_CHARS = 5_000
"""More than any address that is believed: what is asked of addresses is remembered."""


def _note_link(attributes: Mapping[str, str | None], notes: _Notes) -> None:
    for rel in (attributes.get("rel") or "").lower().split():
        _add(notes.links, rel, (attributes.get("href") or "").strip()[:_HREF_CHARS])


def _note_heading(node: "LexborNode", attributes: Mapping[str, str | None], notes: _Notes) -> None:
    if len(notes.headings) + len(notes.mastheads) >= MAX_EACH or _is_beside(node, notes):
        return
    text = words_of(node)
    if is_masthead(node, text):
        notes.mastheads.append(text)
    else:
        parts = parts_of(node)
        notes.headings.append(
            Heading(text, marks_of(attributes), parts=parts, own=without_kicker(node) if parts else "")
        )


def _note_time(node: "LexborNode", attributes: Mapping[str, str | None], notes: _Notes) -> None:
    if len(notes.times) >= MAX_EACH:
        return
    text = words_of(node)
    stamp = plain(attributes.get("datetime") or attributes.get("content")) or text
    parent = node.parent
    marks = marks_of(attributes) + (" pubdate" if "pubdate" in attributes else "")
    around = marks_of(parent.attributes) if parent is not None else ""
    if stamp:
        beside = _is_beside(node, notes, _BYLINE_WORDS)
        notes.times.append(Time(stamp, text, marks.strip(), around, beside, bool(notes.headings or notes.mastheads)))


def _note_figure(node: "LexborNode", notes: _Notes) -> None:
    if len(notes.figures) < MAX_EACH and not _is_beside(node, notes) and (figure := read_figure(node)):
        notes.figures.append(figure)


def _note_property(node: "LexborNode", attributes: Mapping[str, str | None], notes: _Notes) -> None:
    for prop in (attributes.get("itemprop") or "").split():
        if prop in _MICRODATA and not _is_beside(node, notes):
            value = plain(attributes.get("content") or attributes.get("datetime")) or words_of(node)
            _add(notes.microdata, prop, value)


_AUTHOR_WORDS = re.compile("author|byline|autor|auteur")


def _note_byline(node: "LexborNode", attributes: Mapping[str, str | None], notes: _Notes) -> None:
    marks = marks_of(attributes)
    is_marked = "author" in (attributes.get("rel") or "") or _AUTHOR_WORDS.search(marks.lower()) is not None
    if not is_marked or len(notes.bylines) >= MAX_EACH or _is_beside(node, notes):
        return
    text = words_of(node, between="; ").strip("; ")
    if text and not any(text == other.text for other in notes.bylines):
        notes.bylines.append(Heading(text, marks, attributes.get("href")))


def _add(notes: dict[str, list[str]], name: str, value: str) -> None:
    if value and len(notes.setdefault(name, [])) < MAX_EACH:
        notes[name].append(value)


def _in_head(node: "LexborNode") -> bool:
    parent = node.parent
    return parent is not None and parent.tag in ("head", "html", "body")


def _is_beside(node: "LexborNode", notes: _Notes, but: re.Pattern[str] | None = None) -> bool:
    """The element stands among readers' comments or teasers of other articles.

    An aside or a footer that one of the words of `but` names is the article's own.
    """
    parts = notes.parts
    here: LexborNode | None = node
    for _ in range(_READER_DEPTH):
        if here is None:
            return False
        address = here.mem_id
        part = parts[address] if address in parts else parts.setdefault(address, _part(here))
        if part is None:
            return False
        if part and not (but is not None and but.search(part)):
            return True
        here = here.parent
    return False


def _part(node: "LexborNode") -> str | None:
    """Class and id of an element that holds what others wrote; "" where it does not, None where it is the article."""
    tag = node.tag
    if tag in _OWN_TAGS:
        return None
    attributes = node.attributes
    marks = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return marks if tag in _BESIDE_TAGS or _READER_WORDS.search(marks) else ""


_OWN_TAGS = frozenset(["body", "article", "main"])
_BESIDE_TAGS = frozenset(["aside", "footer", "nav"])
