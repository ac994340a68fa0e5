"""Step 4: why each line that is neither body nor metadata went."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from worker.article.lines import Lines
from worker.article.phrases import Phrases, class_words, words, words_of_lines
from worker.article.reasons.forms import is_bare_time
from worker.article.reasons.markup import markup_reasons
from worker.article.reasons.own_words import REASON_TABLE, own_reason
from worker.article.reasons.runs import Seen, feature_run, plan_run, section_run

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
    line_words = dict(zip(gone, words_of_lines([lines.text[at] for at in gone]), strict=True))
    seen = Seen(
        lines=lines,
        gone=gone,
        words=line_words,
        said={at: own_reason(lines.text[at], said) for at, said in line_words.items()},
    )
    markup = markup_reasons(lines, kept, gone, _class_reason)
    reasons: dict[int, str] = _repeated(seen, _known(seen, kept, used))
    span = _body_span(kept)
    _fill(reasons, {at: name for at, name in markup.items() if name in _STRONG and not _has_its_own(seen, at, span)})
    _fill(reasons, seen.said)
    reasons.update(plan_run(seen))
    reasons.update(feature_run(seen, _OPENERS))
    _fill(reasons, {at: name for at, name in _without_long_runs(markup).items() if _can_be(name, line_words[at])})
    _fill(reasons, section_run(seen, reasons))
    for at in gone:
        if at not in reasons:
            reasons[at] = _by_place(seen, at, span, scores[at])
    return _revised(seen, reasons, span)


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
_DOUBTFUL_SCORE: Final = 0.2
_TEASER_WORDS: Final = 7
_NO_TEASERS: Final = frozenset(["navigation", "footer", "tag", "byline"])
_MOST_TAGS: Final = 10
_LEAST_REPEATED: Final = 4
"""Words; shorter lines may well stand twice."""
_HEAD_CHARS: Final = 60


def _known(seen: Seen, kept: Sequence[bool], used: Collection[int]) -> set[tuple[str, ...]]:
    """Words of the lines that are in the document, but for those that begin like no removed line."""
    heads = {line[:2] for line in seen.words.values() if len(line) >= _LEAST_REPEATED}
    shown = [text for at, text in enumerate(seen.lines.text) if kept[at] or at in used]
    starts = words_of_lines([text[:_HEAD_CHARS] for text in shown])
    return set(
        words_of_lines(
            [text for text, start in zip(shown, starts, strict=True) if len(start) <= 2 or start[:2] in heads]
        )
    )


def _repeated(seen: Seen, known: set[tuple[str, ...]]) -> dict[int, str]:
    """What is a title or the beginning of one, or stands in `known`; long lines are known once seen: mutates it."""
    titles = {words(title) for title in seen.lines.titles}
    beginnings = {title[:_LEAST_REPEATED] for title in titles}
    found: dict[int, str] = {}
    for at, line in seen.words.items():
        if len(line) < _LEAST_REPEATED:
            continue
        if line[:_LEAST_REPEATED] in beginnings and any(title[: len(line)] == line for title in titles):
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


def _has_its_own(seen: Seen, at: int, span: tuple[int, int]) -> bool:
    """Whether the words are those of a menu that has its own reason: share bars, and the foot of the site."""
    return seen.said[at] == "share" or (seen.said[at] == "footer" and at > span[1])


def _without_long_runs(markup: Mapping[int, str | None]) -> dict[int, str | None]:
    """`markup`, but more tags in a row than articles have are a menu of categories."""
    found: dict[int, str | None] = {}
    for name, run in groupby(markup, key=markup.__getitem__):
        lines = list(run)
        found.update(dict.fromkeys(lines, "navigation" if name == "tag" and len(lines) > _MOST_TAGS else name))
    return found


def _can_be(name: str | None, line: tuple[str, ...]) -> bool:
    """Whether a line of such words can be what class names say: stamps have numbers, bylines are short."""
    if name == "stamp":
        return len(line) <= 2 or any(map(_has_digit, line))
    return name != "byline" or len(line) <= 12


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _body_span(kept: Sequence[bool]) -> tuple[int, int]:
    """First and last kept index; an empty span behind everything where nothing is kept."""
    where = [at for at, is_kept in enumerate(kept) if is_kept]
    return (where[0], where[-1]) if where else (len(kept), -1)


def _by_place(seen: Seen, at: int, span: tuple[int, int], score: float | None) -> str:
    line, text = seen.words[at], seen.lines.text[at]
    if seen.is_linked(at):
        return "navigation" if seen.is_short(at) or _turns_page(text) else "related-link"
    if score is not None and score >= _DOUBTFUL_SCORE and len(line) >= 8:
        return "doubtful"
    if len(line) >= 12 and text.rstrip("\"'”’»)]")[-1:] in set(".!?…。！？"):
        return "other-text"
    return _short(seen, at, is_outside=at < span[0] or at > span[1])


def _short(seen: Seen, at: int, *, is_outside: bool) -> str:
    count = len(seen.words[at])
    if is_outside and count >= 5 and seen.is_heading(at):
        return "related-link"
    if count <= 8 and seen.is_in_table(at):
        return "table"
    return "navigation" if is_outside and count <= 4 and seen.is_in_short_run(at) else "boilerplate"


def _revised(seen: Seen, reasons: dict[int, str], span: tuple[int, int]) -> dict[int, str]:
    """Second thoughts, from the last line up: what follows a line may say what the line is."""
    revised: dict[int, str] = {}
    for at in reversed(seen.gone):
        reason = _by_length(seen, at, reasons[at])
        if reason == "stamp" and span[0] < at < span[1] and is_bare_time(seen.lines.text[at]):
            reason = "live-blog-stamp"  # a bare time inside the body opens an entry
        elif reason == "caption" and (seen.is_linked(at) or seen.is_heading(at)):
            reason = "related-link"  # a picture that leads elsewhere belongs to a teaser
        revised[at] = reason if reason not in _VAGUE or seen.is_linked(at) else _introducing(seen, at, reason, revised)
    return {at: revised[at] for at in seen.gone}


def _introducing(seen: Seen, at: int, reason: str, below: Mapping[int, str]) -> str:
    """`reason`, or what the line introduces: headings the links below them, lines above a newsletter's form that."""
    after = below.get(at + 1)
    if seen.is_heading(at) and (after == "related-link" or (reason == "related-link" and after in _IN_TEASERS)):
        return "related-links-heading"
    if reason != "navigation" and len(seen.words[at]) >= 3 and "newsletter" in (after, below.get(at + 2)):
        return "newsletter"
    return reason


def _by_length(seen: Seen, at: int, reason: str) -> str:
    """The links of a menu are short and those of teasers are not, whatever class names around them say."""
    if seen.said[at] is not None or not seen.is_linked(at):
        return reason
    text = seen.lines.text[at]
    if reason == "related-link" and seen.is_short(at) and not seen.is_heading(at) and seen.is_in_short_run(at):
        return "navigation"
    is_teaser = len(seen.words[at]) >= _TEASER_WORDS and not _turns_page(text)
    return "related-link" if reason in _NO_TEASERS and is_teaser else reason


def _turns_page(text: str) -> bool:
    """Whether an arrow says that the link leads to the page before or after."""
    return text[0] in "←«‹" or text[-1] == "→"


_VAGUE: Final = frozenset(["boilerplate", "related-link", "navigation", "other-text"])
_IN_TEASERS: Final = frozenset(["navigation", "stamp", "caption", "image-placeholder", "tag", "byline"])
