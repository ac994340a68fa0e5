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
    length = seen.length(at)
    if _is_lone_mark(seen, at):
        return "boilerplate"
    if length <= _MENU_WORDS and seen.is_outside(at):  # most lines, so this is asked first
        return "navigation"
    is_sentence, is_amid = seen.is_sentence(at), _is_amid_body(seen, at)
    if is_likely_body and length >= _DOUBTFUL_WORDS and (is_sentence or is_amid):
        return "doubtful"
    if is_sentence and length >= _SENTENCE_WORDS:
        return "related-link" if _is_below_title(seen, at) else "other-text"
    if is_amid and length < _HEADLINE_WORDS:
        return "boilerplate"
    return "related-link" if _is_title_here(seen, at, length) else "navigation"


def _is_title_here(seen: Seen, at: int, length: int) -> bool:
    """Whether it is as long as a title is among such neighbours, and not several entries of a menu."""
    is_short = length < _HEADLINE_WORDS and (seen.is_above(at) or _is_in_menu(seen, at))
    return length >= _SHORT_HEADLINE_WORDS and not is_short and not is_joined(seen.lines.text[at])


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
    if _has_letter(text[at]):
        return False
    return all(_has_letter(text[row]) for row in (at - 1, at + 1) if row in seen.words)


def _has_letter(text: str) -> bool:
    return text[0].isalpha() or any(map(str.isalpha, text))


def _is_below_title(seen: Seen, at: int) -> bool:
    """Whether it says more of the title above, in a list of such."""
    return _is_title(seen, at - 1) and any(_is_title(seen, row) for row in (at + 1, at + 2, at + 3))


def _is_title(seen: Seen, at: int) -> bool:
    return at in seen.words and seen.length(at) >= _SHORT_HEADLINE_WORDS and not seen.is_sentence(at)
