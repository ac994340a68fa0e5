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


_MAX_NAME_CHARS: Final = 300


def markup_reasons(lines: Lines, kept: Sequence[bool], class_reason: Callable[[str], str | None]) -> list[str | None]:
    """What the markup says of each line; None where it says nothing.

    `class_reason` tells what class and id of an element, up to 300 characters, speak for.

    An element with body in it says nothing of the other lines in it: whole pages stand in forms, and classes of <body>
    speak of the page. A class name nearer to the line wins over one further out, and over its element's kind.
    """
    blocks = lines.blocks
    holds_body = _with_body(blocks, {lines.block[at] for at in range(len(lines)) if kept[at]})
    reasons: list[str | None] = []
    for row, parent in enumerate(blocks.parent):
        if row in holds_body or parent < 0:
            reasons.append(None)
            continue
        names = blocks.attributes[row]
        own = blocks.flags[row] & ~blocks.flags[parent]
        reasons.append(
            (class_reason(names[:_MAX_NAME_CHARS]) if names else None)
            or (_by_flags(own) if own else None)
            or reasons[parent]
        )
    return [reasons[block] for block in lines.block]


def _with_body(blocks: Blocks, rows: set[int]) -> set[int]:
    """Rows that hold one of `rows`, themselves included."""
    found: set[int] = set()
    for row in rows:
        up = row
        while up >= 0 and up not in found:
            found.add(up)
            up = blocks.parent[up]
    return found


def _by_flags(flags: int) -> str | None:
    return next((name for flag, name in _FLAG_REASONS if flags & flag), None)
