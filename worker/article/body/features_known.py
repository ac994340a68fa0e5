"""What the columns of all lines are made from, counted once: words, sentences, and what the titles have of a line."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Characters, Floats, characters
from worker.article.body.hash_table import HashTable
from worker.article.lines import Lines

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


def known(lines: Lines, headline: str | None = None) -> Known:
    """Count what the columns of `lines` rest on; `headline` is one more title."""
    given = [title for title in (*lines.titles, headline or "") if title]
    by_class = lines.tree is None  # pages' columns need no classes
    signs, titles = characters([*lines.text, *given], by_class=by_class).parted(len(lines))
    words = signs.words - 0.5 * signs.wide
    prose = np.where(((signs.ends > 0) & (words >= 6)) | (words >= 20), words, 0).astype(np.float32)
    count = len(lines)
    named, least = np.zeros(count, np.float32), 0
    if len(titles.words):
        of_titles = np.unique(titles.word_hash)
        hits = HashTable(of_titles, np.ones(len(of_titles), np.float32))[signs.word_hash]
        named = np.bincount(signs.word_line, hits, count).astype(np.float32)
        least = int(titles.words.min())
    share = named / np.maximum(signs.words, 1)
    repeats = (share >= 0.85) & (named >= max(2, 0.6 * least)) & (named > 0)
    return Known(signs, words, prose, np.minimum(named / np.float32(max(least, 1)), 2), repeats)
