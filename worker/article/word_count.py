"""How many words a text has, whatever its script."""

import re
from typing import Final

import numpy as np

from worker.article.wide import WIDE, wide_count

__all__ = ["rough_word_count", "word_count"]

_WORD: Final = re.compile(rf"[^\W_{WIDE}]+(?:['’.,-][^\W_\u3040-\u9fff]+)*")
_LATIN: Final = re.compile(r"[\x00-\xff]+")
_LETTER: Final = re.compile(r"[^\W_]")
_LONG_CHARS: Final = 300
_IN_WORD, _JOINS = 1, 2
_CLASSES: Final = bytes(
    _IN_WORD if chr(code).isalnum() else _JOINS if chr(code) in "'.,-" else 0 for code in range(256)
)


def word_count(text: str) -> int:
    """Words of `text`; two Chinese, Japanese or Korean characters make one.

    >>> word_count("The bridge is 80 years old."), word_count("新桥开通了。")
    (6, 2)
    """
    if len(text) >= _LONG_CHARS and not _LETTER.search(_LATIN.sub("", text)):
        return _of_latin(text)
    return len(_WORD.findall(text)) + wide_count(text) // 2


def rough_word_count(text: str) -> int:
    """The same by the blanks alone, of a line that has single ones and no more; marks that stand alone count too."""
    return text.count(" ") + 1 + wide_count(text) // 2


def _of_latin(text: str) -> int:
    """The same, five times as fast, of a text whose letters are all in Latin-1."""
    plain = text.replace("’", "'").encode("latin-1", "replace").translate(_CLASSES)
    classes = np.frombuffer(plain, np.uint8)
    in_word = classes == _IN_WORD
    starts = np.count_nonzero(in_word[1:] > in_word[:-1]) + int(in_word[0])
    joined = np.count_nonzero(in_word[:-2] & in_word[2:] & (classes[1:-1] == _JOINS))
    return int(starts - joined)
