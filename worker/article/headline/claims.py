"""What a witness's title may be read as, with and without parts that are no headline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from worker.article.plain import folded

__all__ = ["Claim", "Title", "read_titles"]

MAX_CHARS: Final = 1_200


@dataclass(frozen=True, slots=True)
class Title:
    """A title as one witness gives it."""

    text: str
    source: str
    """`json-ld`, `h1`, `og`, `microdata`, `twitter`, `title` or `line`."""
    parts: tuple[str, ...] = ()
    """Texts of the elements inside, where it has several: a kicker may be among them."""
    own: str = ""
    """`text` without the kicker, where markup calls one so."""


class Claim(NamedTuple):
    """One reading of a witness's title."""

    text: str
    key: str
    """Folded words."""
    words: frozenset[str]
    """Those of `key`."""
    source: str
    weight: float
    is_first: bool
    """Nothing is cut but the site's name and its sections'."""


class _Houses(NamedTuple):
    """Compact forms of what is no headline; a part without words is none either."""

    names: frozenset[str]
    """The site's."""
    both: frozenset[str]
    """The site's and its sections'."""
    all: frozenset[str]
    """Both, and what any paper may call a section."""


# How often each witness has the headline word for word, from four sets of pages (some news, some not).
_WEIGHT: Final = {
    "json-ld": 1.4,
    "json-ld-page": 1.4,
    "h1": 1.7,
    "microdata": 1.0,
    "og": 1.0,
    "title": 0.9,
    "twitter": 0.8,
    "line": 0.7,
}
_CUT_AT_BAR: Final = 0.9
_CUT_AT_DASH: Final = 0.85
_CUT_LONG: Final = 0.6
"""Of more than five words."""
_CUT_OF_BARE: Final = 0.5
_CUT_IN_HEADING: Final = 0.95
_WHOLE: Final = 0.8
"""Share of its weight that a witness lends to its words with every part that may be a site's name."""
_GENERIC: Final = frozenset(
    [
        "opinion",
        "analysis",
        "commentary",
        "editorial",
        "column",
        "blogarchive",
        "blogarchiv",
        "archive",
        "archiv",
        "home",
        "news",
        "video",
        "videos",
        "podcast",
        "kommentar",
        "meinung",
    ]
)
"""Sections of any paper, in compact form."""


def read_titles(titles: Sequence[Title], site_names: Iterable[str], sections: Iterable[str]) -> list[Claim]:
    """All readings of `titles`, those of the same witness one after another."""
    headings = {_compact(title.text) for title in titles if title.source == "h1"}
    own = list(dict.fromkeys(filter(None, site_names)))
    names = frozenset({_compact(name) for name in own} | {_initials(name) for name in own}) - {""}
    both = names | ({_compact(section) for section in sections} - headings - {""})
    houses = _Houses(names | {""}, both | {""}, both | _GENERIC | {""})
    claims: list[Claim] = []
    for title in titles:
        text = _without_site(title.text, own)
        if text:
            is_bare = _is_bare(title, titles)
            is_cut = text != title.text
            claims += _claims(replace(title, text=text) if is_cut else title, houses, is_cut=is_cut, is_bare=is_bare)
    return [*claims, *_within_headings(titles, claims)]


_GLUE: Final = " -–—|:：_·•»«<>/｜│～~－"
_MIN_NAME_CHARS: Final = 3


def _without_site(text: str, names: Sequence[str]) -> str:
    """`text` without the site's name at its end, also where the name has a separator in it or no space before it."""
    end = text[-1:].casefold()
    for name in names:
        if len(name) < _MIN_NAME_CHARS or not name.casefold().endswith(end):
            continue
        head = text[: -len(name)]
        if text[-len(name) :].casefold() == name.casefold():
            if not head.strip():
                return ""
            if head.rstrip()[-1] in _GLUE:
                return head.rstrip(_GLUE)
    return text


def _is_bare(title: Title, titles: Sequence[Title]) -> bool:
    """Another witness has `title` and goes on behind a separator: the site's name is there, and none here."""
    length = len(title.text)
    return any(
        len(other.text) > length and other.text.startswith(title.text) and _SEPARATOR.match(other.text, length)
        for other in titles
    )


_SEPARATOR: Final = re.compile(
    r"(\s+(?:[|·•»«›/~│]|::|--?|[–—−])\s+|\s?[｜|│]\s?|(?<=\S)(?:: |－|\s-(?=\S))(?=\S)"
    r"|(?<=[^\x00-\x7f])_|_(?=[^\x00-\x7f]))"  # `_` between words of Chinese; in Latin letters it is part of a name
)
_MAY_SEPARATE: Final = re.compile(r"[|·•»«›/~│:–—−｜－_-]")
_BAR: Final = frozenset(["|", "·", "•", "»", "«", "›", "｜", "│", "_", "::", "－"])
_MAX_PARTS: Final = 8


