"""Lines that stand elsewhere: the page's own titles, and what the document or an earlier line has word for word."""

from collections.abc import Collection, Sequence
from typing import Final

from worker.article.phrases import words, words_of_lines
from worker.article.reasons.seen import Seen

__all__ = ["repeated"]

_LEAST_REPEATED: Final = 4
"""Words; shorter lines may well stand twice."""
_LEAST_KNOWN_ONCE_SEEN: Final = 12
"""Words: shorter ones, such as names of sections, stand twice in what was removed and are no repetition."""
_HEAD_CHARS: Final = 30
"""Enough for two words; where it is not, the whole line is looked at."""


def repeated(seen: Seen, kept: Sequence[bool], used: Collection[int]) -> dict[int, str]:
    """`page-title` for a title or the beginning of one, `duplicate` for what stands elsewhere word for word."""
    known = _shown(seen, kept, used)
    titles = {words(title) for title in seen.lines.titles}
    beginnings = {title[:_LEAST_REPEATED] for title in titles}
    found: dict[int, str] = {}
    for at, line in seen.words.items():
        if len(line) < _LEAST_REPEATED:
            continue
        if beginnings and line[:_LEAST_REPEATED] in beginnings and any(title[: len(line)] == line for title in titles):
            found[at] = "page-title"
        elif line in known:
            found[at] = "duplicate"
        elif len(line) >= _LEAST_KNOWN_ONCE_SEEN:
            known.add(line)
    return found


def _shown(seen: Seen, kept: Sequence[bool], used: Collection[int]) -> set[tuple[str, ...]]:
    """Words of the lines that are in the document, but for those that begin like no removed line."""
    heads = {line[:2] for line in seen.words.values() if len(line) >= _LEAST_REPEATED}
    shown = [text for at, text in enumerate(seen.lines.text) if kept[at] or at in used]
    starts = words_of_lines([text[:_HEAD_CHARS] for text in shown], most=3)
    alike = [text for text, start in zip(shown, starts, strict=True) if len(start) <= 2 or start[:2] in heads]
    return set(words_of_lines(alike))
