"""Which lines are the article's body."""

import re
from collections.abc import Callable
from typing import Final

from worker.article.lines import Lines, Verdict
from worker.article.rules import Rules

__all__ = ["find_body"]

_VERSION: Final = "rules-1"
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_SENTENCE_END: Final = re.compile(r"[.!?…。！？।][\"”’»')\]」*_]*$")


def find_body(lines: Lines, rules: Rules, *, headline: str | None = None, vote: Callable[[], str | None]) -> Verdict:
    """Which lines are body.

    `headline` is the producer's, where he gave one. `vote` gives the body of a reference extractor, None where there
    is none; it is called at most once.
    """
    del headline
    text = vote() if lines.tree is not None and rules.body != "model" else None
    kept = _found_in(lines.text, text) if text else _best_segment(lines.text)
    return Verdict(kept, [None] * len(kept), _VERSION, voted=lines.tree is not None and rules.body != "model")


def _found_in(lines: list[str], body: str) -> list[bool]:
    """Whether each line occurs in `body`, word for word or nearly."""
    words = _WORD.findall(body.lower())
    whole = f" {' '.join(words)} "
    triples = set(zip(words, words[1:], words[2:], strict=False))
    kept = []
    for line in lines:
        own = _WORD.findall(line.lower())
        shingles = list(zip(own, own[1:], own[2:], strict=False))
        if len(own) < 8:
            kept.append(bool(own) and f" {' '.join(own)} " in whole)
        else:
            kept.append(sum(s in triples for s in shingles) >= 0.7 * len(shingles))
    return kept


def _best_segment(lines: list[str]) -> list[bool]:
    """The run of lines with the most words in sentences, less a toll for each line."""
    best = sum_here = 0.0
    start = 0
    run = (0, 0)
    for at, line in enumerate(lines):
        if sum_here <= 0:
            sum_here, start = 0.0, at
        sum_here += _worth(line)
        if sum_here > best:
            best, run = sum_here, (start, at + 1)
    return [run[0] <= at < run[1] for at in range(len(lines))]


def _worth(line: str) -> float:
    count = len(_WORD.findall(line))
    if _SENTENCE_END.search(line):
        return count - 10.0
    return 0.5 * count - 10.0 if count > 15 else -10.0
