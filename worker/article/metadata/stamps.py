"""Which lines around the body show a stamp, and which of them are nothing else."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from worker.article.dates.dates import Candidate, Kind, StampContext, label_of, read_stamp, read_stamps
from worker.article.lines import Lines
from worker.article.metadata.around import HEAD_LINES, Around
from worker.article.metadata.others import is_below_heading_of_others
from worker.article.page import Flag
from worker.article.plain import has_decimal
from worker.article.stamps.ago import read_ago
from worker.article.stamps.label import is_of_another_thing
from worker.article.stamps.reader import may_hold_a_day

__all__ = ["is_near", "stamp_fields", "stamps_around", "stamps_farther", "with_its_label"]

NEAR_HEADLINE: Final = 4
FAR_STAMPS: Final = 4
FAR_CHARS: Final = 320

_LAST_LINES: Final = 2
_ENDING_CHARS: Final = 60
_LABEL_CHARS: Final = 30
_FARTHER_ABOVE: Final = 80
_FARTHER_BELOW: Final = 60
_FARTHER_CHARS: Final = 120
_COPYRIGHT: Final = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_BESIDE: Final = Flag.ASIDE | Flag.NAVIGATION | Flag.FOOTER | Flag.FIGURE | Flag.HIDDEN


def stamps_around(lines: Lines, place: Around, context: StampContext) -> Iterator[Candidate]:
    """Stamps of head, tail and opening, the likeliest first, then labelled ones of lines far from the body."""
    seen: set[Kind | None] = set()
    head = set(place.head)
    for at in (*place.head, *_ending(lines, place), *place.tail):
        if not has_decimal(lines.text[at]) and not _counts_back(lines.text[at], context):
            continue
        text, kind = with_its_label(lines, at)
        reads = read_stamps(text, context)
        if reads or kind or at in head:
            seen.add(kind)
        if reads and (kind or not is_below_heading_of_others(lines, at, is_below_body=at >= place.end)):
            near, above = is_near(at, place), at < place.start
            yield Candidate(kind or _marked(lines, at), text, "line", at, near, is_above=above, reads=reads)
    for at in place.opening:
        if opening := _opening_stamp(lines.text[at], context):
            yield Candidate(None, opening, "line", at, is_near(at, place), is_above=True)
    if {"published", "modified"} - seen:
        yield from _far(lines, place, seen, context)


def _counts_back(text: str, context: StampContext) -> bool:
    """Whether a line without a digit is a stamp: "an hour ago"; "Today" alone is more often a section or a paper."""
    ago = read_ago(text, context)
    return ago is not None and not ago.only_day


def _ending(lines: Lines, place: Around) -> Iterator[int]:
    """Short lines among the last of the body: what stands below its last sentence may have been kept with it."""
    last = range(max(place.start + 1, place.end - _LAST_LINES), place.end)
    return (at for at in last if at not in place.head and len(lines.text[at]) <= _ENDING_CHARS)


def _far(lines: Lines, place: Around, seen: Collection[Kind | None], context: StampContext) -> Iterator[Candidate]:
    """Lines far from the body with a label that no line around it has."""
    left = FAR_STAMPS
    near = {*place.head, *place.tail}
    for at in (*range(place.end, len(lines)), *range(max(0, place.start - HEAD_LINES))):
        text = lines.text[at]
        if len(text) > FAR_CHARS or at in near or not has_decimal(text):
            continue
        if _may_hold_a_stamp(text, context):
            text, kind = with_its_label(lines, at)
            if kind and kind not in seen:
                yield Candidate(kind, text, "line", at)
                left -= 1
                if not left:
                    return


def _may_hold_a_stamp(text: str, context: StampContext) -> bool:
    """A cheap no for most lines with digits; how long ago it was tells only who knows when the page was fetched."""
    return context.fetched_at is not None or may_hold_a_day(text)


def stamps_farther(lines: Lines, kept: Sequence[bool], place: Around, context: StampContext) -> Iterator[Candidate]:
    """Stamps on short lines that are not body and not around it, but within a screen or two of its beginning.

    Asked only where nothing else gives a date: where a sentence of the menu was taken for the beginning, say.
    """
    near = {*place.head, *place.tail}
    for at in range(max(0, place.start - _FARTHER_ABOVE), min(len(lines), place.start + _FARTHER_BELOW)):
        text = lines.text[at]
        if kept[at] or at in near or len(text) > _FARTHER_CHARS or not has_decimal(text) or _COPYRIGHT.search(text):
            continue
        if not _may_hold_a_stamp(text, context):
            continue
        text, kind = with_its_label(lines, at)
        reads = read_stamps(text, context)
        if reads and not lines.blocks.flags[lines.block[at]] & _BESIDE:
            yield Candidate(kind or _marked(lines, at), text, "line", at, is_above=True, reads=reads)


_OPENING_CHARS: Final = 64
_OPENING_LABEL_WORDS: Final = 6
"""With the name behind it: "Posted by Anna Berg on Monday"."""
_PLACE: Final = re.compile(r"(?![a-z])[^\W\d_]{3,20}(?:[ /-](?![a-z])[^\W\d_]{1,20}){0,2}(?:,\s?\(?|\s\()")
_BEHIND_PLACE: Final = re.compile(r"\)?[.:]?\s?[–—|-]\s|\)?[.:]\s")
_BEHIND_OPENING: Final = re.compile(r"\)|\.?\s?[–—|-]\s|[.:]\s|\s[„“»\"]|(?:\sUhr|\s?[ap]m)?(?=[^\W\d_a-z][^\W\d_A-Z])")
_SIGNED: Final = re.compile(r"[^\W\d_][^\d.!?]{1,30}\.?\s/\s")
_RELEASE: Final = re.compile(r"[^\W\d_][^\d.!?]{1,30}\s")


def _opening_stamp(text: str, context: StampContext) -> str | None:
    """The stamp that opens a story, behind a place or alone: "Riverton (10.11.2017). The ferry is back."."""
    head = text[:_OPENING_CHARS]
    read = read_stamp(head, context) if has_decimal(head) else None
    if read is None:
        return None
    start, end = read.span
    is_dated = head[:start] in {"", "("} and _BEHIND_OPENING.match(head, end)
    is_placed = _PLACE.fullmatch(head, 0, start) and _BEHIND_PLACE.match(head, end)
    words = head[:start].split()
    is_labelled = bool(words) and len(words) <= _OPENING_LABEL_WORDS and label_of(" ".join(words[:2])) is not None
    is_signed = _SIGNED.fullmatch(head, 0, start)
    is_release = head[end:].lstrip().startswith("|") and _RELEASE.fullmatch(head, 0, start)
    return head[:end] if is_dated or is_placed or is_labelled or is_signed or is_release else None


_CHANGED_MARKS: Final = ("modif", "lastupdate", "last-update", "last_update", "updated-at", "updatedat", "changed")


def _marked(lines: Lines, at: int) -> Kind | None:
    """What the class or id of a line's own element says; a bare `updated` is hAtom's, and says nothing."""
    marks = lines.blocks.attributes[lines.block[at]].casefold()
    return "modified" if any(mark in marks for mark in _CHANGED_MARKS) else None


def is_near(at: int, place: Around) -> bool:
    """Whether a line stands right above or below the headline, or the body where there is none."""
    near = place.headline if place.headline is not None else place.start
    return abs(at - near) <= NEAR_HEADLINE


def with_its_label(lines: Lines, at: int) -> tuple[str, Kind | None]:
    """The line and the kind its label names, behind the line before it where that is nothing but a label."""
    text = lines.text[at]
    kind = label_of(text)
    before = lines.text[at - 1] if at and not kind else ""
    if not before or len(before) > _LABEL_CHARS or has_decimal(before):
        return text, kind
    above = label_of(before)
    return (f"{before} {text}", above) if above or is_of_another_thing(before) else (text, None)


_FIELD: Final = {"published": "datePublished", "modified": "dateModified", None: "datePublished"}
_MAX_AROUND_STAMP: Final = 60


def stamp_fields(lines: Lines, stamps: Sequence[Candidate], context: StampContext) -> Iterator[tuple[int, str]]:
    """Lines that are a stamp and nothing else, with the field they belong to."""
    for candidate in stamps:
        read = candidate.reads[0] if candidate.reads else read_stamp(candidate.text, context)
        if candidate.line is not None and read is not None:
            rest = len(lines.text[candidate.line]) - (read.span[1] - read.span[0])
            if rest <= (_MAX_AROUND_STAMP if candidate.kind else _MAX_AROUND_STAMP // 2):
                yield candidate.line, _FIELD[candidate.kind]
