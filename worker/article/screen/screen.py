"""Step 6: whether this is an article at all, and one without a catch."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final

from worker.article.data.tables import toml_table
from worker.article.document import InputKind
from worker.article.lines import Lines
from worker.article.outcome import Reason, Rejection
from worker.article.phrases import Phrases, words
from worker.article.rules import Rules
from worker.article.screen.index import aged_headlines, bare_headlines, teasers
from worker.article.screen.shape import entry_times, several_articles
from worker.article.word_count import word_count

__all__ = ["ScreenFacts", "screen"]


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """What else is known of the page; None and empty where unknown."""

    headline: str | None = None
    url: str | None = None
    http_status: int | None = None
    json_ld_types: frozenset[str] = frozenset()
    """Values of `@type`, without namespace."""
    og_type: str | None = None
    is_accessible_for_free: bool | None = None
    kind: InputKind = InputKind.HTML


def screen(
    lines: Lines, kept: Sequence[bool], body_words: int, facts: ScreenFacts, rules: Rules
) -> Rejection | tuple[str, ...]:
    """The first finding that `rules.reject` names, as a rejection; else all findings, as flags in order.

    `body_words` is the `word_count` of the body. Precision comes first: walls and errors are looked for on pages with
    little body only, and an index page must look like one by its address, its links and its markup. Word lists are
    data/screen.toml. Linear in the page.
    """
    flags: list[str] = []
    for reason, detail in _findings(lines, kept, body_words, facts, rules.min_words):
        if reason.value in rules.reject:
            return Rejection(reason=reason, detail=detail)
        if reason.value not in flags:
            flags.append(reason.value)
    return tuple(flags)


_WALL_BODY_WORDS: Final = 300
_MAX_NAME_CHARS: Final = 500
_WALL_SURE_WORDS: Final = 60
_WALL_SHARE: Final = 0.3
_WALL_LINES: Final = 400
_WALL_FIRST_LINES: Final = 40
"""Farther down "I'm not a robot" stands beside a form to write to the editors."""
_SHELL: Final = Reason.JAVASCRIPT_SHELL.value
_SHELL_PAGE_WORDS: Final = 60
_SHELL_BODY_WORDS: Final = 10
_SHELL_SCRIPTS: Final = 20
_SHELL_SCRIPT_CHARS: Final = 500
_SHELL_LOADS: Final = "script[src], link[rel=modulepreload], link[rel=preload][as=script]"
_STUB_WORDS: Final = 150
_VIDEO_WORDS: Final = 120
_PAYWALL_REACH: Final = 12
_LIVE_TIMES: Final = 6
_ANY_PART: Final = re.compile(r"\s+[|–—·•»:-]\s+|[|•·:：｜]\s*")
_SITE_PART: Final = re.compile(r"\s+[|–—·•»-]\s+|[|•·｜]\s*")
"""A colon parts headlines too: "Page not found: how a letter came back"."""
_URL_WORD: Final = re.compile(r"[/.?&=_]+")

_Finding = tuple[Reason, str]


def _phrases(key: str) -> Phrases:
    phrases = Phrases()
    for name, table in toml_table("screen").items():
        if key == "title":
            phrases.add_whole(name, table.get("title", ()))
        elif name != "paywall":
            phrases.add(name, table.get("lines", ()))
    return phrases


_TITLES: Final = _phrases("title")
_LINES: Final = _phrases("lines")
_PAYWALL: Final = Phrases()
_PAYWALL.add("paywall", toml_table("screen")["paywall"]["lines"], max_words=40)
_URLS: Final[dict[str, str]] = {
    word: name for name, table in toml_table("screen").items() for word in table.get("url", ())
}


def _findings(
    lines: Lines, kept: Sequence[bool], body_words: int, facts: ScreenFacts, min_words: int
) -> Iterator[_Finding]:
    """What is seen, what rejects before what is flagged, the surest first."""
    if facts.http_status is not None and facts.http_status >= 400:
        yield Reason.HTTP_STATUS, f"the server answered {facts.http_status}"
    if body_words < _WALL_BODY_WORDS:
        yield from _walls(lines, kept, body_words, facts)
    yield from _index(lines, kept, body_words, facts, min_words)
    yield from _nothing(lines, body_words, facts)
    if 0 < body_words < min_words:
        yield Reason.TOO_SHORT, f"{body_words} words of body; min_words is {min_words}"
    yield from _catches(lines, kept, body_words, facts)


def _walls(lines: Lines, kept: Sequence[bool], body_words: int, facts: ScreenFacts) -> Iterator[_Finding]:
    """Pages that stand where the article should: by their name, their address, or what most of their text says."""
    is_surely_short = body_words < _WALL_SURE_WORDS
    if not is_surely_short and _is_declared_article(facts):
        return
    names = (*lines.titles, facts.headline or "", *(lines.text[:1] if facts.kind is InputKind.TEXT else ()))
    for part in _name_parts(names, _ANY_PART if is_surely_short else _SITE_PART):
        if (found := _TITLES.name(part)) is not None and (is_surely_short or len(part) > 1):
            yield Reason(found), f"the page calls itself {' '.join(part)!r}"
    if Reason.CONSENT_WALL in _url_says(_host(facts.url)):
        yield Reason.CONSENT_WALL, "the address is that of a consent page"
    yield from _wall_lines(lines, kept, body_words)


def _name_parts(names: Iterable[str], separator: re.Pattern[str]) -> Iterator[tuple[str, ...]]:
    for name in (name[:_MAX_NAME_CHARS] for name in names):
        yield words(name)
        yield from map(words, separator.split(name))


def _wall_lines(lines: Lines, kept: Sequence[bool], body_words: int) -> Iterator[_Finding]:
    """By the lines: the first on a page that has little else, those of the body where they are a good part of it."""
    near = range(min(len(lines), _WALL_LINES))
    is_small = sum(word_count(lines.text[at]) for at in near) < _WALL_BODY_WORDS
    said = [(at, found) for at in near if (found := _LINES.name(words(lines.text[at]))) and found != _SHELL]
    told = sum(word_count(lines.text[at]) for at, _ in said if kept[at])
    for at, found in said:
        if (
            body_words < _WALL_SURE_WORDS and ((is_small and at < _WALL_FIRST_LINES) or kept[at])
        ) or told > _WALL_SHARE * body_words > 0:
            yield Reason(found), f"line {lines.number[at]}: {lines.text[at][:100]!r}"


def _host(url: str | None) -> str:
    return (url or "").partition("://")[2].partition("/")[0]


def _url_says(url: str | None) -> set[Reason]:
    return {Reason(_URLS[part]) for part in _URL_WORD.split((url or "").lower()) if part in _URLS}


def _is_declared_article(facts: ScreenFacts) -> bool:
    is_article = any(name.endswith(("Article", "Posting", "Report")) for name in facts.json_ld_types)
    return is_article or facts.og_type == "article"


def _nothing(lines: Lines, body_words: int, facts: ScreenFacts) -> Iterator[_Finding]:
    """Pages without a body, or with a word or two beside the scripts that should have filled them."""
    page_words = sum(map(word_count, lines.text)) if body_words < _SHELL_BODY_WORDS else _SHELL_PAGE_WORDS
    if page_words < _SHELL_PAGE_WORDS and _is_shell(lines):
        detail = f"{page_words} words and scripts: an empty shell; send the page as a browser renders it"
        yield Reason.JAVASCRIPT_SHELL, detail
    if body_words == 0:
        is_empty = not len(lines) and facts.kind is InputKind.TEXT
        words_there = f"{page_words} words on the page, none of them an article's"
        yield Reason.NO_TEXT, "the text is empty" if is_empty else words_there


def _is_shell(lines: Lines) -> bool:
    """Something tells that scripts make the page: a line says so, or scripts are loaded that could."""
    if any(_LINES.name(words(text)) == Reason.JAVASCRIPT_SHELL for text in lines.text[:50]):
        return True
    if lines.tree is None:
        return False
    inline = sum(len(script.text(deep=True)) for script in lines.tree.css("script:not([src])")[:_SHELL_SCRIPTS])
    return lines.tree.css_first(_SHELL_LOADS) is not None or inline >= _SHELL_SCRIPT_CHARS


def _index(
    lines: Lines, kept: Sequence[bool], body_words: int, facts: ScreenFacts, min_words: int
) -> Iterator[_Finding]:
    """A front page or section: headlines with their ages and no body; or its address and markup name no article."""
    if body_words < min_words and (seen := aged_headlines(lines)):
        yield Reason.NOT_AN_ARTICLE, f"{seen} beside {body_words} words: an index page"
    if facts.kind is InputKind.TEXT and (seen := bare_headlines(list(compress(lines.text, kept)))):
        yield Reason.NOT_AN_ARTICLE, f"{seen}: an index page"
    if facts.kind is InputKind.TEXT or facts.url is None or _is_declared_article(facts):
        return
    if seen := teasers(lines, kept, body_words, facts.url):
        yield Reason.NOT_AN_ARTICLE, f"{seen}: an index page"


def _catches(lines: Lines, kept: Sequence[bool], body_words: int, facts: ScreenFacts) -> Iterator[_Finding]:
    """What a reader of the document should know."""
    last = next((at for at in reversed(range(len(kept))) if kept[at]), -1)
    near = range(max(0, last), min(len(lines), last + _PAYWALL_REACH))
    said_by_url = _url_says(facts.url)
    if facts.is_accessible_for_free is False:
        yield Reason.PAYWALL, "the page says that it is not free"
    elif any((not kept[at] or body_words < _WALL_BODY_WORDS) and _PAYWALL.name(words(lines.text[at])) for at in near):
        yield Reason.PAYWALL, "the text ends at an offer to subscribe"
    if last >= 0 and body_words < _STUB_WORDS and lines.text[last].endswith(("…", "...", "[…]")):
        yield Reason.STUB, "the text breaks off"
    times = entry_times(lines, kept)
    is_live = "LiveBlogPosting" in facts.json_ld_types or Reason.LIVE_BLOG in said_by_url
    if is_live or times >= _LIVE_TIMES:
        yield Reason.LIVE_BLOG, f"{times} entries with a time"
    elif several_articles(lines, kept):
        yield Reason.SEVERAL_ARTICLES, "more than one article in the markup holds a good part of the body"
    is_video = (facts.og_type or "").startswith("video") or "VideoObject" in facts.json_ld_types
    is_video |= Reason.VIDEO_PAGE in said_by_url
    if is_video and not _is_declared_article(facts) and body_words < _VIDEO_WORDS:
        yield Reason.VIDEO_PAGE, "a video with few words"
