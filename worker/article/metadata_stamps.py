"""Which lines around the body show a stamp, and which of them are nothing else; a part of `metadata.py`."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from worker.article.dates import Candidate, Kind, StampContext, label_of, read_stamp
from worker.article.lines import Lines

if TYPE_CHECKING:
    from worker.article.metadata_lines import Around

__all__ = ["is_near", "stamp_fields", "stamps_around", "with_its_label"]

NEAR_HEADLINE: Final = 4
HEAD_LINES: Final = 25
TAIL_LINES: Final = 7
FAR_STAMPS: Final = 4
FAR_CHARS: Final = 320


def stamps_around(lines: Lines, place: "Around", context: StampContext) -> Iterator[Candidate]:
    """Stamps of head, tail and opening, the likeliest first, then labelled ones of lines far from the body."""
    labelled, head = set(), set(place.head)
    for at in (*place.head, *place.tail):
        text = with_its_label(lines, at)
        if _has_digit(text) and ((kind := label_of(text)) or at in head or read_stamp(text, context)):
            labelled.add(kind)
            kind = kind or _marked(lines, at)
            yield Candidate(kind, text, "line", at, is_near(at, place), is_above=at < place.start)
    for at in place.opening:
        if opening := _opening_stamp(lines.text[at], context):
            yield Candidate(None, opening, "line", at, is_near(at, place), is_above=True)
    left = FAR_STAMPS
    for at in (*range(place.end + TAIL_LINES, len(lines)), *range(max(0, place.start - HEAD_LINES))):
        text = lines.text[at]
        if left and len(text) <= FAR_CHARS and _has_digit(text):
            text = with_its_label(lines, at)
            if (kind := label_of(text)) and kind not in labelled:
                left -= 1
                yield Candidate(kind, text, "line", at)


_OPENING_CHARS: Final = 64
_PLACE: Final = re.compile(r"(?![a-z])[^\W\d_]{3,20}(?:[ /-](?![a-z])[^\W\d_]{1,20}){0,2}(?:,\s?\(?|\s\()")
_BEHIND_PLACE: Final = re.compile(r"\)?[.:]?\s?[–—|-]\s|\)?[.:]\s")
_BEHIND_OPENING: Final = re.compile(r"\)|\.?\s?[–—|-]\s|[.:]\s|\s[„“»\"]")
_RELEASE: Final = re.compile(r"[^\W\d_][^\d.!?]{1,30}\s")


def _opening_stamp(text: str, context: StampContext) -> str | None:
    """The stamp that opens a story, behind a place or alone: "Riverton (10.11.2017). The ferry is back."."""
    head = text[:_OPENING_CHARS]
    read = read_stamp(head, context) if _has_digit(head) else None
    if read is None:
        return None
    start, end = read.span
    is_dated = head[:start] in {"", "("} and _BEHIND_OPENING.match(head, end)
    is_placed = _PLACE.fullmatch(head, 0, start) and _BEHIND_PLACE.match(head, end)
    is_release = head[end:].lstrip().startswith("|") and _RELEASE.fullmatch(head, 0, start)
    return head[:end] if is_dated or is_placed or is_release else None


_CHANGED_MARKS: Final = ("modif", "lastupdate", "last-update", "last_update", "updated-at", "updatedat", "changed")


def _marked(lines: Lines, at: int) -> Kind | None:
    """What the class or id of a line's own element says; a bare `updated` is hAtom's, and says nothing."""
    marks = lines.blocks.attributes[lines.block[at]].casefold()
    return "modified" if any(mark in marks for mark in _CHANGED_MARKS) else None


def is_near(at: int, place: "Around") -> bool:
    """Whether a line stands right above or below the headline, or the body where there is none."""
    near = place.headline if place.headline is not None else place.start
    return abs(at - near) <= NEAR_HEADLINE


def with_its_label(lines: Lines, at: int) -> str:
    """The line, behind the one before it where that is nothing but a label ("Published")."""
    text = lines.text[at]
    before = lines.text[at - 1] if at else ""
    is_label = before and len(before) <= 30 and not _has_digit(before) and label_of(before) and not label_of(text)
    return f"{before} {text}" if is_label else text


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


_FIELD: Final = {"published": "datePublished", "modified": "dateModified", None: "datePublished"}
_MAX_AROUND_STAMP: Final = 60


def stamp_fields(lines: Lines, stamps: Sequence[Candidate], context: StampContext) -> Iterator[tuple[int, str]]:
    """Lines that are a stamp and nothing else, with the field they belong to."""
    for candidate in stamps:
        text = lines.text[candidate.line or 0]
        read = read_stamp(text, context)
        if candidate.line is not None and read is not None:
            rest = len(text) - (read.span[1] - read.span[0])
            if rest <= (_MAX_AROUND_STAMP if candidate.kind else _MAX_AROUND_STAMP // 2):
                yield candidate.line, _FIELD[candidate.kind]
