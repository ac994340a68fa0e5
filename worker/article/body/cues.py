"""Short lines that announce what follows them: comments, related stories, credits, copyright, dates."""

import re
from typing import Final

import numpy as np
import numpy.typing as npt

from worker.article.body.characters import Characters, Sign

__all__ = ["CUES", "cues"]

CUES: Final = ("comments", "related", "credit", "copyright", "date")


def cues(lines: list[str], signs: Characters) -> npt.NDArray[np.bool_]:
    """A row for each of `CUES`, a column a line: whether a line of at most 14 words opens like one."""
    found = np.zeros((len(CUES), len(lines)), bool)
    short = np.flatnonzero((signs.words <= 14) & (signs.length < 200))
    has_digits = signs.counts[short, Sign.DIGIT] > 0
    for at, may_be_date in zip(short.tolist(), has_digits.tolist(), strict=True):
        line = lines[at].lower()  # case costs the expressions their quick look at first letters
        if opening := _OPENING.match(line):
            found[_ROW[opening.lastgroup or ""], at] = True
        elif may_be_date and _DATE_SIGN.search(line) and (_DATE.search(line) or _MONTH_DATE.search(line)):
            found[_ROW["date"], at] = True
    return found


_ROW: Final = {name: row for row, name in enumerate(CUES)}
_OPENING: Final = re.compile(
    r"(?P<comments>\W*(?:\d[\d,.]*\s)?(?:comments?|replies|responses?|leave a (?:reply|comment)"
    r"|join the (?:conversation|discussion)|kommentare?|commentaires?|comentarios?|commenti|reacties|komentarze"
    r"|yorumlar|комментарии|коментарі|σχόλια|コメント|评论|評論)\b)"
    r"|(?P<related>\W*(?:related|read (?:more|next|also)|more (?:from|on|in|stories)|you may also|recommended|trending"
    r"|latest|most (?:read|popular|viewed)|popular|also read|see also|next|previous|editors?.? picks?|top stories"
    r"|sponsored|mehr zum|lesen sie|à lire|lire aussi|te puede|leggi anche|lees ook|czytaj (?:też|także|więcej)|читайте"
    r"|διαβάστε|about the author|tags?\b|topics?\b|share|filed under|subscribe|sign up|newsletter|follow|advertisement"
    r"|anzeige|publicité|reklama|реклама|関連|相关|相關))"
    r"|(?P<credit>(?:by|von|par|por|di|av|door|af|text:|written by|reported by|author|story by|published|posted|updated"
    r"|photo|foto|image|credit|source|quelle|autor|fot\.|фото|автор|источник|来源|作者)\b)"
    r"|(?P<copyright>\W{0,2}©|\(c\)\s|copyright|all rights|alle rechte|tous droits)"
)
_DATE_SIGN: Final = re.compile(r":\d|19|20|ago|年|[-/.]\d\d?[-/.]")
"""What no date is without: most lines with digits end here."""
_DATE: Final = re.compile(
    r"\b(?:(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?\b|\d\d?[-/.]\d\d?[-/.](?:19|20)?\d\d\b|\d\d?:\d\d\b"
    r"|\d+\s?(?:hours?|h|min(?:ute)?s?|days?|weeks?|months?|years?)\s+ago\b"
    r"|\d\d?\.?\s\w{3,9}\.?,?\s(?:19|20)\d\d\b)|\d{4}年"
)
_MONTH_DATE: Final = re.compile(r"\b\w{3,9}\.?\s\d\d?,\s(?:19|20)\d\d\b")
