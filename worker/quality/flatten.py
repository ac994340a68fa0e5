"""Pages flattened to text the way scrapers do it, to train and to measure on."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.quality.labels import tokens

__all__ = ["FORMS", "Form", "flattened"]

Form = Literal["inner", "container", "strings"]
FORMS: Final[tuple[Form, ...]] = ("inner", "container", "strings")


def flattened(html: str, form: Form, body: str, title: str = "") -> str:
    """Text of a page.

    `inner`: like a browser's innerText; hidden elements dropped, the cells of a row on one line, blank lines around
    paragraphs. `container`: the same of the element that a scraper would choose, the smallest that holds the gold
    `body` and `title`, climbed until other text is in it. `strings`: each text node on its own line, which breaks
    sentences at every link.
    """
    root = LexborHTMLParser(html).body
    if root is None:
        return ""
    if form == "strings":
        return "\n".join(text for node in _texts(root, hidden=True) if (text := (node.text_content or "").strip()))
    return _inner(_container(root, body, title) if form == "container" else root)


_UNSEEN: Final = frozenset(["script", "style", "noscript", "template", "svg", "iframe", "object", "head", "-comment"])
_INLINE_TAGS: Final = (
    "a abbr acronym b bdi bdo big cite code data dfn em font i img ins kbd label mark picture q s samp small span "
    "strike strong sub sup time tt u var wbr td th button input select"
)
_INLINE: Final = frozenset(_INLINE_TAGS.split())
_GAPS: Final = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote"])
_HELD_SHARE: Final = 0.98
_CLIMBS: Final = 6


def _walk(root: LexborNode, *, hidden: bool) -> Iterator[tuple[LexborNode, bool]]:
    """Nodes below `root` that a reader sees, each as it opens (True) and, elements, as it closes (False)."""
    stack: list[LexborNode] = []
    node = root.first_child
    while node is not None or stack:
        if node is None:
            node = stack.pop()
            yield node, False
        elif node.tag not in _UNSEEN and (hidden or not _is_hidden(node)):
            yield node, True
            if node.tag != "-text":
                stack.append(node)
                node = node.first_child
                continue
        node = node.next


def _is_hidden(node: LexborNode) -> bool:
    if node.tag == "-text":
        return False
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    covered = attributes.get("aria-hidden") == "true" and node.tag != "span"
    return "hidden" in attributes or covered or "display:none" in style or "visibility:hidden" in style


def _texts(root: LexborNode, *, hidden: bool) -> Iterator[LexborNode]:
    return (node for node, _ in _walk(root, hidden=hidden) if node.tag == "-text")


def _inner(root: LexborNode) -> str:
    out: list[str] = []
    line: list[str] = []
    for node, opens in _walk(root, hidden=False):
        tag = node.tag or ""
        if tag == "-text":
            line.append(node.text_content or "")
        elif tag in {"td", "th"} and not opens:
            line.append("\t")
        elif tag not in _INLINE:
            text = " ".join("".join(line).split())
            line.clear()
            if text:
                out.append(text)
            if tag in _GAPS and out and out[-1]:
                out.append("")
    out.append(" ".join("".join(line).split()))
    return "\n".join(out).strip()


def _container(root: LexborNode, body: str, title: str) -> LexborNode:
    wanted, named = Counter(tokens(body)), set(tokens(title))
    whole, _ = _held(root, wanted)
    named &= set(tokens(_inner(root)))
    path = [root]
    while True:
        inner = next((child for child in path[-1].iter() if _holds(child, wanted, named, whole)), None)
        if inner is None or not whole:
            break
        path.append(inner)
    enough = 1.05 * wanted.total() + 30
    for _ in range(_CLIMBS):
        if len(path) == 1 or len(tokens(_inner(path[-1]))) > enough:
            break
        path.pop()
    return path[-1]


def _holds(node: LexborNode, wanted: Counter[str], named: set[str], whole: int) -> bool:
    if node.tag in _UNSEEN:
        return False
    held, found = _held(node, wanted)
    return held >= _HELD_SHARE * whole and named <= found.keys()


def _held(node: LexborNode, wanted: Counter[str]) -> tuple[int, Counter[str]]:
    found = Counter(tokens(" ".join(text.text_content or "" for text in _texts(node, hidden=True))))
    return (found & wanted).total(), found
