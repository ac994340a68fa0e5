"""Agencies as credits name them, alone or together."""

import re
from functools import cache

from worker.article.data.newsroom import newsroom
from worker.article.plain import words

__all__ = ["agencies_of", "may_name_an_agency"]

_FIRST_CHARS = 200
_UNSPACED = re.compile(r"[\u2e80-\uffdc]")


def may_name_an_agency(text: str) -> bool:
    """Whether the first word of an agency's name stands in `text`; always for scripts that leave no spaces."""
    first = text[:_FIRST_CHARS]
    if not first.isascii() and _UNSPACED.search(first):
        return True
    return not _first_words().isdisjoint(words(first))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words(form)[0] for form in newsroom().agencies)


_BETWEEN_AGENCIES = re.compile(r"[/,&+]|\s(?:and|und|et|y|e|via|with)\s")


def agencies_of(text: str) -> tuple[str, ...]:
    """Names of the agencies that `text` consists of; empty where something else stands in it."""
    text = text.strip(" .:")
    table = newsroom().agencies
    if text in table:
        return (table[text],)
    if text.lower().startswith("the ") and text[4:] in table:
        return (table[text[4:]],)
    parts = list(map(str.strip, _BETWEEN_AGENCIES.split(text))) if len(text) < 80 else []
    found = tuple(table[part] for part in parts if part in table)
    return tuple(dict.fromkeys(found)) if len(parts) > 1 and len(found) == len(parts) else ()
