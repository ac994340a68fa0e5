"""How many attributes tags have, told before the page is parsed: a parser compares each with all before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from worker.article.reading.tag_openings import Openings, opening

__all__ = ["why_crowded"]

FEW_ATTRIBUTES: Final = 20_000
"""A tag with fewer is parsed in under a second; so are several, if their squares add up to less than its square."""
LEAST_ATTRIBUTES: Final = 500
"""Tags with fewer are never looked for."""
BYTES_TIMES_FEWEST: Final = 4_000_000_000
"""A page full of tags with fewer attributes than this divided by its bytes takes about a second, too."""
MOST_ASKED: Final = 3
"""So often the parser is asked whether it takes for a tag what looks like one; no page that people read asks at all."""


def why_crowded(html: bytes, begun: Openings) -> str | None:
    """The attributes of `html` that are too many for a parser; `begun` is how its tags open.

    A tag with many is long, so a look here and there finds it if there is one; only there the page is read. Where it
    costs too much to tell tags from what looks like them, in comments and scripts say, the answer is what may be at the
    most.

    >>> from worker.article.reading.tag_openings import openings
    >>> page = b"<p " + b" ".join(b"a%d='>'" % n for n in range(20_000)) + b">"
    >>> why_crowded(page, openings(page))
    '20000 attributes in one tag'
    """
    roots = _root_attributes(html, begun)
    return f"{roots} attributes in tags of the page's root" if roots >= FEW_ATTRIBUTES else _why_crowded_tags(html)


def _root_attributes(html: bytes, begun: Openings) -> int:
    """Those of all `<html>` and `<body>` at the most: a parser compares them all, for it gives them to the first.

    0 where each stands there once, as on most pages; no longer counted from FEW_ATTRIBUTES on.
    """
    if np.count_nonzero((begun == _HTML) | (begun == _BODY)) <= 2:
        return 0
    count, left = 0, PASSES * len(html)
    for begin in _ROOT.finditer(html):
        attributes = _ATTRIBUTES.match(html, begin.end())
        if attributes is not None:
            left -= len(attributes[0])
            count += len(_ATTRIBUTE.findall(attributes[0])) if left > 0 else FEW_ATTRIBUTES
        if count >= FEW_ATTRIBUTES:
            break
    return count


def _why_crowded_tags(html: bytes) -> str | None:
    asked = cost = total = tags = 0
    fewest = max(LEAST_ATTRIBUTES, min(FEW_ATTRIBUTES, BYTES_TIMES_FEWEST // max(1, len(html))))
    for start, end in _suspects(html, fewest):
        for count, name_end in _crowded(html, start, end, fewest):
            is_last = cost + count**2 >= FEW_ATTRIBUTES**2
            if is_last and name_end is not None and asked < MOST_ASKED and not _is_tag(html[:name_end]):
                asked += 1
                continue
            cost, total, tags = cost + count**2, total + count, tags + 1
            if is_last:
                return f"{total} attributes in {'one tag' if tags == 1 else f'{tags} tags'}"
    return None


ENDS_SEEN: Final = 8
BLANKS_SEEN: Final = 20
PASSES: Final = 4
"""So often each byte is read at the most for what looks like a tag; of the pages that people read, not once."""


def _suspects(html: bytes, fewest: int) -> Iterator[tuple[int, int]]:
    """Stretches in which each tag with `fewest` attributes begins and ends.

    An attribute takes two bytes at the least, so such a tag spans a whole stride of so many bytes, from mark to mark.
    """
    quotes = _Quotes(html)
    start: int | None = None
    for at in range(0, len(html) + 1, fewest):
        if at + fewest <= len(html) and _may_be_inside_a_tag(html, at, at + fewest, quotes):
            start = max(0, at - fewest) if start is None else start
        elif start is not None:
            yield start, at + fewest
            start = None


def _may_be_inside_a_tag(html: bytes, start: int, end: int, quotes: "_Quotes") -> bool:
    """Whether every `>` between `start` and `end`, as far as we look, stands in quotes that follow an `=`."""
    at = start
    for _ in range(ENDS_SEEN):
        at = html.find(b">", at, end)
        if at < 0:
            return True
        if not quotes.may_hold(at):
            return False
        at += 1
    return True


@dataclass(slots=True)
class _Quotes:
    """Where the last quote of each kind stands, for one who reads a page from its start: linear in all."""

    html: bytes
    double: int = -1
    single: int = -1
    read: int = 0

    def may_hold(self, at: int) -> bool:
        """Whether the last quote of one kind before `at` may open a value, because it follows an `=`."""
        rfind, read = self.html.rfind, self.read
        self.double = max(self.double, rfind(b'"', read, at))
        self.single = max(self.single, rfind(b"'", read, at))
        self.read = at
        return _may_open_a_value(self.html, self.double) or _may_open_a_value(self.html, self.single)


def _may_open_a_value(html: bytes, quote: int) -> bool:
    if quote <= 0:
        return False
    if (sign := html[quote - 1]) > _BLANK:  # nearly always
        return sign == _EQUALS
    before = html[max(0, quote - BLANKS_SEEN) : quote].rstrip()
    return not before or before.endswith(b"=")


def _crowded(html: bytes, start: int, end: int, fewest: int) -> Iterator[tuple[int, int | None]]:
    """How many attributes what looks like a tag has, and where its name ends; None where that is too dear to tell.

    Long values are common: pictures as data, drawn paths, a form's state. So the signs between attributes are counted
    before attributes are.
    """
    stretch = html[start:end]
    if np.count_nonzero(np.frombuffer(stretch, np.uint8) <= _LAST_BETWEEN) < fewest:  # a tenth of the time of the next
        return
    signs = _between(stretch)
    if signs < fewest:
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
            return
        if size >= fewest and _between(attributes[0]) >= fewest:
            count = len(_ATTRIBUTE.findall(attributes[0]))
            if count >= fewest:
                yield count, begin.end()


def _between(stretch: bytes) -> int:
    """How many signs stand there that stand before each attribute."""
    return len(stretch) - len(stretch.translate(None, _BETWEEN))


def _is_tag(page: bytes) -> bool:
    """Whether the parser takes the `<name` that `page` ends with for a tag, not for words of a comment or script."""
    return f'{_MARK}=""' in (LexborHTMLParser(page + f" {_MARK}>".encode()).html or "")


_MARK: Final = "is-this-a-tag"
_BLANK, _EQUALS = b" ="
_HTML: Final = opening(b"html")
_BODY: Final = opening(b"body")
_ROOT: Final = re.compile(rb"<(?:html|body)(?=[\s/])", re.IGNORECASE)
_BEGIN: Final = re.compile(rb"<[a-zA-Z][^\s/>]*+")
_ONE: Final = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']?[^\s>]*+))?+"""
"""Source: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state."""
_BETWEEN: Final = b" \t\n\f\r\v/\"'"
"""Before each attribute stands one of these: a blank, a slash, or the end of a quoted value."""
_LAST_BETWEEN: Final = max(_BETWEEN)
_ATTRIBUTE: Final = re.compile(_ONE)
_ATTRIBUTES: Final = re.compile(rb"(?:%b)*+" % _ONE)
