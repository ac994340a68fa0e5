"""The day of publication in a page's inline scripts, where nothing that is meant to be read gives one."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["published_in_scripts"]

MAX_CHARS: Final = 2_000_000

_KEYS: Final = (
    "datePublished|publishedDate|publishDate|published_at|publishedAt|firstPublishedAt|first_published_at|postDate|"
    "publicationDate|pubDate|date_published|publish_date|published_date"
)
_STAMP: Final = re.compile(rf'"(?:{_KEYS})\\?"\s?:\s?\\?"(\d{{4}}-\d\d-\d\d[^"\\<>]{{0,25}})')


def published_in_scripts(tree: "LexborHTMLParser") -> str | None:
    """The stamp that the state of a page's own scripts calls published; None where there is none, or several days.

    Scripts often carry other articles too: only one day in all of them is believed. Reads 2,000,000 characters.
    """
    stamps: list[str] = []
    left = MAX_CHARS
    for node in tree.css("script:not([src])"):
        text = node.text(deep=True)
        if len(text) > left:
            break
        left -= len(text)
        stamps += _STAMP.findall(text)
    return stamps[0] if len({stamp[:10] for stamp in stamps}) == 1 else None
