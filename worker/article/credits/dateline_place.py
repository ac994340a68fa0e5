"""The place in a credit or dateline, with the country or region and the day that may stand beside it."""

import re
from dataclasses import dataclass

from worker.article.data.newsroom import newsroom
from worker.article.data.places import place_named

__all__ = ["CreditPlace", "read_place"]


@dataclass(frozen=True, slots=True)
class CreditPlace:
    """A place as a credit or dateline prints it."""

    raw: str
    name: str
    country: str | None
    is_large: bool
    is_certain: bool
    """Its region or country stands beside it, or a day does."""
    is_dated: bool


_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"^\s*(?:le |el |den |vom )?(?:\d|[^\W\d]{3,12}\.? ?\d)")
_IN_BRACKETS = re.compile(r"^([^()]{2,40}?)\s?\(([^()]{2,40})\)$")
_NAME_WORD = re.compile(r"^[^\W\d_][\w’'.\u0900-\u0dff-]*$")
"""The signs of vowels in the scripts of India count as no letters."""
_LINK_WORDS = "de del al la el of the am an der upon sur en di do da dos le les und y and aan den in"
_LINKS = frozenset(_LINK_WORDS.split())


def read_place(text: str) -> CreditPlace | None:
    """The place in `text`, which may hold a day and a country or region besides; None where it holds other words."""
    named, dated = [], False
    for part in text.strip(" ,.").split(","):
        undated = _undated(part.strip())
        dated = dated or undated != part.strip()
        if undated:
            named.append(undated)
    if not 1 <= len(named) <= 3:
        return None
    raw = ", ".join(named)
    inside = _IN_BRACKETS.match(raw)
    if inside:
        named = [inside[1], inside[2]]
    if not all(_looks_like_a_place(part) for name in named for part in name.split("/")):
        return None
    country, is_large, is_certain = _country(named)
    return CreditPlace(raw, named[0], country, is_large, is_certain or dated, dated)


def _undated(part: str) -> str:
    """`part` without a day: what stands before the first digit, if that is a place."""
    if not _DIGIT.search(part):
        return part
    before = re.split(r"\d", part, maxsplit=1)[0].strip(" .")
    words = before.split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if place_named(name) is not None and not (count == len(words) and _DATED.match(part)):
            return name
    return ""


def _looks_like_a_place(name: str) -> bool:
    words = name.strip().split(" ")
    return len(words) <= 5 and all(
        _NAME_WORD.match(word) is not None and (not word[0].islower() or word in _LINKS) for word in words
    )


def _country(named: list[str]) -> tuple[str | None, bool, bool]:
    """Country of a place, whether it is large, and whether a region beside it settled that."""
    regions = newsroom().regions
    for region in named[1:]:
        if (country := regions.get(region.strip(" ."))) is not None:
            return country, True, True
        known = place_named(region)
        if known is not None and place_named(named[0]) is not None:
            return known.country, True, True
    places = [place_named(part) for part in named[0].split("/")]
    countries = {place.country for place in places if place is not None}
    if not places or None in places:
        return None, False, False
    return (countries.pop() if len(countries) == 1 else None), all(p is not None and p.is_large for p in places), False
