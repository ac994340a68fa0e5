"""How a byline opens: the words that stand before names, wherever flatteners left them."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from worker.article.credits.labels import labelled
from worker.article.credits.names_uncased import has_uncased, is_surely_east_asian
from worker.article.data.given_names import is_given_name
from worker.article.data.newsroom import newsroom

__all__ = [
    "is_opener_alone",
    "may_be_of_writing",
    "may_be_opened",
    "opened",
    "openings",
    "tells_of_other_work",
    "unglued",
    "without_openers",
]


_FORMS: Final = 64
"""Lines kept in mind: several forms of byline are tried on one line, one after another."""


def is_opener_alone(text: str) -> bool:
    """Whether `text` is nothing but the word that opens a byline: the name stands on the next line."""
    return len(text) <= _MAX_ALONE_CHARS and text.strip(" :：").casefold() in newsroom().openers_alone


_MAX_ALONE_CHARS: Final = 40


def may_be_of_writing(text: str) -> bool:
    """Whether openers of several words ("Written by") begin with the first letters of `text`: most lines fail that."""
    return text[:_FIRST_CHARS].casefold() in _first_of_writing()


_FIRST_CHARS: Final = 3


@cache
def _first_of_writing() -> frozenset[str]:
    openers = chain(newsroom().openers_alone, *newsroom().byline_openers.values())
    return frozenset(opener[:_FIRST_CHARS] for opener in openers if " " in opener)


_AFTER_OPENER: Final = re.compile(r"^\s*[:：;●]\s*|^\s+")
_AFTER_UNSPACED: Final = re.compile(r"^\s*[:：;●/／｜|＝=]\s*|^\s+|^(?=[\u3040-\u9fff])")
"""Behind an opener in Chinese, Japanese or Korean."""
_LAST_SPACED: Final = "\u2e80"


@lru_cache(maxsize=_FORMS)
def opened(text: str) -> tuple[str, str]:
    """The word that opens the byline, folded, and what follows it; two empty strings where none does."""
    folded = text[:40].casefold()
    openers = newsroom().byline_openers.get(folded[:1], ())
    for opener in openers if folded.startswith(openers) else ():
        if folded.startswith(opener):
            rest = text[len(opener) :]
            gap = (_AFTER_OPENER if opener[-1] < _LAST_SPACED else _AFTER_UNSPACED).match(rest)
            if gap is not None and _opens_with(opener, gap[0].strip(), rest):
                return opener, rest[gap.end() :].strip()
    return "", ""


def _opens_with(opener: str, mark: str, rest: str) -> bool:
    """A title without a mark behind it belongs to the name; an opener that touches what follows needs a sure name."""
    if mark or opener[-1] < _LAST_SPACED:
        return True
    return opener not in newsroom().titles_before and (rest[:1].isspace() or is_surely_east_asian(rest))


_MIDDLE: Final = re.compile(r"(?:\s|[|•·/]\s?)((?:by|von|par|por|door|av|af)(?=\s))\s+(?=[^\W\d_])", re.IGNORECASE)
_MAX_WORDS_BEFORE: Final = 7


@lru_cache(maxsize=_FORMS)
def may_be_opened(text: str) -> bool:
    """Whether `openings` may find anything once addresses and glue are gone: a cheap test that most lines fail."""
    folded = text[:_MIDDLE_CHARS].casefold()
    if folded.startswith(newsroom().byline_openers.get(folded[:1], ())) or _may_open_within(folded):
        return True
    return "@" in text or "http" in text or "www." in text or _may_be_labelled(text)


_MIDDLE_CHARS: Final = 100


def _may_be_labelled(text: str) -> bool:
    """Lines of several fields are printed where no capital tells one from the next."""
    return (":" in text or "：" in text) and has_uncased(text)


def _may_open_within(folded: str) -> bool:
    return (
        "by " in folded
        or "von " in folded
        or "par " in folded
        or "por " in folded
        or "door " in folded
        or "av " in folded
        or "af " in folded
    )  # fmt: skip -- a third of the time that `any` takes


def openings(text: str) -> Iterator[tuple[str, str]]:
    """Openers and what follows them: at the start, or behind a day or a genre ("3 May 2021 | By", "Kommentar von").

    Of a line of several fields, each that opens a byline, up to the next label.
    """
    fields = labelled(text) if _may_be_labelled(text) else []
    opener, rest = opened(text)
    if rest:
        yield opener, rest if len(fields) <= 1 or fields[0][0] != opener else fields[0][1]
        return
    yield from (field for field in fields if field[0] in newsroom().byline_openers.get(field[0][:1], ()))
    middle = _MIDDLE.search(text[:_MIDDLE_CHARS]) if _may_open_within(text[:_MIDDLE_CHARS].casefold()) else None
    if middle is not None and _may_stand_before(text[: middle.start()]):
        rest = text[middle.end() :]
        yield "by", _WITH_WHOM.split(rest, maxsplit=1)[0] if "nterview" in text[: middle.start()] else rest


_WITH_WHOM: Final = re.compile(r"\s(?:mit|with|avec|con)\s")


def _may_stand_before(before: str) -> bool:
    """Whether a day and little else, or a genre alone, may open a byline as `before` does."""
    words = list(map(str.casefold, _WORD.findall(before)))
    known = newsroom()
    if any(map(str.isdigit, before)):
        strange = [word for word in words if word not in known.months | known.not_names | known.byline_genres]
        return len(words) <= _MAX_WORDS_BEFORE and len(strange) <= _MAX_STRANGE and not _OTHERS_WORK.search(before)
    own = [word for word in words if word not in _BEFORE_GENRE]
    return bool(own) and before[:1].isupper() and all(word.rpartition("-")[2] in known.byline_genres for word in own)


_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MAX_STRANGE: Final = 2
_BEFORE_GENRE: Final = frozenset(
    ["a", "an", "the", "ein", "eine", "un", "una", "une", "uma", "guest", "exklusiv", "exclusive"]
)


def tells_of_other_work(before: str) -> bool:
    """Whether a line is about a picture, a book or an edit, by the words before its day and "by"."""
    return _OTHERS_WORK.search(before) is not None


_OTHERS_WORK: Final = re.compile(
    r"\b(?:releas|edit|review|illustrat|photo|foto|bild|translat|checked|(?<!min )(?<!min\. )(?<!minute )(?<!minutes )"
    r"(?<!min-)(?<!minute-)read\b)|\(\d{4}\)",
    re.IGNORECASE,
)


_GLUED: Final = re.compile(r"(?<=[a-zà-ÿ.])(?=[A-ZÀ-Þ][a-zà-ÿ])")
_GLUED_OPENER: Final = re.compile(r"^((?i:(?:written |posted )?by|von|par|por))(?i:by)?(?=[A-ZÀ-Þ](?:[a-zà-ÿ]|\.))")
_GLUED_DAY: Final = re.compile(
    r"(\d)(?<=[^\W\d_][^\W\d_]\d)(?=\d?\.\s?(?:\d{1,2}\.|[^\W\d_]{3})|\d{3}-\d\d-)"  # opens with what few lines have
)
_MAY_BE_GLUED: Final = re.compile(r"[A-ZÀ-Þ](?<=[a-zà-ÿ.][A-ZÀ-Þ])[a-zà-ÿ]")
_OPENERS_LETTERS: Final = frozenset("BWVP")
_NAME_PREFIXES = "mc mac de di le la van fitz du da del o dos ten el al st mag ni"
_PREFIXES: Final = frozenset(_NAME_PREFIXES.split())


@lru_cache(maxsize=_FORMS)
def unglued(text: str) -> str:
    """`text` with a space where a flattener ran a name into the word before or after it ("ByAnna BergPublished").

    Where the word behind it is none of a byline's, but more follows, the names end there: "Anna BergTravel News" is
    "Anna Berg; Travel News". Names such as "McDonald" stay.
    """
    text = _GLUED_DAY.sub(r" \1", text)
    opener = _GLUED_OPENER.match(text) if text[:1] in _OPENERS_LETTERS else None
    text = f"{opener[1]} {text[opener.end() :]}" if opener is not None else text
    if not _MAY_BE_GLUED.search(text):
        return text
    known = newsroom()
    words = text.split(" ")
    for at, word in enumerate(words):
        head, *tails = _GLUED.split(word)
        if not tails:
            continue
        tail, front = tails[-1], "".join((head, *tails[:-1]))
        folded = tail.strip(".,:|").casefold()
        if folded in known.not_names | known.roles | known.months | known.place_words:
            words[at] = f"{front} {tail}"
        elif (
            at
            and is_given_name(words[at - 1])
            and at + 1 < len(words)
            and len(tails) == 1
            and head.casefold() not in _PREFIXES
            and len(tail) > _MIN_TAIL
        ):
            words[at] = f"{front}; {tail}"
    return " ".join(words)


_MIN_TAIL: Final = 2


def without_openers(text: str) -> str:
    """`text` without its openers; some bylines have two ("Written by: By")."""
    for _ in range(2):
        opener, rest = opened(text)
        text = rest if opener else text
    return text
