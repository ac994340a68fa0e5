"""What an article's address says of its title: many sites make its last part of it."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from worker.article.plain import folded

__all__ = ["is_section_of", "path_sections", "share_named", "slug_words"]

_MIN_WORDS: Final = 3
_PARTS: Final = 3
_MAX_CHARS: Final = 300
_ID: Final = re.compile(r"\d{4,}|[a-f\d]{8,}")
_PLAIN: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "ø": "o", "å": "a", "æ": "a"})


@lru_cache(maxsize=64)
def slug_words(address: str | None) -> frozenset[str]:
    """Words of the last part of the path that has three, without numbers that count articles; else nothing.

    >>> sorted(slug_words("https://example.com/2021/the-river-rose-20210503.html?x=1"))
    ['river', 'rose', 'the']
    """
    path = (address or "").partition("?")[0].partition("#")[0].rstrip("/").split("/")[3:]
    for part in reversed(path[-_PARTS:]):
        words = _plain(folded(unquote(part[:_MAX_CHARS]).replace("_", " ").replace(".html", "")).split())
        if len(words) >= _MIN_WORDS:
            return words
    return frozenset()


def is_section_of(address: str, page_url: str | None) -> bool:
    """Whether `address` is a folder that the page stands in, and has none of the words that name the page.

    Some sites give all pages of a section the section's address as their canonical one.

    >>> is_section_of("https://example.com/sport", "https://example.com/sport/the-river-rose")
    True
    """
    own = slug_words(page_url)
    path, page_path = (_path_of(url) for url in (address, page_url or ""))
    return bool(own) and "?" not in address and page_path.startswith(f"{path}/") and own.isdisjoint(slug_words(address))


def _path_of(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].rstrip("/").partition("://")[2].removeprefix("www.")


_SECTION: Final = re.compile(r"[^\W\d_]{3,}(?:[-_][^\W\d_]+)?")
_MAX_SECTIONS: Final = 4


def path_sections(address: str | None) -> list[str]:
    """What the path before its last part calls the site's sections.

    >>> path_sections("https://example.com/sport/world-cup/2021/the-river-rose")
    ['sport', 'world cup']
    """
    path = (address or "").partition("?")[0].partition("#")[0].rstrip("/").split("/")[3:-1]
    parts = (unquote(part[:_MAX_CHARS]) for part in path)
    return [re.sub(r"[-_]", " ", part) for part in parts if _SECTION.fullmatch(part)][:_MAX_SECTIONS]


def share_named(words: Iterable[str], slug: frozenset[str]) -> float:
    """How far `words` are those of `slug`, 0 to 1: mean of the slug's share in them and what both share of both."""
    own = _plain(words)
    if not slug or not own:
        return 0.0
    shared = len(slug & own)
    return (2 * shared / (len(slug) + len(own)) + shared / len(slug)) / 2


def _plain(words: Iterable[str]) -> frozenset[str]:
    """Words as an address spells them: ASCII, and one spelling for umlauts."""
    text = " ".join(words)
    text = (text if text.isascii() else text.translate(_PLAIN)).replace("ae", "a").replace("oe", "o").replace("ue", "u")
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return frozenset(word for word in text.split() if len(word) > 1 and not _ID.fullmatch(word))
