"""What is taken back from the model's body: short lines whose own words speak against them, and a second copy."""

import re
from typing import Final

from worker.article.lines import Lines
from worker.article.phrases import words
from worker.article.reasons.own_words import OwnWords

__all__ = ["taken_back"]


def taken_back(lines: Lines, own: OwnWords, scores: list[float]) -> set[int]:
    """Lines with a score above .5 that are not body all the same; `own` is what they say.

    Lines of up to 14 words of which the model is not quite sure, and whose own words are those of a link to another
    story, a button, a picture's credit or the like; up to six such words above the first long line that say when it
    was published or how long it takes to read; such lines of up to 40 words that disclaim or offer a newsletter; the
    times of day of a live blog, however sure the model is; and what repeats, in the same order, at least three long
    lines that stand above. A single repeated line may be a refrain, and stays.
    """
    kept = [at for at, score in enumerate(scores) if score > _BODY]
    against = _against_themselves(lines.text, own, kept, [at for at in kept if scores[at] < _SURE])
    against |= _entry_times(lines.text, kept)
    return against | _second_copy(lines.text, [at for at in kept if at not in against])


_BODY: Final = 0.5
_SURE: Final = 0.8
"""Measured on sites not seen: below it most such lines are no body, above it most are."""
_SHORT_WORDS: Final = 14
_STAMP_WORDS: Final = 6
_FEW_WORDS: Final = 40
_FEW_CHARS: Final = 400
_AGAINST: Final = (
    "advertisement byline call-to-action credit form image-placeholder navigation newsletter related-link "
    "related-links-heading share"
)
_NOT_BODY: Final = frozenset(_AGAINST.split())
"""Reasons whose word lists hold inside the body too; prices, offers and dates are often the article's own."""
_NEVER_BODY: Final = frozenset(["copyright", "disclaimer", "newsletter"])
"""Those that hold for whole sentences."""
_LONG_CHARS: Final = 100
_LONG_WORDS: Final = 10
_LEAST_LONG: Final = 3
_LEAST_TIMES: Final = 3
_TIME_CHARS: Final = 16
_TIME: Final = re.compile(
    r"\d{1,2}(?::|h ?)\d\d(?: ?[ap]\.?m\.?| uhr)?(?: \(?[a-z]{2,4}\)?)?", re.IGNORECASE | re.ASCII
)


def _against_themselves(text: list[str], own: OwnWords, kept: list[int], unsure: list[int]) -> set[int]:
    """Those of `unsure` whose own words speak against them."""
    brief = [at for at in unsure if len(text[at]) <= _FEW_CHARS]
    start = next((at for at in kept if len(text[at]) >= _LONG_CHARS), 0)
    return {
        at
        for at, (words_there, reason) in zip(brief, own.said(brief), strict=True)
        if (reason in _NEVER_BODY and len(words_there) <= _FEW_WORDS)
        or (reason in _NOT_BODY and len(words_there) <= _SHORT_WORDS)
        or (reason == "stamp" and len(words_there) <= _STAMP_WORDS and at < start)
    }


def _entry_times(text: list[str], kept: list[int]) -> set[int]:
    """Lines of `kept` that are a time of day and no more, where at least three open an entry of a live blog.

    An entry has a long line right behind its time or behind one heading; those of a timetable have none.
    """
    times = {
        at
        for place, at in enumerate(kept)
        if len(text[at]) <= _TIME_CHARS
        and _TIME.fullmatch(text[at])
        and any(len(text[below]) >= _LONG_CHARS for below in kept[place + 1 : place + 3])
    }
    return times if len(times) >= _LEAST_TIMES else set()


def _second_copy(text: list[str], kept: list[int]) -> set[int]:
    """Runs of `kept` that repeat earlier lines in their order."""
    if len({text[at] for at in kept}) == len(kept):
        return set()
    first: dict[str, int] = {}
    found: set[int] = set()
    run: list[int] = []
    before = -1
    for at in kept:
        place = first.setdefault(text[at], at)
        if place == at or place <= before:
            found |= _copied(text, run)
            run = []
        if place < at:
            run.append(at)
        before = place if place < at else -1
    return found | _copied(text, run)


def _copied(text: list[str], run: list[int]) -> set[int]:
    """The run, where enough of it is long."""
    long = sum(len(words(text[at])) >= _LONG_WORDS for at in run) if len(run) >= _LEAST_LONG else 0
    return set(run) if long >= _LEAST_LONG else set()
