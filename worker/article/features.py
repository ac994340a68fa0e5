"""What is known of each line, as columns for the line model: its words, its cues, its neighbourhood."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.characters import Characters, Floats, Sign, characters
from worker.article.cues import cues
from worker.article.features_dom import dom_columns
from worker.article.lexicon import Lexicon
from worker.article.lines import Lines
from worker.article.series import best_run, log, shifted, signed_log, since, sums, until, window

__all__ = ["Columns", "Known", "columns", "known"]

Columns = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the columns are made from, computed once."""

    signs: Characters
    words: Floats
    """Words of each line; two signs of a script without spaces count one."""
    prose: Floats
    """Words of lines that look like sentences, else 0."""
    named: Floats
    """Share of a line's words that the titles have."""
    covered: Floats
    """Share of the shortest title's words that a line has, at most 2."""
    titles: npt.NDArray[np.bool_]
    """Lines that repeat a title."""


def known(lines: Lines, headline: str | None = None) -> Known:
    """Count what the columns of `lines` rest on; `headline` is one more title."""
    signs = characters(lines.text)
    words = signs.words - 0.5 * signs.counts[:, Sign.WIDE]
    prose = np.where(((signs.ends > 0) & (words >= 6)) | (words >= 20), words, 0).astype(np.float32)
    titles = characters([title for title in (*lines.titles, headline or "") if title])
    count = len(lines)
    named, least = np.zeros(count, np.float32), 0
    if len(titles.words):
        hits = np.isin(signs.word_hash, np.unique(titles.word_hash))
        named = np.bincount(signs.word_line, hits, count).astype(np.float32)
        least = int(titles.words.min())
    share = (named / np.maximum(signs.words, 1)).astype(np.float32)
    repeats = (share >= 0.85) & (named >= max(2, 0.6 * least)) & (named > 0)
    return Known(
        signs, words, prose, share, np.minimum(named / np.float32(max(least, 1)), 2).astype(np.float32), repeats
    )


def columns(lines: Lines, lexicon: Lexicon, seen: Known) -> Columns:
    """A column a feature, float or bool, a row a line; markup's columns where there is markup."""
    words = _word_columns(seen, lexicon)
    found = _sign_columns(seen) | words | _repeat_columns(lines, seen)
    kinds = cues(lines.text, seen.signs)
    plain = seen.prose
    near: Columns = {
        "words": found["words"],
        "ends": seen.signs.ends,
        "word_mean": words["word_mean"],
        "phrase": words["phrase"],
    }
    if lines.tree is not None:
        markup = dom_columns(lines, lexicon, seen.prose, seen.titles)
        found |= markup
        near |= {"linked": markup["linked"], "token_near": markup["token_near"], "tag": markup["tag"]}
        plain = seen.prose * (1 - markup["linked"])
    else:
        found |= {"gap": np.minimum(lines.gap, 5), "gap_next": shifted(np.minimum(lines.gap, 5), 1)}
    found |= _near_columns(near, plain)
    found |= _mass_columns(plain, seen)
    found |= _cue_columns(kinds, plain, words)
    found |= _cohesion_columns(plain, seen)
    return found


_RUN_TOLL: Final = 10.0
_REACHES: Final = (2, 5, 12)


def _sign_columns(seen: Known) -> Columns:
    signs = seen.signs
    length = np.maximum(signs.length, 1)
    share = signs.counts / length[:, None]
    per_word = signs.counts / (signs.words[:, None] + 1)
    return {
        "words": log(signs.words),
        "chars": log(length),
        "word_length": length / (signs.words + 1),
        "ends": signs.ends,
        "ends_colon": signs.last == ord(":"),
        "ends_comma": signs.last == ord(","),
        "ends_question": signs.last == ord("?"),
        "starts_lower": signs.first == Sign.LOWER,
        "starts_upper": signs.first == Sign.UPPER,
        "starts_digit": signs.first == Sign.DIGIT,
        "starts_quote": signs.first == Sign.QUOTE,
        "starts_mark": (signs.first == Sign.MARK) | (signs.first == Sign.OTHER) | (signs.first == Sign.SEPARATOR),
        "upper": share[:, Sign.UPPER],
        "digits": share[:, Sign.DIGIT],
        "marks": share[:, Sign.MARK] + share[:, Sign.OTHER],
        "commas": per_word[:, Sign.COMMA],
        "separators": per_word[:, Sign.SEPARATOR],
        "sign": signs.counts[:, Sign.SYMBOL] > 0,
        "quotes": log(signs.counts[:, Sign.QUOTE]),
        "stops": log(signs.counts[:, Sign.STOP]),
        "prose": log(seen.prose),
        "named": seen.named,
        "covered": seen.covered,
        "is_title": seen.titles,
    }


def _word_columns(seen: Known, lexicon: Lexicon) -> Columns:
    signs, count = seen.signs, len(seen.words)
    least, most = np.zeros(count, np.float32), np.zeros(count, np.float32)
    odds = lexicon.words(signs.word_hash)
    total = np.bincount(signs.word_line, odds, count).astype(np.float32)
    if len(odds):
        has = signs.words > 0
        starts = (np.cumsum(signs.words) - signs.words)[has].astype(np.intp)
        least[has], most[has] = np.minimum.reduceat(odds, starts), np.maximum.reduceat(odds, starts)
    phrase = np.where(signs.words <= 8, lexicon.phrases(signs.line_hash), 0)
    return {
        "word_mean": total / np.maximum(signs.words, 1),
        "word_sum": np.clip(total, -12, 12),
        "word_least": least,
        "word_most": most,
        "phrase": phrase,
    }


