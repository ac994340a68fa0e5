"""Which lines are the article's body: the line model's verdict, and extractors' votes where the model doubts."""

import numpy as np

from worker.article.body.characters import Floats
from worker.article.body.checks import taken_back
from worker.article.body.features import Known, columns
from worker.article.body.features_verdict import vote_shares
from worker.article.body.model import model
from worker.article.body.votes import Votes, scored
from worker.article.lines import Lines, Verdict
from worker.article.rules import Rules

__all__ = ["find_body"]


def find_body(lines: Lines, seen: Known, rules: Rules, *, votes: Votes) -> Verdict:
    """Keep the lines that are the article's paragraphs, its subheadings, list items and table rows among them.

    `seen` is what is known of the `lines`; `votes` has all `VOTERS`.
    With `rules.body` "model" none is asked, with "trafilatura" the lines of that one are the body, with "auto" each is
    asked once where the model is in doubt, see `votes.scored`.
    Texts have no votes: for them the model decides alone. The headline itself is never body; nor is what
    `checks.taken_back` says of the lines that are left. Where a rule decided, the score is None.
    """
    learnt = model("text", rules.text_weights) if lines.tree is None else model("page", rules.page_weights)
    if lines.tree is not None and rules.body == "trafilatura":
        shares = vote_shares(lines.text, votes["trafilatura"]() or "")
        return Verdict((shares >= _MOST).tolist(), [None] * len(lines), learnt.version, voted=True)
    if not len(lines):
        return Verdict([], [], learnt.version)
    found = columns(lines, learnt.lexicon, seen)
    scores, voted = scored(learnt, lines, seen, found, votes if rules.body == "auto" else {})
    ruled_out = taken_back(lines, seen.own, scores.tolist()) | _headlines(lines, seen)
    return _verdict(scores, ruled_out, learnt.version, voted=voted)


_MOST = 0.7
"""Share of a line that the extractor's body must hold."""


def _headlines(lines: Lines, seen: Known) -> set[int]:
    """Lines that are the headline: an h1 that repeats a title, or in a text what repeats the producer's headline."""
    rows: list[int] = np.flatnonzero(seen.titles).tolist()
    tags = lines.blocks.tag
    return {at for at in rows if lines.tree is None or tags[lines.block[at]] == "h1"}


def _verdict(scores: Floats, ruled_out: set[int], version: str, *, voted: bool) -> Verdict:
    told: list[float | None] = np.round(scores.astype(np.float64), 3).tolist()
    kept: list[bool] = (scores > 0.5).tolist()
    for at in ruled_out:
        kept[at], told[at] = False, None
    return Verdict(kept, told, version, voted=voted)
