"""What the words of a line say of the stamps in it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from worker.article.stamps.label import Kind, is_of_another_thing, label_of
from worker.article.stamps.stamp import ReadStamp
from worker.article.stamps.words import bound_words

__all__ = ["LABEL_REACH", "changes_beside", "is_of_another_stamp", "is_of_no_article", "label_behind", "part_of"]

_LAST_WORDS: Final = re.compile(r"[^\W\d_]+['’]?(?:\s(?:zum|dem|the|den|al|au|du|le|el|o|il|del)\b)?\s?$")
_HANDLE: Final = re.compile(r"\(@\w+\)")
"""Of who wrote a post elsewhere that is shown here."""
_PARTING: Final = re.compile(r"\s[•·|]\s")
_DIGIT: Final = re.compile(r"\d")
_LABEL_BEHIND_REACH: Final = 24
LABEL_REACH: Final = 60


def is_of_no_article(before: str) -> bool:
    """Whether what stands before a stamp says that it dates something else: a member, a bound, a post shown here."""
    return is_of_another_thing(before) or _HANDLE.search(before) is not None or _is_of_a_bound(before)


def changes_beside(text: str, reads: Sequence[ReadStamp]) -> set[int]:
    """Which of two days with nothing between them is the later one: themes print both, and hide one from readers."""
    pairs = enumerate(pairwise(reads))
    return {
        at + (one.day < other.day)
        for at, (one, other) in pairs
        if one.day != other.day and one.span[1] <= other.span[0] and not text[one.span[1] : other.span[0]].strip()
    }


def _is_of_a_bound(before: str) -> bool:
    """Whether something begins or ends on the day: "as of", "until the"."""
    words = _LAST_WORDS.search(before)
    return words is not None and not bound_words().isdisjoint(words[0].casefold().replace("'", " ").split())


def label_behind(rest: str) -> Kind | None:
    """The label right behind a stamp (2017年11月10日更新), if it does not open another stamp."""
    return None if any(char.isdigit() for char in rest) else label_of(rest[:_LABEL_BEHIND_REACH])


def is_of_another_stamp(rest: str) -> bool:
    """Whether a line's label stands behind a stamp, before another one (10 Nov 2017 | Updated 3 hours ago)."""
    digit = _DIGIT.search(rest, 0, LABEL_REACH)
    return digit is not None and label_of(rest[: digit.start()]) is not None


def part_of(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a line that holds the stamp, between signs such as a bullet, and where the stamp stands in it."""
    before = [match.end() for match in _PARTING.finditer(text, 0, start)]
    behind = _PARTING.search(text, end)
    first = before[-1] if before else 0
    return text[first : behind.start() if behind else len(text)], start - first, end - first
