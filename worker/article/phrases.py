"""Phrases to names: word lists that people keep, matched word by word in linear time and in any script."""

import re
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from worker.article.wide import WIDE

__all__ = ["Phrases", "class_words", "words", "words_of_lines"]

_WORD: Final = re.compile(rf"[{WIDE}]|[^\W_{WIDE}]+|©")
_ASCII_WORDS: Final = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_LATIN_WORDS: Final = bytes(code if chr(code).isalnum() or chr(code) in "\n©" else 32 for code in range(256))
_LATIN: Final = re.compile(r"[\x00-\xff]+")
_OTHER_WORD: Final = re.compile(rf"[{WIDE}]|[^\W_\x00-\xff]")
_HUMP: Final = re.compile(r"(?=[A-Z])(?<=[a-z])")
_SOFT_HYPHEN: Final = "\xad"
"""Stands inside words, where they may be broken."""
_DOT: Final = "\u0307"
"""What a Turkish İ leaves behind when it is made small."""
_GREEK: Final = re.compile("[\u03ac-\u03ce]")
_GREEK_PLAIN: Final = str.maketrans("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ")
"""Greek has no accents in capitals."""
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
    text = text.replace(_SOFT_HYPHEN, "").replace(_DOT, "")
    return tuple(_WORD.findall(text.translate(_GREEK_PLAIN) if _GREEK.search(text) else text)[:_MAX_WORDS])


def words_of_lines(lines: Sequence[str], most: int = _MAX_WORDS) -> list[_Words]:
    """The first `most` of the `words` of each line; of those in Latin letters all at once, which is quicker."""
    joined = "\n".join([line[:_MAX_CHARS] for line in lines]).lower().replace(_SOFT_HYPHEN, "").replace(_DOT, "")
    if joined.count("\n") != len(lines) - 1:
        return [words(line)[:most] for line in lines]
    if joined.isascii() or not _WORD.search(_LATIN.sub("", joined)):
        return _words_of_latin(joined, most)
    other = {at: words(line)[:most] for at, line in enumerate(lines) if _OTHER_WORD.search(line)}
    latin = "\n".join([line for at, line in enumerate(joined.split("\n")) if at not in other])
    rest = iter(_words_of_latin(latin, most))
    return [other[at] if at in other else next(rest) for at in range(len(lines))]


def _words_of_latin(joined: str, most: int) -> list[_Words]:
    plain = joined.replace("©", " © ").encode("latin-1", "replace").translate(_LATIN_WORDS).decode("latin-1")
    lists = map(str.split, plain.split("\n"))
    return [tuple(found if len(found) <= most else found[:most]) for found in lists]


def class_words(names: Iterable[str]) -> list[_Words]:
    """Words of each element's class and id, "siteHeader" and "site-header" alike."""
    apart = [name if name.islower() else _HUMP.sub(" ", name) for name in names]
    return words_of_lines([name.replace("\n", " ") for name in apart])


@dataclass(frozen=True, slots=True)
class _Phrase:
    first: _Words
    """Words up to the first "…", which stands for up to six words."""
    more: tuple[_Words, ...]
    """Pieces behind it."""
    rank: int
    name: str
    before: int
    """Words of the first piece before the one by which it is found."""
    max_words: int


@dataclass(slots=True)
class Phrases:
    """Phrases with the names they stand for; where several fit, a whole line wins, then the name added first."""

    _whole: dict[_Words, str] = field(default_factory=dict)
    _starts: dict[str, list[_Phrase]] = field(default_factory=dict)
    """By first word."""
    _within: dict[str, list[_Phrase]] = field(default_factory=dict)
    """By the longest word of the first piece, which is rarer than "the"; lists are in order of rank."""
    _ranks: dict[str, int] = field(default_factory=dict)

    def add_whole(self, name: str, phrases: Iterable[str]) -> None:
        """Phrases that are the whole line, numbers aside."""
        for phrase in phrases:
            self._whole.setdefault(words(phrase), name)

    def add(self, name: str, phrases: Iterable[str], *, at_start: bool = False, max_words: int = _MAX_WORDS) -> None:
        """Phrases that a line of up to `max_words` begins with, or has somewhere."""
        rank = self._ranks.setdefault(name, len(self._ranks))
        found_by = self._starts if at_start else self._within
        for phrase in phrases:
            parts = tuple(part for piece in phrase.split("…") if (part := words(piece)))
            key = parts[0][0] if at_start else max(parts[0], key=len)
            made = _Phrase(parts[0], parts[1:], rank, name, parts[0].index(key), max_words)
            insort(found_by.setdefault(key, []), made, key=attrgetter("rank"))

    def name(self, line: _Words, *, has_digit: bool = True) -> str | None:
        """What the words of a line stand for; None for nothing known. Without a digit it has no number to look past."""
        if not line:
            return None
        if self._whole and len(line) <= _MAX_WHOLE_WORDS:
            whole = self._whole.get(line)
            if whole is None and has_digit:
                whole = self._whole.get(tuple([word for word in line if not word.isdecimal()]))
            if whole is not None:
                return whole
        is_telling = line[0] in self._starts or not self._within.keys().isdisjoint(line)
        return self._first_inside(line) if is_telling else None

    def _first_inside(self, line: _Words) -> str | None:
        """The name of the phrase, added first, that a line has."""
        best = _best(None, self._starts.get(line[0], ()), line, 0)
        within = self._within.get
        for at, word in enumerate(line):
            phrases = within(word)
            if phrases is not None and (best is None or phrases[0].rank < best.rank):
                best = _best(best, phrases, line, at)
        return best.name if best else None

    def names(self, lines: Sequence[_Words]) -> list[str | None]:
        """`name` of each line; quicker where few have one."""
        name = self.name if self._whole else self._first_inside
        return [
            name(line) if may_have or (line and self._whole) else None
            for line, may_have in zip(lines, self.may_have_names(lines), strict=True)
        ]

    def may_have_names(self, lines: Iterable[_Words]) -> list[bool]:
        """Whether each line has a word by which a phrase is found; without one a line without numbers has no name."""
        starts, disjoint, whole = self._starts, self._within.keys().isdisjoint, self._whole
        return [bool(line) and (line[0] in starts or not disjoint(line) or line in whole) for line in lines]


def _best(best: _Phrase | None, phrases: Iterable[_Phrase], line: _Words, at: int) -> _Phrase | None:
    """`best`, or the first of `phrases`, found by the word at `at` and in order of rank, that fits and ranks above."""
    for phrase in phrases:
        if best is not None and phrase.rank >= best.rank:
            return best
        if len(line) > phrase.max_words:
            continue
        start = at - phrase.before
        end = start + len(phrase.first)
        if len(phrase.first) > 1 and (start < 0 or line[start:end] != phrase.first):
            continue
        if not phrase.more or _goes_on(phrase.more, line, end):
            return phrase
    return best


def _goes_on(parts: Iterable[_Words], line: _Words, at: int) -> bool:
    """Whether `parts` follow one another from `at` on, with gaps."""
    for part in parts:
        starts = range(at, min(at + _MAX_GAP, len(line) - len(part)) + 1)
        found = next((start for start in starts if line[start : start + len(part)] == part), None)
        if found is None:
            return False
        at = found + len(part)
    return True
