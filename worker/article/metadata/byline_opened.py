"""A byline that a word opens, in its line or in the one before its names."""

from typing import Final

from worker.article.credits.byline import Byline, read_bare_byline, read_byline
from worker.article.credits.byline_authors import read_authors
from worker.article.credits.byline_opening import is_opener_alone, unglued
from worker.article.credits.names import is_likely_a_name
from worker.article.data.newsroom import newsroom
from worker.article.document import Author, AuthorKind
from worker.article.lines import Lines

__all__ = ["BYLINE_CHARS", "JOINERS_ALONE", "MOST_NAME_LINES", "opened_byline"]

JOINERS_ALONE: Final = frozenset(["", "and", "und", "et", "y", "e", ",", "&", "og", "och", "en"])
"""What stands on a line of its own between names."""
MOST_NAME_LINES: Final = 8
"""So many lines are read for names that stand on lines of their own."""
BYLINE_CHARS: Final = 80
"""At most, of a line that is a byline or a name."""


def opened_byline(lines: Lines, at: int) -> Byline | None:
    """The byline that a word opens in the line, or in the one before its names."""
    return read_byline(lines.text[at]) or _continued(lines, at)


def _continued(lines: Lines, at: int) -> Byline | None:
    """A byline whose opener stands on a line of its own, each name on another."""
    if not is_opener_alone(lines.text[at]):
        return None
    found: list[Author] = []
    is_joined = False
    for text in lines.text[at + 1 : at + 1 + MOST_NAME_LINES]:
        if text.strip(" ,").casefold() in JOINERS_ALONE:
            is_joined = True
            continue
        bare = read_bare_byline(text) if found and not is_joined else None
        authors = bare.authors if bare else () if found and not is_joined else read_authors(unglued(text))
        if not authors or len(text) > BYLINE_CHARS:
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
