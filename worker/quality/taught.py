"""Pages without a gold body that teach all the same: a first model's answer, where it passes the page's own pieces."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from worker.article.body.features import columns
from worker.article.body.features_verdict import vote_shares
from worker.article.body.lexicon import Lexicon
from worker.article.body.model import Stage
from worker.quality.examples import Example, examples
from worker.quality.gold import GoldPage

__all__ = ["taught_examples"]


def taught_examples(pages: Iterable[GoldPage], lexicon: Lexicon, teacher: Stage) -> Iterator[Example]:
    """Examples labelled by `teacher` and the reference extractor together.

    Only pages on which the two agree on most words, with at least 60 words of body that hold each of the page's
    `pieces` and none of its `foreign` texts.
    """
    for example in examples(pages, "page"):
        words = example.seen.signs.words
        scores = teacher.scores(columns(example.lines, lexicon, example.seen))
        shares = vote_shares(example.lines.text, example.vote)
        both = float(words[(scores > 0.5) & (shares > 0.5)].sum())
        either = float(words[scores > 0.5].sum() + words[shares > 0.5].sum())
        labels = _SCORE_WEIGHT * scores + (1 - _SCORE_WEIGHT) * shares > 0.5
        agreed = 2 * both >= _MIN_AGREEMENT * max(either, 1.0) and float(words[labels].sum()) >= _MIN_WORDS
        if agreed and _passes(example.page, example.answer(labels)):
            yield replace(example, labels=labels.astype(np.int8), is_taught=True)


_SCORE_WEIGHT: Final = 0.6
_MIN_AGREEMENT: Final = 0.8
_MIN_WORDS: Final = 60


def _passes(page: GoldPage, body: str) -> bool:
    squeezed = _squeezed(body)
    held = all(_squeezed(piece) in squeezed for piece in page.pieces)
    return held and not any(_squeezed(text) in squeezed for text in page.foreign)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
