"""JSON as templates without an encoder print it: comments, bare words, missing commas, a cut end; read in one pass."""

import json
import re
from typing import Any, Final

__all__ = ["lenient"]

MAX_CHARS: Final = 400_000
MAX_DEPTH: Final = 40

_GAP: Final = re.compile(r"(?:[\s,;]|//[^\n]*(?=\n)|/\*(?:[^*]|\*(?!/))*\*/)*+")
_COLON: Final = re.compile(r"\s*+:")
_BARE: Final = re.compile(r"[\w.+$-]{1,60}+")
_CLOSED: Final = re.compile(r"\s*+(?:[,:}\]]|$|//|/\*)|[^\S\n]*+\n\s*+[\"{\[]")
"""What follows the quote that ends a string; another quote is one of its words'."""
_ESCAPE: Final = re.compile(r'\\(["\\/bfnrt]|u[\da-fA-F]{4})?')
_LITERALS: Final = {"true": True, "false": False}


def lenient(text: str) -> Any:  # noqa: ANN401 -- JSON is of any shape
    """The first value of `text`, which may end before it does; reads the first 400,000 characters.

    A quote inside a string must not look like its end. Raises: ValueError where what stands there is no JSON by any
    reading, so that no word of it is taken for what it is not.

    >>> lenient('{"name": "the "old" boat", /* two */ "size": undefined, "by": ["A",, "B",], "cut": "of')
    {'name': 'the "old" boat', 'size': None, 'by': ['A', 'B']}
    """
    reader = _Reader(text[:MAX_CHARS])
    return reader.value(0)


class _EndError(ValueError):
    """The text ends here."""


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def value(self, depth: int) -> Any:  # noqa: ANN401
        match self._next():
            case "{" | "[" if depth >= MAX_DEPTH:
                raise ValueError(depth)
            case "{":
                return self._object(depth)
            case "[":
                return self._array(depth)
            case '"' | "'" as quote:
                return self._string(quote)
            case _:
                return self._bare()

    def _next(self) -> str:
        gap = _GAP.match(self.text, self.at)
        self.at = gap.end() if gap else self.at
        if self.at >= len(self.text):
            raise _EndError
        return self.text[self.at]

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        try:
            while (mark := self._next()) != "}":
                key = self._string(mark) if mark in "\"'" else self._bare()
                colon = _COLON.match(self.text, self.at)
                if colon is None:
                    raise _EndError if self.at >= len(self.text) else ValueError(self.at)
                self.at = colon.end()
                found[str(key)] = self.value(depth + 1)
            self.at += 1
        except _EndError:
            self.at = len(self.text)
        return found

    def _array(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        try:
            while self._next() != "]":
                found.append(self.value(depth + 1))
            self.at += 1
        except _EndError:
            self.at = len(self.text)
        return found

    def _string(self, quote: str) -> str:
        start = self.at + 1
        end = self.text.find(quote, start)
        while end >= 0 and (self._is_escaped(end, start) or _CLOSED.match(self.text, end + 1) is None):
            end = self.text.find(quote, end + 1)
        if end < 0:
            raise _EndError
        self.at = end + 1
        inner = self.text[start:end]
        if quote == "'":
            inner = inner.replace("\\'", "'")
        inner = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', _ESCAPE.sub(_doubled, inner))
        return str(json.loads(f'"{inner}"', strict=False))

    def _is_escaped(self, end: int, start: int) -> bool:
        head = self.text[max(start, end - 20) : end]
        return (len(head) - len(head.rstrip("\\"))) % 2 == 1

    def _bare(self) -> Any:  # noqa: ANN401
        bare = _BARE.match(self.text, self.at)
        if bare is None:
            raise ValueError(self.at)
        self.at = bare.end()
        if self.at >= len(self.text):
            raise _EndError
        try:
            return json.loads(bare[0])
        except ValueError:
            is_key = _COLON.match(self.text, self.at) is not None
            return bare[0] if is_key else _LITERALS.get(bare[0].lower())


def _doubled(escape: re.Match[str]) -> str:
    """A backslash that escapes nothing stands for itself."""
    return escape[0] if escape[1] else r"\\"
