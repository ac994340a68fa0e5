"""How many attributes one tag has, told without parsing: a parser compares each with all before it."""

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

__all__ = ["FEW_ATTRIBUTES", "most_attributes"]

FEW_ATTRIBUTES: Final = 20_000
"""A tag with fewer is not looked for: parsing it takes under a second."""


def most_attributes(html: bytes) -> int:
    """The most attributes that one tag of `html` has, at the most; 0 where no tag has as many as FEW_ATTRIBUTES.

    Such a tag is long, so a look here and there finds it if there is one; only then the page is read. Linear.

    >>> most_attributes(b"<p " + b" ".join(b"a%d='>'" % n for n in range(20_000)) + b">")
    20000
    """
    if not any(_is_crowded(html, start, end) for start, end in _suspects(html)):
        return 0
    most = max((len(_ATTRIBUTE.findall(tag[2])) for tag in _TAG.finditer(html) if tag[2]), default=0)
    return most if most >= FEW_ATTRIBUTES else 0


STRIDE: Final = FEW_ATTRIBUTES
"""An attribute takes two bytes at the least, so a tag with so many spans a whole stride from mark to mark."""
LOOK_BACK: Final = 20_000
ENDS_SEEN: Final = 8


def _suspects(html: bytes) -> Iterator[tuple[int, int]]:
    """Stretches in which such a tag begins and ends, if there is one."""
    start: int | None = None
    for at in range(0, len(html) + 1, STRIDE):
        if at + STRIDE <= len(html) and _may_be_inside_a_tag(html, at):
            start = max(0, at - STRIDE) if start is None else start
        elif start is not None:
            yield start, at + STRIDE
            start = None


def _may_be_inside_a_tag(html: bytes, start: int) -> bool:
    """Whether every `>` within a stride from `start`, as far as we look, stands in quotes that follow an `=`."""
    at = start
    for _ in range(ENDS_SEEN):
        at = html.find(b">", at, start + STRIDE)
        if at < 0:
            return True
        if not any(_is_value(html, html.rfind(quote, max(0, at - LOOK_BACK), at)) for quote in (b'"', b"'")):
            return False
        at += 1
    return True


def _is_value(html: bytes, quote: int) -> bool:
    return quote > 0 and html[max(0, quote - 20) : quote].rstrip().endswith(b"=")


def _is_crowded(html: bytes, start: int, end: int) -> bool:
    """Whether a tag that begins and ends there may have too many; each is passed over whole, so that this is linear.

    Long values are common: pictures as data, drawn paths, a form's state. So the signs between attributes are counted,
    first those of the whole stretch.
    """
    if _between(html[start:end]) < FEW_ATTRIBUTES:
        return False
    tags = (tag[0] for tag in _LOOSE_TAG.finditer(html, start, end) if tag.end() - tag.start() > STRIDE)
    return any(_between(tag) >= FEW_ATTRIBUTES for tag in tags)


def _between(stretch: bytes) -> int:
    """How many signs stand there that stand before each attribute."""
    codes = np.frombuffer(stretch, np.uint8)
    return sum(int(np.count_nonzero(codes == sign)) for sign in _BETWEEN)


_ONE: Final = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']?[^\s>]*+))?+"""
"""Source: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state."""
_BETWEEN: Final = b" \t\n\f\r\v/\"'"
"""Before each attribute stands one of these: a blank, a slash, or the end of a quoted value."""
_ATTRIBUTE: Final = re.compile(_ONE)
_LOOSE_TAG: Final = re.compile(rb"<[a-zA-Z][^\s/>]*+(?:%b)*+" % _ONE)
_RAW: Final = b"script|style|title|textarea|xmp|iframe|noembed|noframes"
_TAG: Final = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(%b)\b.*?(?:</\1|\Z)|<[a-z][^\s/>]*+((?:%b)*+)" % (_RAW, _ONE), re.DOTALL | re.IGNORECASE
)
