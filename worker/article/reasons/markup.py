"""Reasons that a line has from the markup around it: class names and elements, innermost first."""

from collections.abc import Callable, Sequence
from itertools import compress
from typing import Final

from worker.article.lines import Blocks, Lines
from worker.article.page import Flag

__all__ = ["markup_reasons"]

_FLAG_REASONS: Final = (
    (int(Flag.HIDDEN), "hidden"),
    (int(Flag.NAVIGATION), "navigation"),
    (int(Flag.FOOTER), "footer"),
    (int(Flag.FIGURE), "caption"),
    (int(Flag.FORM), "form"),
)


_ARTICLE: Final = int(Flag.ARTICLE)
_FOOTER: Final = int(Flag.FOOTER)
_TELLING: Final = sum(flag for flag, _ in _FLAG_REASONS)
_MAX_NAME_CHARS: Final = 300
_COVERED: Final = frozenset([("share", "call-to-action"), ("author-bio", "byline")])
"""Reasons with those inside them that are no news: buttons of a share bar, the name in a box about the author."""


def markup_reasons(
    lines: Lines,
    kept: Sequence[bool],
    gone: Sequence[int],
    class_reasons: Callable[[Sequence[str]], Sequence[str | None]],
) -> dict[int, str | None]:
    """What the markup says of each line of `gone`; None where it says nothing.

    `class_reasons` tells what class and id of elements, up to 300 characters each, speak for.

    An element with body in it says nothing of the other lines in it: whole pages stand in forms, and classes of <body>
    speak of the page. A class name nearer to the line wins over one further out, and over its element's kind; but all
    that stands in a reader's comment is comment, its author and its time among it, and see `_COVERED`.
    """
    blocks = lines.blocks
    is_open = _without_body(blocks, kept, lines.block)
    names = list(dict.fromkeys(compress(blocks.attributes, is_open)))
    spoken = dict(zip(names, class_reasons([name[:_MAX_NAME_CHARS] for name in names]), strict=True))
    found: list[str | None] = []
    all_flags = blocks.flags
    for above, name, flags, is_free in zip(blocks.parent, blocks.attributes, all_flags, is_open, strict=True):
        own = None
        if is_free and above >= 0:
            outer, own = found[above], spoken[name]
            if outer == "comment" or (own is not None and (outer, own) in _COVERED):
                own = outer
            elif own is None:
                new = flags & ~all_flags[above] & _TELLING
                own = (_by_flags(new, flags) if new else None) or outer
        found.append(own)
    return {at: found[lines.block[at]] for at in gone}


def _by_flags(new: int, flags: int) -> str | None:
    """What an element is that adds `new` to `flags`; the foot of an article is not that of the site."""
    if flags & _ARTICLE:
        new &= ~_FOOTER
    return next((name for flag, name in _FLAG_REASONS if new & flag), None)


def _without_body(blocks: Blocks, kept: Sequence[bool], block: Sequence[int]) -> list[bool]:
    """Of each row of `blocks`, whether it holds no kept line."""
    found = [True] * len(blocks.parent)
    for row in compress(block, kept):
        up = row
        while up >= 0 and found[up]:
            found[up] = False
            up = blocks.parent[up]
    return found
