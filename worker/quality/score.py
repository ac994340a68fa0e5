"""How near bodies come to their gold: shingles, tokens, intervals; as the benchmarks of the field count."""

import random
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["PageScore", "Score", "score_page", "score_pages"]


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page: its answer against its gold."""

    hits: int
    """4-shingles of words that answer and gold share, as multisets."""
    extra: int
    """Shingles of the answer that the gold lacks."""
    missed: int
    """Shingles of the gold that the answer lacks."""
    token_f1: float
    """F1 of the multisets of lowered words; 1 where both are empty."""


@dataclass(frozen=True, slots=True)
class Score:
    """A data set; figures from 0 to 1."""

    pages: int
    f1: float
    """F1 of the means below."""
    precision: float
    """Mean over answers that are not empty."""
    recall: float
    """Mean over all pages."""
    low: float
    """2.5 % bound of `f1`, by bootstrap over pages."""
    high: float
    """97.5 % bound."""
    token_f1: float
    """Mean over pages."""
    good: float
    """Share of pages with a token F1 of .9 or more."""
    bad: float
    """Share of pages with a token F1 below .8."""
    empty: int
    """Answers without a word."""


def score_page(gold: str, answer: str) -> PageScore:
    """Compare a body with its gold; None-like answers are empty strings.

    Source: Scrapinghub's article-extraction-benchmark; scripts without spaces are counted by sign.
    """
    wanted, got = _shingles(gold), _shingles(answer)
    hits = (wanted & got).total()
    return PageScore(hits, got.total() - hits, wanted.total() - hits, _token_f1(gold, answer))


def score_pages(pages: Sequence[PageScore]) -> Score:
    """Scores of a data set, which has at least one page; the same pages give the same interval."""
    f1, precision, recall = _shingle_f1(pages)
    dice = random.Random(7)  # noqa: S311 -- a bootstrap, not a secret
    resampled = sorted(_shingle_f1(dice.choices(pages, k=len(pages)))[0] for _ in range(_RESAMPLES))
    tokens = [page.token_f1 for page in pages]
    return Score(
        pages=len(pages),
        f1=f1,
        precision=precision,
        recall=recall,
        low=resampled[int(0.025 * _RESAMPLES)],
        high=resampled[int(0.975 * _RESAMPLES)],
        token_f1=statistics.mean(tokens),
        good=statistics.mean(float(value >= 0.9) for value in tokens),
        bad=statistics.mean(float(value < 0.8) for value in tokens),
        empty=sum(page.hits + page.extra == 0 for page in pages),
    )


_RESAMPLES: Final = 1000
_WIDE: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_TOKEN: Final = re.compile(rf"[{_WIDE}]|[^\W{_WIDE}]+")


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _TOKEN.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def _token_f1(gold: str, answer: str) -> float:
    wanted, got = Counter(_TOKEN.findall(gold.lower())), Counter(_TOKEN.findall(answer.lower()))
    if not wanted or not got:
        return float(not wanted and not got)
    return 2 * (wanted & got).total() / (wanted.total() + got.total())


def _shingle_f1(pages: Iterable[PageScore]) -> tuple[float, float, float]:
    precisions, recalls = [], []
    for page in pages:
        if page.hits + page.extra:
            precisions.append(page.hits / (page.hits + page.extra))
        if page.hits + page.missed:
            recalls.append(page.hits / (page.hits + page.missed))
    precision = statistics.fmean(precisions) if precisions else 0.0
    recall = statistics.fmean(recalls) if recalls else 0.0
    return (2 * precision * recall / (precision + recall) if precision + recall else 0.0), precision, recall
