"""Bylines: who wrote it, as persons, agencies or desks, without roles, places, addresses and handles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from worker.article.data.newsroom import newsroom
from worker.article.data.places import place_named
from worker.article.document import Author, AuthorKind
from worker.article.names import is_likely_a_name, is_name, is_surely_a_name, is_word_of_a_name

__all__ = [
    "Byline",
    "is_opener_alone",
    "read_authors",
    "read_bare_byline",
    "read_byline",
    "read_marked_author",
    "read_marked_byline",
]

MAX_BYLINE_CHARS: Final = 240
MAX_AUTHORS: Final = 20


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors in one line, and whether words in it stood for them ("By", "Von")."""

    authors: tuple[Author, ...]
    is_opened: bool = True
    is_sure: bool = True
    """The first name opens with a given name, or is an agency's or a desk's."""


def read_byline(text: str) -> Byline | None:
    """The byline that `text`, one line, is; None where it does not open like one or names nobody.

    What follows the names may be a place, a role, a day or a mark such as "|"; prose is no byline.

    >>> [author.name for author in read_byline("By ANNA BERG and Jo Lind in Paris | 3 May 2021").authors]
    ['ANNA BERG', 'Jo Lind']
    >>> read_byline("By the end of the day it was over")
    """
    return _read(text, is_marked=False) or _read(text, is_marked=True)


def _read(text: str, *, is_marked: bool) -> Byline | None:
    if len(text) > MAX_BYLINE_CHARS:
        return None
    text = _unglued(text)
    for opener, rest in _openings(text):
        if opener in newsroom().weak_openers:
            authors = read_authors(rest) if _is_all_names(rest) else ()
        else:
            authors = read_authors(rest) if _starts_with_a_name(rest, is_marked=is_marked) else ()
        if authors:
            return Byline(authors, is_sure=not is_marked)
    return None


def read_bare_byline(text: str) -> Byline | None:
    """Authors in a short line that no word opens: "Anna Berg", "Anna Berg, Staff Reporter", "Anna Berg | BBC News".

    The first name must be one that is known as a given name somewhere; the caller knows whether the place is right.
    """
    if len(text) > 90 or text[-1] in ".!?:…":
        return None
    text = _unglued(text)
    first = _without_place(_FIRST.split(text, maxsplit=1)[0]).strip()
    if not is_surely_a_name(first) or len(first.split()) > 3 or place_named(first) is not None or _is_desk(first):
        return None
    authors = read_authors(text) if _is_all_byline(text[len(first) :]) else ()
    return Byline(authors, is_opened=False) if authors else None


def read_marked_byline(text: str) -> Byline | None:
    """The byline in an element that markup calls an author's: as a line's, or a name or house alone.

    >>> read_marked_byline("Staff of the Times").authors[0].kind.value
    'desk'
    """
    opened = _read(text, is_marked=True)
    if opened is not None:
        return opened
    if len(text) > 90 or text[-1] in "!?:…":
        return None
    first = _without_place(_FIRST.split(text, maxsplit=1)[0]).strip()
    if is_name(first) and not _is_desk(first) and _is_all_byline(text[len(first) :]):
        authors = read_authors(text) or read_authors(first)
        return Byline(authors, is_opened=False) if authors else None
    if 1 <= len(first.split()) <= 4 and first[0].isupper() and (_is_desk(first) or first == text):
        return Byline(read_marked_author(first), is_opened=False)
    return None


def is_opener_alone(text: str) -> bool:
    """Whether `text` is nothing but the word that opens a byline: the name stands on the next line."""
    return text.strip(" :").casefold() in _OPENERS_ALONE


