"""The removed lines with what is asked of them again and again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Self

from worker.article.lines import Lines
from worker.article.page import Flag
from worker.article.phrases import words_of_lines
from worker.article.reasons.own_words import own_reason

__all__ = ["Seen"]


@dataclass(frozen=True, slots=True)
class Seen:
    """The removed lines, and what their own words and form say."""

    lines: Lines
    gone: list[int]
    """Indexes of the removed lines, in order."""
    words: dict[int, tuple[str, ...]]
    said: dict[int, str | None]
    linked: Sequence[bool]
    """Whether most of the line is a link; of all lines."""
    span: tuple[int, int]
    """First and last kept index; an empty span behind everything where nothing is kept."""

    @classmethod
    def of(cls, lines: Lines, kept: Sequence[bool], used: Collection[int]) -> Self:
        """Look at the lines that are neither `kept` nor `used`."""
        gone = [at for at, is_kept in enumerate(kept) if not is_kept and at not in used]
        texts = [lines.text[at] for at in gone]
        distinct = list(dict.fromkeys(texts))
        words = dict(zip(distinct, words_of_lines(distinct), strict=True))
        said = {text: own_reason(text, line) for text, line in words.items()}
        return cls(
            lines=lines,
            gone=gone,
            words={at: words[text] for at, text in zip(gone, texts, strict=True)},
            said={at: said[text] for at, text in zip(gone, texts, strict=True)},
            linked=[link > 0 and link * 10 >= len(text) * 6 for link, text in zip(lines.link, lines.text, strict=True)],
            span=_span(kept),
        )

    def is_outside(self, at: int) -> bool:
        """Whether it stands above or below all of the body."""
        return not self.span[0] <= at <= self.span[1]

    def is_short(self, at: int) -> bool:
        """Whether it is as short as the entries of menus are; languages with long words say more in four of them."""
        return len(self.words[at]) <= _MENU_WORDS and len(self.lines.text[at]) <= _MENU_CHARS

    def is_heading(self, at: int) -> bool:
        """Whether the markup makes it a heading."""
        return self.lines.blocks.tag[self.lines.block[at]] in _HEADINGS

    def is_in_table(self, at: int) -> bool:
        """Whether it is a cell, beside another removed one."""
        flags, block = self.lines.blocks.flags, self.lines.block
        return all(
            flags[block[near]] & _TABLE
            for near in (at, at - 1 if at - 1 in self.words else at + 1)
            if near in self.words
        )

    def is_in_short_run(self, at: int) -> bool:
        """Whether a removed neighbour is as short, as in a menu."""
        return any(0 < len(self.words.get(near, ())) <= _MENU_WORDS for near in (at - 1, at + 1))

    def turns_page(self, at: int) -> bool:
        """Whether an arrow says that the link leads to the page before or after."""
        text = self.lines.text[at]
        return text[0] in "←«‹" or text[-1] == "→"


_TABLE: Final = int(Flag.TABLE)
_MENU_WORDS: Final = 4
_MENU_CHARS: Final = 28
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


def _span(kept: Sequence[bool]) -> tuple[int, int]:
    where = [at for at, is_kept in enumerate(kept) if is_kept]
    return (where[0], where[-1]) if where else (len(kept), -1)
