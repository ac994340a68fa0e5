"""Gold pages made into examples: lines, labels, and what is known of each line before anything is learnt."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from worker.article.body.features import Known, known
from worker.article.body.model import Kind
from worker.article.lines import Lines
from worker.article.page import lines_of_page
from worker.article.resiliparse_fence import main_text
from worker.article.rules import Limits
from worker.article.text import lines_of_text
from worker.article.trafilatura_fence import extraction
from worker.article.witnesses.witnesses import gather
from worker.quality.flatten import FORMS, flattened
from worker.quality.gold import GoldPage
from worker.quality.labels import label_lines

__all__ = ["Example", "examples", "fold_of"]


@dataclass(frozen=True, slots=True)
class Example:
    """One page, or one flattened form of it, ready to learn from or to measure on."""

    page: GoldPage
    form: str
    """`html`, or one of `flatten.FORMS`."""
    lines: Lines
    seen: Known
    labels: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float64]
    """Of its lines, by the root of their words; the same sum for each page of a set."""
    is_taught: bool
    """Labelled by a model, not by people: learnt from, never measured on."""
    votes: Mapping[str, str]
    """The body as each of `VOTERS` sees it, trafilatura without its second opinions; none for texts."""

    def answer(self, scores: npt.NDArray[Any]) -> str:
        """The body that `scores` give."""
        return "\n\n".join(text for text, score in zip(self.lines.text, scores, strict=True) if score > 0.5)


def examples(pages: Iterable[GoldPage], kind: Kind) -> Iterator[Example]:
    """Examples of one kind: a page gives one with markup, or one a form as text; pages without lines give none."""
    limits = Limits()
    for page in pages:
        if kind == "page":
            lines = lines_of_page(page.html, limits)
            found = extraction(page.html, page.url, with_metadata=False, fast=True)
            votes = {"trafilatura": found.text if found else "", "resiliparse": main_text(page.html)}
            made = [_example(page, "html", lines, votes)]
        else:
            texts = [(form, lines_of_text(flattened(page.html, form, page.body, page.title), limits)) for form in FORMS]
            made = [_example(page, form, lines, {}) for form, lines in texts]
        yield from (example for example in made if len(example.lines))


def fold_of(site: str, folds: int) -> int:
    """The fold of a site, the same on every machine."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:8]) % folds


def _example(page: GoldPage, form: str, lines: Lines, votes: Mapping[str, str]) -> Example:
    seen = known(lines, claim=gather(lines.tree).json_ld.body)
    roots = np.sqrt(1 + seen.signs.words.astype(np.float64))
    weights = roots / max(roots.sum(), 1e-9) * _PAGE_WEIGHT * _SET_WEIGHTS.get(page.set_name, 1.0)
    labels = np.array(label_lines(lines.text, page.body), np.int8)
    return Example(page, form, lines, seen, labels, weights, is_taught=False, votes=votes)


_PAGE_WEIGHT = 20.0
_SET_WEIGHTS = {
    "mozilla": 0.25,  # its gold is another extractor's output
    "fundus_tests": 2.0,  # news of many countries, few pages
    "newspaper4k_tests": 2.0,
    "trafilatura_eval": 0.5,  # labelled by a model and held to its pieces
}
