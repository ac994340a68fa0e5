"""Lines as arrays: what their characters and words come to, counted at once for the whole page."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["Characters", "Floats", "Ints", "Sign", "characters"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]


class Sign(IntEnum):
    """Classes of characters; words are made of `UPPER` to `WIDE`."""

    OTHER = 0
    SPACE = 1
    UPPER = 2
    LOWER = 3
    """Letters of scripts without case too."""
    DIGIT = 4
    WIDE = 5
    """Of scripts that put no space between words."""
    STOP = 6
    COMMA = 7
    SEPARATOR = 8
    SYMBOL = 9
    QUOTE = 10
    MARK = 11


@dataclass(frozen=True, slots=True)
class Characters:
    """Columns with a row a line, but for `word_*`, which have a row a word."""

    length: Floats
    counts: Floats
    """Characters by class: a row a line, a column a `Sign`; no column where nobody asks for classes."""
    wide: Floats
    """Characters of scripts without spaces."""
    first: Ints
    """Class of the first character."""
    last: Ints
    """Code point of the last character."""
    ends: Floats
    """1 where the line ends like a sentence, closing quotes and brackets passed over."""
    words: Floats
    """Words; characters of scripts without spaces count one each."""
    line_hash: npt.NDArray[np.uint32]
    """Of the lowered line, digits alike."""
    word_hash: npt.NDArray[np.uint32]
    """Of each word, lowered, digits alike."""
    word_line: Ints
    """The line each word stands on; ascending."""

    def parted(self, count: int) -> "tuple[Characters, Characters]":
        """Of the first `count` lines, and of the rest."""
        if count == len(self.length):
            return self, Characters(**_EMPTY)
        words = int(np.searchsorted(self.word_line, count))
        cuts = {name: words if name.startswith("word_") else count for name in _EMPTY}
        head = {name: getattr(self, name)[:cut] for name, cut in cuts.items()}
        tail = {name: getattr(self, name)[cut:] for name, cut in cuts.items()}
        return Characters(**head), Characters(**tail | {"word_line": tail["word_line"] - count})


def characters(lines: list[str], *, by_class: bool = True) -> Characters:
    """Count the characters and words of `lines`, none of which is empty."""
    parts = [_part(chunk, by_class=by_class) for chunk in _chunks(lines)]
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(len(part.length) for part in parts)])
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]) if parts else empty
        for name, empty in _EMPTY.items()
    }
    if parts:
        joined["word_line"] = np.concatenate([p.word_line + s for p, s in zip(parts, starts, strict=False)])
    return Characters(**joined)


_PLANE: Final = 0x11000
_REPLACEMENT: Final = 0xFFFD
"""What signs from `_PLANE` on count as."""
_CHUNK_CHARS: Final = 400_000
_POWERS: Final = 1 << 19
"""A power of two, so that `& (_POWERS - 1)` is the remainder, at a fifth of the time."""
_BASE: Final = 0x9E3779B97F4A7C15
_STOPS: Final = ".!?…。！？।۔؟"
_CLOSERS: Final = "\"”’»'›)]」』*“_"
_EMPTY: Final[dict[str, npt.NDArray[Any]]] = {
    "length": np.zeros(0, np.float32),
    "counts": np.zeros((0, len(Sign)), np.float32),
    "wide": np.zeros(0, np.float32),
    "first": np.zeros(0, np.intp),
    "last": np.zeros(0, np.intp),
    "ends": np.zeros(0, np.float32),
    "words": np.zeros(0, np.float32),
    "line_hash": np.zeros(0, np.uint32),
    "word_hash": np.zeros(0, np.uint32),
    "word_line": np.zeros(0, np.intp),
}


def _classes() -> bytes:
    """The class of each character; made once a process, so it is made fast."""
    table = bytearray(map(_class_of, map(chr, range(_PLANE))))
    for first, last in ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF)):
        table[first : last + 1] = bytes([Sign.WIDE]) * (last + 1 - first)
    table[0xD800:0xE000] = bytes([Sign.OTHER]) * 0x800
    for name, members in reversed(_MEMBERS):
        for sign in members:
            table[ord(sign)] = name
    return bytes(table)


def _class_of(sign: str) -> int:
    if sign.isalpha():
        return _UPPER if sign.isupper() else _LOWER
    return _SPACE if sign.isspace() else _DIGIT if sign.isdigit() else _MARK


_SPACE, _UPPER, _LOWER = int(Sign.SPACE), int(Sign.UPPER), int(Sign.LOWER)
_DIGIT, _WIDE, _MARK = int(Sign.DIGIT), int(Sign.WIDE), int(Sign.MARK)
_MEMBERS: Final = (
    (Sign.STOP, _STOPS),
    (Sign.COMMA, ",;:、，；："),
    (Sign.SEPARATOR, "|›»·•→▶/<>"),
    (Sign.SYMBOL, "$€£₹¥₩%@©#"),
    (Sign.QUOTE, "\"“‘'«„”’「」"),
)
_CLASSES: Final = _classes()
_TABLE: Final = np.frombuffer(_CLASSES, np.uint8)
_LOWERED: Final = np.array(
    [48 if k == _DIGIT else ord(low) if len(low := chr(c).lower()) == 1 else c for c, k in enumerate(_CLASSES)],
    np.uint64,
)
_IS_STOP: Final = np.isin(np.arange(_PLANE), [ord(sign) for sign in _STOPS])
_IS_CLOSER: Final = np.isin(np.arange(_PLANE), [ord(sign) for sign in _CLOSERS])


def _powers_of(base: int) -> npt.NDArray[np.uint64]:
    powers = np.full(_POWERS, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


_POWER: Final = _powers_of(_BASE)
_INVERSE: Final = _powers_of(pow(_BASE, -1, 1 << 64))


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines that stay within the tables of powers, so that memory does not grow with the page."""
    if sum(map(len, lines)) + len(lines) <= _CHUNK_CHARS:
        yield from [lines] if lines else []
        return
    start = size = 0
    for at, line in enumerate(lines):
        if size and size + len(line) > _CHUNK_CHARS:
            yield lines[start:at]
            start, size = at, 0
        size += len(line) + 1
    yield lines[start:]


