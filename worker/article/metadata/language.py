"""Language of the article, from its words and its markup together."""

import re
from collections.abc import Sequence
from typing import Final

from gcld3 import NNetLanguageIdentifier

from worker.article.wide import wide_count

__all__ = ["find_language", "language_tag"]

MAX_CHARS: Final = 700
MIN_LETTERS: Final = 30
MIN_LETTERS_AGAINST_MARKUP: Final = 200
MIN_PROBABILITY: Final = 0.9
"""Of the language that the words speak for, for them to be believed."""

_TAG: Final = re.compile(r"^([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?(?:-|$)")
_NAMES: Final = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl",
    "russian": "ru", "chinese": "zh", "japanese": "ja", "korean": "ko", "arabic": "ar", "hindi": "hi",
    "turkish": "tr", "polish": "pl", "indonesian": "id",
}  # fmt: skip
_NO_LANGUAGE: Final = frozenset(["und", "mul", "zxx", "xx"])
# Languages that a statistic of letters cannot well tell apart: there the markup's word stands.
_CLOSE: Final = (
    frozenset(["no", "nb", "nn", "da"]),
    frozenset(["hr", "bs", "sr", "sh"]),
    frozenset(["id", "ms"]),
    frozenset(["zh", "wuu", "yue", "cmn"]),
    frozenset(["en", "pcm"]),
    frozenset(["gl", "pt"]),
    frozenset(["cs", "sk"]),
    frozenset(["hi", "mr", "ne"]),
    frozenset(["fa", "prs"]),
    frozenset(["tl", "fil"]),
)
# What is written so is in this language where it makes so much of the letters: no statistic is asked.
_SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile(r"[\u3400-\u9fff]"), 0.5),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.5),
)
_RENAMED: Final = {"iw": "he"}
_IDENTIFIER: Final = NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * MAX_CHARS)


def find_language(text: str, declared: Sequence[str]) -> tuple[str, str] | None:
    """BCP 47 tag of `text`, and what it was taken from: `markup`, or `text` where the markup is silent or wrong.

    `declared` are tags as the page gives them, the one nearest to the article first; one that agrees with the words
    brings its region along. None where words are few and markup is silent. Reads the first 700 characters.

    >>> find_language("Der Bundestag hat am Freitag das Gesetz über die Renten beschlossen.", ["en", "de_AT"])
    ('de-AT', 'markup')
    """
    tags = [tag for tag in map(language_tag, declared) if tag is not None]
    sample = text[:MAX_CHARS]
    if tags and _is_plainly(tags[0].partition("-")[0], sample):
        return tags[0], "markup"
    if not tags and (plainly := _plainly(sample)):
        return plainly, "text"
    letters = sum(map(str.isalpha, sample)) + 3 * wide_count(sample)
    spoken = _spoken(sample) if letters >= MIN_LETTERS else None
    for tag in tags:
        if spoken is not None and _is_close(tag, spoken):
            return tag, "markup"
    if spoken is not None and (not tags or letters >= MIN_LETTERS_AGAINST_MARKUP):
        return spoken, "text"
    return (tags[0], "markup") if tags else None


_SMALL_WORDS: Final = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that for with was are on at by from this have has you your their they it as be will "
        "which or not we but can his her an a",
        "de": "der die das und ist nicht mit den von auf ein eine im zu dem des sich auch für es an als er sie hat "
        "nach bei einer einen aus am dass war werden wird wurde wurden wie noch aber so zum zur oder über vor nur sind "
        "kann können mehr man haben ihr ihre seine sein wenn durch um ich wir diese dieser einem eines was im da",
        "fr": "le les des et est une dans du pour qui sur au il par plus ne pas ce aux avec sont nous vous cette "
        "leur ont à elle ils on mais ou son sa ses ces comme tout tous été être fait peut deux aussi même sans entre",
    }.items()
}
_MIN_SMALL_WORDS: Final = 15
_MIN_SMALL_SHARE: Final = 0.23
"""Other languages have up to .14 of them, a text of two half and half .23."""
_MAX_OTHERS_SHARE: Final = 0.25
"""Of another language's small words to the most frequent one's, for the latter to be all that is spoken."""


def _is_plainly(language: str, sample: str) -> bool:
    """The small words of the language that markup declares are so many that no statistic need be asked."""
    small = _SMALL_WORDS.get(language)
    if small is None:
        return False
    words = sample.lower().split()
    return _is_plain(sum(map(small.__contains__, words)), words)


def _plainly(sample: str) -> str | None:
    """The language whose small words are so many, and the others' so few, that no statistic need be asked."""
    words = sample.lower().split()
    counts = {language: sum(map(small.__contains__, words)) for language, small in _SMALL_WORDS.items()}
    *others, language = sorted(counts, key=lambda language: counts[language])
    is_alone = all(counts[other] <= _MAX_OTHERS_SHARE * counts[language] for other in others)
    return language if is_alone and _is_plain(counts[language], words) else None


def _is_plain(count: int, words: Sequence[str]) -> bool:
    return count >= _MIN_SMALL_WORDS and count >= _MIN_SMALL_SHARE * len(words)


def language_tag(declared: str) -> str | None:
    """`declared` as a BCP 47 tag of language, script and region; None where it is none.

    >>> language_tag("EN_us"), language_tag("zh-hans-CN"), language_tag("German"), language_tag("i-klingon")
    ('en-US', 'zh-Hans-CN', 'de', None)
    """
    folded = declared.strip().lower().replace("_", "-")
    if folded in _NAMES:
        return _NAMES[folded]
    match = _TAG.match(folded.split(".")[0])
    if match is None or match[1] in _NO_LANGUAGE:
        return None
    script, region = (match[2] or "").title(), (match[3] or "").upper()
    return "-".join(filter(None, (match[1], script, region)))


def _spoken(sample: str) -> str | None:
    """The language of the words; None where it is not sure."""
    if not sample.isascii():
        letters = sum(map(str.isalpha, sample))
        for language, script, share in _SCRIPTS:
            if len(script.findall(sample)) >= share * letters > 0:
                return language
    told = _IDENTIFIER.FindLanguage(text=sample.encode(errors="ignore").decode())
    if told.probability < MIN_PROBABILITY or "-" in told.language:  # Russian in Latin letters and the like
        return None
    return _RENAMED.get(told.language, str(told.language))


def _is_close(tag: str, other: str) -> bool:
    first, second = tag.partition("-")[0], other.partition("-")[0]
    return first == second or any(first in group and second in group for group in _CLOSE)
