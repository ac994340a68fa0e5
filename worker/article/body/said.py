"""Short lines whose own words name a reason to remove them, by kind, in each language that the word lists know."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from worker.article.reasons.own_words import OwnWords

__all__ = ["SAID", "said_kinds"]

_STORY: Final = "related-link related-links-heading"
_FRAME: Final = (
    "advertisement call-to-action cookie-notice copyright disclaimer footer form image-placeholder navigation "
    "newsletter price share subscription-feature subscription-offer subscription-plan subscription-terms tag"
)
_CREDIT: Final = "author-bio byline caption credit live-blog-stamp stamp"
_KINDS: Final = {"said_comment": "comment", "said_story": _STORY, "said_frame": _FRAME, "said_credit": _CREDIT}

SAID: Final = tuple(_KINDS)
"""Of readers, of other stories, of the site around the article, of who made it and when."""


def said_kinds(texts: Sequence[str], own: OwnWords) -> npt.NDArray[np.bool_]:
    """A row for each of `SAID`, a column a line of `texts`: whether a line of at most 24 words is of that kind."""
    found = np.zeros((len(SAID), len(texts)), bool)
    brief = [at for at, text in enumerate(texts) if len(text) <= _MOST_CHARS]
    for at, (words, reason) in zip(brief, own.said(brief), strict=True):
        if reason in _ROW and len(words) <= _MOST_WORDS:
            found[_ROW[reason], at] = True
    return found


_MOST_WORDS: Final = 24
_MOST_CHARS: Final = 200
_ROW: Final = {reason: row for row, reasons in enumerate(_KINDS.values()) for reason in reasons.split()}
