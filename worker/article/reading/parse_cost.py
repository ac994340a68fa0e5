"""Whether a page can be parsed in about linear time and memory; what cannot is turned away with the reason why."""

from worker.article.reading.nesting import FEW_TAGS, MOST_REOPENED, MOST_STEPS, may_reopen, nesting_of, reopened
from worker.article.reading.tag_attributes import why_crowded
from worker.article.reading.tag_openings import openings
from worker.article.rules import Limits

__all__ = ["why_not_parsed"]

DEPTHS_READ = 5
"""A page nested deeper than so many times `max_depth` is turned away unparsed."""


def why_not_parsed(html: bytes, limits: Limits) -> str | None:
    """What of `html` would take a parser more than about a second; None for every page that people read.

    Takes a sixth of the parse's time on most pages, and time linear in the page on any other.

    >>> why_not_parsed(b"<div>" * 30_000, Limits())
    '14142 elements inside each other; 10000 at the most'
    """
    begun = openings(html)
    if may_reopen(html, begun) and reopened(html) > MOST_REOPENED:
        return f"formatting that is never closed would be opened again more than {MOST_REOPENED} times"
    if len(begun) >= FEW_TAGS and (detail := _why_too_nested(html, limits)):
        return detail
    return why_crowded(html, begun)  # last, because it may ask the parser


def _why_too_nested(html: bytes, limits: Limits) -> str | None:
    nesting = nesting_of(html)
    if nesting.deepest > (most := DEPTHS_READ * limits.max_depth):
        return f"{nesting.deepest} elements inside each other; {most} at the most"
    if nesting.steps > MOST_STEPS:
        return f"more than {MOST_STEPS} steps through elements that are open, or options of a list"
    return None
