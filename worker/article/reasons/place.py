"""Reasons that a line has from its place, its links and its score, when nothing else is known of it."""

from typing import Final

from worker.article.reasons.forms import is_caption
from worker.article.reasons.neighbours import by_neighbours
from worker.article.reasons.seen import Seen

__all__ = ["by_place"]

_DOUBTFUL_SCORE: Final = 0.2
_LINK_REACH: Final = 2
_SHORT_TITLE_WORDS: Final = 3
"""Linked headings of fewer are names of sections."""
_TEASER_TEXT_WORDS: Final = 6


def by_place(seen: Seen, at: int, score: float | None) -> str:
    """The likeliest reason; `score` is the model's for "body"."""
    is_likely_body = score is not None and score >= _DOUBTFUL_SCORE
    if is_caption(seen.lines.text[at]):
        return "caption"
    if seen.is_text:
        return by_neighbours(seen, at, score or 0.0)
    return _of_link(seen, at) if at in seen.links else _unlinked(seen, at, is_likely_body=is_likely_body)


def _of_link(seen: Seen, at: int) -> str:
    if seen.is_heading(at) and len(seen.words[at]) >= _SHORT_TITLE_WORDS and seen.is_outside(at):
        return "related-link"
    return "navigation" if seen.is_short(at) or seen.leads_on(at) else "related-link"


def _unlinked(seen: Seen, at: int, *, is_likely_body: bool) -> str:
    line = seen.words[at]
    if is_likely_body and len(line) >= 8:
        return "doubtful"
    if _is_below_teaser(seen, at):
        return "related-link"
    if len(line) >= 12 and seen.is_sentence(at):
        return "other-text"
    return _short(seen, at, len(line))


def _is_below_teaser(seen: Seen, at: int) -> bool:
    """Whether it says more of the teaser above, in a list of such."""
    is_teaser_text = at - 1 in seen.teasers and not seen.links.isdisjoint((at + 1, at + 2))
    return is_teaser_text and seen.is_outside(at) and len(seen.words[at]) >= _TEASER_TEXT_WORDS


def _short(seen: Seen, at: int, count: int) -> str:
    is_outside = seen.is_outside(at)
    if is_outside and count >= 5 and seen.is_heading(at):
        return "related-link"
    if count <= 8 and seen.is_in_table(at):
        return "table"
    is_in_menu = is_outside and count <= 4 and seen.is_in_short_run(at) and seen.is_near_link(at, _LINK_REACH)
    return "navigation" if is_in_menu else "boilerplate"
