"""Characters of scripts whose words are not told by spaces."""

from typing import Final

__all__ = ["WIDE"]

WIDE: Final = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Kana, Han and Hangul, as ranges for a class of a regular expression; each such character counts as a word."""
