"""Front pages, sections, topics and lists of what was found: pages that lead to articles and are none."""

import re
from collections.abc import Sequence
from typing import Final

from worker.article.data.tables import toml_table
from worker.article.lines import Lines
from worker.article.screen.shape import headlines_with_age, is_teaser
from worker.article.wide import WIDE
from worker.article.word_count import word_count

__all__ = ["aged_headlines", "bare_headlines", "teasers"]

_AGED_HEADLINES: Final = 8
_PARAGRAPH_WORDS: Final = 12
_TEASERS: Final = 25
_KEPT_TEASERS: Final = 12
_INDEX_PROSE: Final = 0.2
_LED_TEASERS: Final = 8
_BARE_LED_TEASERS: Final = 15
"""Guides of a dozen parts have such addresses too, and are read as one page."""
_LEAD_WORDS: Final = 60
_LEAST_BARE: Final = 20
_BARE_WORDS: Final = 24
_HEADLINE_WORDS: Final = 4
_HEADLINE_SHARE: Final = 0.75
_UNTOLD: Final = re.compile(rf"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff{WIDE}]")
"""Scripts that put no space between words, or no sign behind a sentence."""
_FULL_STOP: Final = re.compile(r"[.…。।؟۔։።][\"”’»)\]]*(?:\s|$)")
_PATHS: Final = frozenset(toml_table("screen")["not-an-article"]["path"])


def aged_headlines(lines: Lines) -> str | None:
    """What was seen where many headlines have their ages; None where they do not."""
    aged = headlines_with_age(lines)
    return f"{aged} headlines with their ages" if aged >= _AGED_HEADLINES else None


def teasers(lines: Lines, kept: Sequence[bool], body_words: int, url: str) -> str | None:
    """What was seen where the address names no article and teasers outweigh the body or are most of it."""
    is_listing, is_bare = _is_listing(url), _is_bare(url)
    if not is_listing and not is_bare:
        return None
    links = [at for at in range(len(lines)) if is_teaser(lines, at)]
    beside = [at for at in links if not kept[at]]
    words_beside = sum(lines.text[at].count(" ") + 1 for at in beside)
    if is_bare and len(beside) >= _TEASERS and words_beside > 2 * body_words:
        return f"{len(beside)} teasers of {words_beside} words beside {body_words} words"
    within = len(links) - len(beside)
    if within < _LED_TEASERS:
        return None
    sizes = [word_count(text) for at, text in enumerate(lines.text) if kept[at] and not is_teaser(lines, at)]
    prose = sum(size for size in sizes if size >= _PARAGRAPH_WORDS)
    if is_bare and within >= _KEPT_TEASERS and prose < _INDEX_PROSE * body_words:
        return f"{prose} words of prose among {len(links)} teasers"
    is_led = is_listing or (within >= _BARE_LED_TEASERS and "." not in _path(url))
    if is_led and sum(sizes) <= _LEAD_WORDS * within and max(sizes, default=0) <= 2 * _LEAD_WORDS:
        return f"{within} teasers with {sum(sizes)} words below them"
    return None


def bare_headlines(texts: Sequence[str]) -> str | None:
    """What was seen where the body of a text is headlines and not one sentence; None elsewhere.

    A list that an article leads to, of places or of changes, has a sentence before or behind it, or lines of a word or
    two.
    """
    if len(texts) < _LEAST_BARE or any(_FULL_STOP.search(text) or _UNTOLD.search(text) for text in texts):
        return None
    sizes = list(map(word_count, texts))
    headlines = sum(size >= _HEADLINE_WORDS for size in sizes)
    is_bare = max(sizes) <= _BARE_WORDS and headlines >= _HEADLINE_SHARE * len(texts)
    return f"{headlines} headlines and not one sentence" if is_bare else None


def _path(url: str) -> str:
    return url.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0].strip("/")


def _is_bare(url: str) -> bool:
    """A short path without a number, as of a front page or a section."""
    path = _path(url)
    return not (
        "?" in url
        or "." in path
        or len(path) > 30
        or path.count("/") > 1
        or path.count("-") > 1
        or re.search(r"\d", path) is not None
    )


def _is_listing(url: str) -> bool:
    return not _PATHS.isdisjoint(_path(url).lower().split("/"))
