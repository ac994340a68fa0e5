"""What is known of each line of a text without markup, as columns for the line model."""

from typing import Final

import numpy as np

from worker.article.body.characters import Characters, Floats, Ints, Sign
from worker.article.body.cues import CUES, cues
from worker.article.body.features_known import Known
from worker.article.body.features_lines import (
    REACHES,
    Columns,
    around_columns,
    densest_run,
    repeats,
    run_columns,
    word_columns,
)
from worker.article.body.lexicon import Lexicon
from worker.article.body.said import SAID, said_kinds
from worker.article.body.series import log, shifted, signed_log, since, sums, until, window
from worker.article.lines import Lines

__all__ = ["text_columns"]


def text_columns(lines: Lines, lexicon: Lexicon, seen: Known) -> Columns:
    """Columns of a text, float or bool, a row a line."""
    odds = lexicon.words(seen.signs.word_hash)
    words = word_columns(seen, odds) | _spread_columns(seen, lexicon, odds)
    ends = seen.signs.ends
    plain, run = seen.prose, densest_run(seen)
    return (
        words
        | _sign_columns(seen)
        | _beside_columns({"words": words["words"], "word_mean": words["word_mean"]})
        | {"ends+1": shifted(ends, 1), "phrase+1": shifted(words["phrase"], 1)}
        | around_columns({"words": words["words"], "ends": ends, "word_mean": words["word_mean"]})
        | run_columns(plain, run)
        | _prose_columns(plain, run)
        | _repeat_columns(lines, seen)
        | _cue_columns(lines, seen, words["phrase"])
        | _cohesion_columns(plain, seen, run)
    )


_COUNTED_CUES: Final = ("comments", "related", "date")
_FOREIGN: Final = ("said_comment", "said_story", "said_frame")
"""Kinds of lines that no article has inside."""


def _spread_columns(seen: Known, lexicon: Lexicon, odds: Floats) -> Columns:
    """The least and the greatest log odds of a line's words, and those of a short line as a whole."""
    signs, count = seen.signs, len(seen.words)
    least, most = np.zeros(count, np.float32), np.zeros(count, np.float32)
    if len(odds):
        has = signs.words > 0
        starts = (np.cumsum(signs.words) - signs.words)[has].astype(np.intp)
        least[has], most[has] = np.minimum.reduceat(odds, starts), np.maximum.reduceat(odds, starts)
    phrase = np.where(signs.words <= 8, lexicon.phrases(signs.line_hash), 0)
    return {"word_least": least, "word_most": most, "phrase": phrase}


def _sign_columns(seen: Known) -> Columns:
    signs = seen.signs
    length = np.maximum(signs.length, 1)
    share = signs.counts / length[:, None]
    per_word = signs.counts / (signs.words[:, None] + 1)
    return {
        "chars": log(length),
        "ends": signs.ends,
        "ends_colon": signs.last == ord(":"),
        "starts_digit": signs.first == Sign.DIGIT,
        "upper": share[:, Sign.UPPER],
        "digits": share[:, Sign.DIGIT],
        "marks": share[:, Sign.MARK] + share[:, Sign.OTHER],
        "commas": per_word[:, Sign.COMMA],
        "separators": per_word[:, Sign.SEPARATOR],
        "quotes": log(signs.counts[:, Sign.QUOTE]),
        "stops": log(signs.counts[:, Sign.STOP]),
    }


def _beside_columns(values: Columns) -> Columns:
    return {f"{name}{by:+d}": shifted(own, by) for name, own in values.items() for by in (-1, 1)}


