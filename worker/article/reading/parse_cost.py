"""Whether a page can be parsed in about linear time and memory; what cannot is turned away with the reason why."""

from worker.article.reading.nesting import FEW_TAGS, MOST_REOPENED, MOST_STEPS, may_reopen, nesting_of, reopened
from worker.article.reading.tag_attributes import why_crowded
from worker.article.reading.tag_openings import openings
from worker.article.rules import Limits

__all__ = ["may_be_extracted", "why_not_parsed"]

DEPTHS_READ = 5
"""A page nested deeper than so many times `max_depth` is turned away unparsed."""
MOST_EXTRACTED_STEPS = 1_000_000
"""The most that extractors are asked for; of 2,400 pages of news sites none has half of it."""
MOST_EXTRACTED_TAGS = 80_000
"""The same of tags, opening and closing; of 2,900 pages none has a quarter of it."""


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


def may_be_extracted(html: bytes) -> bool:
    """Whether extractors can be asked about a page that may be parsed: they take a second or two at the most.

    From each element they walk up through what is open, as the parser does, at fifty times its cost: a page of a
    hundred kilobytes can take them many seconds. Flat ones take them two for so many tags.

    >>> may_be_extracted(b"<div>" * 200 + b"<p>One</p>" * 5_000), may_be_extracted(b"<p>One</p>" * 5_000)
    (False, True)
    """
    tags = html.count(b"<")
    if tags > MOST_EXTRACTED_TAGS:
        return False
    return tags * tags <= 2 * MOST_EXTRACTED_STEPS or nesting_of(html).around <= MOST_EXTRACTED_STEPS


def _why_too_nested(html: bytes, limits: Limits) -> str | None:
    nesting = nesting_of(html)
    if nesting.deepest > (most := DEPTHS_READ * limits.max_depth):
        return f"{nesting.deepest} elements inside each other; {most} at the most"
    if nesting.steps > MOST_STEPS:
        return f"more than {MOST_STEPS} steps through elements that are open, or options of a list"
    return None
