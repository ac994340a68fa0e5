"""How many attributes one tag has, told before the page is parsed: a parser compares each with all before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from selectolax.lexbor import LexborHTMLParser

__all__ = ["FEW_ATTRIBUTES", "crowded_tag"]

FEW_ATTRIBUTES: Final = 20_000
"""A tag with fewer is not looked for: parsing it takes under a second."""
MOST_ASKED: Final = 5
"""So often the parser is asked whether it takes for a tag what looks like one; no page that people read asks at all."""


def crowded_tag(html: bytes) -> int:
    """How many attributes the first tag of `html` has that has FEW_ATTRIBUTES or more; 0 where there is none.

    Such a tag is long, so a look here and there finds it if there is one; only there the page is read. Where it costs
    too much to tell tags from what looks like them, in comments and scripts say, the answer is what may be at the most.

    >>> crowded_tag(b"<p " + b" ".join(b"a%d='>'" % n for n in range(20_000)) + b">")
    20000
    """
    asked = 0
    for start, end in _suspects(html):
        for count, name_end in _crowded(html, start, end):
            if name_end is None or asked == MOST_ASKED or _is_tag(html[:name_end]):
                return count
            asked += 1
    return 0


STRIDE: Final = FEW_ATTRIBUTES
"""An attribute takes two bytes at the least, so a tag with so many spans a whole stride from mark to mark."""
ENDS_SEEN: Final = 8
BLANKS_SEEN: Final = 20
PASSES: Final = 4
"""So often each byte is read at the most for what looks like a tag; of the pages that people read, not once."""


def _suspects(html: bytes) -> Iterator[tuple[int, int]]:
    """Stretches in which such a tag begins and ends, if there is one."""
    quotes = _Quotes(html)
    start: int | None = None
    for at in range(0, len(html) + 1, STRIDE):
        if at + STRIDE <= len(html) and _may_be_inside_a_tag(html, at, quotes):
            start = max(0, at - STRIDE) if start is None else start
        elif start is not None:
            yield start, at + STRIDE
            start = None


def _may_be_inside_a_tag(html: bytes, start: int, quotes: "_Quotes") -> bool:
    """Whether every `>` within a stride from `start`, as far as we look, stands in quotes that follow an `=`."""
    at = start
    for _ in range(ENDS_SEEN):
        at = html.find(b">", at, start + STRIDE)
        if at < 0:
            return True
        if not any(_may_open_a_value(html, quote) for quote in quotes.before(at)):
            return False
        at += 1
    return True


def _may_open_a_value(html: bytes, quote: int) -> bool:
    if quote <= 0:
        return False
    before = html[max(0, quote - BLANKS_SEEN) : quote].rstrip()
    return not before or before.endswith(b"=")


@dataclass(slots=True)
class _Quotes:
    """Where the last quote of each kind stands, for one who reads a page from its start: linear in all."""

    html: bytes
    last: dict[bytes, int] = field(default_factory=lambda: {b'"': -1, b"'": -1})
    read: int = 0

    def before(self, at: int) -> list[int]:
        for quote, last in self.last.items():
            self.last[quote] = max(last, self.html.rfind(quote, self.read, at))
        self.read = at
        return list(self.last.values())


def _crowded(html: bytes, start: int, end: int) -> Iterator[tuple[int, int | None]]:
    """The attributes of what looks like a tag that has too many, and where its name ends; None where that is too dear.

    Long values are common: pictures as data, drawn paths, a form's state. So the signs between attributes are counted
    before attributes are.
    """
    signs = _between(html[start:end])
    if signs < FEW_ATTRIBUTES:
        return
    left = PASSES * (end - start)
    for begin in _BEGIN.finditer(html, start, end):
        attributes = _ATTRIBUTES.match(html, begin.end(), end)
        if attributes is None:
            continue
        size = attributes.end() - attributes.start()
        left -= size
        if left < 0:
            yield signs, None
        if size >= STRIDE and _between(attributes[0]) >= FEW_ATTRIBUTES:
            count = len(_ATTRIBUTE.findall(attributes[0]))
            if count >= FEW_ATTRIBUTES:
                yield count, begin.end()


def _between(stretch: bytes) -> int:
    """How many signs stand there that stand before each attribute."""
    codes = np.frombuffer(stretch, np.uint8)
    return sum(int(np.count_nonzero(codes == sign)) for sign in _BETWEEN)


def _is_tag(page: bytes) -> bool:
    """Whether the parser takes the `<name` that `page` ends with for a tag, not for words of a comment or script."""
    return f'{_MARK}=""' in (LexborHTMLParser(page + f" {_MARK}>".encode()).html or "")


_MARK: Final = "is-this-a-tag"
_BEGIN: Final = re.compile(rb"<[a-zA-Z][^\s/>]*+")
_ONE: Final = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']?[^\s>]*+))?+"""
"""Source: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state."""
_BETWEEN: Final = b" \t\n\f\r\v/\"'"
"""Before each attribute stands one of these: a blank, a slash, or the end of a quoted value."""
_ATTRIBUTE: Final = re.compile(_ONE)
_ATTRIBUTES: Final = re.compile(rb"(?:%b)*+" % _ONE)
