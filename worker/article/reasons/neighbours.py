"""Reasons that a line of a text has from the lines around it: there is no markup and no link to ask."""

import re
from typing import Final

from worker.article.reasons.forms import is_joined
from worker.article.reasons.seen import Seen

__all__ = ["by_neighbours", "is_menu_entry"]

_DOUBTFUL_WORDS: Final = 8
_DOUBTFUL_SCORE: Final = 0.2
_SURELY_DOUBTFUL: Final = 0.3
"""Above it a line is as likely body as a title or an entry, even where it is no sentence."""
_NEAR_BODY: Final = 4
_SENTENCE_WORDS: Final = 12
_HEADLINE_WORDS: Final = 7
_SHORT_HEADLINE_WORDS: Final = 5
_MENU_WORDS: Final = 4
_REACH: Final = 2
_REACH_AT_FOOT: Final = 4
_LAST_LINES: Final = 3
_LEAST_BELOW: Final = 8
"""Lines between the body and a foot: texts may end with it."""
_AT_FOOT: Final = frozenset(["footer", "copyright"])
_OPENS_NUMBER: Final = frozenset("[0123456789")
"""Quicker to see than a number, and most lines have none."""
_NUMBERED: Final = re.compile(r"\[?(\d{1,3})[\].:)]+ ?\D")
_DIGIT: Final = re.compile(r"\d")
_LONG: Final = frozenset(["related-link", "other-text"])
_BODY_REACH: Final = 3
_CAPTION_WORDS: Final = 5


def by_neighbours(seen: Seen, at: int, score: float) -> str:
    """The likeliest reason. What is removed from a text is for the most part menus and titles of other articles.

    `score` is the model's for "body".
    """
    length = seen.length(at)
    reason = _beside(seen, at, length)
    if reason is None and (length > _MENU_WORDS or not seen.is_outside(at)):
        reason = _as_prose(seen, at, length, is_likely_body=score >= _DOUBTFUL_SCORE)
    if reason is None and score >= _SURELY_DOUBTFUL and (length > _MENU_WORDS or _is_near_body(seen, at)):
        reason = "doubtful"
    if reason is None:
        reason = _as_entry(seen, at, length)
    return "footer" if reason in _LONG and _is_at_foot(seen, at) else reason


def _beside(seen: Seen, at: int, length: int) -> str | None:
    """What the words of the lines beside it make of it."""
    if not seen.lines.text[at][0].isalpha() and _is_lone_mark(seen, at):
        return "boilerplate"
    if length >= _CAPTION_WORDS and seen.said.get(at + 1) == "credit":
        return "caption"
    return "cookie-notice" if "cookie-notice" in seen.kinds and _is_among_cookies(seen, at) else None


def _as_prose(seen: Seen, at: int, length: int, *, is_likely_body: bool) -> str | None:
    """What it is as a sentence, or as a line with body close above and below."""
    is_sentence, is_amid = seen.is_sentence(at), _is_amid_body(seen, at)
    if is_likely_body and length >= _DOUBTFUL_WORDS and (is_sentence or is_amid):
        return "doubtful"
    if is_sentence and length >= _SENTENCE_WORDS:
        return "related-link" if _is_below_title(seen, at) else _as_story(seen, at)
    return "boilerplate" if is_amid and length < _HEADLINE_WORDS else None


def _as_story(seen: Seen, at: int) -> str:
    """What a long sentence is: of the form where readers write, or of another story."""
    return "comment" if seen.is_in_comment_form(at) else "other-text"


def _as_entry(seen: Seen, at: int, length: int) -> str:
    """What a line among menus and titles is; numbered ones in order and rows of figures are parts of lists."""
    if seen.lines.text[at][0] in _OPENS_NUMBER and _is_numbered(seen, at):
        return "doubtful"
    if _is_title_here(seen, at, length):
        return "related-link"
    return "boilerplate" if _is_among_figures(seen, at) else "navigation"


def _is_numbered(seen: Seen, at: int) -> bool:
    """Whether the line beside it has the number before or behind its own: "3. Rivers", "[4] Mills"."""
    own = _number(seen, at)
    return own is not None and (_number(seen, at - 1) == own - 1 or _number(seen, at + 1) == own + 1)


def _number(seen: Seen, at: int) -> int | None:
    number = _NUMBERED.match(seen.lines.text[at]) if at in seen.words else None
    return int(number[1]) if number else None


def _is_among_figures(seen: Seen, at: int) -> bool:
    """Whether a line below the top, and each of two above and below it, has a figure; topics count their articles."""
    if seen.is_above(at) or not _has_figure(seen, at):
        return False
    return all(_has_figure(seen, row) for row in (at - 1, at + 1, at - 2, at + 2))


def _has_figure(seen: Seen, at: int) -> bool:
    text = seen.lines.text[at] if at in seen.words else ""
    return text[-1:] != ")" and _DIGIT.search(text) is not None


def _is_near_body(seen: Seen, at: int) -> bool:
    """Whether one of four lines above or below is in the document."""
    first, last = max(at - _NEAR_BODY, 0), min(at + _NEAR_BODY, len(seen.lines) - 1)
    return any(row not in seen.words for row in range(first, last + 1))


def _is_at_foot(seen: Seen, at: int) -> bool:
    """Whether it is one of the last lines, or stands below the body among what stands at the foot of sites."""
    below = at - seen.span[1]
    if below <= 0:
        return False
    if below > _LEAST_BELOW and at >= len(seen.lines) - _LAST_LINES:
        return True
    said = seen.said.get
    is_below = not _AT_FOOT.isdisjoint([said(row) for row in range(at - _REACH_AT_FOOT, at)])
    return is_below and not _AT_FOOT.isdisjoint([said(row) for row in range(at + 1, at + _REACH_AT_FOOT + 1)])


def _is_title_here(seen: Seen, at: int, length: int) -> bool:
    """Whether it is as long as titles are among such neighbours, not the first line and not a whole menu."""
    if at == 0 or length < _SHORT_HEADLINE_WORDS or is_joined(seen.lines.text[at]):
        return False
    return length >= _HEADLINE_WORDS or not (seen.is_above(at) or _is_in_menu(seen, at) or _is_of_a_kind(seen, at))


def _is_of_a_kind(seen: Seen, at: int) -> bool:
    """Whether it ends in the same word as the lines beside it, as entries of a menu may: "Boats for rent"."""
    above, own, below = [seen.words.get(row, ())[-1:] for row in (at - 1, at, at + 1)]
    return above == own == below


def _is_among_cookies(seen: Seen, at: int) -> bool:
    """Whether lines about cookies stand close above and close below."""
    said = seen.said.get
    is_below = "cookie-notice" in (said(at - 1), said(at - 2), said(at - 3))
    return is_below and "cookie-notice" in (said(at + 1), said(at + 2), said(at + 3))


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
    return any(map(str.isalpha, text))


def _is_below_title(seen: Seen, at: int) -> bool:
    """Whether it says more of the title above, in a list of such."""
    return _is_title(seen, at - 1) and any(_is_title(seen, row) for row in (at + 1, at + 2, at + 3))


def _is_title(seen: Seen, at: int) -> bool:
    return at in seen.words and seen.length(at) >= _SHORT_HEADLINE_WORDS and not seen.is_sentence(at)
