"""Second thoughts on the reasons of a page: what follows a line, and what it leads to, may say what the line is."""

import re
from collections.abc import Mapping
from typing import Final

from worker.article.reasons.forms import is_bare_time
from worker.article.reasons.neighbours import is_menu_entry
from worker.article.reasons.seen import Seen

__all__ = ["revised"]

_TEASER_WORDS: Final = 7
_LEAST_OF_OFFER: Final = 3
_MENU_REACH: Final = 2
"""Lines; a menu with teasers in it has several, and a single long entry is an entry."""
_NO_TEASERS: Final = frozenset(["navigation", "footer", "tag", "byline", "stamp"])
_CONTENTS: Final = re.compile(r"(?<![a-z])toc(?![a-z])|table[ _-]?of[ _-]?content", re.IGNORECASE)
_MAX_NAME_CHARS: Final = 300
_CONTENTS_DEPTH: Final = 4
"""Elements: the entry, its list, and two around it."""
_HEADS_OF_MENUS: Final = frozenset(["stamp", "related-links-heading", "tag", "call-to-action"])
_PROSE: Final = frozenset(["other-text", "doubtful"])
_OF_TEASERS: Final = frozenset(["related-link", "stamp", "byline"])
_MAY_BE_COUNTED: Final = frozenset(["stamp", "related-link", "comment"])
_COUNT: Final = re.compile(r"\(\d{1,5}\)$")
_VAGUE: Final = frozenset(["boilerplate", "related-link", "navigation", "other-text"])
_IN_TEASERS: Final[dict[str, frozenset[str]]] = {
    "related-link": frozenset(["navigation", "stamp", "caption", "image-placeholder", "tag", "byline"]),
    "boilerplate": frozenset(["stamp", "image-placeholder", "byline", "duplicate"]),
}
"""What a teaser may begin with below a heading that seemed to be one, or that seemed nothing."""


def revised(seen: Seen, reasons: Mapping[int, str]) -> dict[int, str]:
    """`reasons` thought over, from the last line up; in their order."""
    found: dict[int, str] = {}
    is_text = seen.is_text
    for at in reversed(seen.gone):
        is_linked, reason = at in seen.links, reasons[at]
        if reason == "caption" and (is_linked or seen.is_heading(at)):
            reason = "related-link"  # a picture that leads elsewhere belongs to a teaser
        if is_linked:
            reason = _of_link(seen, at, reason)
        elif is_text and reason in _HEADS_OF_MENUS and is_menu_entry(seen, at):
            reason = _of_entry(seen, at, reason, found.get(at + 1))
        elif is_text and reason == "navigation":
            found[at] = _of_short(seen, at, reasons.get(at - 1), found.get(at + 1))
            continue
        if reason in _MAY_BE_COUNTED and _is_one_of_counted(seen, at):
            reason = "navigation"
        if reason == "stamp" and seen.span[0] < at < seen.span[1] and is_bare_time(seen.lines.text[at]):
            reason = "live-blog-stamp"  # a bare time inside the body opens an entry
        found[at] = reason if is_linked or reason not in _VAGUE else _introducing(seen, at, reason, found, reasons)
    return dict(reversed(found.items()))


def _of_entry(seen: Seen, at: int, reason: str, after: str | None) -> str:
    """What a line among short lines of a text is: months in a row, and "Latest" in a menu above, are a menu."""
    is_menu = _is_of_an_archive(seen, at) if reason == "stamp" else seen.is_above(at) and after == "navigation"
    return "navigation" if is_menu else reason


def _of_short(seen: Seen, at: int, above: str | None, below: str | None) -> str:
    """What a short line of a text is between what is no menu: topics and authors are of the teasers around them."""
    if above == "navigation" or below == "navigation" or seen.said[at] is not None or seen.is_above(at):
        return "navigation"
    if above in _PROSE and below in _PROSE:
        return "boilerplate"
    if above not in _OF_TEASERS or below not in _OF_TEASERS:
        return "navigation"
    is_in_teaser = {above, below} != {"related-link"} or max(map(seen.length, (at - 1, at + 1))) >= _TEASER_WORDS
    return "related-link" if is_in_teaser else "navigation"


def _is_one_of_counted(seen: Seen, at: int) -> bool:
    """Whether it is a month or topic with how many articles it has, among such: "March 2020 (12)"."""
    return _is_counted(seen, at) and (_is_counted(seen, at - 1) or _is_counted(seen, at + 1))


def _is_counted(seen: Seen, at: int) -> bool:
    """Whether a removed line ends in a number in brackets."""
    if at not in seen.words:
        return False
    text = seen.lines.text[at]
    return text[-1] == ")" and _COUNT.search(text) is not None


def _introducing(seen: Seen, at: int, reason: str, below: Mapping[int, str], reasons: Mapping[int, str]) -> str:
    """`reason`, or what the line introduces: headings the links below them, lines above a newsletter's form that."""
    after = below.get(at + 1)
    is_above_teaser = after == "related-link" or after in _IN_TEASERS.get(reason, ())
    if is_above_teaser and seen.is_heading(at):
        return reason if _is_one_of_several(seen, at) else "related-links-heading"
    if reason == "navigation" or len(seen.words[at]) < _LEAST_OF_OFFER:
        return reason
    return "newsletter" if "newsletter" in (reasons.get(at + 1), reasons.get(at + 2)) else reason


def _is_one_of_several(seen: Seen, at: int) -> bool:
    """Whether a heading is a teaser's title: another such heading stands two or three lines off."""
    near = [row for row in (at - 3, at - 2, at + 2, at + 3) if row in seen.words]
    return seen.is_headline(at) and any(map(seen.is_headline, near))


def _of_link(seen: Seen, at: int, reason: str) -> str:
    """The links of a menu are short and those of teasers are not, whatever class names around them say."""
    if reason == "stamp" and seen.is_short(at) and _is_of_an_archive(seen, at):
        return "navigation"
    if seen.said[at] is not None:
        return reason
    if reason == "related-link" and seen.is_short(at) and _is_of_a_menu(seen, at):
        return "navigation"
    is_teaser = reason in _NO_TEASERS and len(seen.words[at]) >= _TEASER_WORDS and not seen.leads_on(at)
    if is_teaser and reason == "navigation":
        is_entry = seen.is_in_short_run(at) and not seen.is_beside_teaser(at, _MENU_REACH)
        is_teaser = not is_entry and not _is_in_contents(seen, at)
    return "related-link" if is_teaser else reason


def _is_of_a_menu(seen: Seen, at: int) -> bool:
    """Whether a short link stands beside other short lines, and not on or below a teaser, as topics and authors do."""
    if seen.is_heading(at) or seen.said.get(at - 1) == "related-links-heading":
        return False
    return seen.is_in_short_run(at) and not seen.is_beside_teaser(at, 1)


def _is_in_contents(seen: Seen, at: int) -> bool:
    """Whether a list of the article's own headings holds the line."""
    blocks, row = seen.lines.blocks, seen.lines.block[at]
    for _ in range(_CONTENTS_DEPTH):
        if _CONTENTS.search(blocks.attributes[row][:_MAX_NAME_CHARS]):
            return True
        row = max(blocks.parent[row], 0)
    return False


def _is_of_an_archive(seen: Seen, at: int) -> bool:
    """Whether a linked date has no day: "November 2019" leads to the articles of a month."""
    numbers = [word for word in seen.words[at] if word.isdecimal()]
    return (len(numbers) == 1 and len(numbers[0]) == 4) if numbers else seen.said[at] is None
