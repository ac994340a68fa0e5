"""What a first verdict says of the lines around, and what the extractors' votes add: columns for the second stages."""

import re
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats
from worker.article.body.series import best_run, log, share_around, shifted, signed_log, since, sums, until
from worker.article.wide import WIDE

__all__ = ["doubt", "verdict_columns", "vote_columns", "vote_shares"]

_Columns = dict[str, npt.NDArray[Any]]


def verdict_columns(scores: Floats, words: Floats) -> _Columns:
    """Columns from the first stage's `scores` of the lines around each line; `words` counts each line's words."""
    count = len(scores)
    at = np.arange(count)
    weight = words + 1
    found: _Columns = {f"score{by:+d}": shifted(scores, by) for by in (-4, -3, -2, -1, 1, 2, 3, 4)}
    mass, size, plain = sums(scores * weight), sums(weight), sums(scores)
    for reach in (2, 5, 12, 30):
        low, high = np.maximum(0, at - reach), np.minimum(count, at + reach + 1)
        found[f"score_above_{reach}"] = (mass[at] - mass[low]) / (size[at] - size[low] + 1)
        found[f"score_below_{reach}"] = (mass[high] - mass[at + 1]) / (size[high] - size[at + 1] + 1)
        found[f"score_around_{reach}"] = (plain[high] - plain[low]) / (high - low)
    for name, worth in (("even", (scores - 0.5) * np.sqrt(weight)), ("heavy", (scores - 0.5) * weight)):
        start, end = best_run(worth)
        found[f"{name}_run"] = (at >= start) & (at < end)
        found[f"{name}_run_start"] = signed_log(at - start)
        found[f"{name}_run_end"] = signed_log(end - 1 - at)
    total = max(float(mass[-1]), 1e-6)
    return found | {
        "score": scores,
        "score_share_above": mass[:-1] / total,
        "score_share_below": (total - mass[1:]) / total,
        "since_body": log(since(scores > 0.5)),
        "until_body": log(until(scores > 0.5)),
        "body_words": np.full(count, log(total)),
        "best_score": np.full(count, scores.max() if count else 0.0),
        "doubt": np.full(count, doubt(scores, words)),
    }


def doubt(scores: Floats, words: Floats) -> float:
    """How unsure `scores` are of a page: entropy in nats a word of the body, 0 for certain."""
    sure = np.clip(scores.astype(np.float64), 1e-6, 1 - 1e-6)
    entropy = -(sure * np.log(sure) + (1 - sure) * np.log(1 - sure))
    return float((entropy * words).sum() / max(float((sure * words).sum()), _LEAST_BODY_WORDS))


def vote_shares(lines: list[str], body: str) -> Floats:
    """How much of each line stands in `body`, 0 to 1: all or nothing for short ones, else by triples of words."""
    words = _words(body)
    own = [_words(line) for line in lines]
    short = {line for line in own if len(line) < _SHORT_WORDS}
    inside = {line for size in range(1, _SHORT_WORDS) for line in short.intersection(_runs(words, size))}
    triples = set(_runs(words, 3))
    return np.array(
        [
            line in inside
            if len(line) < _SHORT_WORDS
            else sum(map(triples.__contains__, _runs(line, 3))) / (len(line) - 2)
            for line in own
        ],
        np.float32,
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def _runs(words: tuple[str, ...], size: int) -> Iterator[tuple[str, ...]]:
    """All that is `size` words long."""
    return zip(*(words[skip:] for skip in range(size)), strict=False)


def vote_columns(voter: str, lines: list[str], body: str, scores: Floats, words: Floats) -> _Columns:
    """Columns from the vote of `voter`, who takes `body` for it, named after the voter.

    Of the line, of the lines around, and how far the vote and the first stage's `scores` agree.
    """
    shares = vote_shares(lines, body)
    count = len(shares)
    mass, size = float((shares * words).sum()), float(words.sum())
    both = float((shares * scores * words).sum())
    found: _Columns = {
        "vote": shares,
        "vote_share": np.full(count, mass / (size + 1)),
        "vote_words": np.full(count, log(mass)),
        "vote_backed": np.full(count, both / max(float((scores * words).sum()), 1.0)),
        "vote_backs": np.full(count, both / max(mass, 1.0)),
    }
    found |= {f"vote_around_{reach}": share_around(shares, words, reach) for reach in (2, 6)}
    return {f"{voter}_{name}": column for name, column in found.items()}


_WORD: Final = re.compile(rf"[{WIDE}]|[^\W_]+")
_SHORT_WORDS: Final = 5
_LEAST_BODY_WORDS: Final = 20.0
