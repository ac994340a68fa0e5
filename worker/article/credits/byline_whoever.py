"""Bylines of whoever it may be, where a template's own words make up for a name's shape."""

import re
from typing import Final

from worker.article.credits.byline import MAX_BYLINE_CHARS, Byline
from worker.article.credits.byline_beside import COMMON, HANDLE
from worker.article.credits.byline_opening import opened, tells_of_other_work
from worker.article.credits.byline_parts import is_desk, is_role
from worker.article.credits.names import is_name
from worker.article.credits.names_uncased import is_uncased
from worker.article.data.given_names import is_given_name
from worker.article.data.newsroom import newsroom
from worker.article.data.places import place_named
from worker.article.document import Author, AuthorKind
from worker.article.plain import has_digit

__all__ = ["read_dated_byline", "read_signed_byline", "read_unique_byline"]

_MAX_WORDS: Final = 3


def read_dated_byline(text: str) -> Byline | None:
    """Whoever a content system's template names behind a day: "3 May 2021 by the_ferryman", "3.5.2021 von Webteam".

    The caller knows that there is a stamp before the opener. Up to three words, be they a name or not.

    >>> read_dated_byline("October 19, 2019 by IWB | 3 Comments").authors[0].name
    'IWB'
    """
    if len(text) > MAX_BYLINE_CHARS or not has_digit(text):
        return None
    dated = _DATED.search(text)
    if dated is None or tells_of_other_work(text[: dated.start()]):
        return None
    return _whoever(dated[1], "by")


_DATED: Final = re.compile(
    r"(?:\d{4}|\d{1,2}:\d{2}(?: ?[ap]m| uhr)?)[,.]?\s(?:[|·•–-]\s)?(?:by|von|par|por|door|av|af|di)\s+"
    r"((?:(?!\s*[|·•,;(\[–—/]|\s-\s).){2,60})",
    re.IGNORECASE,
)


def read_signed_byline(text: str) -> Byline | None:
    """Whoever an opener names, be it a name or not: "Written by Upper Town Post", "Posted by the_ferryman on Monday".

    The caller has other evidence where the opener is a plain one.

    >>> read_signed_byline("Written By Linny and Peter").authors[0].name
    'Linny'
    """
    if len(text) > _MAX_SIGNED_CHARS:
        return None
    opener, rest = opened(text)
    if not rest or opener in newsroom().weak_openers:
        return None
    return _whoever(_SIGNED_END.split(rest, maxsplit=1)[0], opener)


_MAX_SIGNED_CHARS: Final = 80
_SIGNED_END: Final = re.compile(r"\s*[|•·,;(\[–—/]|\s-\s")


_BEHIND: Final = frozenset(
    [
        "am",
        "in",
        "vom",
        "on",
        "to",
        "comments",
        "comment",
        "kommentare",
        "updated",
        "published",
        "posted",
        "reviewed",
        "views",
        "uhr",
        "min",
    ]
)


def _whoever(text: str, opener: str) -> Byline | None:
    """One to three words as the author; two of one word each where "and" joins them."""
    words = text.split()
    last = next((at for at, word in enumerate(words) if at and _ends(word)), len(words))
    name = " ".join(words[:last]).strip(" .,:;|#*")
    if words[last:] and words[last] in newsroom().not_names - _BEHIND:  # prose goes on: "Catch more fish"
        return None
    first = words[0].strip(".,:").casefold() if words else ""
    is_shapeless = is_uncased(name) and not (is_name(name) or is_desk(name))
    is_usual = (
        is_shapeless
        or not name
        or _ends(words[0])
        or first in COMMON | newsroom().months
        or place_named(name) is not None
    )
    if is_usual or last > _MAX_WORDS or not any(map(str.isalpha, name)):
        return None
    pair = name.split()
    if len(pair) == _MAX_WORDS and pair[1].casefold() in newsroom().joiners and pair[0][0].isupper():
        authors = tuple(Author(name=word, name_raw=word) for word in pair[::2])
        return Byline(authors, is_sure=False, opener=opener)
    kind = (
        AuthorKind.PERSON
        if (is_name(name, may_be_single=True) or (last == 1 and not is_uncased(name))) and not is_desk(name)
        else AuthorKind.DESK
    )
    if name in newsroom().agencies:
        kind = AuthorKind.AGENCY
    return Byline((Author(name=name, name_raw=name, kind=kind),), is_sure=False, opener=opener)


def read_unique_byline(text: str) -> Byline | None:
    """Whoever stands alone on a line between a title and a stamp: a first name, a handle, a house.

    The caller knows both lines, and that this one is no section: it stands nowhere else on the page.
    """
    if not text[0].isalnum() or has_digit(text) or text[-1] in ".!?:…)" or is_role(text) or opened(text)[0]:
        return None
    words = text.split()
    genres = newsroom().byline_genres
    if "," in text or not all(word[0].isupper() and word.casefold() not in genres for word in words[1:] or words):
        return None
    whoever = _whoever(text, "")
    is_known = len(words) > 1 or is_given_name(text) or (HANDLE.match(text) and not text.istitle())
    return whoever if is_known and whoever is not None and whoever.authors[0].name == text else None


def _ends(word: str) -> bool:
    known = newsroom()
    folded = word.strip(".,:()").casefold()
    return not folded or folded[0].isdigit() or folded in known.not_names - {"the"} | known.place_words | _NO_COMMENTS


_NO_COMMENTS: Final = frozenset(["no", "one", "kein", "keine", "aucun", "sin", "leave", "add", "symbolbild"])
