"""Which lines are of other articles: those below a heading such as "Read also" or a link such as "Previous"."""

from functools import cache, lru_cache
from typing import Final

from worker.article.lines import Lines
from worker.article.plain import has_decimal
from worker.article.reasons.own_words import REASON_TABLE, OwnWords

__all__ = ["is_below_heading_of_others"]

_REACH_BELOW_BODY: Final = 2
"""Lines above: the heading stands there, and perhaps the other article's title between."""
_HEADING_CHARS: Final = 60
_NEIGHBOURS: Final = frozenset(
    ["previous", "next", "newer", "older", "zurück", "weiter", "nächster", "vorheriger", "précédent", "suivant",
     "anterior", "siguiente", "próximo", "precedente", "successivo", "vorige", "volgende"]
)  # fmt: skip


def is_below_heading_of_others(lines: Lines, at: int, *, is_below_body: bool) -> bool:
    """Whether the line above `at` says "Read also"; below the body, whether one of two above heads or leads to others.

    Above it, "News" or "Featured" may be the section of the article itself.
    """
    if not is_below_body:
        return at > 0 and lines.text[at - 1].strip(" :").casefold() in _read_also()
    return any(
        len(text) <= _HEADING_CHARS and not has_decimal(text) and _heads_others(text)
        for text in lines.text[max(0, at - _REACH_BELOW_BODY) : at]
    )


@cache
def _read_also() -> frozenset[str]:
    """What stands before a link to another article: phrases of several words."""
    return frozenset(phrase for phrase in REASON_TABLE["related-link"]["starts"] if " " in phrase)


@lru_cache(maxsize=256)
def _heads_others(text: str) -> bool:
    if text.strip(" ←→«»‹›:").casefold() in _NEIGHBOURS:
        return True
    ((_, reason),) = OwnWords([text]).said([0])
    return reason == "related-links-heading"
