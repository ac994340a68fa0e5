"""Page to lines: one parse and one walk turn HTML into the lines a reader sees, with what the markup knows of each."""

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.article.lines import Blocks, Lines, squeezed
from worker.article.markup import (
    BLOCK,
    BREAK,
    CELLS,
    INLINE,
    KINDS,
    LINK,
    TAG_FLAGS,
    TELLING,
    TEXT,
    Flag,
    attribute_flags,
)
from worker.article.rules import Limits

__all__ = ["Flag", "lines_of_page"]


def lines_of_page(html: str | bytes, limits: Limits) -> Lines:
    """Lines of the page, in order; hidden text is flagged, not dropped. Bytes are UTF-8, which spares encoding it.

    A line ends at each block element and `<br>`; the cells of a table row that hold one line each are one line.
    Scripts, forms' fields, templates and fallbacks are not read. Linear in the page, never recursive, never raises:
    over a limit the rest is left out and a flag `limit-hit:NAME` says so.
    """
    tree = LexborHTMLParser(html)
    walk = _Walk(limits)
    if tree.body is not None:
        walk.read(tree.body)
    count = len(walk.text)
    return Lines(
        text=walk.text,
        number=list(range(1, count + 1)),
        gap=[0] * count,
        link=walk.link,
        block=walk.block,
        blocks=walk.blocks,
        titles=_titles(tree),
        tree=tree,
        flags=tuple(sorted(walk.hit)),
    )


_MAX_ROW_CHARS: Final = 400
_TITLES: Final = (("title", None), ('meta[property="og:title"]', "content"), ('meta[name="twitter:title"]', "content"))


class _Walk:
    """One pass over the tree; its columns are those of `Lines`."""

    # fmt: off
    __slots__ = (
        "_buffer", "_cell", "_here", "_limits", "_lineless", "_linked", "block", "blocks", "hit", "link", "text",
    )
    # fmt: on

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.text: list[str] = []
        self.link: list[int] = []
        self.block: list[int] = []
        self.blocks = Blocks()
        self.hit: set[str] = set()
        self._buffer: list[str] = []
        self._linked = 0
        self._here = 0
        self._lineless: list[LexborNode] = []
        self._cell = -1

    def read(self, root: LexborNode) -> None:  # noqa: C901 -- one loop: a call for each node costs more than what it does
        """Every line below `root`, into the columns."""
        node, left, deepest = root.first_child, self._limits.max_nodes, self._limits.max_depth
        opened: list[tuple[LexborNode, int, bool]] = []
        kinds: dict[int, int] = {}
        buffer, in_link = self._buffer, False
        while node is not None or opened:
            if node is None:
                node, kind, in_link = opened.pop()
                if kind == BLOCK:
                    self._leave_block()
                node = node.next
                continue
            kind = kinds.get(tag_id := node.tag_id, -1)
            if kind < 0:  # a name is three times as dear as its number, which holds within one tree
                kind = kinds[tag_id] = KINDS.get(node.tag, INLINE)
            if kind == TEXT:
                text = node.text_content or ""
                if buffer or not text.isspace():
                    buffer.append(text)
                    if in_link:
                        self._linked += len(text)
            elif kind == BREAK:
                self._flush()
            elif kind < TEXT:
                left -= 1
                if left >= 0 and len(opened) < deepest:
                    if kind == BLOCK:
                        if buffer:
                            self._flush()
                        self._lineless.append(node)
                    opened.append((node, kind, in_link))
                    in_link = in_link or kind == LINK
                    node = node.first_child
                    continue
                self.hit.add("limit-hit:max-nodes" if left < 0 else "limit-hit:max-depth")
            node = node.next
        self._flush()
        self.blocks.end[0] = len(self.blocks.parent)

    def _leave_block(self) -> None:
        if self._buffer:
            self._flush()
        if self._lineless:
            self._lineless.pop()
        else:
            blocks, here = self.blocks, self._here
            blocks.end[here] = len(blocks.parent)
            self._here = blocks.parent[here]

    def _note_blocks(self) -> None:
        """The open blocks that had no line so far: only with one they are written down, and pages have many without."""
        blocks, above = self.blocks, self._here
        flags, depth = blocks.flags[above], blocks.depth[above]
        for node in self._lineless:
            depth += 1
            tag = node.tag or ""
            flags |= TAG_FLAGS.get(tag, 0)
            names = ""
            attributes = node.attributes
            if attributes:
                item = attributes.get("itemprop") or ""
                names = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {item}".strip()
                if item or not TELLING.isdisjoint(attributes):
                    flags |= attribute_flags(attributes, item)
            blocks.parent.append(above)
            blocks.tag.append(tag)
            blocks.attributes.append(names)
            blocks.flags.append(flags)
            blocks.depth.append(depth)
            blocks.end.append(0)
            above = len(blocks.parent) - 1
        self._here = above
        self._lineless.clear()

    def _flush(self) -> None:
        if not self._buffer:
            return
        text = squeezed("".join(self._buffer))
        self._buffer.clear()
        linked, self._linked = self._linked, 0
        if not text:
            return
        if len(text) > self._limits.max_line_chars:
            self.hit.add("limit-hit:max-line-chars")
            text = text[: self._limits.max_line_chars].rstrip()
        if self._lineless:
            self._note_blocks()
        if self._joins_row(text):
            self._append_cell(text, linked)
        elif len(self.text) >= self._limits.max_lines:
            self.hit.add("limit-hit:max-lines")
        else:
            self.text.append(text)
            self.link.append(min(linked, len(text)))
            self.block.append(self._here)

    def _joins_row(self, text: str) -> bool:
        """Whether the line is the only one so far in a cell whose row has a short line already."""
        here, blocks = self._here, self.blocks
        if not self.text or blocks.tag[here] not in CELLS or here == self._cell:
            return False
        before = self.block[-1]
        fresh = before != here and blocks.parent[before] == blocks.parent[here] and blocks.tag[before] in CELLS
        return fresh and len(self.text[-1]) + len(text) < _MAX_ROW_CHARS

    def _append_cell(self, text: str, linked: int) -> None:
        self.text[-1] += " " + text
        self.link[-1] += min(linked, len(text))
        self._cell = self._here


def _titles(tree: LexborHTMLParser) -> tuple[str, ...]:
    found: list[str] = []
    for selector, attribute in _TITLES:
        node = tree.css_first(selector)
        if node is not None:
            value = node.text() if attribute is None else node.attributes.get(attribute)
            found.append(" ".join((value or "").split()))
    return tuple(dict.fromkeys(filter(None, found)))
