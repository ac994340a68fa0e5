"""Phrases to names: word lists that people keep, matched word by word in linear time and in any script."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Phrases", "class_words", "words"]

_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|©")
_ASCII_WORDS: Final = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_WORDS: Final = 80
_MAX_CHARS: Final = 1000
_MAX_GAP: Final = 6
_MAX_WHOLE_WORDS: Final = 14

_Words = tuple[str, ...]


def words(text: str) -> _Words:
    """Words in lower case, each Chinese, Japanese or Korean character one; at most 80, of the first 1,000 characters.

    >>> words("Here’s 3 more: 新闻")
    ('here', 's', '3', 'more', '新', '闻')
    """
    text = text[:_MAX_CHARS].lower()
    if text.isascii():  # most lines of most pages
        return tuple(text.translate(_ASCII_WORDS).split()[:_MAX_WORDS])
    return tuple(_WORD.findall(text)[:_MAX_WORDS])


def class_words(names: str) -> _Words:
    """Words of class and id, "siteHeader" and "site-header" alike."""
    return words(_CAMEL.sub(" ", names))


@dataclass(frozen=True, slots=True)
class _Phrase:
    parts: tuple[_Words, ...]
    """Pieces between "…", which stands for up to six words."""
    rank: int
    name: str
    at_start: bool
    max_words: int


@dataclass(slots=True)
class Phrases:
    """Phrases with the names they stand for; where several fit, a whole line wins, then the name added first."""

    _whole: dict[_Words, str] = field(default_factory=dict)
    _by_first: dict[str, list[_Phrase]] = field(default_factory=dict)
    _ranks: dict[str, int] = field(default_factory=dict)

    def add_whole(self, name: str, phrases: Iterable[str]) -> None:
        """Phrases that are the whole line, numbers aside."""
        for phrase in phrases:
            self._whole.setdefault(words(phrase), name)

    def add(self, name: str, phrases: Iterable[str], *, at_start: bool = False, max_words: int = _MAX_WORDS) -> None:
        """Phrases that a line of up to `max_words` begins with, or has somewhere."""
        rank = self._ranks.setdefault(name, len(self._ranks))
        for phrase in phrases:
            parts = tuple(part for piece in phrase.split("…") if (part := words(piece)))
            self._by_first.setdefault(parts[0][0], []).append(_Phrase(parts, rank, name, at_start, max_words))

    def name(self, line: _Words) -> str | None:
        """What the words of a line stand for; None for nothing known."""
        if self._whole and len(line) <= _MAX_WHOLE_WORDS:
            whole = self._whole.get(line) or self._whole.get(tuple([word for word in line if not word.isdecimal()]))
            if whole:
                return whole
        if self._by_first.keys().isdisjoint(line):
            return None
        best: _Phrase | None = None
        for at, word in enumerate(line):
            for phrase in self._by_first.get(word, ()):
                if (best is None or phrase.rank < best.rank) and _fits(phrase, line, at):
                    best = phrase
        return best.name if best else None


def _fits(phrase: _Phrase, line: _Words, at: int) -> bool:
    if len(line) > phrase.max_words or (phrase.at_start and at > 0):
        return False
    if line[at : at + len(phrase.parts[0])] != phrase.parts[0]:
        return False
    at += len(phrase.parts[0])
    for part in phrase.parts[1:]:
        starts = range(at, min(at + _MAX_GAP, len(line) - len(part)) + 1)
        found = next((start for start in starts if line[start : start + len(part)] == part), None)
        if found is None:
            return False
        at = found + len(part)
    return True
