"""The blocks of a page as arrays: parents, what stands below each, and where two of them meet."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats, Ints
from worker.article.body.series import sums
from worker.article.lines import Lines

__all__ = ["TAG_CODES", "BlockTree", "block_tree", "meeting"]


@dataclass(frozen=True, slots=True)
class BlockTree:
    """Blocks as arrays, and what stands below each."""

    here: Ints
    """Block of each line."""
    parent: Ints
    """The body is its own parent."""
    depth: Ints
    end: Ints
    tag: Ints
    flags: Ints
    linked: Floats
    """Share of each line's characters inside links."""
    mass: Floats
    """Unlinked words in sentences below each block."""
    own: Floats
    """The same, of the block's own lines and those of its direct children."""
    link_chars: Floats
    chars: Floats
    above: tuple[Ints, ...]
    """Ancestors at 1, 2, 4, 8, … steps, until all are the body, for walks there in few strides."""


def block_tree(lines: Lines, prose: Floats) -> BlockTree:
    """The blocks around `lines`; `prose` counts each line's words in sentences."""
    blocks = lines.blocks
    here = np.array(lines.block, np.intp)
    parent = np.maximum(np.array(blocks.parent, np.intp), 0)
    end = np.array(blocks.end, np.intp)
    size = len(parent)
    chars = np.maximum(np.fromiter(map(len, lines.text), np.float32, len(lines.text)), 1)
    links = np.array(lines.link, np.float32)
    linked = np.minimum(links / chars, 1)
    plain = prose * (1 - linked)
    above = [parent]
    while above[-1].any() and len(above) <= _STRIDES:
        above.append(above[-1][above[-1]])
    own = np.bincount(here, plain, size)
    children = np.bincount(parent[1:], own[1:], size)
    mass, link_chars, all_chars = _below(
        np.stack([own, np.bincount(here, links, size), np.bincount(here, chars, size)]), end
    )
    return BlockTree(
        here=here,
        parent=parent,
        depth=np.array(blocks.depth, np.intp),
        end=end,
        tag=np.array(list(map(TAG_CODES.get, blocks.tag)), np.intp),
        flags=np.array(blocks.flags, np.intp),
        linked=linked.astype(np.float32),
        mass=mass,
        own=(own + children).astype(np.float32),
        link_chars=link_chars,
        chars=all_chars,
        above=tuple(above),
    )


def _below(own: npt.NDArray[Any], end: Ints) -> Floats:
    """Sums over each block and all below it: blocks are in document order, so those are one slice of each row."""
    before = sums(own)
    return (before.take(end, axis=1) - before[:, :-1]).astype(np.float32)


def meeting(tree: BlockTree, target: int) -> Ints:
    """For each block, the innermost block that holds both it and `target`."""
    row = np.arange(len(tree.parent))
    holds = (row <= target) & (tree.end > target)
    found = np.where(holds, row, tree.parent)
    for _ in range(int(tree.depth.max()).bit_length()):
        found = found[found]
    return found


_TAGS: Final = (
    "body p li h1 h2 h3 h4 h5 h6 td th div blockquote figcaption figure section article main aside nav header footer "
    "form ul ol dl dt dd table tbody thead tfoot tr caption pre address center details summary dialog fieldset legend "
    "hgroup dir hr menu label"
)
TAG_CODES: Final = {tag: code for code, tag in enumerate(_TAGS.split())}
_STRIDES: Final = 6
