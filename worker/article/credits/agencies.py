"""Agencies as credits name them, alone or together."""

import re
from collections import defaultdict
from functools import cache

from worker.article.data.newsroom import newsroom
from worker.article.plain import words

__all__ = ["agencies_of", "agency_in", "may_name_an_agency"]

_FIRST_CHARS = 200
_UNSPACED = re.compile(r"[\u2e80-\uffdc]")


def may_name_an_agency(text: str) -> bool:
    """Whether an agency's name opens with a word of `text` and stands there; always for scripts without spaces."""
    first = text[:_FIRST_CHARS]
    if not first.isascii() and _UNSPACED.search(first):
        return True
    by_first_word, said = _by_first_word(), words(first)
    if by_first_word.keys().isdisjoint(said):
        return False
    return any(form in first for word in said for form in by_first_word.get(word, ()))


@cache
def _by_first_word() -> dict[str, list[str]]:
    """The names of agencies; "The" is the first word of a few, and of much else."""
    found: dict[str, list[str]] = defaultdict(list)
    for form in newsroom().agencies:
        found[words(form)[0]].append(form)
    return dict(found)


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


def agency_in(desk: str) -> tuple[str, ...]:
    """The agency whose desk or staff `desk` is; empty where no name of one is left without those words.

    >>> agency_in("Redazione ANSA"), agency_in("Reuters Staff"), agency_in("Bloomberg Staff"), agency_in("City Desk")
    (('ANSA',), ('Reuters',), (), ())
    """
    known = newsroom()
    own = " ".join(word for word in desk.split() if word.strip(".,").casefold() not in known.desks)
    return agencies_of(own) if own != desk and own in known.agencies and own not in known.ambiguous else ()
