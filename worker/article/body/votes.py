"""Extractors' votes: which is asked about a page in doubt, and the scores that its lines have then."""

from collections.abc import Callable, Mapping
from typing import Final

from worker.article.body.characters import Floats
from worker.article.body.features import Columns, Known
from worker.article.body.features_verdict import doubt, verdict_columns, vote_columns
from worker.article.body.model import Model
from worker.article.lines import Lines

__all__ = ["VOTERS", "Votes", "scored"]

VOTERS: Final = ("resiliparse", "trafilatura")
"""The extractors that are asked, in turn and while the doubt lasts: the second, which is the reference, costs ten times
as much. Each has a stage of its name in the model."""

Votes = Mapping[str, Callable[[], str | None]]
"""By voter: asks for the body as that extractor sees it. None where it sees none, or there is no page."""


def scored(learnt: Model, lines: Lines, seen: Known, found: Columns, votes: Votes) -> tuple[Floats, bool]:
    """The scores of `lines` as `learnt` has them after the votes it asks for, and whether it asked for any.

    `found` are the columns of its first stage. A voter that is not among `votes`, or has no stage in `learnt`, is not
    asked, nor is anybody where the lexicon does not know the page's words: there doubt is the rule, and the votes
    gained nothing.
    """
    words = seen.signs.words
    first = scores = learnt.stages["first"].scores(found)
    for voter in VOTERS:
        if not (voter in votes and voter in learnt.doubts and doubt(scores, words) >= learnt.doubts[voter]):
            break
        if scores is first:
            if not learnt.lexicon.knows(seen.signs.word_hash):
                break
            found = {**found, **verdict_columns(first, words)}
        found |= vote_columns(voter, lines.text, votes[voter]() or "", first, words)
        scores = learnt.stages[voter].scores(found)
    return scores, scores is not first
