"""Which lines are the article's body: the line model's verdict, and an extractor's vote where the model doubts."""

from collections.abc import Callable

import numpy as np

from worker.article.characters import Floats
from worker.article.features import Known, columns, known
from worker.article.features_verdict import doubt, verdict_columns, vote_columns, vote_shares
from worker.article.lines import Lines, Verdict
from worker.article.model import model
from worker.article.rules import Rules

__all__ = ["find_body"]


def find_body(lines: Lines, rules: Rules, *, headline: str | None = None, vote: Callable[[], str | None]) -> Verdict:
    """Keep the lines that are the article's paragraphs, its subheadings, list items and table rows among them.

    `headline` is the producer's, where he gave one; the page's own stand in `lines.titles`. `vote` gives the body as a
    reference extractor sees it, None where it sees none or there is no page. With `rules.body` "model" it is never
    called, with "trafilatura" its lines are the body, with "auto" it is called once where the model is in doubt.
    Texts have no vote: for them the model decides alone. The headline itself is never body.
    """
    learnt = model("text", rules.text_weights) if lines.tree is None else model("page", rules.page_weights)
    if lines.tree is not None and rules.body == "trafilatura":
        shares = vote_shares(lines.text, vote() or "")
        return Verdict((shares >= _MOST).tolist(), [None] * len(lines), learnt.version, voted=True)
    if not len(lines):
        return Verdict([], [], learnt.version)
    seen = known(lines, headline)
    found = columns(lines, learnt.lexicon, seen)
    words = seen.signs.words
    scores = learnt.stages["first"].scores(found)
    voted = False
    if "second" in learnt.stages:
        scores = learnt.stages["second"].scores(found | verdict_columns(scores, words))
    elif rules.body == "auto" and doubt(scores, words) >= learnt.doubt:
        voted = True
        shares = vote_shares(lines.text, vote() or "")
        found |= verdict_columns(scores, words) | vote_columns(shares, scores, words)
        scores = learnt.stages["voted"].scores(found)
    return _verdict(scores, _headlines(lines, seen, headline), learnt.version, voted=voted)


_MOST = 0.7
"""Share of a line that the extractor's body must hold."""


def _headlines(lines: Lines, seen: Known, headline: str | None) -> list[bool]:
    """Lines that are the headline: an h1 that repeats a title, or in a text what repeats the producer's headline."""
    if lines.tree is None:
        return [bool(named) and headline is not None for named in seen.titles]
    tags = lines.blocks.tag
    return [named and tags[block] == "h1" for named, block in zip(seen.titles.tolist(), lines.block, strict=True)]


def _verdict(scores: Floats, headlines: list[bool], version: str, *, voted: bool) -> Verdict:
    rounded = np.round(scores.astype(np.float64), 3).tolist()
    kept = [score > 0.5 and not named for score, named in zip(scores.tolist(), headlines, strict=True)]
    told = [None if named else score for score, named in zip(rounded, headlines, strict=True)]
    return Verdict(kept, told, version, voted=voted)