def read_authors(raw: str) -> tuple[Author, ...]:
    """The authors that a printed byline names, in order, each once.

    Nothing that has not the shape of a name, an agency or a desk gets through. Reads the first 1,000 characters.

    >>> [(a.name, a.kind.value) for a in read_authors("Von Eva Lind (Berlin), dpa; eva@example.org")]
    [('Eva Lind', 'person'), ('dpa', 'agency')]
    """
    found: dict[str, Author] = {}
    for part, is_joined in _joined_parts(_without_openers(_ADDRESS.sub(" ", raw[:1000]).strip())):
        if found and _ends_the_names(part):
            break
        author = _author(part, {} if is_joined else found)
        if author is not None and len(found) < MAX_AUTHORS:
            found.setdefault(author.name.casefold(), author)
    return tuple(found.values())


def read_marked_author(
    raw: str, *, url: str | None = None, is_organisation: bool = False, is_person: bool = False
) -> tuple[Author, ...]:
    """The authors in a string that markup calls an author: one word is a name too, and what is no name is a desk.

    Addresses and handles give nothing.

    >>> [(a.name, a.kind.value) for a in read_marked_author("Lillie") + read_marked_author("Center for News")]
    [('Lillie', 'person'), ('Center for News', 'desk')]
    """
    text = _without_openers(_ADDRESS.sub(" ", raw[:1000]).strip()).strip(" .,:;|")
    if not text or not any(letter.isalpha() for letter in text):
        return ()
    if text in newsroom().agencies:
        return (Author(name=text, name_raw=text, kind=AuthorKind.AGENCY, url=url),)
    looks_like_one = is_name(text, may_be_single=True) or (is_person and 2 <= len(text.split()) <= 4 and text.istitle())
    if not is_organisation and not _is_desk(text) and looks_like_one:
        return (Author(name=text, name_raw=raw, url=url),)
    several = read_authors(text)
    if any(author.kind is AuthorKind.PERSON for author in several) and not is_organisation:
        return tuple(author.model_copy(update={"url": url}) for author in several) if len(several) == 1 else several
    is_usual = any(
        word.casefold() in newsroom().not_names - {"the", "of", "for", "your", "our", "and"} for word in text.split()
    )
    if len(text) > 60 or (is_usual and not is_organisation):
        return several
    is_person = len(text.split()) == 2 and is_surely_a_name(text.title()) and not is_organisation
    return (Author(name=text, name_raw=raw, kind=AuthorKind.PERSON if is_person else AuthorKind.DESK, url=url),)


_FIRST: Final = re.compile(r"\s*[,|•·;(]\s*|\s+(?:[–—-]|and|und|et|y|&)\s+|\s*/\s*")


def _is_all_byline(rest: str) -> bool:
    """What follows a name is more names, roles, desks, places or days."""
    for part in filter(None, _parts(rest)):
        if any(word.casefold() in newsroom().pictures for word in part.split()):
            return False
        if _ends_the_names(part):
            return True
        is_known = _is_role(part) or _is_desk(part) or place_named(part) or any(map(str.isdigit, part))
        if not (is_known or is_name(part)):
            return False
    return True


# --- how a byline opens ---

_OPENERS_ALONE: Final = frozenset(
    [
        "by",
        "written by",
        "author",
        "authors",
        "von",
        "par",
        "por",
        "autor",
        "autorin",
        "autoren",
        "auteur",
        "words by",
        "story by",
        "reported by",
        "posted by",
        "door",
    ]
)
_AFTER_OPENER: Final = re.compile(r"^\s*[:：;●]\s*|^\s+|^(?=[\u3040-\u9fff])")


def _opened(text: str) -> tuple[str, str]:
    """The word that opens the byline, folded, and what follows it; two empty strings where none does."""
    folded = text[:40].casefold()
    for opener in newsroom().byline_openers:
        if folded.startswith(opener):
            rest = text[len(opener) :]
            gap = _AFTER_OPENER.match(rest)
            if gap is not None:
                return opener, rest[gap.end() :].strip()
    return "", ""


_MIDDLE: Final = re.compile(r"(?:\s|[|•·/]\s?)((?:by|von|par|por|door|av|af)(?=\s))\s+(?=[^\W\d_])", re.IGNORECASE)
_MAX_WORDS_BEFORE: Final = 7