def _claims(title: Title, houses: _Houses, *, is_cut: bool, is_bare: bool) -> list[Claim]:
    pieces = _pieces(title.text)
    parts, marks = pieces[::2], [mark.strip() for mark in pieces[1::2]]
    start, end = _own_parts(parts, marks, houses)
    if start >= end:
        return []
    weight = _WEIGHT[title.source]
    is_cut = is_cut or (start, end) != (0, len(parts))
    is_sure = end - start == 1 or is_bare or (is_cut and marks[end - 2] not in _BAR)  # behind a bar, a section is left
    readings = [(_joined(pieces, start, end), weight if is_sure else weight * _WHOLE)]
    if title.own:
        readings.insert(0, (title.own, weight))
    if end - start > 1 and title.source in ("title", "og", "twitter", "line"):
        for keep in range(end - 1, start, -1):
            mark = marks[keep - 1]
            share = 0.0 if mark == ":" else _CUT_AT_BAR if mark in _BAR else _CUT_AT_DASH
            short = len(folded(" ".join(parts[keep:end])).split()) <= 5
            share *= _CUT_OF_BARE if is_bare else 1.0 if short else _CUT_LONG
            readings.append((_joined(pieces, start, keep), weight * share))
        readings.append((_joined(pieces, start + 1, end), weight * 0.3))
    elif end - start > 1:
        readings.append((_joined(pieces, start, end - 1), weight * 0.4))
    return [
        _claim(text, key, title.source, share, is_first=rank == 0)
        for rank, (text, share) in enumerate(readings)
        if (key := folded(text))
    ]


@lru_cache(maxsize=64)  # most witnesses of a page say the same
def _pieces(text: str) -> tuple[str, ...]:
    """The parts of a title and, between them, what separates them."""
    text = text[:MAX_CHARS]
    return tuple(_SEPARATOR.split(text)[: 2 * _MAX_PARTS - 1]) if _MAY_SEPARATE.search(text) else (text,)


def _claim(text: str, key: str, source: str, weight: float, *, is_first: bool) -> Claim:
    return Claim(text, key, frozenset(key.split()), source, weight, is_first)


def _joined(pieces: Sequence[str], start: int, end: int) -> str:
    return "".join(pieces[2 * start : 2 * end - 1]).strip()


def _own_parts(parts: Sequence[str], marks: Sequence[str], houses: _Houses) -> tuple[int, int]:
    """Range of the parts that are left when the site's names and sections at both ends are gone.

    A section before a colon stays: there it is the headline's own kicker.
    """
    start, end = 0, len(parts)
    if end == 1:
        return (0, 0) if _compact(parts[0]) in houses.names else (0, 1)
    while end > start and _compact(parts[end - 1]) in (
        houses.both if end == 1 or marks[end - 2] == ":" else houses.all
    ):
        end -= 1
    while end - start > 1 and _compact(parts[start]) in (houses.names if marks[start] == ":" else houses.all):
        start += 1
    return start, end


_MIN_WORDS_INSIDE: Final = 2


def _within_headings(titles: Sequence[Title], claims: Sequence[Claim]) -> Iterator[Claim]:
    """Readings of headings that hold another witness's title as elements of their own, beside a kicker, say."""
    others = {claim.key for claim in claims if claim.source != "h1" and claim.is_first}
    for title in titles:
        for at in range(1, len(title.parts)):
            for parts in (title.parts[:at], title.parts[at:]):
                text = " ".join(parts).lstrip(" :|·–—-")
                if (key := folded(text)) in others and len(key.split()) >= _MIN_WORDS_INSIDE:
                    yield _claim(text, key, title.source, _WEIGHT[title.source] * _CUT_IN_HEADING, is_first=False)


_NAME_WORD: Final = re.compile(r"[^\W\d_]+")
_MIN_INITIALS: Final = 3


def _initials(name: str) -> str:
    """The capitals of a name of three words or more, folded: what a site's title ends with in its place."""
    words = _NAME_WORD.findall(name)
    return "".join(word[0] for word in words if word[0].isupper()).casefold() if len(words) >= _MIN_INITIALS else ""


_ARTICLE: Final = re.compile(r"^(?:the|der|die|das|le|la|el|il|www)(?=\w{3})")
_SITE_END: Final = re.compile(r"(?:com|net|org|news|online|couk|de|at|ch|fr)$")


@lru_cache(maxsize=128)
def _compact(name: str) -> str:
    """`name` without spaces, punctuation and the words that names come with or without."""
    words = folded(name).replace(" ", "").replace("_", "")
    return _SITE_END.sub("", _ARTICLE.sub("", words)) or words
