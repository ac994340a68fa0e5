"""Markup: which tags end a line, which are not read, and what tags and attributes say of the lines inside."""

import re
from enum import IntFlag
from typing import Final

__all__ = [
    "BLOCK",
    "BREAK",
    "CELLS",
    "HEADINGS",
    "INLINE",
    "KINDS",
    "LINK",
    "TAG_FLAGS",
    "TELLING",
    "TEXT",
    "UNSEEN",
    "Flag",
    "attribute_flags",
]


class Flag(IntFlag):
    """What the ancestors of a line say about it; bits of `Blocks.flags`."""

    ARTICLE = 1
    MAIN = 2
    ASIDE = 4
    NAVIGATION = 8
    HEADER = 16
    FOOTER = 32
    FORM = 64
    FIGURE = 128
    LIST = 256
    TABLE = 512
    QUOTE = 1024
    HIDDEN = 2048
    BODY_PROPERTY = 4096
    """Inside an element with itemprop="articleBody"."""


def attribute_flags(attributes: dict[str, str | None], item: str) -> int:
    """Flags that those of `TELLING` set, and `item`, the itemprop."""
    flags = _ROLE_FLAGS.get(attributes.get("role") or "", 0)
    if "articleBody" in item:
        flags |= int(Flag.BODY_PROPERTY)
    style = attributes.get("style")
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or (style and _INVISIBLE.search(style)):
        flags |= int(Flag.HIDDEN)
    return flags


INLINE: Final = 0
BLOCK: Final = 1
"""Ends the line before it, and its own."""
LINK: Final = 2
TEXT: Final = 3
BREAK: Final = 4
UNSEEN: Final = 5
_BLOCK_TAGS: Final = (
    "p li h1 h2 h3 h4 h5 h6 td th div blockquote figcaption figure section article main aside nav header "
    "footer form ul ol dl dt dd table tbody thead tfoot tr caption pre address center details summary dialog "
    "fieldset legend hgroup dir hr menu label "
)
_UNSEEN_TAGS: Final = (
    "script style template svg iframe object head canvas video audio math select textarea noscript button -comment "
)
KINDS: Final[dict[str | None, int]] = {
    **dict.fromkeys(_BLOCK_TAGS.split(), BLOCK),
    **dict.fromkeys(_UNSEEN_TAGS.split(), UNSEEN),
    "a": LINK,
    "br": BREAK,
    "-text": TEXT,
}
"""What a node is to the walk that reads lines, by its tag; `INLINE` if it is not here.

Those whose children are read come before `TEXT`. Numbers, because an enum costs the walk half its time again."""
CELLS: Final = frozenset(["td", "th"])
HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
TAG_FLAGS: Final = {
    "article": int(Flag.ARTICLE),
    "main": int(Flag.MAIN),
    "aside": int(Flag.ASIDE),
    "nav": int(Flag.NAVIGATION),
    "header": int(Flag.HEADER),
    "footer": int(Flag.FOOTER),
    "form": int(Flag.FORM),
    "figure": int(Flag.FIGURE),
    "figcaption": int(Flag.FIGURE),
    "li": int(Flag.LIST),
    "dd": int(Flag.LIST),
    "dt": int(Flag.LIST),
    "td": int(Flag.TABLE),
    "th": int(Flag.TABLE),
    "blockquote": int(Flag.QUOTE),
}
_ROLE_FLAGS: Final = {
    "article": int(Flag.ARTICLE),
    "main": int(Flag.MAIN),
    "complementary": int(Flag.ASIDE),
    "navigation": int(Flag.NAVIGATION),
    "banner": int(Flag.HEADER),
    "contentinfo": int(Flag.FOOTER),
    "search": int(Flag.FORM),
    "dialog": int(Flag.HIDDEN),
}
TELLING: Final = frozenset(["role", "hidden", "aria-hidden", "style"])
"""Attributes that tell something of the lines inside."""
_INVISIBLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