def _openings(text: str) -> Iterator[tuple[str, str]]:
    """Openers and what follows them: at the start, or behind a day, a label or a genre ("3 May 2021 | By", "Kommentar von")."""
    opener, rest = _opened(text)
    if rest:
        yield opener, rest
        return
    middle = _MIDDLE.search(text[:100])
    if middle is not None:
        before = text[: middle.start()]
        words = before.split()
        others = newsroom().not_names | newsroom().pictures
        if words and words[-1].strip(".,:-").casefold() in others and not any(map(str.isdigit, before)):
            return
        is_genre = len(words) <= 2 and before[:1].isupper()
        if is_genre or (len(words) <= _MAX_WORDS_BEFORE and any(map(str.isdigit, before))):
            yield "by", text[middle.end() :]


_GLUED: Final = re.compile(r"(?<=[a-zà-ÿ.])(?=[A-ZÀ-Þ][a-zà-ÿ]{2,})")
_GLUED_OPENER: Final = re.compile(r"^((?:written |posted )?by|von|par)(?:by)?(?=[A-ZÀ-Þ][a-zà-ÿ])", re.IGNORECASE)


def _unglued(text: str) -> str:
    """`text` with a space where a flattener ran a name into the word before or after it ("ByAnna BergPublished")."""
    text = _GLUED_OPENER.sub(r"\1 ", text) if text[:1].isupper() else text
    known = newsroom()
    words = []
    for word in text.split(" "):
        head, *tails = _GLUED.split(word)
        is_known = tails and tails[-1].strip(".,:|").casefold() in known.not_names | known.roles | known.months
        words.append(" ".join(("".join((head, *tails[:-1])), tails[-1])) if is_known else word)
    return " ".join(words)


def _without_openers(text: str) -> str:
    """ "by by", "Written by: By" open some bylines."""
    for _ in range(2):
        opener, rest = _opened(text)
        text = rest if opener else text
    return text


def _starts_with_a_name(text: str, *, is_marked: bool) -> bool:
    """The first words are a name, agency or desk, and what follows them goes on like a byline, not like prose.

    Where markup does not vouch for it, the name must open with a given name.
    """
    head = next(_parts(text), "")
    if not head:
        return False
    if head in newsroom().agencies or _is_desk(head):
        return True
    words = _without_role(head).split() or head.split()
    count = 0
    while count < len(words) and count < 6 and is_word_of_a_name(words[count]):
        count += 1
    name, after = " ".join(words[:count]), words[count:]
    if not is_marked and not is_likely_a_name(name):
        return False
    is_single = not after and len(name) > 2 and name[0].isupper()
    return is_name(name, may_be_single=is_single) and (not after or _goes_on(after))


def _goes_on(words: list[str]) -> bool:
    first = words[0].strip(".,:").casefold()
    known = newsroom()
    return first in known.roles | known.not_names | known.place_words | known.desks or first[:1].isdigit() or not first


def _is_all_names(text: str) -> bool:
    parts = [part for part in _parts(text) if part]
    return (
        bool(parts)
        and all(is_name(part) or part in newsroom().agencies for part in parts)
        and any(is_surely_a_name(part) or part in newsroom().agencies for part in parts)
    )


# --- its parts ---

_ADDRESS: Final = re.compile(r"\S+@\S+|(?<!\w)@\w+|\bhttps?:\S+|\bwww\.\S+")
_SPLIT: Final = re.compile(r"\s*[;|•·⋅/\n\t、，]\s*|\s*,\s*(?!jr\b|sr\b|II)|\s+[–—-]\s+|\s*[()（）\[\]]\s*|\s*:\s+")


def _parts(text: str) -> Iterator[str]:
    return (part for part, _ in _joined_parts(text))


