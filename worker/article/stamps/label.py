"""What the words beside a stamp say: that the article was published then, or modified, or that something else was."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Final, Literal, NamedTuple

from worker.article.wide import WIDE

__all__ = ["Kind", "is_of_another_thing", "label_of"]

Kind = Literal["published", "modified"]
Label = Literal["published", "modified", "other", "neither"]

_REACH: Final = 120
_STUCK: Final = re.compile(r"[A-Z](?<=[a-z][A-Z])")
"""Begins the second of two words that stand in elements of their own: "Jane DoeUpdated"."""
_PARTING: Final = re.compile(r"[|·•–—]|\s-(?:\s|$)")
_SPACELESS: Final = re.compile(rf"[\u0e00-\u0eff{WIDE}]")
_WORD: Final = re.compile(r"[^\W\d_][^\s\d!-/:-@\[-`{-¿‐-‧‹›⁄⋅、。・|]*")

_ASCII_WORDS: Final = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))


class Labels(NamedTuple):
    """The labels of data/labels.toml, case folded, longest first."""

    by_first_word: dict[str, list[tuple[str, Label]]]
    spaceless: re.Pattern[str]
    kind: dict[str, Label]


def label_of(text: str) -> Kind | None:
    """What the first label in a printed line, or in what stands before a stamp, says.

    Looks at the first 120 characters; languages are not told apart.

    >>> label_of("Last Updated : Nov 10 2017"), label_of("입력 2017.11.10"), label_of("Nov 10 2017")
    ('modified', 'published', None)
    """
    for label, _ in _labels_in(text[:_REACH]):
        if label == "published" or label == "modified":  # noqa: PLR1714 -- mypy narrows a comparison only
            return label
    return None


def is_of_another_thing(text: str) -> bool:
    """Whether the last label in what stands before a stamp speaks of something that is no article.

    A bar or a dash behind it parts it from the stamp: then it was somebody's name or work.

    >>> is_of_another_thing("Posts: 12, member since "), is_of_another_thing("By a member since May, posted on ")
    (True, False)
    >>> is_of_another_thing("By Max Born | ")
    False
    """
    labels = _labels_in(text[:_REACH])
    return bool(labels) and labels[-1][0] == "other" and _PARTING.search(labels[-1][1]) is None


@lru_cache(maxsize=64)  # a line is asked for its labels by several witnesses, one after another
def _labels_in(text: str) -> tuple[tuple[Label, str], ...]:
    """Labels in their order, each with what stands behind it."""
    return tuple(_found_in(" ".join(_STUCK.sub(_apart, text).casefold().split())))


def _apart(stuck: re.Match[str]) -> str:
    """A blank and what was stuck; as a template of `re` it would be read anew for each line."""
    return f" {stuck[0]}"


def _found_in(folded: str) -> Iterator[tuple[Label, str]]:
    labels = _labels()
    if folded.isascii():
        words = folded.translate(_ASCII_WORDS).split()
    elif _SPACELESS.search(folded) and (found := labels.spaceless.search(folded)):
        yield labels.kind[found[0]], folded[found.end() :]
        return
    else:
        words = _WORD.findall(folded)
    if labels.by_first_word.keys().isdisjoint(words):
        return
    passed = 0
    for word in _WORD.finditer(folded):
        if word.start() >= passed and (named := labels.by_first_word.get(word[0])):
            for label, kind in named:
                end = word.start() + len(label)
                if folded.startswith(label, word.start()) and not folded[end : end + 1].isalpha():
                    yield kind, folded[end:]
                    passed = end
                    break


@cache
def _labels() -> Labels:
    file = resources.files("worker.article.data") / "labels.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    kinds: tuple[Label, ...] = ("published", "modified", "other", "neither")
    kind_of: dict[str, Label] = {label.casefold(): kind for kind in kinds for label in table[kind]}
    by_first_word: dict[str, list[tuple[str, Label]]] = defaultdict(list)
    spaceless = []
    for label in sorted(kind_of, key=lambda name: (-len(name), name)):
        first = _WORD.match(label)
        if _SPACELESS.search(label):
            spaceless.append(re.escape(label))
        elif first:
            by_first_word[first[0]].append((label, kind_of[label]))
    return Labels(dict(by_first_word), re.compile("|".join(spaceless)), kind_of)
