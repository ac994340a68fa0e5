"""Which lines are the article's body: the line model's verdict, and extractors' votes where the model doubts."""

from collections.abc import Callable, Mapping

import numpy as np

from worker.article.body.characters import Floats
from worker.article.body.checks import taken_back
from worker.article.body.features import Known, columns, known
from worker.article.body.features_verdict import VOTERS, doubt, verdict_columns, vote_shares, votes_columns
from worker.article.body.model import model
from worker.article.lines import Lines, Verdict
from worker.article.rules import Rules

__all__ = ["Votes", "find_body"]


Votes = Mapping[str, Callable[[], str | None]]
"""By voter: asks for the body as that extractor sees it. None where it sees none, or there is no page."""


def find_body(lines: Lines, rules: Rules, *, headline: str | None = None, votes: Votes) -> Verdict:
    """Keep the lines that are the article's paragraphs, its subheadings, list items and table rows among them.

    `headline` is the producer's, where he gave one; the page's own stand in `lines.titles`. `votes` has all `VOTERS`.
    With `rules.body` "model" none is asked, with "trafilatura" the lines of that one are the body, with "auto" all are
    asked once where the model is in doubt about a page whose words it knows.
    Texts have no votes: for them the model decides alone. The headline itself is never body; nor is what
    `checks.taken_back` says of the lines that are left. Where a rule decided, the score is None.
    """
    learnt = model("text", rules.text_weights) if lines.tree is None else model("page", rules.page_weights)
    if lines.tree is not None and rules.body == "trafilatura":
        shares = vote_shares(lines.text, votes["trafilatura"]() or "")
        return Verdict((shares >= _MOST).tolist(), [None] * len(lines), learnt.version, voted=True)
    if not len(lines):
        return Verdict([], [], learnt.version)
    seen = known(lines, headline)
    found = columns(lines, learnt.lexicon, seen)
    words = seen.signs.words
    scores = learnt.stages["first"].scores(found)
    voted = False
    may_ask = "voted" in learnt.stages and rules.body == "auto"
    if may_ask and doubt(scores, words) >= learnt.doubt and learnt.lexicon.knows(seen.signs.word_hash):
        voted = True
        bodies = {voter: votes[voter]() or "" for voter in VOTERS}
        found |= verdict_columns(scores, words) | votes_columns(lines.text, bodies, scores, words)
        scores = learnt.stages["voted"].scores(found)
    ruled_out = taken_back(lines, scores.tolist()) | _headlines(lines, seen, headline)
    return _verdict(scores, ruled_out, learnt.version, voted=voted)


_MOST = 0.7
"""Share of a line that the extractor's body must hold."""


def _headlines(lines: Lines, seen: Known, headline: str | None) -> set[int]:
    """Lines that are the headline: an h1 that repeats a title, or in a text what repeats the producer's headline."""
    if lines.tree is None:
        return set(np.flatnonzero(seen.titles).tolist()) if headline is not None else set()
    tags = lines.blocks.tag
    return {at for at in np.flatnonzero(seen.titles).tolist() if tags[lines.block[at]] == "h1"}


def _verdict(scores: Floats, ruled_out: set[int], version: str, *, voted: bool) -> Verdict:
    told: list[float | None] = np.round(scores.astype(np.float64), 3).tolist()
    kept: list[bool] = (scores > 0.5).tolist()
    for at in ruled_out:
        kept[at], told[at] = False, None
    return Verdict(kept, told, version, voted=voted)
