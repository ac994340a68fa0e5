"""Characters of scripts whose words are not told by spaces."""

import re
from typing import Final

__all__ = ["WIDE", "wide_count"]

WIDE: Final = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Kana, Han and Hangul, as ranges for a class of a regular expression; each such character counts as a word."""
_ONE: Final = re.compile(f"[{WIDE}]")


def wide_count(text: str) -> int:
    """How many such characters `text` has."""
    return 0 if text.isascii() else len(_ONE.findall(text))