def _repeat_columns(lines: Lines, seen: Known) -> Columns:
    """Lines that stand in the page more than once, and runs of them: the body given twice."""
    first: dict[str, int] = {}
    earlier = np.array([first.setdefault(text, at) for at, text in enumerate(lines.text)], np.intp)
    times = np.bincount(earlier, minlength=len(earlier))[earlier]
    again = earlier < np.arange(len(earlier))
    mass = sums((times > 1) * seen.prose)
    late = sums(again * seen.prose)
    return {
        "times": log(times - 1),
        "again": again,
        "twice_near": log(window(mass, 4)[0]),
        "again_near": log(window(late, 4)[0]),
        "twice_share": np.full(len(earlier), mass[-1] / max(float(seen.prose.sum()), 1.0)),
    }


def _near_columns(near: Columns, plain: Floats) -> Columns:
    found: Columns = {
        f"{name}{by:+d}": shifted(values, by)
        for name, values in near.items()
        for by in ((-1, 1) if name in {"phrase", "tag"} else (-2, -1, 1, 2))
    }
    before = {name: sums(values) for name, values in near.items() if name in {"words", "ends", "word_mean", "linked"}}
    masses = sums(plain)
    at = np.arange(len(plain))
    for reach in _REACHES:
        low, high = np.maximum(0, at - reach), np.minimum(len(plain), at + reach + 1)
        found[f"prose_above_{reach}"] = log(masses[at] - masses[low])
        found[f"prose_below_{reach}"] = log(masses[high] - masses[at + 1])
        for name, values in before.items():
            found[f"{name}_around_{reach}"] = (values[high] - values[low]) / (high - low)
    return found


def _mass_columns(plain: Floats, seen: Known) -> Columns:
    count = len(plain)
    at = np.arange(count)
    masses = sums(plain)
    total = max(float(masses[-1]), 1.0)
    start, end = best_run(_worth(seen))
    headings = (seen.words <= 8) & (seen.signs.ends == 0)
    titles = np.flatnonzero(seen.titles)
    return {
        "above": masses[:-1] / total,
        "below": (masses[-1] - masses[1:]) / total,
        "position": at / max(count, 1),
        "from_top": log(at),
        "from_bottom": log(count - at),
        "page_lines": np.full(count, log(count)),
        "page_prose": np.full(count, log(total)),
        "prose_share": seen.prose / total,
        "in_run": (at >= start) & (at < end),
        "from_run_start": signed_log(at - start),
        "to_run_end": signed_log(end - 1 - at),
        "since_prose": log(since(plain > 0)),
        "until_prose": log(until(plain > 0)),
        "since_heading": log(since(headings)),
        "from_title": signed_log(at - titles[0]) if len(titles) else np.full(count, -9.0),
        "titles_above": sums(seen.titles)[:-1],
    }


def _worth(seen: Known) -> Floats:
    """Words in sentences less a toll for each line: the run with the greatest sum is the densest text."""
    loose = np.where(seen.words > 15, 0.5 * seen.words, 0)
    return (np.where(seen.signs.ends > 0, seen.words, loose) - _RUN_TOLL).astype(np.float32)


def _cue_columns(kinds: npt.NDArray[np.bool_], plain: Floats, words: Columns) -> Columns:
    """What was announced since the first prose, and how far back."""
    start = int(np.argmax(plain >= 12)) if len(plain) else 0
    found: Columns = {f"cue_{row}": kind for row, kind in enumerate(kinds)}
    negative = sums(words["phrase"] < -1.5)
    found["bad_phrases"] = log(np.maximum(negative[:-1] - negative[start], 0)) if len(plain) else plain
    for row in (0, 1, 4):
        before = sums(kinds[row])
        around, size = window(before, 6)
        found[f"cue_{row}_count"] = log(np.maximum(before[:-1] - before[min(start, len(before) - 1)], 0))
        found[f"cue_{row}_since"] = log(since(kinds[row]))
        found[f"cue_{row}_around"] = around / np.maximum(size, 1)
        found[f"cue_{row}_below"] = log(before[-1] - before[1:])
    return found


def _cohesion_columns(plain: Floats, seen: Known) -> Columns:
    """Share of a line's rarer words that the core of the text has too, the line itself not counted."""
    signs, count = seen.signs, len(plain)
    if not len(signs.word_hash):
        return {"cohesion": np.zeros(count), "cohesion_words": np.zeros(count)}
    start, end = best_run(_worth(seen))
    core = (plain > 0) & (np.arange(count) >= start) & (np.arange(count) < end)
    vocabulary, index = np.unique(signs.word_hash, return_inverse=True)
    pairs = np.sort(signs.word_line * len(vocabulary) + index)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    line, word = pairs // len(vocabulary), pairs % len(vocabulary)
    lines_with = np.bincount(word, minlength=len(vocabulary))
    core_with = np.bincount(word[core[line]], minlength=len(vocabulary))
    rare = lines_with[word] <= max(3.0, 0.15 * count)
    shared = core_with[word] - core[line] > 0
    rare_words = np.bincount(line[rare], minlength=count)
    return {
        "cohesion": np.bincount(line[rare], shared[rare], count) / np.maximum(rare_words, 1),
        "cohesion_words": log(rare_words),
    }
