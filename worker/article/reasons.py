"""Step 4: why each line that is neither body nor metadata went."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final

from worker.article.lines import Lines
from worker.article.own_words import REASON_TABLE, own_reason
from worker.article.phrases import Phrases, class_words, words, words_of_lines
from worker.article.reason_forms import is_bare_time
from worker.article.reason_markup import markup_reasons
from worker.article.reason_runs import Seen, feature_run, plan_run, section_run

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
    used = frozenset(used)
    gone = [at for at in range(len(lines)) if not kept[at] and at not in used]
    said = words_of_lines(lines.text)
    seen = Seen(
        lines=lines,
        gone=gone,
        words={at: said[at] for at in gone},
        said={at: own_reason(lines.text[at], said[at]) for at in gone},
    )
    markup = markup_reasons(lines, kept, gone, _class_reason)
    reasons: dict[int, str] = _repeated(seen, {line for at, line in enumerate(said) if kept[at] or at in used})
    _fill(reasons, {at: name for at, name in markup.items() if name in _STRONG})
    _fill(reasons, seen.said)
    reasons.update(plan_run(seen))
    reasons.update(feature_run(seen, _OPENERS))
    _fill(reasons, markup)
    _fill(reasons, section_run(seen, reasons))
    span = _body_span(kept)
    for at in gone:
        if at not in reasons:
            reasons[at] = _by_place(seen, at, span, scores[at])
    return _revised(seen, reasons, span)


def _classes() -> Phrases:
    phrases = Phrases()
    for name, rules in REASON_TABLE.items():
        phrases.add(name, rules.get("class", ()))
    return phrases


@lru_cache(maxsize=8192)
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
_DOUBTFUL_SCORE: Final = 0.2


def _repeated(seen: Seen, known: set[tuple[str, ...]]) -> dict[int, str]:
    """What is a title or the beginning of one, or stands in `known`; long lines are known once seen: mutates it."""
    titles = {words(title) for title in seen.lines.titles}
    beginnings = {title[:4] for title in titles}
    found: dict[int, str] = {}
    for at, line in seen.words.items():
        if len(line) < 4:
            continue
        if line[:4] in beginnings and any(title[: len(line)] == line for title in titles):
            found[at] = "page-title"
        elif line in known:
            found[at] = "duplicate"
        elif len(line) >= 12:
            known.add(line)
    return found


def _fill(reasons: dict[int, str], more: Mapping[int, str | None]) -> None:
    """Add what has no reason yet; mutates `reasons`."""
    for at, name in more.items():
        if name is not None:
            reasons.setdefault(at, name)


def _body_span(kept: Sequence[bool]) -> tuple[int, int]:
    """First and last kept index; an empty span behind everything where nothing is kept."""
    where = [at for at, is_kept in enumerate(kept) if is_kept]
    return (where[0], where[-1]) if where else (len(kept), -1)


def _by_place(seen: Seen, at: int, span: tuple[int, int], score: float | None) -> str:
    lines, line = seen.lines, seen.words[at]
    text = lines.text[at]
    if seen.is_linked(at):
        return "navigation" if len(line) <= 4 else "related-link"
    if score is not None and score >= _DOUBTFUL_SCORE and len(line) >= 8:
        return "doubtful"
    if len(line) >= 12 and text.rstrip("\"'”’»)]")[-1:] in set(".!?…。！？"):
        return "other-text"
    is_outside = at < span[0] or at > span[1]
    if is_outside and len(line) >= 5 and seen.is_heading(at):
        return "related-link"
    if is_outside and len(line) <= 4 and seen.is_in_short_run(at):
        return "navigation"
    return "boilerplate"


def _revised(seen: Seen, reasons: dict[int, str], span: tuple[int, int]) -> dict[int, str]:
    """Second thoughts, from the last line up: what follows a line may say what the line is."""
    revised: dict[int, str] = {}
    for at in reversed(seen.gone):
        reason = reasons[at]
        if reason == "stamp" and span[0] < at < span[1] and is_bare_time(seen.lines.text[at]):
            reason = "live-blog-stamp"  # a bare time inside the body opens an entry
        elif reason == "caption" and (seen.is_linked(at) or seen.is_heading(at)):
            reason = "related-link"  # a picture that leads elsewhere belongs to a teaser
        if (
            reason in _VAGUE
            and revised.get(at + 1) == "related-link"
            and seen.is_heading(at)
            and not seen.is_linked(at)
        ):
            reason = "related-links-heading"
        revised[at] = reason
    return {at: revised[at] for at in seen.gone}


_VAGUE: Final = frozenset(["boilerplate", "related-link", "navigation"])
