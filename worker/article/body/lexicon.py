"""What words, short phrases and class names say of a line: log odds of body against boilerplate, learnt by site."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Floats
from worker.article.body.hash_table import HashTable

__all__ = ["Lexicon", "attribute_tokens"]

_Keys = npt.NDArray[np.uint32]
_Row = tuple[float, float, bool]
_Name = tuple[float, float, int, bool]
_Token = tuple[float | None, bool]


@dataclass(frozen=True)
class Lexicon:
    """Sorted hashes with their log odds, and tokens of class and id with the logit of the body's share below them."""

    word_keys: _Keys = field(default_factory=lambda: np.zeros(0, np.uint32))
    word_odds: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    phrase_keys: _Keys = field(default_factory=lambda: np.zeros(0, np.uint32))
    phrase_odds: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    tokens: Mapping[str, float] = field(default_factory=dict)
    _words: HashTable = field(init=False, repr=False, compare=False)
    _phrases: HashTable = field(init=False, repr=False, compare=False)
    _row: Callable[[str], _Row] = field(init=False, repr=False, compare=False)
    _name: Callable[[str], _Name] = field(init=False, repr=False, compare=False)
    _token: Callable[[str], _Token] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the hashes out, and remember what was read of class names: a site's pages share them, and sites some."""
        object.__setattr__(self, "_words", HashTable(self.word_keys, self.word_odds))
        object.__setattr__(self, "_phrases", HashTable(self.phrase_keys, self.phrase_odds))
        object.__setattr__(self, "_row", lru_cache(maxsize=16_384)(self._attribute))
        object.__setattr__(self, "_name", lru_cache(maxsize=65_536)(self._sound))
        object.__setattr__(self, "_token", lru_cache(maxsize=16_384)(self._learnt))

    def words(self, hashes: _Keys) -> Floats:
        """Log odds of each word; 0 where unknown."""
        return self._words[hashes]

    def knows(self, hashes: _Keys) -> bool:
        """Whether enough of a page's words have been learnt for its verdicts to weigh a vote."""
        return bool(np.count_nonzero(self.words(hashes)) >= _LEAST_KNOWN * len(hashes))

    def phrases(self, hashes: _Keys) -> Floats:
        """Log odds of each line as a whole; 0 where unknown."""
        return self._phrases[hashes]

    def attributes(self, values: list[str]) -> Floats:
        """A row a value: least and mean logit of the known tokens in its names, and whether a token sounds bad."""
        distinct = list(dict.fromkeys(values))
        letters = _letters(distinct)
        row = {value: number for number, value in enumerate(dict.fromkeys(letters))}  # "item-1" and "item-2" are one
        row_of = dict(zip(distinct, map(row.__getitem__, letters), strict=True))
        rows = np.array(list(map(self._row, row)), np.float32).reshape(-1, 3)
        return rows[list(map(row_of.__getitem__, values))]

    def _attribute(self, value: str) -> _Row:
        least, total, known, is_bad = 0.0, 0.0, 0, False
        for name_least, name_total, name_known, name_bad in map(self._name, value.split()):
            if name_known:
                least = min(least, name_least) if known else name_least
                total += name_total
                known += name_known
            is_bad = is_bad or name_bad
        return least, total / max(known, 1), is_bad

    def _sound(self, name: str) -> _Name:
        """Of a class name's letters: least logit and sum of its known tokens, their count, whether one sounds bad."""
        least, total, known, is_bad = 0.0, 0.0, 0, False
        tokens = name.split("-") if name.islower() else map(str.lower, _TOKEN.findall(name))
        for logit, token_bad in map(self._token, dict.fromkeys(tokens)):
            if logit is not None:
                least = min(least, logit) if known else logit
                total += logit
                known += 1
            is_bad = is_bad or token_bad
        return least, total, known, is_bad

    def _learnt(self, token: str) -> _Token:
        return self.tokens.get(token), _BAD.search(token) is not None


_LEAST_KNOWN: Final = 0.2
"""Share of a page's words: about .55 of English ones are known, .02 to .15 in languages that were hardly learnt."""
_END: Final = "\0"
"""Stands between values; in a page parsers put another sign for it."""
_LETTERS: Final = bytes(
    code if chr(code).isalpha() or chr(code) == _END else 32 if chr(code).isspace() else 45 for code in range(128)
).ljust(256, b"-")
_TOKEN: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_BAD: Final = re.compile(
    r"comment|foot|nav|menu|side|relat|share|social|promo|advert|^ads?$|sponsor|widget|newsletter|subscri|breadcrumb|meta"
    r"|byline|author|^tags?$|recirc|recommend|^more|popular|teaser|card|caption|credit|modal|cookie|consent|banner|login"
    r"|signup|toolbar|copyright|disclaim|^bio|rail|trend|outbrain|taboola|gallery|hidden|paywall|poll|toc$|rating|button"
    r"|btn|date|time|headline|title|kicker|disqus|reply|next|prev|pagin|hero|podcast|video|player|offer|product|faq|quiz"
    r"|signature|source|notice|skip|screen|^sr$"
)


def attribute_tokens(value: str) -> tuple[str, ...]:
    """Words in class names and ids, lowered, camelCase taken apart, each once.

    >>> attribute_tokens("articleBody main-2 MAIN")
    ('article', 'body', 'main')
    """
    return tuple(dict.fromkeys(map(str.lower, _TOKEN.findall(value))))


def _letters(values: Iterable[str]) -> list[str]:
    """Each value with a dash for what is no plain letter, and blanks between its names."""
    return _END.join(values).encode("ascii", "replace").translate(_LETTERS).decode("ascii").split(_END)
