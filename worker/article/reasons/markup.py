"""Reasons that a line has from the markup around it: class names and elements, innermost first."""

from collections.abc import Callable, Sequence
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


def markup_reasons(
    lines: Lines, kept: Sequence[bool], gone: Sequence[int], class_reason: Callable[[str], str | None]
) -> dict[int, str | None]:
    """What the markup says of each line of `gone`; None where it says nothing.

    `class_reason` tells what class and id of an element, up to 300 characters, speak for.

    An element with body in it says nothing of the other lines in it: whole pages stand in forms, and classes of <body>
    speak of the page. A class name nearer to the line wins over one further out, and over its element's kind; but all
    that stands in a reader's comment is comment, its author and its time among it.
    """
    blocks = lines.blocks
    flags = blocks.flags
    known: dict[int, str | None] = dict.fromkeys(
        _with_body(blocks, {row for row, is_kept in zip(lines.block, kept, strict=True) if is_kept})
    )
    found: dict[int, str | None] = {}
    for at in gone:
        row, below = lines.block[at], []
        while row not in known and blocks.parent[row] >= 0:
            below.append(row)
            row = blocks.parent[row]
        reason = known.get(row)
        for row in reversed(below):
            if reason != "comment":
                names = blocks.attributes[row]
                own = class_reason(names[:_MAX_NAME_CHARS]) if names else None
                if own is None and (new := flags[row] & ~flags[blocks.parent[row]] & _TELLING):
                    own = _by_flags(new, flags[row])
                reason = own or reason
            known[row] = reason
        found[at] = reason
    return found


def _by_flags(new: int, flags: int) -> str | None:
    """What an element is that adds `new` to `flags`; the foot of an article is not that of the site."""
    if flags & _ARTICLE:
        new &= ~_FOOTER
    return next((name for flag, name in _FLAG_REASONS if new & flag), None)


def _with_body(blocks: Blocks, rows: set[int]) -> set[int]:
    """Rows that hold one of `rows`, themselves included."""
    found: set[int] = set()
    for row in rows:
        up = row
        while up >= 0 and up not in found:
            found.add(up)
            up = blocks.parent[up]
    return found
