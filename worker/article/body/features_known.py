"""What the columns of all lines are made from, counted once: words, sentences, and what the titles have of a line."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Characters, Floats, characters
from worker.article.body.hash_table import HashTable
from worker.article.lines import Lines
from worker.article.reasons.own_words import OwnWords

__all__ = ["Known", "known"]


@dataclass(frozen=True, slots=True)
class Known:
    """Columns with a row a line."""

    signs: Characters
    words: Floats
    """Words of each line; two signs of a script without spaces count one."""
    prose: Floats
    """Words of lines that look like sentences, else 0."""
    covered: Floats
    """Share of the shortest title's words that a line has, at most 2."""
    titles: npt.NDArray[np.bool_]
    """Lines that repeat a title."""
    claimed: Floats | None
    """How much of each line stands in the claimed body, by triples of words, 0 to 1; None where none is claimed."""
    own: OwnWords
    """What the lines say by themselves."""


def known(lines: Lines, headline: str | None = None, claim: str = "") -> Known:
    """Count what the columns of `lines` rest on; `headline` is one more title.

    `claim` is what a page itself gives as its article's body beside the markup, on one line; under 30 words are none.
    """
    given = [title for title in (*lines.titles, headline or "") if title]
    by_class = lines.tree is None  # pages' columns need no classes
    claims = [claim] if claim else []
    signs, others = characters([*lines.text, *given, *claims], by_class=by_class).parted(len(lines))
    titles, claimed = others.parted(len(given))
    words = signs.words - 0.5 * signs.wide
    prose = np.where(((signs.ends > 0) & (words >= 6)) | (words >= 20), words, 0).astype(np.float32)
    count = len(lines)
    named, least = np.zeros(count, np.float32), 0
    if len(titles.words):
        named = np.bincount(signs.word_line, _among(titles.word_hash, signs.word_hash), count).astype(np.float32)
        least = int(titles.words.min())
    share = named / np.maximum(signs.words, 1)
    repeats = (share >= 0.85) & (named >= max(2, 0.6 * least)) & (named > 0)
    covered = np.minimum(named / np.float32(max(least, 1)), 2)
    return Known(signs, words, prose, covered, repeats, _claimed(signs, claimed.word_hash), OwnWords(lines.text))


_LEAST_CLAIM: Final = 30


def _claimed(signs: Characters, claim: npt.NDArray[np.uint32]) -> Floats | None:
    if len(claim) < _LEAST_CLAIM:
        return None
    is_inside = signs.word_line[2:] == signs.word_line[:-2]
    line, count = signs.word_line[2:][is_inside], len(signs.words)
    held = np.bincount(line, _among(_triples(claim), _triples(signs.word_hash)[is_inside]), count)
    return (held / np.maximum(np.bincount(line, minlength=count), 1)).astype(np.float32)


def _triples(words: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """A hash of each word and the two behind it."""
    wide = words.astype(np.uint64)
    mixed = ((wide[:-2] * _MIX + wide[1:-1]) * _MIX + wide[2:]) * _MIX
    return (mixed >> np.uint64(32)).astype(np.uint32)


_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


def _among(members: npt.NDArray[np.uint32], hashes: npt.NDArray[np.uint32]) -> Floats:
    """1 for each of `hashes` that is one of `members`, else 0."""
    keys = np.unique(members)
    return HashTable(keys, np.ones(len(keys), np.float32))[hashes]
