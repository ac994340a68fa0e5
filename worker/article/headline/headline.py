"""Headline: which of the titles that a page gives itself is the article's, free of site names and sections."""

from collections.abc import Iterable, Sequence
from typing import Final

from worker.article.headline.address import share_named, slug_words
from worker.article.headline.claims import Claim, Title, read_titles

__all__ = ["Title", "choose_headline"]

MAX_CHARS: Final = 400
_LIKE: Final = 0.5
"""Share of its weight that a witness lends to a title that is nearly its own."""


def choose_headline(
    titles: Sequence[Title], site_names: Iterable[str], sections: Iterable[str] = (), address: str | None = None
) -> Title | None:
    """The title with the most weight of witnesses behind it, in the words of the strongest; None without any.

    Each witness speaks for its title without the site's name, and for what is left when parts that look like a
    section or a site's name are cut; whose words agree with another's, though one was cut, are counted together.
    `address` is the page's: where it has the words of another title, a heading is not believed alone.

    >>> titles = [Title("The river rose | World | The Post", "title"), Title("The river rose", "h1")]
    >>> choose_headline(titles, ["The Post"]).text
    'The river rose'
    """
    claims = read_titles(titles, site_names, sections)
    if not claims:
        return None
    is_trusted = _is_only_heading(claims, slug_words(address))
    words = {claim.key: claim.words for claim in claims}
    winner = next(iter(words))
    if len(words) > 1:
        worth = {key: _support(key, own, claims, is_trusted=is_trusted) for key, own in words.items()}
        winner = max(worth, key=lambda key: worth[key])
        if is_trusted and _is_third_wording(claims):
            winner = next(claim.key for claim in claims if claim.source == "h1" and claim.is_first)
    speaker = max(
        (claim for claim in claims if claim.key == winner), key=lambda claim: (not claim.text.isupper(), claim.weight)
    )
    return Title(_whole(speaker.text, claims)[:MAX_CHARS], speaker.source)


_NAMED_MORE: Final = 0.15
"""How much more of the address another title must have than the heading to be believed against it."""
_HEADING_WORDS: Final = 4
_TELLING_CHARS: Final = 4


def _is_only_heading(claims: Sequence[Claim], slug: frozenset[str]) -> bool:
    """Whether the page has one heading, of four words, that speaks of what its head speaks of.

    It is the article's then, whatever the head was written for; unless JSON-LD names a headline, or the address has
    more of another title's words.
    """
    headings = {claim.key: claim.words for claim in claims if claim.source == "h1" and claim.is_first}
    others = [claim for claim in claims if claim.source != "h1"]
    if len(headings) != 1 or not others:
        return False
    own = next(iter(headings.values()))
    is_of_it = any(len(word) >= _TELLING_CHARS and word in own for claim in others for word in claim.words)
    if len(own) < _HEADING_WORDS or not is_of_it:
        return False
    if _is_third_wording(claims):
        return True
    lead = _most_named({claim.words for claim in others}, slug) - _most_named([own], slug)
    return lead < _NAMED_MORE and all(claim.source != "json-ld" for claim in others)


def _is_third_wording(claims: Sequence[Claim]) -> bool:
    """The title for networks and that for search engines are not the same, and the heading is neither."""
    seen, shared, searched = (
        {claim.key for claim in claims if claim.source == source} for source in ("h1", "og", "title")
    )
    is_apart = bool(shared and searched) and shared.isdisjoint(searched)
    return is_apart and not any(key in own or own in key for own in seen for key in shared | searched)


def _most_named(titles: Iterable[frozenset[str]], slug: frozenset[str]) -> float:
    return max(share_named(words, slug) for words in titles) if slug else 0.0


_HEAD: Final = ("json-ld-page", "og", "twitter", "title")
_ECHO: Final = 0.1
_H1_BACKED: Final = 0.15
_H1_ALONE: Final = 0.5


def _support(key: str, words: frozenset[str], claims: Sequence[Claim], *, is_trusted: bool) -> float:
    """Weight of all witnesses behind `key`: each with its best reading, those of the page's head as one voice."""
    given: dict[str, float] = {}
    for claim in claims:
        share = 1.0 if claim.key == key else _LIKE * _likeness(words, claim.words)
        given[claim.source] = max(given.get(claim.source, 0.0), claim.weight * share)
    seen = given.pop("h1", 0.0)
    if seen and any(claim.source != "h1" for claim in claims):
        seen *= 1.0 if is_trusted or sum(given.values()) >= _H1_BACKED else _H1_ALONE
    head = sorted((given.pop(source, 0.0) for source in _HEAD), reverse=True)
    total = seen + sum(given.values()) + head[0] + _ECHO * sum(head[1:])
    return total * (0.6 if " " not in key and len(key) < 8 else 1.0)


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    shared = len(first & second) / max(len(first), len(second))
    return shared if shared >= 0.5 else 0.0


_CUT_CHARS: Final = range(90, 121)
"""Where content systems cut a title: search engines read 110 characters of JSON-LD's headline."""


def _whole(text: str, claims: Sequence[Claim]) -> str:
    """`text`, or the witness's title that goes on where `text` was cut: at a quote, which ends an attribute, too."""
    bare = text.rstrip(" .…")
    if len(text) not in _CUT_CHARS and not text.endswith(("…", "...")):
        broken = (claim.text for claim in claims if claim.text.startswith(f'{text} "'))
        return min(broken, key=len, default=text)
    longer = (
        claim.text for claim in claims if claim.text.startswith(bare) and claim.text[len(bare) :].lstrip()[:1].isalnum()
    )
    return min(longer, key=len, default=text)
