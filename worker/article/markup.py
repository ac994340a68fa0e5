"""Markup: which tags end a line, which are not read, and what tags and attributes say of the lines inside."""

import re
from enum import IntFlag
from typing import Final

__all__ = ["BLOCKS", "CELLS", "EMPHASIS", "TAG_FLAGS", "UNSEEN", "Flag", "attribute_flags"]


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
    """Flags that role, style and the like set; `item` is the itemprop."""
    flags = _ROLE_FLAGS.get(attributes.get("role") or "", 0)
    if "articleBody" in item:
        flags |= int(Flag.BODY_PROPERTY)
    style = attributes.get("style")
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or (style and _INVISIBLE.search(style)):
        flags |= int(Flag.HIDDEN)
    return flags


_BLOCK_TAGS: Final = (
    "p li h1 h2 h3 h4 h5 h6 td th div blockquote figcaption figure section article main aside nav header "
    "footer form ul ol dl dt dd table tbody thead tfoot tr caption pre address center details summary dialog "
    "fieldset legend hgroup dir hr menu label "
)
BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_UNSEEN_TAGS: Final = (
    "script style template svg iframe object head canvas video audio math select textarea noscript button -comment "
)
UNSEEN: Final = frozenset(_UNSEEN_TAGS.split())
EMPHASIS: Final = frozenset(["b", "strong", "em", "i"])
CELLS: Final = frozenset(["td", "th"])
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
_INVISIBLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
