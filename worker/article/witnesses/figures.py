"""Pictures with the words printed below them, as captions and credits."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from worker.article.data.tables import toml_table
from worker.article.plain import plain
from worker.article.witnesses.words import words_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["Figure", "read_figure", "split_credit"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A `<figure>` with a picture and a `<figcaption>`."""

    url: str
    """As it stands in the markup."""
    words: str
    """All that the caption says."""
    owner: str
    """What of it the markup calls a credit."""

    def told(self) -> tuple[str, str]:
        """The caption, and who made or owns the picture, without "Photo:" and the like; either may be empty."""
        if not self.owner:
            return split_credit(self.words)
        told, credit = split_credit(self.owner)
        return self.words.replace(self.owner, "", 1).strip(_EDGES), credit or told


_DEPTH: Final = 4
_ADDRESSES: Final = ("data-src", "data-original", "data-lazy-src", "src")
"""What is loaded late, before what holds its place."""
_SETS: Final = ("data-srcset", "srcset")
_PLACEHOLDER: Final = re.compile(
    r"^data:|placeholder|spacer|transparent|(?:blank|pixel|1x1|loading)\.\w+$", re.IGNORECASE
)
_CREDIT: Final = "[class*=credit i],[class*=copyright i],[itemprop=copyrightHolder]"


def read_figure(caption: "LexborNode") -> Figure | None:
    """The figure around a figcaption; None where it shows no picture or says nothing."""
    figure = caption.parent
    for _ in range(_DEPTH):
        if figure is None or figure.tag == "figure":
            break
        figure = figure.parent
    image = figure.css_first("img") if figure is not None and figure.tag == "figure" else None
    url, words = _address(image) if image is not None else "", words_of(caption)
    if not url or not words:
        return None
    marked = caption.css_first(_CREDIT)
    owner = words_of(marked) if marked is not None else ""
    return Figure(url, words, owner if owner in words and len(owner) <= _MAX_CREDIT_CHARS else "")


def _address(image: "LexborNode") -> str:
    attributes = image.attributes
    for name in (*_ADDRESSES, *_SETS):
        address = plain(attributes[name]) if name in attributes else ""
        url = address.partition(" ")[0].rstrip(",") if name in _SETS else address
        if url and not _PLACEHOLDER.search(url):
            return url
    return ""


_MAX_CREDIT_CHARS: Final = 80
_EDGES: Final = " ([|–—-,;:"
_WORDS: Final = toml_table("reasons")["credit"]
_LABELLERS: Final = (*_WORDS["starts"], "bild", "bilder", "fotograf", "photographer", "zdjęcie")
_LABELS: Final = "|".join(re.escape(label) for label in sorted(_LABELLERS, key=len, reverse=True))
_HOUSES: Final = "|".join(map(re.escape, _WORDS["contains"]))
_LABELLED: Final = (
    rf"(?:^|(?<=[\s(\[.,;|–—-]))(?:{_LABELS})(?:\s?[:：]\s?|(?<=\b(?:by|of))\s(?-i:(?![a-z])))"
    r"(?P<credit>[^:：]{2,80})$"
)
_OWNED: Final = r"(?:©|\(c\))\s?(?P<credit>.{2,80})$"
_BRACKETED: Final = rf"\((?P<credit>[^()]{{0,60}}\b(?:{_HOUSES})\b[^()]{{0,60}})\)\W?$"
_CREDITS: Final = [re.compile(form, re.IGNORECASE) for form in (_LABELLED, _OWNED, _BRACKETED)]


def split_credit(words: str) -> tuple[str, str]:
    """What a caption says, and whom it credits; either may be empty. The words are those of data/reasons.toml.

    >>> split_credit("The bridge on Friday. Photograph: Jane Roe/AFP")
    ('The bridge on Friday.', 'Jane Roe/AFP')
    >>> split_credit("The bridge on Friday (AP Photo/Jane Roe)")
    ('The bridge on Friday', 'AP Photo/Jane Roe')
    """
    found = next((match for form in _CREDITS if (match := form.search(words))), None)
    if found is None:
        return words, ""
    credit = found["credit"]
    return words[: found.start()].strip(_EDGES), credit.strip(" .,;|]" if "(" in credit else " .,;|])")
