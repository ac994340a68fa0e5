"""The only module that knows trafilatura: what it is asked, always with the same reservations."""

from dataclasses import dataclass
from typing import Final

import trafilatura
from trafilatura.external import try_justext
from trafilatura.metadata import extract_title
from trafilatura.utils import load_html

__all__ = ["Extraction", "extraction", "load", "title"]

MOST_TAGS = 6000
"""Above so many tags jusText is left out: it walks from each short paragraph to the next that is none, which on a list
of ten thousand items takes minutes."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Raw fields as trafilatura found them; None where it found nothing, or what is no string.

    It hands on what JSON-LD holds as it stands there.
    """

    text: str
    title: str | None
    author: str | None
    """Names joined by `; `."""
    date: str | None
    """YYYY-MM-DD."""
    url: str | None
    description: str | None


def extraction(  # noqa: PLR0913 -- what only measurements ask for
    html: str,
    url: str | None,
    *,
    with_metadata: bool = True,
    as_a_peer: bool = False,
    fast: bool = False,
    favor_precision: bool = False,
) -> Extraction | None:
    """What trafilatura takes for the article in `html`; None where it sees none, or fails.

    `fast` leaves out its own second opinions: a vote that says as much, at half the time. `as_a_peer` lets it look for
    dates with all its means, `favor_precision` takes less: both only to measure against.

    `deduplicate` stays False: trafilatura's own deduplication remembers earlier pages of the process, so that the
    same page yields text three times and then nothing.
    """
    try:
        found = trafilatura.bare_extraction(
            html,
            url=url,
            with_metadata=with_metadata,
            fast=fast or html.count("<") - html.count("</") > MOST_TAGS,
            favor_precision=favor_precision,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            date_extraction_params=None if as_a_peer else _DATES,
        )
    except _FAILURES:
        return None
    if found is None or isinstance(found, dict):
        return None
    said = (found.title, found.author, found.date, found.url, found.description)
    return Extraction(found.text or "", *(value if isinstance(value, str) else None for value in said))


def title(html: str) -> str | None:
    """What trafilatura takes for the title of `html`, by its headings and its head; None where it sees none, or fails.

    Nothing else is asked of its metadata: on JSON-LD and on authors it has expressions that take the square of what
    they read, half a minute for forty kilobytes of brackets.

    >>> title("<div class='post-title'>The river rose</div><p>It rose.</p>")
    'The river rose'
    """
    try:
        tree = load_html(html)
        found = extract_title(tree) if tree is not None else None
    except _FAILURES:
        return None
    return found if isinstance(found, str) else None


def load() -> None:
    """Load what else the first page in doubt would: the stop words of all languages, 30 MB that processes can share."""
    try_justext(load_html("<p>One paragraph.</p>"), None, None)


_DATES: Final = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""No second look for a day by dateparser: at its first stamp it takes two seconds and 100 MB for the words of 200
languages, and the dates of a document come from our own reader. And no clock: `max_date` would be today."""
_FAILURES: Final = (AssertionError, AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What it and the libraries it asks raise on pages of hostile make, such as one whose root is `<math>`."""
