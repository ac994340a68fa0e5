"""Bylines among the lines around the body: opened by a word, beside a stamp, or bare."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from worker.article.credits.authors import AuthorClaim
from worker.article.credits.byline import Byline, read_bare_byline, read_byline
from worker.article.credits.byline_authors import read_authors
from worker.article.credits.byline_beside import read_single_byline, read_stamped_byline, read_unknown_byline
from worker.article.credits.byline_opening import is_opener_alone, unglued
from worker.article.credits.byline_parts import ends_like_a_desk, is_desk
from worker.article.credits.names import is_likely_a_name
from worker.article.data.given_names import is_given_name
from worker.article.data.newsroom import newsroom
from worker.article.document import Author, AuthorKind
from worker.article.lines import Lines
from worker.article.metadata.around import Around

__all__ = ["read_bylines"]


def read_bylines(
    lines: Lines, place: Around, stamped: AbstractSet[int], is_stamp: Callable[[str], bool]
) -> list[AuthorClaim]:
    """Claims of the head, then of the tail, the likeliest line first.

    `stamped` are the lines that are a stamp and little else; `is_stamp` tells whether one stands anywhere in a text.
    """
    found = list(_of_head(lines, place, stamped, is_stamp)) or list(_of_far_above(lines, place, is_stamp))
    beside = [claim for claim in found if claim.source == "stamped"]
    if len({claim.authors for claim in beside}) > _MAX_STAMPED:  # teasers of other articles, each with its author
        near = [claim for claim in beside if abs((claim.line or 0) - place.start) <= _NEAR_START]
        found = [claim for claim in found if claim.source != "stamped" or claim in near[:1]]
    return [*found, *_of_tail(lines, place)]


_FAR_LINES: Final = 60


def _of_far_above(lines: Lines, place: Around, is_stamp: Callable[[str], bool]) -> Iterator[AuthorClaim]:
    """Above a table of contents, say: only what opens like a byline and has a stamp in its line or beside it."""
    for at in range(min(place.head, default=place.start) - 1, max(-1, place.start - _FAR_LINES), -1):
        text = lines.text[at]
        if len(text) <= _MAX_CHARS and (byline := read_byline(text)) is not None and byline.is_sure:
            around = " ".join(lines.text[max(0, at - 1) : at + 2])
            if len(around) <= 4 * _MAX_CHARS and is_stamp(around):
                yield AuthorClaim(byline.authors, "line", at)
                return


_MAX_STAMPED: Final = 2
_NEAR_START: Final = 4


def _of_head(
    lines: Lines, place: Around, stamped: AbstractSet[int], is_stamp: Callable[[str], bool]
) -> Iterator[AuthorClaim]:
    for at in (at for at in place.head if at < place.end):
        text = lines.text[at]
        byline = read_byline(text) or _continued(lines, at)
        if byline is not None:
            is_known = byline.is_sure or _is_beside(at, stamped, lines) or not _is_common(byline, lines)
            yield AuthorClaim(byline.authors, "line" if byline.is_sure else "stamped" if is_known else "unsure", at)
        elif (bare := read_bare_byline(text)) is not None:
            if not _is_of_others(lines, at):
                is_backed = _is_beside(at, stamped, lines) or _is_bio_of(bare, lines, place)
                is_backed = is_backed or _is_below_title(lines, at, place)
                authors = _neighbours(lines, at, bare) if is_backed else bare.authors
                yield AuthorClaim(authors, "stamped" if is_backed else "bare", at)
        else:
            yield from _of_stamped_line(lines, place, at, stamped, is_stamp)


def _of_stamped_line(
    lines: Lines, place: Around, at: int, stamped: AbstractSet[int], is_stamp: Callable[[str], bool]
) -> Iterator[AuthorClaim]:
    """Claims of a line that needs the stamp in it or beside it to be believed."""
    text, is_near = lines.text[at], -_FAR_ABOVE < at - place.start < _NEAR_END
    both = read_stamped_byline(text)
    if both is not None and is_stamp(text):
        if both.is_sure or (is_near and not _is_common(both, lines)):
            yield AuthorClaim(both.authors, "stamped", at)
    elif (single := read_single_byline(text)) is not None:
        name = single.authors[0].name
        is_stamped = is_stamp(text) or (name[0].isupper() and _is_beside(at, stamped, lines))
        if is_stamped or is_given_name(name):
            yield AuthorClaim(single.authors, "stamped" if is_stamped else "unsure", at)
    elif not stamped.isdisjoint((at - 1, at + 1)) and not _is_of_others(lines, at):
        unknown = _desk(text) or (read_unknown_byline(text) if is_near else None)
        if unknown is not None and not _is_common(unknown, lines):
            yield AuthorClaim(unknown.authors, "stamped", at)


_FAR_ABOVE: Final = 9
_TITLE_WORDS: Final = 5


def _desk(text: str) -> Byline | None:
    if not (ends_like_a_desk(text) and is_desk(text)):
        return None
    return Byline((Author(name=text, name_raw=text, kind=AuthorKind.DESK),))


def _is_below_title(lines: Lines, at: int, place: Around) -> bool:
    """The line above reads like a title, and the body is not far."""
    above = lines.text[at - 1] if at else ""
    return (
        0 < place.start - at <= _FAR_ABOVE
        and len(above.split()) >= _TITLE_WORDS
        and above[0].isupper()
        and above[-1] not in ".:,;"
    )


def _is_common(byline: Byline, lines: Lines) -> bool:
    """A word of the names stands in lower case somewhere: words of sections do, those of names do not."""
    words = {f" {word.casefold()} " for author in byline.authors for word in author.name.split() if word[0].isupper()}
    return any(word in f" {text} " for text in lines.text for word in words)


_PLAIN_OPENERS: Final = frozenset(["", "by", "von", "par", "por", "door", "av", "af", "posted by", "published by"])
_NEAR_END: Final = 2


def _of_tail(lines: Lines, place: Around) -> Iterator[AuthorClaim]:
    """Below the body others have bylines too: a label must stand before the names, or something of a life behind."""
    for at in place.tail:
        byline = read_byline(lines.text[at]) or _continued(lines, at)
        if byline is not None:
            if byline.opener not in _PLAIN_OPENERS or at - place.end < _NEAR_END:
                yield AuthorClaim(byline.authors, "line" if byline.is_sure else "unsure", at)
        elif (bare := read_bare_byline(lines.text[at])) is not None and _is_life(lines, at + 1, bare):
            yield AuthorClaim(bare.authors[:1], "bio", at)


_LIFE_WORDS: Final = 6


def _is_life(lines: Lines, at: int, bare: Byline) -> bool:
    """The line at `at` tells of the person by the first name."""
    text = lines.text[at] if at < len(lines) else ""
    return len(text.split()) >= _LIFE_WORDS and text.split()[0] == bare.authors[0].name.split()[0]


_LIFE: Final = re.compile(
    r"^(?:,|\s(?:is|was|has|holds|writes|covers|joined|works|ist|war|arbeitet|schreibt|studierte|hat|est|écrit|es|è|jest|är|er)\b)"
)
_BIOS: Final = 60


def _is_bio_of(bare: Byline, lines: Lines, place: Around) -> bool:
    """A line below the body tells of the person by the whole name."""
    name = bare.authors[0].name
    below = lines.text[place.end : place.end + _BIOS]
    return any(text.startswith(name) and _LIFE.match(text[len(name) :]) for text in below)


_SHORT: Final = 40


def _is_beside(at: int, stamped: AbstractSet[int], lines: Lines) -> bool:
    if not stamped.isdisjoint((at - 1, at, at + 1)):
        return True
    return at + 2 in stamped and len(lines.text[at + 1]) <= _SHORT


_INITIALS: Final = re.compile(r"^[A-ZÀ-Þ]{1,3}$")


def _neighbours(lines: Lines, at: int, bare: Byline) -> tuple[Author, ...]:
    """The authors of the line and of those just above and below it that are names as well."""
    found = list(bare.authors)
    for step in (-1, 1):
        here = at + step
        while 0 <= here < len(lines) and abs(here - at) <= _MAX_NAMES:
            text = lines.text[here]
            more = read_bare_byline(text)
            if more is not None:
                fresh = [author for author in more.authors if all(author.name != other.name for other in found)]
                found = [*fresh, *found] if step < 0 else [*found, *fresh]
            elif not _INITIALS.match(text) and text.strip(" ,").casefold() not in _JOINERS_ALONE:
                break
            here += step
    return tuple(found)


_CREDIT_BELOW: Final = re.compile(
    r"^(?:quelle|source|fuente|fonte|bron|©|\(c\)|fotos?\b|photos?\b|bild\b|credits?\b|image\b)", re.IGNORECASE
)
_OTHERS_ABOVE: Final = re.compile(
    r"^(?:presse)?(?:kontakt|contact|ansprechpartner|relacionad|related|destinataire|contatto|(?:foto|photo)s?\W*$)",
    re.IGNORECASE,
)


def _is_of_others(lines: Lines, at: int) -> bool:
    """The names are those of a picture, or of somebody to call."""
    below = lines.text[at + 1] if at + 1 < len(lines) else ""
    above = lines.text[at - 1] if at else ""
    return _CREDIT_BELOW.match(below) is not None or _OTHERS_ABOVE.match(above) is not None


_JOINERS_ALONE: Final = frozenset(["", "and", "und", "et", "y", "e", ",", "&", "og", "och", "en"])
_MAX_NAMES: Final = 8
_MAX_CHARS: Final = 80


def _continued(lines: Lines, at: int) -> Byline | None:
    """A byline whose opener stands on a line of its own, each name on another."""
    if not is_opener_alone(lines.text[at]):
        return None
    found: list[Author] = []
    is_joined = False
    for text in lines.text[at + 1 : at + 1 + _MAX_NAMES]:
        if text.strip(" ,").casefold() in _JOINERS_ALONE:
            is_joined = True
            continue
        bare = read_bare_byline(text) if found and not is_joined else None
        authors = bare.authors if bare else () if found and not is_joined else read_authors(unglued(text))
        if not authors or len(text) > _MAX_CHARS:
            break
        found += authors
        is_joined = False
    if not found or _is_one_word_of_a_house(found[0]):
        return None
    is_sure = found[0].kind is not AuthorKind.PERSON or is_likely_a_name(found[0].name)
    return Byline(tuple(found), is_sure=is_sure, opener=lines.text[at].strip(" :").casefold())


def _is_one_word_of_a_house(author: Author) -> bool:
    """Menus have such words on lines of their own too."""
    is_doubtful = author.kind is AuthorKind.DESK or (
        author.kind is AuthorKind.AGENCY and author.name in newsroom().ambiguous
    )
    return is_doubtful and " " not in author.name
