"""Reasons that a line of a text has from the lines around it: there is no markup and no link to ask."""

from typing import Final

from worker.article.reasons.forms import is_joined
from worker.article.reasons.seen import Seen

__all__ = ["by_neighbours", "is_menu_entry"]

_DOUBTFUL_WORDS: Final = 8
_SENTENCE_WORDS: Final = 12
_HEADLINE_WORDS: Final = 7
_SHORT_HEADLINE_WORDS: Final = 5
_MENU_WORDS: Final = 4
_REACH: Final = 2
_BODY_REACH: Final = 3


def by_neighbours(seen: Seen, at: int, *, is_likely_body: bool) -> str:
    """The likeliest reason. What is removed from a text is for the most part menus and titles of other articles."""
    length, is_sentence, is_amid = seen.length(at), seen.is_sentence(at), _is_amid_body(seen, at)
    if is_likely_body and length >= _DOUBTFUL_WORDS and (is_sentence or is_amid):
        return "doubtful"
    if is_sentence and length >= _SENTENCE_WORDS:
        return "related-link" if _is_below_title(seen, at) else "other-text"
    if (is_amid and length < _HEADLINE_WORDS) or _is_lone_mark(seen, at):
        return "boilerplate"
    if is_joined(seen.lines.text[at]):
        return "navigation"
    is_long = length >= _HEADLINE_WORDS
    if is_long or (length >= _SHORT_HEADLINE_WORDS and not seen.is_above(at) and not _is_in_menu(seen, at)):
        return "related-link"
    return "navigation"


def is_menu_entry(seen: Seen, at: int) -> bool:
    """Whether it and most of the lines beside it are short."""
    return _is_short(seen, at) and _is_in_menu(seen, at)


def _is_short(seen: Seen, at: int) -> bool:
    return at in seen.words and seen.length(at) <= _MENU_WORDS


def _is_in_menu(seen: Seen, at: int) -> bool:
    """Whether most of the lines beside it are short."""
    near = [row for row in (*range(at - _REACH, at), *range(at + 1, at + _REACH + 1)) if row in seen.words]
    return sum(_is_short(seen, row) for row in near) > len(near) * 0.6


def _is_amid_body(seen: Seen, at: int) -> bool:
    """Whether body stands close above and close below."""
    if seen.is_outside(at):
        return False
    above = any(row not in seen.words for row in range(at - _BODY_REACH, at))
    return above and any(row not in seen.words for row in range(at + 1, at + _BODY_REACH + 1))


def _is_lone_mark(seen: Seen, at: int) -> bool:
    """Whether it has no letters, and the lines beside it have: counts and bullets, but not pages to leaf through."""
    text = seen.lines.text
    near = [text[row] for row in (at - 1, at + 1) if row in seen.words]
    return not _has_letter(text[at]) and all(map(_has_letter, near))


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_below_title(seen: Seen, at: int) -> bool:
    """Whether it says more of the title above, in a list of such."""
    return _is_title(seen, at - 1) and any(_is_title(seen, row) for row in (at + 1, at + 2, at + 3))


def _is_title(seen: Seen, at: int) -> bool:
    return at in seen.words and seen.length(at) >= _SHORT_HEADLINE_WORDS and not seen.is_sentence(at)
