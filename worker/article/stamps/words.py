"""Words of stamps that CLDR does not list: between day and month, counts in words, today and yesterday (as data)."""

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import TypedDict

__all__ = ["bound_words", "counts_of", "length_words", "named_days", "noon_words", "small_words"]


class Words(TypedDict):
    """The form of data/stamp_words.toml."""

    between: str
    lengths: str
    noons: str
    bounds: str
    counts: dict[str, list[str]]
    days: dict[str, list[str]]


@cache
def small_words() -> frozenset[str]:
    """Ordinal endings and small words that may stand between day, month and year, case folded."""
    return frozenset(_words()["between"].split())


@cache
def length_words() -> frozenset[str]:
    """Words that stand before a length of time, not a time of day."""
    return frozenset(_words()["lengths"].split())


@cache
def noon_words() -> frozenset[str]:
    """Halves of the day that begin before twelve."""
    return frozenset(_words()["noons"].split())


@cache
def bound_words() -> frozenset[str]:
    """Words that stand before a day on which something begins or ends."""
    return frozenset(_words()["bounds"].split())


@lru_cache(maxsize=128)
def named_days(language: str | None) -> dict[str, int]:
    """Words for today (0) and yesterday (1) in a language and in English, case folded."""
    table = _words()["days"]
    return {name.casefold(): back for tag in ("en", language or "en") for back, name in enumerate(table.get(tag, ()))}


@lru_cache(maxsize=128)
def counts_of(language: str | None) -> dict[str, int]:
    """Numbers in words, case folded, that a language and English have before "hours ago".

    >>> counts_of("de")["zwei"], counts_of(None)["two"]
    (2, 2)
    """
    table = _words()["counts"]
    return {
        name.casefold(): count
        for tag in ("en", language or "en")
        for count, names in enumerate(table.get(tag, ()), start=1)
        for name in names.split()
    }


@cache
def _words() -> Words:
    file = resources.files("worker.article.data") / "stamp_words.toml"
    words: Words = tomllib.loads(file.read_text(encoding="utf-8"))  # type: ignore[assignment] # the file has this form
    return words
