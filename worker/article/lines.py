"""Lines: one kind for pages and texts, so that the rest of the core does not know where a line came from."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["Blocks", "Lines", "Verdict", "squeezed"]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The block elements that hold lines, one row each, parents before children; row 0 is the body (or the text)."""

    parent: list[int] = field(default_factory=lambda: [-1])
    tag: list[str] = field(default_factory=lambda: ["body"])
    attributes: list[str] = field(default_factory=lambda: [""])
    """Class, id and itemprop as they stand in the markup, separated by a space."""
    flags: list[int] = field(default_factory=lambda: [0])
    """Bits of `page.Flag`, inherited from the parent."""
    depth: list[int] = field(default_factory=lambda: [0])
    end: list[int] = field(default_factory=lambda: [1])
    """The row after the last block inside: rows `k` to `end[k]` are block `k` and all below it."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The non-blank lines a reader sees, as columns of one length, in order."""

    text: list[str]
    """White space squeezed, never empty."""
    number: list[int]
    """Where the line stands: its number from 1 in a text (blank lines count), its rank from 1 in a page."""
    gap: list[int]
    """Blank lines before it."""
    link: list[int]
    """Characters inside links."""
    block: list[int]
    """Row in `blocks` of the innermost block element."""
    blocks: Blocks = field(default_factory=Blocks)
    titles: tuple[str, ...] = ()
    """Names the page gives itself: the HTML title, og:title and the like, as they stand; empty for a text."""
    tree: "LexborHTMLParser | None" = None
    """The parsed page, for whoever reads metadata from it; None for a text. Nobody changes it."""
    flags: tuple[str, ...] = ()
    """`limit-hit:NAME` for each limit that cut something."""
    spans: list[int] = field(default_factory=list)
    """Input lines each line was put together from: `number`, `number + 1`, …; empty where each is one line."""

    def __len__(self) -> int:
        return len(self.text)

    @classmethod
    def none(cls) -> Self:
        """No lines: of a page that was not read."""
        return cls([], [], [], [], [])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the body step says of each line."""

    kept: list[bool]
    score: list[float | None]
    """The model's score for "body", 0 to 1; None where a rule decided."""
    model_version: str
    voted: bool = False
    """Whether an extractor was asked."""


def squeezed(text: str) -> str:
    r"""`text` with white space squeezed to single blanks, and none at its ends.

    >>> squeezed(" one \n two ")
    'one two'
    """
    if text.isprintable() and "  " not in text:  # of white space only the blank is printable
        return text.strip(" ")
    return " ".join(text.split())