def _joined_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Parts of a byline, and whether a word such as "and" joins each to the one before."""
    joiner = _joiner()
    for piece in _SPLIT.split(text):
        for rank, part in enumerate(joiner.split(f" {piece}" if piece else "")):
            yield part.strip(" .,:“”\"'-–—"), rank > 0


def _joiner() -> re.Pattern[str]:
    words = "|".join(map(re.escape, newsroom().joiners))
    return re.compile(rf"\s+(?:{words}|&|\+)\s+(?=\S)|\s*&\s*", re.IGNORECASE)


def _author(part: str, before: dict[str, Author]) -> Author | None:
    known = newsroom()
    if not part:
        return None
    if part in known.agencies or part.removeprefix("The ").removeprefix("the ") in known.agencies:
        return Author(name=part, name_raw=part, kind=AuthorKind.AGENCY)
    part = _without_place(part)
    name = _without_role(part)
    if name and is_name(name) and not _is_desk(name):
        if before and _is_beside(name, before):
            return None
        return Author(name=name, name_raw=part)
    if _is_desk(part) and not any(author.kind is AuthorKind.PERSON for author in before.values()):
        return Author(name=part, name_raw=part, kind=AuthorKind.DESK)
    return None


def _ends_the_names(part: str) -> bool:
    """ "Edited by", "Published": from here on the line speaks of others, or of something else."""
    first = part.split(" ", 1)[0].strip(".,:").casefold()
    return first in newsroom().not_names or first in newsroom().byline_openers


def _is_beside(name: str, before: dict[str, Author]) -> bool:
    """`name` is the place or the paper of the one before, not a second author."""
    if is_likely_a_name(name):
        return False
    if any(author.kind is AuthorKind.PERSON and is_surely_a_name(author.name) for author in before.values()):
        return True
    printed_large = any(word.isupper() and len(word) > 1 for word in name.split())
    others_large = any(word.isupper() and len(word) > 2 for other in before for word in before[other].name.split())
    return place_named(name) is not None or (printed_large and not others_large)


def _without_place(part: str) -> str:
    """`part` up to a word such as "in" with a place or newsroom behind it, or up to a word that is in no name."""
    words = part.split()
    for at in range(1, len(words)):
        folded = words[at].strip(".,").casefold()
        if folded in newsroom().place_words and words[at].islower():
            return " ".join(words[:at])
        is_day = words[at][0].isdigit() or (
            folded in newsroom().months and words[at + 1 : at + 2] and words[at + 1][0].isdigit()
        )
        if is_day or (at >= 2 and folded in ("in", "on", "at")) or (folded in newsroom().not_names and at >= 2):
            return " ".join(words[:at])
    return part


def _without_role(part: str) -> str:
    """`part` without words of a role before or after the name; "" where all of it is a role."""
    words = part.split()
    roles = newsroom().roles
    while words and words[0].strip(".,").casefold() in roles:
        words = words[1:]
    for at in range(len(words)):
        if words[at].strip(".,").casefold() in roles:
            return " ".join(_first_name_in(words[:at]))
    return " ".join(words)


def _first_name_in(words: list[str]) -> list[str]:
    """What stands before a role, without its adjectives ("Anna Berg Executive Digital"): two words that are no particles."""
    own = [
        at for at, word in enumerate(words) if word.casefold() not in newsroom().particles and len(word.strip(".")) > 1
    ]
    return words[: own[1] + 1] if len(own) >= 2 else []


def _is_role(part: str) -> bool:
    return any(word.strip(".,").casefold() in newsroom().roles for word in part.split())


def _is_desk(part: str) -> bool:
    """All words capitalised or short, one of them a desk's."""
    words = part.split()
    folded = [word.strip(".,").casefold() for word in words]
    return (
        1 <= len(words) <= 6
        and any(word in newsroom().desks for word in folded)
        and (words[0][0].isupper() or folded[0] in newsroom().desks)
        and not any(word in newsroom().not_names - {"the", "of", "for", "your", "our"} for word in folded)
    )
