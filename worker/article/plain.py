"""Plain words out of a value that stood in markup: what every witness's string goes through before it is compared."""

import html
import re
from functools import lru_cache

__all__ = ["folded", "has_decimal", "has_digit", "plain", "words"]

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffd]"
)
_WORD = re.compile(r"\w+")
_ASCII_WORDS = "".join(chr(code) if chr(code).isalnum() or chr(code) == "_" else " " for code in range(128))
_MAX_CHARS = 5_000


def plain(value: object, *, most: int = _MAX_CHARS) -> str:
    r"""The words of `value` if it is a string: character references resolved, tags and control characters gone.

    Reads the first `most` characters. References are resolved twice: content systems escape what is escaped already.
    Anything else than a string gives "".

    >>> plain("Rock &amp;amp; <b>Roll</b>\u200b \n goes on")
    'Rock & Roll goes on'
    """
    if not isinstance(value, str):
        return ""
    text = value[:most]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    if not text.isprintable() or "\ufffd" in text:
        text = _UNSEEN.sub("", text)
    elif "  " not in text:  # of white space only the blank is printable
        return text.strip(" ")
    return " ".join(text.split())


@lru_cache(maxsize=256)  # witnesses of one page mostly say the same, and are compared with each other
def folded(text: str) -> str:
    """`text` for comparing: words in lower case, joined by one space, punctuation gone.

    >>> folded("“It’s over”, he said")
    'it s over he said'
    """
    if "\xad" in text:  # a soft hyphen is no end of a word
        text = text.replace("\xad", "")
    return " ".join(words(text.casefold()))


def words(text: str) -> list[str]:
    """Runs of letters, digits and low lines in `text`, as they stand."""
    return text.translate(_ASCII_WORDS).split() if text.isascii() else _WORD.findall(text)


_DECIMAL = re.compile(r"\d")
_ASCII_DECIMAL = re.compile(r"[0-9]")
"""Found in half the time."""


def has_digit(text: str) -> bool:
    """Whether a digit of any script stands in `text`."""
    return has_decimal(text) or (not text.isascii() and any(map(str.isdigit, text)))


def has_decimal(text: str) -> bool:
    """The same, but for digits that count nothing: raised ones, and those in circles."""
    return (_ASCII_DECIMAL if text.isascii() else _DECIMAL).search(text) is not None
