"""What a page's tags would cost its parser, told without parsing: depth, and formatting that is opened again and again.

A parser walks up through what is open at nearly every tag, and opens formatting that was left open anew in each block
that follows: both are products, and a page of a hundred kilobytes can cost minutes and gigabytes.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from worker.article.reading.tag_openings import Openings, opening

__all__ = ["FEW_TAGS", "MOST_REOPENED", "MOST_STEPS", "Nesting", "may_reopen", "nesting_of", "reopened"]

FEW_TAGS: Final = 20_000
"""Pages with fewer tags are not looked at: even if each opened inside the last, parsing them takes under a second."""
SOME_TAGS: Final = 2_000
"""The same for formatting: a thousand tags that are opened again in a thousand blocks are a million elements."""
MOST_STEPS: Final = 100_000_000
"""Where counting ends: a parser takes half a second for so many."""
MOST_REOPENED: Final = 1_000_000
"""Where counting ends: so many elements take 300 MB."""
SAME_KEPT: Final = 3
"""Of formatting with the same attributes, the parser opens so many again at the most (the "Noah's Ark clause")."""


@dataclass(frozen=True, slots=True)
class Nesting:
    """How a page nests, at the most."""

    deepest: int
    """Elements that are open at once."""
    steps: int
    """Elements that are open, and options of the list at hand, summed over all tags; up to MOST_STEPS."""
    around: int
    """Elements that are open, summed over all tags and those whose end tag may be left out: what it costs to walk up
    from each."""


def nesting_of(html: bytes) -> Nesting:
    """How the tags of `html` nest. Elements whose end tag may be left out are not counted; options are, as steps.

    Linear in the page.

    >>> nesting_of(b"<div>" * 300).deepest, nesting_of(b"<div></div>" * 300).deepest
    (300, 1)
    """
    machine = _Open()
    deepest = steps = around = 0
    for closing, printed in _TAG.findall(html):
        name = printed.lower()
        around += machine.depth
        if name == b"option" and machine.where[b"select"]:
            machine.options += not closing
        elif name in _CLOSED_BY_THEMSELVES:
            continue
        elif closing:
            machine.close(name)
        else:
            machine.open(name)
        deepest = max(deepest, machine.depth)
        steps += machine.depth + machine.options
        if steps > MOST_STEPS:
            break
    return Nesting(deepest, steps, around)


def reopened(html: bytes) -> int:
    """How many elements a parser would open again for formatting that was left open, at the most; linear.

    No longer counted above MOST_REOPENED.

    >>> reopened(b"<p><b id=1><b id=2></p>" + b"<p>One</p>" * 5)
    22
    """
    left_open: dict[bytes, list[bytes]] = defaultdict(list)
    alike: Counter[tuple[bytes, bytes]] = Counter()
    count = total = 0
    for closing, printed, rest in _WHOLE_TAG.findall(html):
        name = printed.lower()
        if name not in _FORMATS:
            total += count
        elif not closing and alike[name, rest] < SAME_KEPT:
            left_open[name].append(rest)
            alike[name, rest] += 1
            count += 1
        elif closing and left_open[name]:
            alike[name, left_open[name].pop()] -= 1
            count -= 1
        if total > MOST_REOPENED:
            break
    return total


def may_reopen(html: bytes, begun: Openings) -> bool:
    """Whether a page whose tags open so has enough formatting with attributes for `reopened` to be worth its time."""
    if len(begun) < SOME_TAGS:
        return False
    enough = MOST_REOPENED // len(begun)
    return int(np.count_nonzero(_OPENS_FORMATTING[begun])) > enough and len(_FORMATTING.findall(html)) > enough


@dataclass(slots=True)
class _Open:
    """What is open, as a parser keeps it."""

    stack: list[bytes] = field(default_factory=list)
    where: dict[bytes, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Places in the stack, by name."""
    walls: list[int] = field(default_factory=list)
    """Places of elements that the end tag of an inline element does not reach beyond."""
    formats: int = 0
    options: int = 0
    """Of the list that was opened last: each end tag asks them all."""

    @property
    def depth(self) -> int:
        return len(self.stack) + self.formats

    def open(self, name: bytes) -> None:
        if name in _FORMATS:
            self.formats += 1
            return
        if name == b"select":
            self.options = 0
        if name not in _INLINE:
            self.walls.append(len(self.stack))
        self.where[name].append(len(self.stack))
        self.stack.append(name)

    def close(self, name: bytes) -> None:
        if name in _FORMATS:
            self.formats = max(0, self.formats - 1)
            return
        if not self.where[name]:
            return
        place = self.where[name][-1]
        if name in _INLINE and self.walls and self.walls[-1] > place:
            return
        while len(self.stack) > place:
            gone = self.stack.pop()
            self.where[gone].pop()
            if gone not in _INLINE:
                self.walls.pop()


_TAG: Final = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,20})")
_WHOLE_TAG: Final = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,20})([^<>]{0,1000})")
_FORMATTING: Final = re.compile(rb"<(?:[bius]|big|code|em|font|nobr|small|strike|strong|tt)[\s/]", re.IGNORECASE)
"""Without `a`, which ends the one before it."""
_FORMATTING_NAMES: Final = b"a b big code em font i nobr s small strike strong tt u"
_INLINE_NAMES: Final = b"span q abbr label sub sup time cite mark del ins ruby bdi bdo var kbd samp dfn data"
_UNCLOSED_NAMES: Final = (
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dt dd option optgroup thead tbody tfoot tr td th rt rp"
)
_FORMATS: Final = frozenset(_FORMATTING_NAMES.split())
_INLINE: Final = frozenset(_INLINE_NAMES.split())
_CLOSED_BY_THEMSELVES: Final = frozenset(_UNCLOSED_NAMES.split())
_ENDS: Final = (b" ", b"\t", b"\n", b"\f", b"\r", b"/")
_OPENS_FORMATTING: Final = np.zeros(1 << 16, bool)
_OPENS_FORMATTING[[opening(name + end) for name in _FORMATS - {b"a"} for end in _ENDS]] = True
