"""Reasons that a line has from its neighbours: blocks of prices and plans, lists of features and of keywords."""

import re
from collections.abc import Container
from itertools import takewhile
from typing import Final

from worker.article.lines import Lines
from worker.article.page import Flag
from worker.article.phrases import Phrases
from worker.article.reasons.forms import is_period
from worker.article.reasons.seen import Seen

__all__ = ["feature_run", "plan_run", "tag_run"]

_LIST: Final = int(Flag.LIST)
_SALES: Final = frozenset(["subscription-offer", "subscription-terms", "subscription-plan", "subscription-feature"])
_NO_PLAN: Final = frozenset(["price", "subscription-terms", "call-to-action", "stamp", "copyright"])
_REACH: Final = 4
_CUE_REACH: Final = 15
_PERIOD: Final = re.compile(
    r"[/·] ?(?:mo|month|year|yr|week|monat|jahr|mois|an|mes|año|mese|maand|月|年)\b", re.IGNORECASE
)
_BULLETS: Final = frozenset("•●▪◦‣∙·*✓✔✅☑→►▶»-–—")
_MAX_TAGS: Final = 10
"""More are a menu."""
_MAX_TAG_WORDS: Final = 4
_IN_TAGS: Final = frozenset([None, "navigation"])
_MOST_IN_OPENER: Final = 16
"""Words."""


def plan_run(seen: Seen) -> dict[int, str]:
    """Among the prices of subscriptions: names of plans, and times and discounts as part of the price."""
    if "price" not in seen.kinds:
        return {}
    said = list(seen.said.values())
    prices = _running([name == "price" for name in said])
    cues = _running(
        [name in _SALES or _has_period(seen.lines.text[at]) for name, at in zip(said, seen.gone, strict=True)]
    )
    found: dict[int, str] = {}
    for place, at in enumerate(seen.gone):
        if said[place] == "price" or len(seen.words[at]) > 5:
            continue
        near, cued = _within(prices, place, _REACH), _within(cues, place, _CUE_REACH)
        if near and is_period(seen.words[at]):
            found[at] = "price"
        elif near >= 2 and cued and said[place] not in _NO_PLAN and _leads_to_price(seen, place):
            found[at] = "subscription-plan"
    return found


def _has_period(text: str) -> bool:
    return ("/" in text or "·" in text) and _PERIOD.search(text) is not None


def _running(marks: list[bool]) -> list[int]:
    sums = [0]
    for mark in marks:
        sums.append(sums[-1] + mark)
    return sums


def _within(sums: list[int], place: int, reach: int) -> int:
    return sums[min(place + reach + 1, len(sums) - 1)] - sums[max(place - reach, 0)]


def _leads_to_price(seen: Seen, place: int) -> bool:
    if place + 1 >= len(seen.gone):
        return False
    after = seen.gone[place + 1]
    return seen.said[after] == "price" or is_period(seen.words[after])


def feature_run(seen: Seen, openers: Phrases) -> dict[int, str]:
    """Bulleted lines below a line that opens a list, and the heads between them."""
    opened = openers.names([line if len(line) <= _MOST_IN_OPENER else () for line in seen.words.values()])
    if not any(opened):
        return {}
    found: dict[int, str] = {}
    name: str | None = None
    before = -1
    for place, at in enumerate(seen.gone):
        if at != before + 1:
            name = None
        before = at
        if opened[place] and not _is_bulleted(seen.lines, at):
            name = opened[place]
        elif name and _belongs(seen, place):
            found[at] = name
        else:
            name = None
    return found


def _belongs(seen: Seen, place: int) -> bool:
    """Whether the line is bulleted, or heads one that is."""
    after = seen.gone[place + 1 : place + 2]
    return _is_bulleted(seen.lines, seen.gone[place]) or any(_is_bulleted(seen.lines, at) for at in after)


def _is_bulleted(lines: Lines, at: int) -> bool:
    text = lines.text[at]
    return (text[0] in _BULLETS and text[1:2] == " ") or bool(lines.blocks.flags[lines.block[at]] & _LIST)


def tag_run(seen: Seen, heads: Container[tuple[str, ...]]) -> dict[int, str]:
    """Short lines, up to ten, below the head of the article's keywords."""
    found: dict[int, str] = {}
    for head in seen.gone:
        if seen.said[head] == "tag" and seen.words[head] in heads and not seen.is_above(head):
            tags = list(takewhile(lambda at: _may_be_tag(seen, at), range(head + 1, head + _MAX_TAGS + 2)))
            if len(tags) <= _MAX_TAGS:
                found.update(dict.fromkeys(tags, "tag"))
    return found


def _may_be_tag(seen: Seen, at: int) -> bool:
    return at in seen.words and seen.length(at) <= _MAX_TAG_WORDS and seen.said[at] in _IN_TAGS
