"""How deep a page nests, told without parsing it, because parsing takes time as the square of the depth."""

import re
from typing import Final

__all__ = ["deepest"]

FEW_TAGS: Final = 20_000
"""Pages with fewer tags are not looked at: even if each opened inside the last, parsing them takes under a second."""

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,20})")
_CLOSED_BY_THEMSELVES: Final = frozenset(
    [
        *(
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr",
        ),
        *("p", "li", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "tr", "td", "th", "rt", "rp"),
    ]
)


def deepest(html: str) -> int:
    """The greatest number of elements that are open at once, at the most; 0 for a page with few tags.

    Elements whose end tag may be left out are not counted. Linear in the page.

    >>> deepest("<div>" * 30_000), deepest("<div></div>" * 30_000)
    (30000, 1)
    """
    if html.count("<") < FEW_TAGS:
        return 0
    depth = most = 0
    for closing, name in _TAG.findall(html):
        if name.lower() in _CLOSED_BY_THEMSELVES:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        most = max(most, depth)
    return most
