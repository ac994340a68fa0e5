"""What speaks for or against a line with a name being a byline, by its neighbours."""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final

from worker.article.credits.byline import Byline
from worker.article.credits.byline_parts import ends_like_a_desk, is_role
from worker.article.document import AuthorKind
from worker.article.lines import Lines
from worker.article.metadata.around import Around
from worker.article.plain import has_digit

__all__ = [
    "FAR_ABOVE",
    "PLAIN_OPENERS",
    "is_below_title",
    "is_beside",
    "is_bio_of",
    "is_called_author",
    "is_common",
    "is_life",
    "is_of_a_thing",
    "is_of_others",
    "is_of_writing",
    "is_one_of_several",
    "is_told_of",
    "reads_like_a_title",
]

FAR_ABOVE: Final = 9
_TITLE_WORDS: Final = 5


_CREDIT_BELOW: Final = re.compile(
    r"^(?:quelle|source|fuente|fonte|bron|©|\(c\)|fotos?\b|photos?\b|bild\b|credits?\b|image\b)", re.IGNORECASE
)
_OTHERS_ABOVE: Final = re.compile(
    r"^(?:presse)?(?:kontakt|contact|ansprechpartner|relacionad|related|destinataire|contatto|(?:foto|photo)s?\W*$|"
    r"(?:f|ph)otogra\w+\W*$|regie\W*$)",
    re.IGNORECASE,
)


def is_of_others(lines: Lines, at: int) -> bool:
    """The names are those of a picture, or of somebody to call."""
    below = lines.text[at + 1] if at + 1 < len(lines) else ""
    above = lines.text[at - 1] if at else ""
    return _CREDIT_BELOW.match(below) is not None or _OTHERS_ABOVE.match(above) is not None


_ROLE_WORDS: Final = 5


def is_called_author(lines: Lines, at: int, place: Around) -> bool:
    """The line below is a role and nothing else: "Author", "Contributing Writer"."""
    if place.start - at > FAR_ABOVE:  # the house's people, on a menu
        return False
    below = lines.text[at + 1] if at + 1 < len(lines) else ""
    words = below.split()
    return 0 < len(words) <= _ROLE_WORDS and is_role(below) and not has_digit(below) and below[0].isupper()


def is_below_title(lines: Lines, at: int, place: Around) -> bool:
    """The line above reads like a title, and the body is not far."""
    return 0 < place.start - at <= FAR_ABOVE and reads_like_a_title(lines.text[at - 1] if at else "")


def reads_like_a_title(text: str) -> bool:
    """Five words or more, the first in capitals, and no end of a sentence."""
    return len(text.split()) >= _TITLE_WORDS and text[0].isupper() and text[-1] not in ".:,;"


def is_common(byline: Byline, lines: Lines) -> bool:
    """A word of the names stands in lower case somewhere: words of sections do, those of names do not.

    Of a crew ("Upper Town Team"), whose words are usual ones, all must.
    """
    words = {f" {word.casefold()} " for author in byline.authors for word in author.name.split() if word[0].isupper()}
    page = _page(lines)
    is_crew = all(author.kind is AuthorKind.DESK and ends_like_a_desk(author.name) for author in byline.authors)
    return (all if is_crew else any)(word in page for word in words)


PLAIN_OPENERS: Final = frozenset(["", "by", "von", "par", "por", "door", "av", "af", "posted by", "published by"])


def is_of_a_thing(byline: Byline, lines: Lines) -> bool:
    """Three words or more, of which the page has all but the first in lower case: a thing named for somebody."""
    _, *words = byline.authors[0].name.split()
    if len(words) < _THING_WORDS:
        return False
    page = _page(lines)
    return all(f" {word.casefold()} " in page for word in words)


_THING_WORDS: Final = 2


def _page(lines: Lines) -> str:
    """The lines, each word of them between blanks, but for what punctuation touches."""
    return " \n ".join(("", *lines.text, ""))


def is_of_writing(opener: str) -> bool:
    """Whether the words that open a byline say that the text is theirs ("Written by"), not just whose name follows."""
    return " " in opener and opener not in PLAIN_OPENERS


"""Those that prose and comments begin with, too."""
_LIFE_WORDS: Final = 6


def is_life(lines: Lines, at: int, bare: Byline) -> bool:
    """The line at `at` tells of the person by the first name."""
    text = lines.text[at] if at < len(lines) else ""
    return len(text.split()) >= _LIFE_WORDS and text.split()[0] == bare.authors[0].name.split()[0]


_LIFE: Final = re.compile(
    r"^(?:,|\s(?:is|was|has|holds|writes|covers|joined|works|ist|war|arbeitet|schreibt|studierte|hat|est|écrit|es|è|jest|är|er)\b)"
)
_BIOS: Final = 60


def is_bio_of(bare: Byline, lines: Lines, place: Around) -> bool:
    """A line below the body tells of the person by the name."""
    name = bare.authors[0].name
    below = lines.text[place.end : place.end + _BIOS]
    return any(is_told_of(name, text) for text in below)


def is_told_of(name: str, text: str) -> bool:
    """`text` tells of the person by the whole name, or by its first word."""
    first = name.partition(" ")[0]
    if not text.startswith(first):
        return False
    told = name if text.startswith(name) else first
    return _LIFE.match(text[len(told) :]) is not None


_OTHERS_NEAR: Final = 10
_DATED_CHARS: Final = 100
_WORDS: Final = re.compile(r"[\w\s'’.-]+")


def is_one_of_several(lines: Lines, at: int, is_stamp: Callable[[str], bool]) -> bool:
    """The line has a stamp, and so has one near it that is made alike: comments have, each with its author."""
    text = lines.text[at]
    if not _is_dated(text, is_stamp):
        return False
    form = _WORDS.sub("", text)
    near = lines.text[max(0, at - _OTHERS_NEAR) : at + _OTHERS_NEAR]
    return any(other != text and _WORDS.sub("", other) == form and _is_dated(other, is_stamp) for other in near)


def _is_dated(text: str, is_stamp: Callable[[str], bool]) -> bool:
    return len(text) <= _DATED_CHARS and has_digit(text) and is_stamp(text)


_SHORT: Final = 40


def is_beside(at: int, stamped: AbstractSet[int], lines: Lines) -> bool:
    """A stamp is the line or a neighbour of it."""
    if not stamped.isdisjoint((at - 1, at, at + 1)):
        return True
    return at + 2 in stamped and len(lines.text[at + 1]) <= _SHORT
