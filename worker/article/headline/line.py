"""Headline of a text: which of the lines before the body reads and stands like one."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Final

from worker.article.word_count import rough_word_count

__all__ = ["headline_index", "without_marks"]

MAX_CHARS: Final = 400
SHARE: Final = 1.2
MATCH: Final = 0.15
SLUG: Final = 2.0
ABOVE_A_FIELD: Final = (0.8, 0.8, 0.7)
"""What a line gains by a byline or stamp that stands one, two or three lines below it."""
TOP: Final = 0.3
"""What the first line of a text gains."""
MARKED: Final = 2.0
"""What a line gains that Markdown calls the main heading."""
REPEATED: Final = 0.3
ENDING: Final = 1.2
"""What a line loses that ends like a sentence or a label, or has the name of the site behind a bar."""
SENTENCES: Final = 0.6
"""What a line loses that is more than one sentence."""

_MIN_WORDS: Final = 3
_MAX_WORDS: Final = 30
_MIN_SCORE: Final = 0.5
_TOLL: Final = 0.03
"""What a line loses for each line between it and the body."""
_BODY_CHARS: Final = 50_000
_MAX_TRIES: Final = 200
"""Places of the body that are looked at for one word."""

_UNSPACED: Final = r"\u3400-\u9fff\uac00-\ud7af"
_LONG_WORD: Final = re.compile(
    rf"[{_UNSPACED}]|[\u0600-\u0fff]{{2,}}|[^\W\d_\u0600-\u0fff\u3040-\u30ff{_UNSPACED}]{{4,}}"
)
_MARK: Final = re.compile(r"^(#{1,6})\s+")
_EMPHASIS: Final = re.compile(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1$")


def without_marks(text: str) -> str:
    """`text` without the marks of Markdown around a heading.

    >>> without_marks("## **The river rose**")
    'The river rose'
    """
    return _EMPHASIS.sub(r"\2", _MARK.sub("", text))


def headline_index(
    texts: Sequence[str], before: Sequence[int], body: str, slug: str = "", fields: Collection[int] = ()
) -> int | None:
    """Index of the line among `before`, nearest to the body first, that is the headline of `body`, if any.

    A headline has the body's words, stands near it, above byline and stamp, is of 3 to 30 words and no sentence of
    several clauses, no credit of a picture and no path through the site. `slug` is the last part of the article's
    address, `fields` are the lines that are a byline, a credit or a stamp. Reads 50,000 characters of the body.
    """
    words = {at: _LONG_WORD.findall(texts[at].casefold()) for at in before if _has_the_length_of_one(texts[at])}
    spoken, named = _spoken(words.values(), body), set(_LONG_WORD.findall(slug.casefold()))
    scores = {
        at: _score(texts[at], words[at], spoken, named) + _place(texts, at, fields) - _TOLL * rank
        for rank, at in enumerate(before)
        if at in words
    }
    likely = sorted((at for at in scores if scores[at] >= _MIN_SCORE), key=lambda at: scores[at], reverse=True)
    return next((at for at in likely if not _is_something_else(texts[at])), None)


def _has_the_length_of_one(text: str) -> bool:
    if len(text) > MAX_CHARS:
        return False
    return _MIN_WORDS <= rough_word_count(text) <= _MAX_WORDS


def _spoken(words: Iterable[Sequence[str]], body: str) -> set[str]:
    """Those of the lines' words that the body has."""
    folded = body[:_BODY_CHARS].casefold()
    return {word for word in set(chain.from_iterable(words)) if _is_a_word_of(folded, word)}


def _is_a_word_of(text: str, word: str) -> bool:
    """Whether `word`, as `_LONG_WORD` finds them, is one of `text`, not just a piece of others."""
    at = text.find(word)
    for _ in range(_MAX_TRIES):
        if at < 0 or word in _LONG_WORD.findall(text[max(0, at - 1) : at + len(word) + 1]):
            return at >= 0
        at = text.find(word, at + len(word))
    return False


def _score(text: str, own: Sequence[str], spoken: set[str], named: set[str]) -> float:
    """What the words of one line, of which `own` are the long ones, say for it."""
    shared = sum(map(spoken.__contains__, own))
    score = SHARE * shared / len(own) + MATCH * min(shared, 6) if own else 0.0
    score += SLUG * min(1.0, len(named.intersection(own)) / max(3, len(named)))
    if text[-1] in ".:;," or " | " in text:
        score -= ENDING
    if _SENTENCE_WITHIN.search(text):
        score -= SENTENCES
    return score


def _place(texts: Sequence[str], at: int, fields: Collection[int]) -> float:
    """What the place of a line says for it."""
    near = next((gain for step, gain in enumerate(ABOVE_A_FIELD, 1) if at + step in fields), 0.0)
    mark = _MARK.match(texts[at])
    marked = MARKED if mark is not None and len(mark[1]) == 1 else 0.0
    return near + marked + (TOP if at == 0 else 0.0) + (REPEATED if texts.count(texts[at]) > 1 else 0.0)


_SENTENCE_WITHIN: Final = re.compile(r"[^\W\d_]{3,}[.!] +(?=[^\W\d_a-z])|[。！](?=.)")
_PATH: Final = re.compile(r"(?:\s*[»›>]\s.*){2}|^\S+(?:\s/\s.+){2}|(?:·.*){3}")
_WIRE_SLUG: Final = re.compile(
    r"^[A-Z]{2,3}[-–][A-Z\d]\S*[-–]|\b\d+(?:st|nd|rd|th) (?:Ld|Lead|Writethru)\b|\bWritethru\b|^Eds: "
)
_PICTURE: Final = re.compile(
    r"©|\(c\) |(?:\b(?:credits?|fotos?|photos?|bilde?r?|images?|pictures?)|写真|图片?|사진)\s?(?:[:：/=]|by\b|par\b)"
    r"|\((?:AP Photo|[^()]+/[^()/]*[A-Z]{2}[^()/]*)\)$|\b(?:Getty|PA) Images\b|\w/(?:AFP|AP|dpa|EPA|Reuters|Getty)\b",
    re.IGNORECASE,
)


def _is_something_else(text: str) -> bool:
    """A picture's credit, the path through the site, or what a wire service writes above its copy."""
    return any(pattern.search(text) for pattern in (_PICTURE, _PATH, _WIRE_SLUG))
