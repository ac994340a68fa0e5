"""Step 4: why each line that is neither body nor metadata went."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from worker.article.lines import Lines
from worker.article.phrases import Phrases, class_words
from worker.article.reasons.markup import markup_reasons
from worker.article.reasons.own_words import REASON_TABLE
from worker.article.reasons.place import by_place
from worker.article.reasons.repeated import repeated
from worker.article.reasons.revision import revised
from worker.article.reasons.runs import feature_run, plan_run, section_run
from worker.article.reasons.seen import Seen

__all__ = ["LINE_REASONS", "reason_of_removed"]

LINE_REASONS: Final[dict[str, str]] = {name: rules["about"] for name, rules in REASON_TABLE.items()}
"""Every reason, with the sentence that explains it to a reader of the audit."""


def reason_of_removed(
    lines: Lines, kept: Sequence[bool], used: Collection[int], scores: Sequence[float | None]
) -> dict[int, str]:
    """One reason, a key of `LINE_REASONS`, for each index that is neither in `kept` nor `used`.

    Asks in order: runs of lines (prices and plans, what a subscription includes), repetition, strong markup (comments,
    menus, consent), the line's own words, its form (prices, stamps), markup, the section it stands in, its place
    and links, the model's score. Word lists are data/reasons.toml. Linear in the lines and the markup around them.
    """
    seen = Seen.of(lines, kept, used := frozenset(used))
    markup = markup_reasons(lines, kept, seen.gone, _class_reason)
    runs = {**repeated(seen, kept, used), **plan_run(seen), **feature_run(seen, _OPENERS)}
    reasons: dict[int, str] = {}
    for at, weak in _without_long_runs(markup).items():
        strong = markup[at] if markup[at] in _STRONG and not _has_its_own(seen, at) else None
        reason = runs.get(at) or strong or seen.said[at]
        if reason is None and _can_be(weak, seen.words[at]):
            reason = weak
        if reason is not None:
            reasons[at] = reason
    reasons |= section_run(seen, reasons)
    for at in seen.gone:
        if at not in reasons:
            reasons[at] = by_place(seen, at, scores[at])
    return revised(seen, reasons)


def _classes() -> Phrases:
    phrases = Phrases()
    for name, rules in REASON_TABLE.items():
        phrases.add(name, rules.get("class", ()))
    return phrases


@lru_cache(maxsize=16_384)  # as the lexicon, which remembers the same strings
def _class_reason(names: str) -> str | None:
    """What class and id speak for; the pages of a site share them."""
    return _CLASSES.name(class_words(names))


def _openers() -> Phrases:
    phrases = Phrases()
    for name, rules in REASON_TABLE.items():
        phrases.add(name, rules.get("after", ()))
    return phrases


_CLASSES: Final = _classes()
_OPENERS: Final = _openers()
_STRONG: Final = frozenset(["comment", "cookie-notice", "navigation", "live-blog-stamp"])
_MOST_TAGS: Final = 10
_MOST_IN_CREDITS: Final = 12
"""Words of a byline or stamp."""


def _has_its_own(seen: Seen, at: int) -> bool:
    """Whether the words are those of a menu that has its own reason: share bars, and the foot of the site."""
    return seen.said[at] == "share" or (seen.said[at] == "footer" and at > seen.span[1])


def _without_long_runs(markup: Mapping[int, str | None]) -> Mapping[int, str | None]:
    """`markup`, but more tags in a row than articles have are a menu of categories."""
    if sum(name == "tag" for name in markup.values()) <= _MOST_TAGS:
        return markup
    found: dict[int, str | None] = {}
    for name, run in groupby(markup, key=markup.__getitem__):
        lines = list(run)
        found.update(dict.fromkeys(lines, "navigation" if name == "tag" and len(lines) > _MOST_TAGS else name))
    return found


def _can_be(name: str | None, line: tuple[str, ...]) -> bool:
    """Whether a line of such words can be what class names say: stamps have numbers, bylines are short."""
    if name == "stamp":
        return len(line) <= 2 or (len(line) <= _MOST_IN_CREDITS and any(map(_has_digit, line)))
    return name != "byline" or len(line) <= _MOST_IN_CREDITS


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))
