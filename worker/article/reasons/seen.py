"""The removed lines with what is asked of them again and again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Self

from worker.article.lines import Lines
from worker.article.markup import HEADINGS, Flag
from worker.article.reasons.forms import is_joined
from worker.article.reasons.own_words import OwnWords
from worker.article.wide import wide_count

__all__ = ["Seen"]


@dataclass(frozen=True, slots=True)
class Seen:
    """The removed lines, and what their own words and form say."""

    lines: Lines
    gone: list[int]
    """Indexes of the removed lines, in order."""
    words: dict[int, tuple[str, ...]]
    said: dict[int, str | None]
    kinds: frozenset[str | None]
    """All that is said."""
    links: frozenset[int]
    """Those of which most is a link; texts have none."""
    teasers: frozenset[int]
    """Links that are longer than those of menus."""
    is_text: bool
    """Whether there is no markup to ask."""
    span: tuple[int, int]
    """First and last kept index; an empty span behind everything where nothing is kept."""

    @classmethod
    def of(cls, lines: Lines, own: OwnWords, kept: Sequence[bool], used: Collection[int]) -> Self:
        """Look at the lines that are neither `kept` nor `used`."""
        gone = [at for at, is_kept in enumerate(kept) if not is_kept and at not in used]
        said = own.said(gone)
        words = {at: line for at, (line, _) in zip(gone, said, strict=True)}
        text, link = lines.text, lines.link
        links = [at for at in gone if link[at] and link[at] * 10 >= len(text[at]) * 6]
        return cls(
            lines=lines,
            gone=gone,
            words=words,
            said={at: reason for at, (_, reason) in zip(gone, said, strict=True)},
            kinds=frozenset(reason for _, reason in said),
            links=frozenset(links),
            teasers=frozenset([at for at in links if not _is_short(text[at], words[at])]),
            is_text=len(lines.blocks.parent) == 1,
            span=_span(kept),
        )

    def length(self, at: int) -> int:
        """Words, of which two characters of Chinese, Japanese or Korean are one where there are more than four."""
        line = self.words[at]
        return len(line) if len(line) <= _MENU_WORDS else len(line) - wide_count(self.lines.text[at][:_MAX_CHARS]) // 2

    def is_in_comment_form(self, at: int) -> bool:
        """Whether readers are asked for a comment close above."""
        return "comment" in self.kinds and "comment" in [self.said.get(row) for row in range(at - _FORM_REACH, at)]

    def is_sentence(self, at: int) -> bool:
        """Whether it ends like one."""
        return self.lines.text[at].rstrip(_QUOTES)[-1:] in _SENTENCE_ENDS

    def is_outside(self, at: int) -> bool:
        """Whether it stands above or below all of the body."""
        return not self.span[0] <= at <= self.span[1]

    def is_above(self, at: int) -> bool:
        """Whether all of the body stands below."""
        return at < self.span[0] <= self.span[1]

    def is_short(self, at: int) -> bool:
        """Whether it is as short as the entries of menus are; languages with long words say more in four of them."""
        return _is_short(self.lines.text[at], self.words[at])

    def is_heading(self, at: int) -> bool:
        """Whether the markup makes it a heading."""
        return self.lines.blocks.tag[self.lines.block[at]] in HEADINGS

    def is_headline(self, at: int) -> bool:
        """Whether it is a heading with as many words as headlines have."""
        return len(self.words[at]) >= _HEADLINE_WORDS and self.is_heading(at)

    def is_in_table(self, at: int) -> bool:
        """Whether it is a cell, beside another removed one."""
        flags, block = self.lines.blocks.flags, self.lines.block
        if not flags[block[at]] & _TABLE:
            return False
        near = at - 1 if at - 1 in self.words else at + 1
        return near not in self.words or bool(flags[block[near]] & _TABLE)

    def is_in_short_run(self, at: int) -> bool:
        """Whether a removed neighbour is as short, as in a menu."""
        above, below = self.words.get(at - 1, ()), self.words.get(at + 1, ())
        return 0 < len(above) <= _MENU_WORDS or 0 < len(below) <= _MENU_WORDS

    def is_beside_teaser(self, at: int, reach: int) -> bool:
        """Whether one of `reach` lines above or below is a teaser."""
        return not self.teasers.isdisjoint((*range(at - reach, at), *range(at + 1, at + reach + 1)))

    def is_near_link(self, at: int, reach: int) -> bool:
        """Whether one of `reach` lines above or below is a link, as in menus; yes where no line is one."""
        return not self.links or not self.links.isdisjoint(range(at - reach, at + reach + 1))

    def leads_on(self, at: int) -> bool:
        """Whether a link is no teaser, however long: the first line, arrows, whole menus."""
        text = self.lines.text[at]
        return at == 0 or text[0] in "←«‹" or text[-1] == "→" or is_joined(text)


_QUOTES: Final = "\"'”’»)]"
_SENTENCE_ENDS: Final = frozenset(".!?…。！？")
_MAX_CHARS: Final = 80
"""As many as `words` has words at most."""
_TABLE: Final = int(Flag.TABLE)
_FORM_REACH: Final = 4
"""Lines: name, mail address and website."""
_MENU_WORDS: Final = 4
_MENU_CHARS: Final = 28
_HEADLINE_WORDS: Final = 5


def _is_short(text: str, words: tuple[str, ...]) -> bool:
    return len(words) <= _MENU_WORDS and len(text) <= _MENU_CHARS


def _span(kept: Sequence[bool]) -> tuple[int, int]:
    where = [at for at, is_kept in enumerate(kept) if is_kept]
    return (where[0], where[-1]) if where else (len(kept), -1)
