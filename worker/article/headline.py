"""Headline: which of the titles that a page gives itself is the article's, free of site names and sections."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from worker.article.plain import folded

__all__ = ["Title", "choose_headline"]

MAX_CHARS: Final = 400


@dataclass(frozen=True, slots=True)
class Title:
    """A title as one witness gives it."""

    text: str
    source: str
    """`json-ld`, `h1`, `og`, `microdata`, `twitter`, `title` or `line`."""


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
_LIKE: Final = 0.5
"""Share of its weight that a witness lends to a title that is nearly its own."""
_CUT_AT_BAR: Final = 0.9
_CUT_AT_DASH: Final = 0.85
_WHOLE: Final = 0.8
"""Share of its weight that a witness lends to its words with every part that may be a site's name."""


def choose_headline(titles: Sequence[Title], site_names: Iterable[str], sections: Iterable[str] = ()) -> Title | None:
    """The title with the most weight of witnesses behind it, in the words of the strongest; None without any.

    Each witness speaks for its title without the site's name, and for what is left when parts that look like a
    section or a site's name are cut; whose words agree with another's, though one was cut, are counted together.

    >>> titles = [Title("The river rose | World | The Post", "title"), Title("The river rose", "h1")]
    >>> choose_headline(titles, ["The Post"])
    Title(text='The river rose', source='h1')
    """
    headings = {_compact(title.text) for title in titles if title.source == "h1"}
    names = {_compact(name) for name in site_names} - {""}
    houses = _Houses(names, ({_compact(section) for section in sections} - headings - {""}) | names)
    claims = [claim for title in titles if title.text for claim in _claims(title, houses)]
    if not claims:
        return None
    best: dict[str, float] = {}
    for key in dict.fromkeys(claim.key for claim in claims):
        best[key] = _support(key, claims)
    winner = max(best, key=lambda key: best[key])
    speaker = max((claim for claim in claims if claim.key == winner), key=lambda claim: claim.weight)
    return Title(speaker.text[:MAX_CHARS], speaker.source)


@dataclass(frozen=True, slots=True)
class _Claim:
    """One reading of a witness's title."""

    text: str
    key: str
    """Folded words."""
    source: str
    weight: float
    witness: int
    """So that the readings of one witness do not add up."""


class _Houses(NamedTuple):
    """Compact forms of what is no headline."""

    names: set[str]
    """The site's."""
    both: set[str]
    """The site's and its sections'."""


_SEPARATOR: Final = re.compile(r"(\s+(?:[|·•»«›/~]|::|--?|[–—−])\s+|\s?[｜|]\s?|(?<=\S)(?:: |_|－|\s-(?=\S))(?=\S))")
_BAR: Final = frozenset(["|", "·", "•", "»", "«", "›", "｜", "_", "::", "－"])
_MAX_PARTS: Final = 8


def _claims(title: Title, houses: _Houses) -> list[_Claim]:
    text = title.text[: 3 * MAX_CHARS]
    pieces = _SEPARATOR.split(text)[: 2 * _MAX_PARTS - 1]
    parts, marks = pieces[::2], [mark.strip() for mark in pieces[1::2]]
    start, end = _own_parts(parts, marks, houses)
    if start >= end:
        return []
    weight = _WEIGHT[title.source]
    is_cut = (start, end) != (0, len(parts))
    readings = [(_joined(pieces, start, end), weight if is_cut or end == 1 else weight * _WHOLE)]
    if end - start > 1 and title.source in ("title", "og", "twitter", "line"):
        for keep in range(end - 1, start, -1):
            mark = marks[keep - 1]
            share = 0.0 if mark == ":" else _CUT_AT_BAR if mark in _BAR else _CUT_AT_DASH
            short = len(folded(" ".join(parts[keep:end])).split()) <= 5
            readings.append((_joined(pieces, start, keep), weight * share * (1.0 if short else 0.6)))
        readings.append((_joined(pieces, start + 1, end), weight * 0.3))
    elif end - start > 1:
        readings.append((_joined(pieces, start, end - 1), weight * 0.4))
    witness = hash((title.source, title.text))
    return [_Claim(words, folded(words), title.source, share, witness) for words, share in readings if folded(words)]


def _joined(pieces: Sequence[str], start: int, end: int) -> str:
    return "".join(pieces[2 * start : 2 * end - 1]).strip()


def _own_parts(parts: Sequence[str], marks: Sequence[str], houses: _Houses) -> tuple[int, int]:
    """Range of the parts that are left when the site's names and sections at both ends are gone.

    A section before a colon stays: there it is the headline's own kicker.
    """
    start, end = 0, len(parts)
    while end - start > 0 and _names_site(parts[end - 1], houses.both):
        end -= 1
    while end - start > 1 and _names_site(parts[start], houses.names if marks[start] == ":" else houses.both):
        start += 1
    return start, end


def _names_site(part: str, names: set[str]) -> bool:
    own = _compact(part)
    return not own or own in names


_ARTICLE: Final = re.compile(r"^(?:the|der|die|das|le|la|el|il|www)(?=\w{3})")
_SITE_END: Final = re.compile(r"(?:com|net|org|news|online|couk|de|at|ch|fr)$")


def _compact(name: str) -> str:
    """`name` without spaces, punctuation and the words that names come with or without."""
    words = folded(name).replace(" ", "").replace("_", "")
    return _SITE_END.sub("", _ARTICLE.sub("", words)) or words


def _support(key: str, claims: Sequence[_Claim]) -> float:
    """Weight of all witnesses behind `key`: each with its best reading, those of the page's head as one voice."""
    given: dict[str, float] = {}
    words = key.split()
    for claim in claims:
        share = 1.0 if claim.key == key else _LIKE * _likeness(words, claim.key.split())
        given[claim.source] = max(given.get(claim.source, 0.0), claim.weight * share)
    seen = given.pop("h1", 0.0)
    if seen and any(claim.source != "h1" for claim in claims):
        seen *= 1.0 if sum(given.values()) >= H1_MIN else H1_ALONE
    head = sorted((given.pop(source, 0.0) for source in _HEAD), reverse=True)
    total = seen + sum(given.values()) + head[0] + _ECHO * sum(head[1:])
    return total * (0.6 if len(words) < 2 and len(key) < 8 else 1.0)


_HEAD: Final = ("json-ld-page", "og", "twitter", "title")
_ECHO: Final = 0.1
H1_MIN: Final = 0.15
H1_ALONE: Final = 0.5


def _likeness(first: Sequence[str], second: Sequence[str]) -> float:
    if not first or not second:
        return 0.0
    shared = len(set(first) & set(second))
    share = shared / max(len(set(first)), len(set(second)))
    return share if share >= 0.5 else 0.0
