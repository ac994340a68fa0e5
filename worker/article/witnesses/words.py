"""The words of an element that may be a witness, and what its class and id call it."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from worker.article.plain import plain

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["MAX_TEXT_CHARS", "is_masthead", "marks_of", "parts_of", "without_kicker", "words_of"]

MAX_TEXT_CHARS: Final = 600
MAX_TEXT_NODES: Final = 120
MAX_PARTS: Final = 6


def marks_of(attributes: Mapping[str, str | None]) -> str:
    """Class, id, itemprop and rel of an element."""
    return " ".join([mark for key in _MARKS if (mark := attributes.get(key))])[:MAX_TEXT_CHARS]


_MARKS: Final = ("class", "id", "itemprop", "rel")


def _only_text(node: "LexborNode") -> str | None:
    """The words of an element that holds nothing but text, as most do; None for others."""
    first = node.first_child
    if first is None:
        return ""
    if not first.is_text_node or first.next is not None or node.tag in _UNREAD:
        return None
    return plain((first.text(deep=False) or "")[: 2 * MAX_TEXT_CHARS])


_UNREAD: Final = frozenset(["script", "style", "svg"])


def parts_of(node: "LexborNode") -> tuple[str, ...]:
    """Texts of the nodes inside, where there are several."""
    if _only_text(node) is not None:
        return ()
    texts: list[str] = []
    for nodes, child in enumerate(node.traverse(include_text=True)):
        if nodes > MAX_TEXT_NODES or len(texts) > MAX_PARTS:
            return ()
        if child.is_text_node and (text := plain((child.text(deep=False) or "")[:MAX_TEXT_CHARS])):
            texts.append(text)
    return tuple(texts) if len(texts) > 1 else ()


def words_of(node: "LexborNode", *, between: str = " ") -> str:
    """The first words of an element; walks no further than it must, however large the element is.

    `between` stands between the words of two links or blocks.
    """
    if (text := _only_text(node)) is not None:
        return text
    parts, length = [], 0
    for nodes, child in enumerate(node.traverse(include_text=True)):
        if nodes > MAX_TEXT_NODES or length > MAX_TEXT_CHARS:
            break
        tag = child.tag
        if tag == "-text" and (child.parent is None or child.parent.tag not in _UNREAD):
            text = child.text(deep=False)
            parts.append(text)
            length += len(text)
        elif tag in _PARTING_TAGS:
            last = next((part for part in reversed(parts) if part.strip()), " ")
            parts.append(" " if last == between or last[-1].isspace() else between)
        elif tag == "span":
            parts.append(" ")
    return plain("".join(parts)[: 2 * MAX_TEXT_CHARS])


_PARTING_TAGS: Final = frozenset(["br", "div", "p", "li", "a"])
_ROOT: Final = re.compile(r"(?:(?:https?:)?//[^/?#\s]+)?/?(?:index\.\w+|home/?)?(?<=.)", re.IGNORECASE)


def is_masthead(node: "LexborNode", text: str) -> bool:
    """Whether a heading with the words `text` is a link to the root of a site: its name, not the article's title."""
    above = node.parent
    if above is not None and above.tag == "a":
        link: LexborNode | None = above
    else:
        link = node.css_first("a[href]") if _only_text(node) is None else None
    href = ((link.attributes.get("href") or "") if link is not None else "").strip()
    if link is None or not _ROOT.fullmatch(href):
        return False
    return link.tag == "a" and words_of(link) == text


_KICKER: Final = re.compile(
    r"kicker|over-?line|over-?title|top-?line|top-?title|roof-?line|dachzeile|spitzmarke|eyebrow|pre-?title|"
    r"(?:^|[\s_-])(?:label|category|rubrik|section|volanta|antetitulo|occhiello|surtitre)(?:$|[\s_-])",
    re.IGNORECASE,
)
_STRAY: Final = re.compile(
    r"(?:^|[\s_-])(?:date|datetime)(?:$|[\s_-])|visually-?hidden|element-invisible|sr-only|screen-reader", re.IGNORECASE
)
"""A day, or words for those who hear the page."""
_KICKER_DEPTH: Final = 3


def without_kicker(node: "LexborNode") -> str:
    """Words of a heading without those of elements inside whose class calls them a kicker; "" where there are none."""
    own: list[str] = []
    others = 0
    for nodes, child in enumerate(node.traverse(include_text=True)):
        if nodes > MAX_TEXT_NODES:
            return ""
        if child.is_text_node and (text := plain((child.text(deep=False) or "")[:MAX_TEXT_CHARS])):
            if _is_kicker(child, node, is_first=not own):
                others += any(map(str.isalnum, text))
            else:
                own.append(text)
    text = " ".join(own).strip(" :|·–—-")
    return text if others and " " in text else ""


def _is_kicker(child: "LexborNode", heading: "LexborNode", *, is_first: bool) -> bool:
    for here in _between(child, heading):
        names = here.attributes.get("class") or ""
        if here.tag == "time" or _STRAY.search(names) or (is_first and (here.tag == "small" or _KICKER.search(names))):
            return True
    return False


def _between(child: "LexborNode", heading: "LexborNode") -> Iterator["LexborNode"]:
    """The elements that stand around `child`, inside `heading`."""
    here = child.parent
    for _ in range(_KICKER_DEPTH):
        if here is None or here.mem_id == heading.mem_id:
            return
        yield here
        here = here.parent
