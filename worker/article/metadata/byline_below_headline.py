"""Whoever stands between the headline and a stamp, in a name of any kind; asked where nothing else names an author."""

from collections.abc import Iterator
from typing import Final

from worker.article.credits.authors import AuthorClaim
from worker.article.credits.byline import Byline
from worker.article.credits.byline_beside import read_desk_byline
from worker.article.credits.byline_opening import opened, unglued, without_openers
from worker.article.credits.byline_time import is_time_mark
from worker.article.credits.byline_whoever import read_signed_byline, read_unique_byline
from worker.article.credits.names import is_name
from worker.article.dates.dates import StampContext, label_of, read_stamp
from worker.article.document import AuthorKind
from worker.article.lines import Lines
from worker.article.metadata.byline_evidence import is_common, is_of_others
from worker.article.metadata.byline_opened import BYLINE_CHARS
from worker.article.plain import folded, has_digit

__all__ = ["has_stamp_beside", "read_below_headline"]

_REACH: Final = 3
"""Lines below the headline that are read."""
_BETWEEN_CHARS: Final = 40
"""Of a line between name and stamp: a role, a section."""
_LIST_LINES: Final = 8
_OWN_DAYS: Final = 2
_SIGNS: Final = " |·•,:–—-"


def read_below_headline(lines: Lines, top: int, context: StampContext) -> list[AuthorClaim]:
    """The author right below the headline, which is the line at `top`: a name, a first name or a handle, and a stamp.

    The stamp follows in the line, in the next one, or behind one short line more. A word in capitals that is no first
    name is a section more often than an author, and so is one that the page has in lower case.
    """
    if _is_list(lines, top, context):
        return []
    for at in _short_lines_below(lines, top):
        byline = _whoever(lines, at, context)
        if byline is not None and not is_of_others(lines, at):
            return [] if is_common(byline, lines) else [AuthorClaim(byline.authors, "stamped", at)]
    return []


def _whoever(lines: Lines, at: int, context: StampContext) -> Byline | None:
    """Whoever a line with a stamp in it or beside it names."""
    text = lines.text[at]
    if "@" in text:
        return None
    if opened(text)[0]:
        return read_signed_byline(text) if has_stamp_beside(lines, at, context) else None
    name = _before_stamp(text, context) if has_digit(text) else text if _has_stamp_below(lines, at, context) else ""
    if not name:
        return None
    byline = read_unique_byline(without_openers(unglued(name)))
    return byline if byline is not None and _is_cased_person(byline) else read_desk_byline(name)


def _is_list(lines: Lines, top: int, context: StampContext) -> bool:
    """Whether more days stand below the headline than those of publication and change: teasers of other articles."""
    below = (text for text in lines.text[top + 1 : top + 1 + _LIST_LINES] if _is_stamp(text, context))
    reads = (read_stamp(text, context) for text in below)
    return len({read.day for read in reads if read is not None}) > _OWN_DAYS


def has_stamp_beside(lines: Lines, at: int, context: StampContext) -> bool:
    """Whether a stamp is in the line, in the one above it, or below it with one short line between at most."""
    near = lines.text[max(0, at - 1) : at + 1]
    return any(_is_stamp(text, context) for text in near) or _has_stamp_below(lines, at, context)


def _short_lines_below(lines: Lines, top: int) -> Iterator[int]:
    title = folded(lines.text[top])
    for at in range(top + 1, min(top + 1 + _REACH, len(lines))):
        if len(lines.text[at]) <= BYLINE_CHARS and folded(lines.text[at]) != title:
            yield at


def _before_stamp(text: str, context: StampContext) -> str:
    """The word that a stamp follows ("the_ferryman 3 May 2021"); nothing where it is a label, or more than one."""
    read = read_stamp(text, context)
    before = text[: read.span[0]].rstrip(_SIGNS) if read is not None else ""
    return "" if " " in before or label_of(before) is not None else before


def _has_stamp_below(lines: Lines, at: int, context: StampContext) -> bool:
    below = lines.text[at + 1 : at + 3]
    near = below if below and len(below[0]) <= _BETWEEN_CHARS else below[:1]
    return any(_is_stamp(text, context) for text in near)


def _is_stamp(text: str, context: StampContext) -> bool:
    if len(text) > BYLINE_CHARS or not has_digit(text):
        return False
    return is_time_mark(text, context) or read_stamp(text, context) is not None


def _is_cased_person(byline: Byline) -> bool:
    """A person's name, of a script that has capitals."""
    [author] = byline.authors[:1]
    is_one = author.kind is AuthorKind.PERSON and is_name(author.name, may_be_single=True)
    is_handle = " " not in author.name and author.kind is AuthorKind.PERSON
    return (is_one or is_handle) and author.name.lower() != author.name.upper()
