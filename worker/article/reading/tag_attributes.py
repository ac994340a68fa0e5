"""How many attributes one tag has, told without parsing: a parser compares each with all before it."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["FEW_ATTRIBUTES", "most_attributes"]

FEW_ATTRIBUTES: Final = 20_000
"""A tag with fewer is not looked for: parsing it takes under a second."""


def most_attributes(html: str) -> int:
    """The most attributes that one tag of `html` has, at the most; 0 where no tag has as many as FEW_ATTRIBUTES.

    Such a tag is long, so a look here and there finds it if there is one; only then the page is read. Linear.

    >>> most_attributes("<p " + " ".join(f"a{n}='>'" for n in range(20_000)) + ">")
    20000
    """
    if not any(_is_crowded(html, start, end) for start, end in _suspects(html)):
        return 0
    most = max((len(_ATTRIBUTE.findall(tag[2])) for tag in _TAG.finditer(html) if tag[2]), default=0)
    return most if most >= FEW_ATTRIBUTES else 0


STRIDE: Final = FEW_ATTRIBUTES
"""An attribute takes two characters at the least, so a tag with so many spans a whole stride from mark to mark."""
LOOK_BACK: Final = 20_000
ENDS_SEEN: Final = 8


def _suspects(html: str) -> Iterator[tuple[int, int]]:
    """Stretches in which such a tag begins and ends, if there is one."""
    start: int | None = None
    for at in range(0, len(html) + 1, STRIDE):
        if at + STRIDE <= len(html) and _may_be_inside_a_tag(html, at):
            start = max(0, at - STRIDE) if start is None else start
        elif start is not None:
            yield start, at + STRIDE
            start = None


def _may_be_inside_a_tag(html: str, start: int) -> bool:
    """Whether every `>` within a stride from `start`, as far as we look, stands in quotes that follow an `=`."""
    at = start
    for _ in range(ENDS_SEEN):
        at = html.find(">", at, start + STRIDE)
        if at < 0:
            return True
        if not any(_is_value(html, html.rfind(quote, max(0, at - LOOK_BACK), at)) for quote in "\"'"):
            return False
        at += 1
    return True


def _is_value(html: str, quote: int) -> bool:
    return quote > 0 and html[max(0, quote - 20) : quote].rstrip().endswith("=")


def _is_crowded(html: str, start: int, end: int) -> bool:
    """Whether a tag that begins and ends there may have too many; each is passed over whole, so that this is linear.

    Long values are common: pictures as data, drawn paths, a form's state. So the signs between attributes are counted.
    """
    tags = (tag[0] for tag in _LOOSE_TAG.finditer(html, start, end) if tag.end() - tag.start() > STRIDE)
    return any(sum(map(tag.count, _BETWEEN)) >= FEW_ATTRIBUTES for tag in tags)


_ONE: Final = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']?[^\s>]*+))?+"""
"""Source: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state."""
_BETWEEN: Final = " \t\n\f\r\v/\"'"
"""Before each attribute stands one of these: a blank, a slash, or the end of a quoted value."""
_ATTRIBUTE: Final = re.compile(_ONE)
_LOOSE_TAG: Final = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{_ONE})*+")
_RAW: Final = "script|style|title|textarea|xmp|iframe|noembed|noframes"
_TAG: Final = re.compile(
    rf"<!--.*?(?:-->|\Z)|<({_RAW})\b.*?(?:</\1|\Z)|<[a-z][^\s/>]*+((?:{_ONE})*+)", re.DOTALL | re.IGNORECASE
)
