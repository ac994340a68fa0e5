"""The only module that knows trafilatura: one call, always with the same reservations."""

from dataclasses import dataclass

import trafilatura
from trafilatura.external import try_justext
from trafilatura.utils import load_html

__all__ = ["Extraction", "extraction", "load"]

MOST_TAGS = 6000
"""Above so many tags jusText is left out: it walks from each short paragraph to the next that is none, which on a list
of ten thousand items takes minutes."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Raw fields as trafilatura found them; None where it found nothing."""

    text: str
    title: str | None
    author: str | None
    """Names joined by `; `."""
    date: str | None
    """YYYY-MM-DD."""
    url: str | None
    description: str | None


def extraction(
    html: str, url: str | None, *, with_metadata: bool = True, fast: bool = False, favor_precision: bool = False
) -> Extraction | None:
    """What trafilatura takes for the article in `html`; None where it sees none.

    `fast` leaves out its own second opinions, `favor_precision` takes less: both only to measure against.

    `deduplicate` stays False: trafilatura's own deduplication remembers earlier pages of the process, so that the
    same page yields text three times and then nothing.
    """
    found = trafilatura.bare_extraction(
        html,
        url=url,
        with_metadata=with_metadata,
        fast=fast or html.count("<") - html.count("</") > MOST_TAGS,
        favor_precision=favor_precision,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
    )
    if found is None or isinstance(found, dict):
        return None
    return Extraction(found.text or "", found.title, found.author, found.date, found.url, found.description)


def load() -> None:
    """Load what else the first page in doubt would: the stop words of all languages, 30 MB that processes can share."""
    try_justext(load_html("<p>One paragraph.</p>"), None, None)
