"""Step 4: why each line that is neither body nor metadata went."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Final

from worker.article.lines import Lines
from worker.article.phrases import Phrases, class_words, words
from worker.article.reasons.forms import BY, is_street
from worker.article.reasons.markup import markup_reasons
from worker.article.reasons.own_words import REASON_TABLE, OwnWords
from worker.article.reasons.place import by_place
from worker.article.reasons.repeated import repeated
from worker.article.reasons.revision import revised
from worker.article.reasons.runs import feature_run, plan_run, tag_run
from worker.article.reasons.sections import comment_heads, section_run
from worker.article.reasons.seen import Seen

__all__ = ["LINE_REASONS", "reason_of_removed"]

LINE_REASONS: Final[dict[str, str]] = {name: rules["about"] for name, rules in REASON_TABLE.items()}
"""Every reason, with the sentence that explains it to a reader of the audit."""


def reason_of_removed(
    lines: Lines,
    kept: Sequence[bool],
    used: Collection[int],
    scores: Sequence[float | None],
    own: OwnWords | None = None,
) -> dict[int, str]:
    """One reason, a key of `LINE_REASONS`, for each index that is neither in `kept` nor `used`.

    `own` is what the `lines` say, where somebody has asked before.

    Asks in order: runs of lines (prices and plans, what a subscription includes), repetition, strong markup (comments,
    menus, consent), the line's own words, its form (prices, stamps), markup, the section it stands in, its place
    and links, the model's score. Word lists are data/reasons.toml. Linear in the lines and the markup around them.
    """
    seen = Seen.of(lines, own or OwnWords(lines.text), kept, used := frozenset(used))
    markup = markup_reasons(lines, kept, seen.gone, _class_reasons)
    runs = repeated(seen, kept, used) | plan_run(seen) | feature_run(seen, _OPENERS) | tag_run(seen, _TAG_HEADS)
    runs |= comment_heads(seen)
    reasons: dict[int, str] = {}
    for at, name in _without_long_runs(seen, markup).items():
        likely = _fitting(name, seen, at) if name else None
        strong = likely if likely and markup[at] in _STRONG and not _has_its_own(seen, at) else None
        reason = runs.get(at) or strong
        if reason is None and (seen.said[at] or at - 1 not in seen.words):
            reason = _own(seen, at, likely)
        if reason := reason or likely:
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


def _class_reasons(names: Sequence[str]) -> list[str | None]:
    """What each class and id speaks for."""
    return _CLASSES.names(class_words(names))


def _openers() -> Phrases:
    phrases = Phrases()
    for name, rules in REASON_TABLE.items():
        phrases.add(name, rules.get("after", ()))
    return phrases


_CLASSES: Final = _classes()
_OPENERS: Final = _openers()
_TAG_HEADS: Final = frozenset(map(words, REASON_TABLE["tag"]["heads"]))
_STRONG: Final = frozenset(["comment", "cookie-notice", "navigation", "live-blog-stamp"])
_KNOWN_BETTER: Final = frozenset([("share", "call-to-action"), ("footer", "cookie-notice")])
"""What the markup says against what the words say."""
_TEASER_REACH: Final = 2
"""Lines: the title of a card, its text and its stamp stand together."""
_MAX_LABEL_CHARS: Final = 6
"""As of "Von:"."""
_MOST_IN_ROW: Final[dict[str | None, int]] = {"tag": 10, "byline": 5}
_MOST_TAGS_ABOVE: Final = 4
"""Above the body stand a topic or two, or menus of them."""
_MOST_IN_CREDITS: Final = 12
"""Words of a byline or stamp."""


def _without_long_runs(seen: Seen, markup: Mapping[int, str | None]) -> Mapping[int, str | None]:
    """`markup`, but more tags or authors in a row than an article has are a menu of them."""
    if _MOST_IN_ROW.keys().isdisjoint(markup.values()):
        return markup
    found: dict[int, str | None] = {}
    for name, run in groupby(markup, key=markup.__getitem__):
        lines = list(run)
        most = _MOST_IN_ROW.get(name, len(lines))
        if name == "tag" and seen.is_above(lines[-1]):
            most = _MOST_TAGS_ABOVE
        found.update(dict.fromkeys(lines, "navigation" if len(lines) > most else name))
    return found


def _fitting(name: str, seen: Seen, at: int) -> str | None:
    """What the markup says, `name`, where the line can be that; None where it cannot."""
    fits = True
    if name == "navigation":  # menus are links, and tables may have pages
        fits = at in seen.links or not seen.is_in_table(at)
    elif name == "related-link":  # sidebars and cards hold much else
        fits = at in seen.links or seen.is_beside_teaser(at, _TEASER_REACH)
    elif name == "footer":
        fits = not seen.is_above(at)
    elif name == "price":
        fits = at not in seen.links or not seen.is_short(at) or any(map(_has_digit, seen.words[at]))
    elif name == "stamp":
        line = seen.words[at]
        fits = len(line) <= 2 or (len(line) <= _MOST_IN_CREDITS and any(map(_has_digit, line)))
    elif name == "byline" and len(seen.words[at]) > _MOST_IN_CREDITS:
        return "author-bio"
    return name if fits else None


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _has_its_own(seen: Seen, at: int) -> bool:
    """Whether the words are those of a menu that has its own reason: share bars, and the foot of the site."""
    return seen.said[at] == "share" or (seen.said[at] == "footer" and at > seen.span[1])


def _own(seen: Seen, at: int, likely: str | None) -> str | None:
    """What the line's words say, or a label above them that the document has; None where that is no news.

    Headings such as "By date" are no bylines, "Email us" in a share bar is no call, "Cookie policy" in a footer is no
    notice, "Contact" above the body is no foot of the site, a mail address in a form for comments no newsletter;
    `likely` is what the markup says. A street above its town is of the address.
    """
    said = seen.said[at]
    if said and ((likely, said) in _KNOWN_BETTER or (said == "byline" and seen.is_heading(at))):
        return None
    if said == "footer" and seen.is_above(at):
        return "navigation"
    if said == "newsletter" and seen.is_in_comment_form(at):
        return "comment"
    if said is None and seen.said.get(at + 1) == "footer" and is_street(seen.lines.text[at]):
        return "footer"
    return "byline" if at and at - 1 not in seen.words and _is_below_label(seen, at) else said


def _is_below_label(seen: Seen, at: int) -> bool:
    """Whether the line above is "By" and no more."""
    above = seen.lines.text[at - 1]
    is_brief = len(above) <= _MAX_LABEL_CHARS and len(seen.words[at]) <= _MOST_IN_CREDITS
    return is_brief and not BY.isdisjoint(words(above))
