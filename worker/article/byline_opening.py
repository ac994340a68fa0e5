"""How a byline opens: the words that stand before names, wherever flatteners left them."""

import re
from collections.abc import Iterator
from typing import Final

from worker.article.data.newsroom import newsroom

__all__ = ["is_opener_alone", "opened", "openings", "unglued", "without_openers"]


def is_opener_alone(text: str) -> bool:
    """Whether `text` is nothing but the word that opens a byline: the name stands on the next line."""
    return text.strip(" :").casefold() in _OPENERS_ALONE


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


def opened(text: str) -> tuple[str, str]:
    """The word that opens the byline, folded, and what follows it; two empty strings where none does."""
    folded = text[:40].casefold()
    for opener in newsroom().byline_openers.get(folded[:1], ()):
        if folded.startswith(opener):
            rest = text[len(opener) :]
            gap = _AFTER_OPENER.match(rest)
            if gap is not None:
                return opener, rest[gap.end() :].strip()
    return "", ""


_MIDDLE: Final = re.compile(r"(?:\s|[|•·/]\s?)((?:by|von|par|por|door|av|af)(?=\s))\s+(?=[^\W\d_])", re.IGNORECASE)
_MAX_WORDS_BEFORE: Final = 7


def openings(text: str) -> Iterator[tuple[str, str]]:
    """Openers and what follows them: at the start, or behind a day or a genre ("3 May 2021 | By", "Kommentar von")."""
    opener, rest = opened(text)
    if rest:
        yield opener, rest
        return
    middle = _MIDDLE.search(text[:100])
    if middle is not None:
        before = text[: middle.start()]
        words = before.split()
        others = newsroom().not_names | newsroom().pictures
        if (
            words
            and words[-1].strip(".,:-").casefold().rpartition("-")[2] in others
            and not any(map(str.isdigit, before))
        ):
            return
        is_genre = len(words) <= 2 and before[:1].isupper()
        if is_genre or (len(words) <= _MAX_WORDS_BEFORE and any(map(str.isdigit, before))):
            yield "by", text[middle.end() :]


_GLUED: Final = re.compile(r"(?<=[a-zà-ÿ.])(?=[A-ZÀ-Þ][a-zà-ÿ]{2,})")
_GLUED_OPENER: Final = re.compile(r"^((?:written |posted )?by|von|par)(?:by)?(?=[A-ZÀ-Þ][a-zà-ÿ])", re.IGNORECASE)


def unglued(text: str) -> str:
    """`text` with a space where a flattener ran a name into the word before or after it ("ByAnna BergPublished")."""
    text = _GLUED_OPENER.sub(r"\1 ", text) if text[:1].isupper() else text
    if not _GLUED.search(text):
        return text
    known = newsroom()
    words = []
    for word in text.split(" "):
        head, *tails = _GLUED.split(word)
        is_known = tails and tails[-1].strip(".,:|").casefold() in known.not_names | known.roles | known.months
        words.append(" ".join(("".join((head, *tails[:-1])), tails[-1])) if is_known else word)
    return " ".join(words)


def without_openers(text: str) -> str:
    """`text` without its openers; some bylines have two ("Written by: By")."""
    for _ in range(2):
        opener, rest = opened(text)
        text = rest if opener else text
    return text