def _prose_columns(plain: Floats, run: tuple[int, int]) -> Columns:
    """Where the line stands among the lines, and how far prose is from it."""
    count = len(plain)
    at = np.arange(count)
    masses = sums(plain)
    total = max(float(masses[-1]), 1.0)
    start, end = run
    found: Columns = {
        "position": at / max(count, 1),
        "from_top": log(at),
        "from_bottom": log(count - at),
        "page_lines": np.full(count, log(count)),
        "prose_share": plain / total,
        "from_run_start": signed_log(at - start),
        "to_run_end": signed_log(end - 1 - at),
        "since_prose": log(since(plain > 0)),
        "until_prose": log(until(plain > 0)),
    }
    reaches = np.array(REACHES)[:, None]
    above = log(masses[:-1] - masses[np.maximum(at - reaches, 0)])
    below = log(masses[np.minimum(at + 1 + reaches, count)] - masses[1:])
    found |= {f"prose_above_{reach}": row for reach, row in zip(REACHES, above, strict=True)}
    return found | {f"prose_below_{reach}": row for reach, row in zip(REACHES, below, strict=True)}


def _repeat_columns(lines: Lines, seen: Known) -> Columns:
    """Lines that stand in the text more than once, and runs of them: the body given twice."""
    times, again = repeats(lines)
    masses = sums(np.stack([times > 1, again]) * seen.prose)
    twice_near, again_near = log(window(masses, 4)[0])
    return {
        "times": log(times - 1),
        "again": again,
        "twice_near": twice_near,
        "again_near": again_near,
        "twice_share": np.full(len(times), masses[0, -1] / max(float(seen.prose.sum()), 1.0)),
    }


def _cue_columns(lines: Lines, seen: Known, phrase: Floats) -> Columns:
    """What was announced since the first prose and how far back, and which of the lines around are no prose."""
    kinds, said = cues(lines.text, seen.signs), said_kinds(lines.text, seen.own)
    start = int(np.argmax(seen.prose >= 12)) if len(lines) else 0
    negative = sums(phrase < -1.5)
    marked = np.vstack([kinds[[CUES.index(name) for name in _COUNTED_CUES]], said])
    before = sums(marked)
    around, size = window(before, 6)
    foreign = np.logical_or.reduce([said[SAID.index(name)] for name in _FOREIGN])
    foreign_near, near = window(sums(foreign), 2)
    counted = {
        "count": log(np.maximum(before[:, :-1] - before[:, start, None], 0)),
        "since": log(since(marked)),
        "around": around / size,
        "below": log(before[:, -1:] - before[:, 1:]),
    }
    found: Columns = {
        "credit": kinds[CUES.index("credit")],
        "bad_phrases": log(np.maximum(negative[:-1] - negative[start], 0)),
        "foreign_near": foreign_near / near,
    }
    found |= dict(zip(SAID, said, strict=True))
    for key, rows in counted.items():
        found |= {f"{name}_{key}": row for name, row in zip(_COUNTED_CUES + SAID, rows, strict=True)}
    return found


def _cohesion_columns(plain: Floats, seen: Known, run: tuple[int, int]) -> Columns:
    """Share of a line's rarer words that the core of the text has too, the line itself not counted."""
    signs, count = seen.signs, len(plain)
    if not len(signs.word_hash):
        return {"cohesion": np.zeros(count), "cohesion_words": np.zeros(count)}
    start, end = run
    core = (plain > 0) & (np.arange(count) >= start) & (np.arange(count) < end)
    line, word = _distinct_words(signs)
    is_rare = np.bincount(word)[word] <= max(3.0, 0.15 * count)
    line, word = line[is_rare], word[is_rare]
    in_core = core[line]
    core_with = np.bincount(word[in_core], minlength=len(signs.word_hash))
    shared = core_with[word] > in_core
    rare_words = np.bincount(line, minlength=count)
    return {
        "cohesion": np.bincount(line, shared, count) / np.maximum(rare_words, 1),
        "cohesion_words": log(rare_words),
    }


def _distinct_words(signs: Characters) -> tuple[Ints, Ints]:
    """Each line's words without repeats: the line and the word's rank among the text's words, in the order of words."""
    pairs = signs.word_hash.astype(np.uint64) << np.uint64(32) | signs.word_line.astype(np.uint64)
    pairs.sort()
    pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))]
    hashes = pairs >> np.uint64(32)
    word = np.concatenate(([0], np.cumsum(hashes[1:] != hashes[:-1])))
    return (pairs & np.uint64(0xFFFFFFFF)).astype(np.intp), word
