"""Page to lines: one parse and one walk turn HTML into the lines a reader sees, with what the markup knows of each."""

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from worker.article.lines import Blocks, Lines
from worker.article.markup import (
    BLOCK,
    BREAK,
    CELLS,
    INLINE,
    KINDS,
    LINK,
    TAG_FLAGS,
    TEXT,
    Flag,
    attribute_flags,
)
from worker.article.rules import Limits

__all__ = ["Flag", "lines_of_page"]


def lines_of_page(html: str, limits: Limits) -> Lines:
    """Lines of the page, in order; hidden text is flagged, not dropped.

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
        "_buffer", "_cell", "_here", "_limits", "_link", "_linked", "_open", "block", "blocks", "hit", "link", "text",
    )
    # fmt: on

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.text: list[str] = []
        self.link: list[int] = []
        self.block: list[int] = []
        self.blocks = Blocks()
        self.hit: set[str] = set()
        self._open: list[tuple[LexborNode, int, int]] = []
        self._buffer: list[str] = []
        self._linked = self._link = 0
        self._here = 0
        self._cell = -1

    def read(self, root: LexborNode) -> None:
        """Every line below `root`, into the columns."""
        node, opened, left, deepest = root.first_child, self._open, self._limits.max_nodes, self._limits.max_depth
        while node is not None or opened:
            if node is None:
                node = self._leave().next
                continue
            tag = node.tag
            kind = KINDS.get(tag, INLINE)
            if kind == TEXT:
                self._hear(node.text_content or "")
            elif kind == BREAK:
                self._flush()
            elif kind < TEXT:
                left -= 1
                if left >= 0 and len(opened) < deepest:
                    self._enter(node, tag or "", kind)
                    node = node.first_child
                    continue
                self.hit.add("limit-hit:max-nodes" if left < 0 else "limit-hit:max-depth")
            node = node.next
        self._flush()
        self.blocks.end[0] = len(self.blocks.parent)

    def _hear(self, text: str) -> None:
        if not self._buffer and text.isspace():
            return
        self._buffer.append(text)
        if self._link:
            self._linked += len(text)

    def _enter(self, node: LexborNode, tag: str, kind: int) -> None:
        before = 0
        if kind == BLOCK:
            if self._buffer:
                self._flush()
            before = len(self.text)
            self._enter_block(node, tag)
        elif kind == LINK:
            before, self._link = self._link, 1
        self._open.append((node, kind, before))

    def _leave(self) -> LexborNode:
        node, kind, before = self._open.pop()
        if kind == BLOCK:
            if self._buffer:
                self._flush()
            self._leave_block(before)
        elif kind == LINK:
            self._link = before
        return node

    def _enter_block(self, node: LexborNode, tag: str) -> None:
        blocks, above = self.blocks, self._here
        flags = blocks.flags[above] | TAG_FLAGS.get(tag, 0)
        names = ""
        attributes = node.attributes
        if attributes:
            item = attributes.get("itemprop") or ""
            names = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {item}".strip()
            flags |= attribute_flags(attributes, item)
        self._here = len(blocks.parent)
        blocks.parent.append(above)
        blocks.tag.append(tag)
        blocks.attributes.append(names)
        blocks.flags.append(flags)
        blocks.depth.append(blocks.depth[above] + 1)
        blocks.end.append(0)

    def _leave_block(self, lines_before: int) -> None:
        """A block without a line is forgotten: nobody asks for it, and pages have many."""
        blocks, here = self.blocks, self._here
        self._here = blocks.parent[here]
        if len(self.text) == lines_before and self._cell < here:
            for column in (blocks.parent, blocks.tag, blocks.attributes, blocks.flags, blocks.depth, blocks.end):
                del column[here:]
        else:
            blocks.end[here] = len(blocks.parent)

    def _flush(self) -> None:
        if not self._buffer:
            return
        text = " ".join("".join(self._buffer).split())
        self._buffer.clear()
        linked, self._linked = self._linked, 0
        if not text:
            return
        if len(text) > self._limits.max_line_chars:
            self.hit.add("limit-hit:max-line-chars")
            text = text[: self._limits.max_line_chars].rstrip()
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
