"""Headline of a text: which of the lines before the body reads and stands like one."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, chain, compress
from typing import Final, NamedTuple

from worker.article.headline.address import share_named, slug_words
from worker.article.plain import folded
from worker.article.word_count import rough_word_count

__all__ = ["Found", "headline_index", "without_marks"]

MAX_CHARS: Final = 400

# In log odds, fitted to two sets of pages (one of guides, one of German sites), flattened, with address and without.
SHARE: Final = 1.6
"""What a line gains whose long words the body has, all of them."""
MATCH: Final = 0.14
"""For each of them, up to six."""
OFTEN: Final = 0.27
"""For each time that the body has one, on average, up to ten."""
SLUG: Final = 4.2
"""Where the address is made of its words."""
ABOVE_A_FIELD: Final = (2.0, 2.2, 1.4)
"""What a line gains by a byline or stamp that stands one, two or three lines below it."""
TOP: Final = 0.5
"""What the first line of a text gains."""
MARKED: Final = 4.0
"""What a line gains that Markdown calls the main heading."""
ENDING: Final = 2.9
"""What a line loses that ends like a sentence or a label, or has the name of the site behind a bar."""
SENTENCES: Final = 0.9
"""What a line loses that is more than one sentence."""
SHORT: Final = 1.15
"""What a line of up to four words loses."""
CAPITALS: Final = 2.5
"""What a line in capitals loses: labels of a page are, more often than titles."""
DATED: Final = 1.5
"""What a line loses that opens with a day in numbers: teasers do."""
BELOW_PROSE: Final = 0.6
"""What a line loses for each long line anywhere above it, up to five: below them, it is a subheading."""
BELOW_BODY: Final = 0.7
"""The same for each line of body among the forty above it."""
BELOW_START: Final = 1.6
"""What a line loses that stands below the first sentence of the body."""
IN_BODY: Final = 1.0
"""What a line loses that is body itself."""
ANY: Final = 0.45
"""What every line loses."""

_MIN_WORDS: Final = 3
_MAX_WORDS: Final = 30
_SHORT_WORDS: Final = 4
_SHORT_CHARS: Final = 36
_TOLL: Final = 0.05
"""What a line loses for each line between it and the body."""
_BODY_CHARS: Final = 20_000
_PROSE_WORDS: Final = 15
_MAX_ABOVE: Final = 5
_BODY_REACH: Final = 40
_MAX_MATCHES: Final = 6
_MAX_TIMES: Final = 10

_UNSPACED: Final = r"\u3400-\u9fff\uac00-\ud7af"
_OTHERS: Final = rf"\u0600-\u0fff\u3040-\u30ff{_UNSPACED}"
_LONG_WORD: Final = re.compile(
    rf"[{_UNSPACED}]|[\u0600-\u0fff]{{2,}}|[\u30a1-\u30fa\u30fc]{{2,}}|[^\W\d_{_OTHERS}]{{4,}}"
)
_OTHER_SCRIPT: Final = re.compile(f"[{_OTHERS}]")
_ASCII_WORD: Final = re.compile(r"[a-z]{4,}")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_MARK: Final = re.compile(r"^(#{1,6})\s+")
_EMPHASIS: Final = re.compile(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1$")


def without_marks(text: str) -> str:
    """`text` without the marks of Markdown around a heading.

    >>> without_marks("## **The river rose**")
    'The river rose'
    """
    return _EMPHASIS.sub(r"\2", _MARK.sub("", text))


class Found(NamedTuple):
    """The lines of a text and where its body stands among them."""

    texts: Sequence[str]
    kept: Sequence[bool]
    """Of each line, whether it is body."""
    start: int
    """Index of the first sentence of the body."""


def headline_index(
    found: Found, among: Sequence[int], fields: Collection[int] = (), address: str | None = None
) -> int | None:
    """Index of the line of `among` that is the headline of the body, if any.

    A headline has the body's words, stands near its first sentence, above byline and stamp and below no prose, is of
    3 to 30 words and no sentence of several clauses, no credit of a picture and no path through the site. `fields` are
    the lines that are a byline, a credit or a stamp, `address` is the article's. Reads 20,000 characters of the body.
    """
    texts, kept, start = found
    words = {at: _long_words(texts[at]) for at in among if _has_the_length_of_one(texts[at])}
    body = " ".join(compress(texts[start:], kept[start:]))[:_BODY_CHARS]
    spoken = _counted(body, set(chain.from_iterable(words.values())))
    slug = slug_words(address)
    is_prose = [rough_word_count(text) > _PROSE_WORDS for text in texts[: max(words, default=-1) + 1]]
    prose, bodies = list(accumulate(is_prose, initial=0)), list(accumulate(kept[: len(is_prose)], initial=0))
    scores: dict[int, float] = {}
    for at, own in words.items():
        above = BELOW_PROSE * min(prose[at], _MAX_ABOVE) + (IN_BODY if kept[at] else 0.0)
        above += BELOW_BODY * min(bodies[at] - bodies[max(0, at - _BODY_REACH)], _MAX_ABOVE)
        said = _words_score(own, spoken) + _form_score(texts[at], slug)
        scores[at] = said + _place_score(texts, at, fields, start) - above - ANY
    likely = sorted((at for at in scores if scores[at] > 0), key=lambda at: scores[at], reverse=True)
    best = next((at for at in likely if not _is_something_else(texts[at])), None)
    return best if best is None else _alone(texts, best, scores)


_OWN_SHARE: Final = 0.5


def _alone(texts: Sequence[str], at: int, among: Iterable[int]) -> int:
    """The line of `among` that is the end of the one at `at`, behind sections or a kicker; else `at` itself."""
    text = texts[at]
    ends = [
        other
        for other in among
        if _OWN_SHARE * len(text) < len(texts[other]) < len(text)
        and text.endswith(texts[other])
        and not texts[other][0].islower()
        and (other > at or not text[: -len(texts[other])].strip().isalnum())
    ]
    return max(ends, key=lambda other: len(texts[other]), default=at)


def _counted(body: str, wanted: AbstractSet[str]) -> Mapping[str, int]:
    """How often each word of `wanted` stands in `body`."""
    lower = body.casefold()
    if len(lower.encode()) > _LATIN_BYTES * len(lower):
        words = _LONG_WORD.findall(lower)
    else:
        if not lower.isascii():
            for mark in _MARKS:
                lower = lower.replace(mark, " ")
        words = lower.encode().translate(_LETTERS).decode().split()  # a third of the time of a pattern
    return Counter(filter(wanted.__contains__, words))


_LATIN_BYTES: Final = 1.2
"""Bytes for a letter, at most, of a language in Latin letters."""
_MARKS: Final = "“”„’‘«»–—…·•"
_LETTERS: Final = bytes(code if code > 127 or chr(code).isalpha() else ord(" ") for code in range(256))


def _long_words(text: str) -> list[str]:
    """Words of `text` that say something, folded: of four letters, fewer in scripts that need fewer."""
    lower = text.casefold()
    if lower.isascii():
        return _ASCII_WORD.findall(lower)
    return (_LONG_WORD if _OTHER_SCRIPT.search(lower) else _WORD).findall(lower)


def _has_the_length_of_one(text: str) -> bool:
    if len(text) > MAX_CHARS:
        return False
    return _MIN_WORDS <= rough_word_count(text) <= _MAX_WORDS


def _words_score(own: Sequence[str], spoken: Mapping[str, int]) -> float:
    """What the long words of one line say for it; `spoken` counts those of the body."""
    times = [spoken[word] for word in own if word in spoken]
    if not times:
        return 0.0
    often = sum([min(count, _MAX_TIMES) for count in times]) / len(own)
    return SHARE * len(times) / len(own) + MATCH * min(len(times), _MAX_MATCHES) + OFTEN * often


def _form_score(text: str, slug: frozenset[str]) -> float:
    """What its form says for one line, and the address, which has the words of `slug`."""
    score = SLUG * share_named(folded(text).split(), slug) if slug else 0.0
    if text[-1] in ".:;," or " | " in text:
        score -= ENDING
    if _SENTENCE_WITHIN.search(text):
        score -= SENTENCES
    if len(text) <= _SHORT_CHARS and rough_word_count(text) <= _SHORT_WORDS:
        score -= SHORT
    if text.isupper() and text[0].upper() != text[0].lower():  # else letters of a script without capitals open it
        score -= CAPITALS
    return score - (DATED if _DAY_FIRST.match(text) else 0.0)


def _place_score(texts: Sequence[str], at: int, fields: Collection[int], start: int) -> float:
    """What the place of a line says for it."""
    near = next((gain for step, gain in enumerate(ABOVE_A_FIELD, 1) if at + step in fields), 0.0)
    mark = _MARK.match(texts[at])
    marked = MARKED if mark is not None and len(mark[1]) == 1 else 0.0
    far = BELOW_START if at > start else _TOLL * (start - at)
    return near + marked + (TOP if at == 0 else 0.0) - far


_SENTENCE_WITHIN: Final = re.compile(r"[^\W\d_]{3,}[.!] +(?=[^\W\d_a-z])|[。！](?=.)")
_DAY_FIRST: Final = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\d)")
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
