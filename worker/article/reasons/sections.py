"""Reasons that a line has from the section it stands in: other articles under their head, readers' comments."""

import re
from typing import Final

from worker.article.reasons.neighbours import is_menu_entry
from worker.article.reasons.seen import Seen
from worker.article.screen.shape import is_teaser

__all__ = ["comment_heads", "section_run"]

_HEADED: Final = {"related-links-heading": "related-link", "comment": "comment"}
_OF_COMMENTS: Final = frozenset(["comment", "stamp"])
_ENDS: Final = frozenset(
    [
        "footer",
        "copyright",
        "navigation",
        "newsletter",
        "comment",
        "tag",
        "author-bio",
        "subscription-offer",
        "form",
        "disclaimer",
    ]
)
_MAX_LINES: Final = 40
_COMMENT_REACH: Final = 8
"""Lines: as long as a comment is, for the most part."""
_DATED: Final = frozenset(["stamp", "byline"])
_HOUR: Final = re.compile(r"\d[:h]\d\d")
_UNSURE: Final = frozenset([None, "byline"])
_SIGNATURE: Final = re.compile(
    r"[^\W\d].{1,60}\b(?:19|20)\d\d\b.{0,12}\b\d\d?:\d\d(?: ?[ap]\.?m\.?| uhr)?\W{0,3}(?:\w+\W{0,3})?", re.IGNORECASE
)
_HOUR_CHARS: Final = 24
"""From the end: the hour, and a button beside it."""


def section_run(seen: Seen, reasons: dict[int, str]) -> dict[int, str]:
    """Lines without a reason below the head of other articles or of the comments: 40, or up to another kind.

    In a text, where teasers are no links, comments end where no other line near below is surely of them.
    """
    found: dict[int, str] = {}
    of_comments = _near_comments(seen) if seen.is_text else frozenset(seen.gone)
    section: str | None = None
    left, before = 0, -1
    for at in seen.gone:
        if at != before + 1:
            section = None
        before = at
        reason = reasons.get(at)
        if reason in _HEADED and not (reason == "comment" and seen.is_above(at)):
            section, left = _HEADED[reason], _MAX_LINES
        elif reason in _ENDS or (section == "comment" and (at not in of_comments or is_teaser(seen.lines, at))):
            section = None
        elif section == "comment" and reason == "stamp" and seen.is_text:
            found[at] = "comment"
        elif reason is None and section and left:
            if _is_of_a_menu(seen, at, section):
                section = None if section == "comment" else section
                continue
            found[at] = section
            left -= 1
    return found


def _near_comments(seen: Seen) -> frozenset[int]:
    """Lines that are surely of a comment or have an hour, those up to eight lines above them, and the one below."""
    text = seen.lines.text
    sure = [at for at, name in seen.said.items() if name == "comment" or (name in _DATED and _HOUR.search(text[at]))]
    return frozenset([row for at in sure for row in range(at - _COMMENT_REACH, at + 2)])


def _is_of_a_menu(seen: Seen, at: int, section: str) -> bool:
    """Whether a short line of a text is an entry of a menu; in comments authors' names are as short."""
    return seen.is_text and is_menu_entry(seen, at) and not (section == "comment" and _is_in_comment(seen, at))


def _is_in_comment(seen: Seen, at: int) -> bool:
    near = (at - 2, at - 1, at + 1, at + 2)
    return not _OF_COMMENTS.isdisjoint([seen.said.get(row) for row in near])


def comment_heads(seen: Seen) -> dict[int, str]:
    """Lines below the body of a text, two or more, that are a name, a day and an hour: "Jane on 3 March 2020 10:15"."""
    if not seen.is_text:
        return {}
    last, text = seen.span[1], seen.lines.text
    rows = [at for at, name in seen.said.items() if at > last and name in _UNSURE and ":" in text[at][-_HOUR_CHARS:]]
    heads = [at for at in rows if _SIGNATURE.fullmatch(text[at])]
    return dict.fromkeys(heads, "comment") if len(heads) > 1 else {}
