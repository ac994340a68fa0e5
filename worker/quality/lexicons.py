"""Lexicons learnt from examples: each site counts once a word and once a class name, however many pages it has."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from worker.article.body.lexicon import Lexicon, attribute_tokens
from worker.quality.examples import Example

__all__ = ["fit_lexicon"]


def fit_lexicon(given: Sequence[Example]) -> Lexicon:
    """Words, short lines and class names that at least four sites have, with their log odds of being body."""
    words, phrases = _Sites(), _Sites()
    tokens: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for example in given:
        signs, site = example.seen.signs, example.page.site
        for label in (0, 1):
            words[label].see(np.unique(signs.word_hash[example.labels[signs.word_line] == label]), site)
            phrases[label].see(signs.line_hash[(example.labels == label) & (signs.words <= _PHRASE_WORDS)], site)
        if example.lines.tree is not None:
            _see_tokens(tokens, example)
    return Lexicon(*words.odds(_MAX_WORD_ODDS), *phrases.odds(_MAX_PHRASE_ODDS), tokens=_token_logits(tokens))


_MIN_SITES: Final = 4
_PHRASE_WORDS: Final = 8
_MAX_WORD_ODDS: Final = 4.0
_MAX_PHRASE_ODDS: Final = 5.0
_LEAST_ODDS: Final = 0.2
_Keys = npt.NDArray[np.uint32]


class _Seen:
    """The sites that had each hash in lines of one label."""

    def __init__(self) -> None:
        self.sites: dict[int, set[str]] = defaultdict(set)

    def see(self, hashes: _Keys, site: str) -> None:
        """Note that `site` has `hashes`."""
        for value in hashes.tolist():
            self.sites[value].add(site)


class _Sites:
    """Both labels' sites."""

    def __init__(self) -> None:
        self._labels = (_Seen(), _Seen())

    def __getitem__(self, label: int) -> _Seen:
        return self._labels[label]

    def odds(self, bound: float) -> tuple[_Keys, npt.NDArray[np.float32]]:
        """Hashes in ascending order with their log odds, as precise as they will be stored."""
        without, within = (seen.sites for seen in self._labels)
        found = []
        for value in without.keys() | within.keys():
            body, rest = len(within.get(value, ())), len(without.get(value, ()))
            odds = max(-bound, min(bound, math.log((body + 1) / (rest + 1))))
            if body + rest >= _MIN_SITES and abs(odds) > _LEAST_ODDS:
                found.append((value, odds))
        found.sort()
        stored = np.array([odds for _, odds in found], np.float16).astype(np.float32)
        return np.array([value for value, _ in found], np.uint32), stored


def _see_tokens(tokens: dict[str, dict[str, list[float]]], example: Example) -> None:
    """Mutate `tokens`: words below blocks with each token, and how many of them are body, by site."""
    blocks, words = example.lines.blocks, example.seen.signs.words
    count = len(blocks.parent)
    end = np.array(blocks.end)
    below = []
    for values in (words, words * example.labels):
        before = np.concatenate(([0.0], np.cumsum(np.bincount(example.lines.block, values, count))))
        below.append(before[end] - before[:-1])
    for row in np.flatnonzero(below[0]).tolist():
        for token in attribute_tokens(blocks.attributes[row]):
            held = tokens[token][example.page.site]
            held[0] += float(below[0][row])
            held[1] += float(below[1][row])


def _token_logits(tokens: dict[str, dict[str, list[float]]]) -> dict[str, float]:
    logits = {}
    for token, sites in sorted(tokens.items()):
        if len(sites) >= _MIN_SITES:
            share = (math.fsum(body / words for words, body in sites.values()) + 1) / (len(sites) + 2)
            logits[token] = round(math.log(share / (1 - share)), 2)
    return logits
