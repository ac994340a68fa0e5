"""Page to lines: one parse and one walk turn HTML into the lines a reader sees, with what the markup knows of each."""

from typing import Final

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

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
    tree = LexborHTMLParser(html, options=_WITHOUT_EVENTS)
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
        blocks=walk.blocks(),
        titles=_titles(tree),
        tree=tree,
        flags=tuple(sorted(walk.hit)),
    )


_WITHOUT_EVENTS: Final = LexborDocumentOptions.WO_EVENTS.value
"""Lists of options show no copy of what is selected; events cost a tenth of the parse, and a list's length squared."""
_MAX_ROW_CHARS: Final = 400
_MAX_NAMES_CHARS: Final = 2_000
"""Of class and id: what was read of them is remembered from page to page."""
_TITLES: Final = (("title", None), ('meta[property="og:title"]', "content"), ('meta[name="twitter:title"]', "content"))
_Row = tuple[int, str, str, int, int]
"""A block's parent, tag, attributes, flags and depth."""


class _Walk:
    """One pass over the tree; its columns are those of `Lines`."""

    # fmt: off
    __slots__ = (
        "_buffer", "_cell", "_end", "_here", "_limits", "_lineless", "_linked", "_rows", "block", "hit", "link", "text",
    )
    # fmt: on

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.text: list[str] = []
        self.link: list[int] = []
        self.block: list[int] = []
        self.hit: set[str] = set()
        self._rows: list[_Row] = [(-1, "body", "", 0, 0)]
        self._end = [1]
        self._buffer: list[str] = []
        self._linked = 0
        self._here = 0
        self._lineless: list[LexborNode] = []
        self._cell = -1

    def blocks(self) -> Blocks:
        """The blocks that hold lines, as columns."""
        parent, tag, attributes, flags, depth = map(list, zip(*self._rows, strict=True))
        return Blocks(parent, tag, attributes, flags, depth, self._end)

    def read(self, root: LexborNode) -> None:  # noqa: C901, PLR0912 -- a call for each node costs more than what it does
        """Every line below `root`, into the columns."""
        node, left, deepest = root.first_child, self._limits.max_nodes, self._limits.max_depth
        opened: list[tuple[LexborNode, int, bool]] = []
        kinds: dict[int, int] = {}
        buffer, lineless, in_link = self._buffer, self._lineless, False
        while node is not None or opened:
            if node is None:
                node, kind, in_link = opened.pop()
                if kind == BLOCK:
                    if buffer:
                        self._flush()
                    if lineless:
                        lineless.pop()
                    else:
                        self._end_block()
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
                        lineless.append(node)
                    opened.append((node, kind, in_link))
                    in_link = in_link or kind == LINK
                    node = node.first_child
                    continue
                self.hit.add("limit-hit:max-nodes" if left < 0 else "limit-hit:max-depth")
            node = node.next
        self._flush()
        self._end[0] = len(self._rows)

    def _end_block(self) -> None:
        self._end[self._here] = len(self._rows)
        self._here = self._rows[self._here][0]

    def _note_blocks(self) -> None:
        """The open blocks that had no line so far: only with one they are written down, and pages have many without."""
        rows, above = self._rows, self._here
        *_, flags, depth = rows[above]
        for node in self._lineless:
            depth += 1
            tag = node.tag or ""
            flags |= TAG_FLAGS.get(tag, 0)
            names = ""
            attributes = node.attributes
            if attributes:
                names, item = attributes.get("class") or "", attributes.get("itemprop") or ""
                if item or "id" in attributes:
                    names = f"{names} {attributes.get('id') or ''} {item}"
                if item or not TELLING.isdisjoint(attributes):
                    flags |= attribute_flags(attributes, item)
            rows.append((above, tag, names.strip()[:_MAX_NAMES_CHARS], flags, depth))
            self._end.append(0)
            above = len(rows) - 1
        self._here = above
        self._lineless.clear()

    def _flush(self) -> None:
        """The text so far, if it is more than white space, is a line."""
        text, linked, limits = squeezed("".join(self._buffer)), self._linked, self._limits
        self._buffer.clear()
        self._linked = 0
        if not text:
            return
        if len(text) > limits.max_line_chars:
            self.hit.add("limit-hit:max-line-chars")
            text = text[: limits.max_line_chars].rstrip()
        if self._lineless:
            self._note_blocks()
        if self._rows[self._here][1] in CELLS and self._joins_row(text):
            self._append_cell(text, min(linked, len(text)))
        elif len(self.text) >= limits.max_lines:
            self.hit.add("limit-hit:max-lines")
        else:
            self.text.append(text)
            self.link.append(min(linked, len(text)))
            self.block.append(self._here)

    def _joins_row(self, text: str) -> bool:
        """Whether the line is the only one so far in a cell whose row has a short line already."""
        here, rows = self._here, self._rows
        if not self.text or here == self._cell:
            return False
        before = self.block[-1]
        fresh = before != here and rows[before][0] == rows[here][0] and rows[before][1] in CELLS
        return fresh and len(self.text[-1]) + len(text) < _MAX_ROW_CHARS

    def _append_cell(self, text: str, linked: int) -> None:
        self.text[-1] += " " + text
        self.link[-1] += linked
        self._cell = self._here


def _titles(tree: LexborHTMLParser) -> tuple[str, ...]:
    found: list[str] = []
    for selector, attribute in _TITLES:
        node = tree.css_first(selector)
        if node is not None:
            value = node.text() if attribute is None else node.attributes.get(attribute)
            found.append(" ".join((value or "").split()))
    return tuple(dict.fromkeys(filter(None, found)))
