"""What the name of a person looks like, whatever the language."""

import re
from functools import lru_cache
from typing import Final

from worker.article.credits.names_uncased import (
    is_east_asian,
    is_surely_east_asian,
    is_uncased,
    is_uncased_word,
    is_unspaced,
)
from worker.article.data.given_names import is_given_name
from worker.article.data.newsroom import newsroom

__all__ = ["is_likely_a_name", "is_name", "is_surely_a_name", "is_word_of_a_name"]

MAX_WORDS: Final = 6
_FORMS: Final = 256
"""Texts kept in mind: several witnesses have the same names, and several forms of byline are tried on each."""
_WORD: Final = re.compile(
    r"^(?:[A-Z]\.){1,3}$|^(?!.*[^\W\d_]{22})[^\W\d_](?:[^\W\d_]|[’'‘´`.\u00ad-](?=[^\W_]))*[.,]?$"
)
_MAX_RUN: Final = 21
"""Letters in one run: more are several words that a flattener ran together."""
_MAX_UNCASED_WORDS: Final = 4
_INITIAL: Final = re.compile(r"^[A-ZÀ-Þ]\.$")


@lru_cache(maxsize=_FORMS)
def is_name(text: str, *, may_be_single: bool = False) -> bool:
    """Whether `text` has the shape of a name: 2 to 6 capitalised words, particles aside, none of them a usual word.

    >>> is_name("Ludwig van der Berg"), is_name("Read more"), is_name("Madonna", may_be_single=True)
    (True, False, True)
    """
    if is_unspaced(text):
        return is_east_asian(text)
    words = text.split()
    most = _MAX_UNCASED_WORDS if is_uncased(text) else MAX_WORDS
    if not (1 if may_be_single else 2) <= len(words) <= most or len(text) > 60:
        return False
    if not all(is_word_of_a_name(word) for word in words):
        return False
    if not text.isascii() and len(set(map(is_uncased, words))) > 1:  # no name is in two such scripts
        return False
    own = [word for word in words if word.casefold() not in newsroom().particles or is_given_name(word)]
    return len(own) >= (1 if may_be_single else 2) and any(len(word.strip(".,")) > 1 for word in own)


@lru_cache(maxsize=_FORMS)
def is_surely_a_name(text: str) -> bool:
    """`is_name`, and its first word, or the one after an initial, is a given name; in East Asia, the family's is known.

    >>> is_surely_a_name("J. Anna Berg"), is_surely_a_name("Middle East")
    (True, False)
    """
    if is_unspaced(text):
        return is_surely_east_asian(text)
    words = text.split()
    if not 2 <= len(words) <= 4 or not is_name(text):
        return False
    first = next((word for word in words[:-1] if not _INITIAL.match(word)), "")
    return bool(first) and all(is_given_name(part) for part in first.split("-")[:1])


def is_likely_a_name(text: str) -> bool:
    """Whether `text` is a name behind a word that opens a byline: its first word, initials and titles aside, is given.

    Scripts without capitals need no more than the shape.
    """
    words = [word for word in text.split() if not _INITIAL.match(word) and word.strip(".").casefold() not in _TITLES]
    if not words:
        return False
    first = words[0]
    if is_given_name(first.partition("-")[0]) or is_given_name(first):
        return True
    return is_uncased(first)


_TITLES: Final = frozenset(["dr", "prof", "sir", "mr", "mrs", "ms", "md", "dipl", "ing"])


@lru_cache(maxsize=2048)
def is_word_of_a_name(word: str) -> bool:
    """Whether `word` may stand in a name: capitalised, or a particle, and neither a role nor a usual word."""
    folded = word.strip(".,").casefold()
    if folded in newsroom().particles:
        return True
    if folded in newsroom().not_names:
        return False
    is_plain = word.isalpha() and len(word) <= _MAX_RUN  # most are: no form need be tried
    if is_uncased(word):
        return is_uncased_word(word)
    if not is_plain and not _WORD.match(word):
        return False
    return word[0].isupper() or any(letter.isupper() for letter in word[1:3])
