"""What a line's own words and form make of it: the word lists of data/reasons.toml, asked line by line."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from worker.article.data.tables import toml_table
from worker.article.phrases import Phrases, words_of_lines
from worker.article.reasons.forms import BY, FORM_WORDS, byline, comment_head, contact, price, share, stamp

__all__ = ["REASON_TABLE", "OwnWords"]

REASON_TABLE: Final[dict[str, dict[str, Any]]] = toml_table("reasons")
_Said = tuple[tuple[str, ...], str | None]


class OwnWords:
    """What the lines of one article say by themselves, looked up once for all who ask.

    The line model, the body's checks and the reasons do.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._known: dict[str, _Said] = {}

    def said(self, rows: Iterable[int]) -> list[_Said]:
        """Of each of the lines `rows`: its words, see `phrases.words`, and a key of `REASON_TABLE` or None."""
        texts = [self._texts[row] for row in rows]
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        words = words_of_lines(new)
        self._known.update(zip(new, zip(words, _reasons(new, words), strict=True), strict=True))
        return [self._known[text] for text in texts]


def _reasons(texts: Sequence[str], lines: Sequence[tuple[str, ...]]) -> list[str | None]:
    """What the word lists and the forms make of each text, whose words are in `lines`."""
    search = _DIGIT.search
    found: list[str | None] = []
    for text, said, may_have_name in zip(texts, lines, _PHRASES.may_have_names(lines), strict=True):
        if search(text):
            reason = (
                price(text, said)
                or _PHRASES.name(said)
                or byline(text, said)
                or stamp(text, said)
                or contact(text, said)
                or comment_head(text, said)
            )
        else:
            reason = _PHRASES.name(said, has_digit=False) if may_have_name else None
            if reason is None and said and ("@" in text or not FORM_WORDS.isdisjoint(said)):
                reason = _by_form(text, said)
        found.append(reason)
    return found


def _by_form(text: str, said: tuple[str, ...]) -> str | None:
    """What the form of a line without a digit makes of it."""
    if said[0] in BY:
        return byline(text, said)
    if "@" in text:
        return contact(text, said)
    return comment_head(text, said) or share(said)


_DIGIT: Final = re.compile(r"\d")


def _phrases() -> Phrases:
    phrases = Phrases()
    for name, rules in REASON_TABLE.items():
        most = rules.get("max_words", 24)
        phrases.add_whole(name, (*rules.get("whole", ()), *rules.get("heads", ())))
        phrases.add(name, rules.get("starts", ()), at_start=True, max_words=most)
        phrases.add(name, rules.get("contains", ()), max_words=most)
    return phrases


_PHRASES: Final = _phrases()
