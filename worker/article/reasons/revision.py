"""Second thoughts on the reasons of a page: what follows a line, and what it leads to, may say what the line is."""

from collections.abc import Mapping
from typing import Final

from worker.article.reasons.forms import is_bare_time
from worker.article.reasons.seen import Seen

__all__ = ["revised"]

_TEASER_WORDS: Final = 7
_NO_TEASERS: Final = frozenset(["navigation", "footer", "tag", "byline", "stamp"])
_VAGUE: Final = frozenset(["boilerplate", "related-link", "navigation", "other-text"])
_IN_TEASERS: Final = frozenset(["navigation", "stamp", "caption", "image-placeholder", "tag", "byline"])


def revised(seen: Seen, reasons: Mapping[int, str]) -> dict[int, str]:
    """`reasons` thought over, from the last line up; in their order."""
    found: dict[int, str] = {}
    for at in reversed(seen.gone):
        is_linked = seen.linked[at]
        reason = _of_link(seen, at, reasons[at]) if is_linked else reasons[at]
        if reason == "stamp" and seen.span[0] < at < seen.span[1] and is_bare_time(seen.lines.text[at]):
            reason = "live-blog-stamp"  # a bare time inside the body opens an entry
        elif reason == "caption" and (is_linked or seen.is_heading(at)):
            reason = "related-link"  # a picture that leads elsewhere belongs to a teaser
        found[at] = reason if is_linked or reason not in _VAGUE else _introducing(seen, at, reason, found)
    return dict(reversed(found.items()))


def _introducing(seen: Seen, at: int, reason: str, below: Mapping[int, str]) -> str:
    """`reason`, or what the line introduces: headings the links below them, lines above a newsletter's form that."""
    after = below.get(at + 1)
    if (after == "related-link" or (reason == "related-link" and after in _IN_TEASERS)) and seen.is_heading(at):
        return "related-links-heading"
    if reason != "navigation" and len(seen.words[at]) >= 3 and "newsletter" in (after, below.get(at + 2)):
        return "newsletter"
    return reason


def _of_link(seen: Seen, at: int, reason: str) -> str:
    """The links of a menu are short and those of teasers are not, whatever class names around them say."""
    if reason == "stamp" and seen.is_short(at) and _is_of_an_archive(seen, at):
        return "navigation"
    if seen.said[at] is not None:
        return reason
    if reason == "related-link" and seen.is_short(at) and not seen.is_heading(at) and seen.is_in_short_run(at):
        return "navigation"
    is_teaser = reason in _NO_TEASERS and len(seen.words[at]) >= _TEASER_WORDS and not seen.turns_page(at)
    return "related-link" if is_teaser else reason


def _is_of_an_archive(seen: Seen, at: int) -> bool:
    """Whether a linked date has no day: "November 2019" leads to the articles of a month."""
    numbers = [word for word in seen.words[at] if word.isdecimal()]
    return (len(numbers) == 1 and len(numbers[0]) == 4) if numbers else seen.said[at] is None