def _part(lines: list[str], *, by_class: bool) -> Characters:
    read = np.frombuffer("\n".join(lines).encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = read.astype(np.intp)
    codes[codes >= _PLANE] = _REPLACEMENT
    kinds = _TABLE.take(codes)
    count = len(lines)
    length = np.fromiter(map(len, lines), np.intp, count)
    end = np.cumsum(length + 1) - 1
    start = end - length
    row = np.repeat(np.arange(count), length + 1)[:-1]
    sums = _sums(codes)
    wide = kinds == _WIDE
    word_start, word_end = _words(kinds, wide)
    word_line = row[word_start]
    return Characters(
        length=length.astype(np.float32),
        counts=_counts(row, kinds, count) if by_class else np.zeros((count, 0), np.float32),
        wide=np.bincount(row[wide], minlength=count).astype(np.float32),
        first=kinds[start].astype(np.intp),
        last=codes[end - 1],
        ends=_ends(codes, start, end),
        words=np.bincount(word_line, minlength=count).astype(np.float32),
        line_hash=_hashes(sums, start, end),
        word_hash=_hashes(sums, word_start, word_end),
        word_line=word_line,
    )


def _counts(row: Ints, kinds: npt.NDArray[np.uint8], count: int) -> Floats:
    counts = np.bincount(row * len(Sign) + kinds, minlength=count * len(Sign))
    return counts.reshape(count, len(Sign)).astype(np.float32)


def _ends(codes: Ints, start: Ints, end: Ints) -> Floats:
    last, before, third = (codes[np.maximum(end - back, start)] for back in (1, 2, 3))
    closed = _IS_CLOSER[last] & (_IS_STOP[before] | _IS_CLOSER[before] & _IS_STOP[third])
    return (_IS_STOP[last] | closed).astype(np.float32)


def _words(kinds: npt.NDArray[np.uint8], wide: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Where words start and end: runs of letters and digits, and each sign of a script without spaces."""
    inside = np.zeros(len(kinds) + 2, bool)
    inside[1:-1] = (kinds >= _UPPER) & (kinds <= _WIDE)
    turns = inside[1:] != inside[:-1]
    if not wide.any():
        edges = np.flatnonzero(turns)
        return edges[::2], edges[1::2]
    turns[:-1] |= wide
    turns[1:] |= wide
    return np.flatnonzero(turns[:-1] & inside[1:-1]), np.flatnonzero(turns[1:] & inside[1:-1]) + 1


def _sums(codes: Ints) -> npt.NDArray[np.uint64]:
    """Sums of a polynomial hash of the lowered signs, so that the hash of any span is a difference."""
    sums = np.zeros(len(codes) + 1, np.uint64)
    for at in range(0, len(codes), _POWERS):
        part = sums[at + 1 : at + 1 + _POWERS]
        np.multiply(_LOWERED.take(codes[at : at + _POWERS]), _POWER[: len(part)], out=part)
    return np.cumsum(sums, out=sums)


def _hashes(sums: npt.NDArray[np.uint64], start: Ints, end: Ints) -> npt.NDArray[np.uint32]:
    whole: npt.NDArray[np.uint64] = (sums[end] - sums[start]) * _INVERSE[start & (_POWERS - 1)]
    return (whole >> np.uint64(32)).astype(np.uint32)
