"""Shapes made by chance: a few tokens over and over, at one size and at four times that size."""

import json
import random
from dataclasses import dataclass

from tests.hostile.cases import BODY, Entry
from tests.hostile.trial import seconds_of
from tests.hostile.words import TAGS, json_text, printed, words
from worker.article import trafilatura_fence
from worker.article.rules import Rules

__all__ = ["Growing", "broken_growth", "growing"]

SMALL, LARGE = 10_000, 40_000
NOISE_SECONDS = 0.25
"""Beyond twice what four times the size should cost: collections of garbage, and a first use of tables."""


@dataclass(frozen=True, slots=True)
class Growing:
    """What is repeated, and between what."""

    before: str
    unit: str
    after: str
    is_text: bool

    def entry(self, size: int) -> Entry:
        """An entry of about so many characters."""
        whole = self.before + self.unit * (size // len(self.unit) + 1) + self.after
        return {"payload": json.dumps({"text" if self.is_text else "html": whole}).encode()}


def growing(choice: random.Random) -> Growing:
    """A shape that nobody thought of."""
    is_text = choice.random() < 0.3
    units = [
        "".join(choice.choices(TAGS, k=choice.randint(1, 4))) + words(choice, choice.randrange(3)),
        printed(choice, "dates", 5) + choice.choice(["", "\n", "<br>"]),
        printed(choice, "names", 5) + choice.choice(["", "\n", "<p>"]),
        json_text(choice, 2)[:2000] + ",",
    ]
    before = choice.choice(["", "<p>", "By ", "<script type='application/ld+json'>[", "<table><tr>", "<a href='", "\n"])
    return Growing("" if is_text else before, choice.choice(units) or "x", f"\n{BODY * 4}", is_text)


def broken_growth(shape: Growing, rules: Rules) -> str | None:
    """Whether four times the size costs far more than four times the time.

    jusText's own walk is left out, which is quadratic up to a bound that is known (trafilatura_fence.py), so that
    nothing hides behind it.
    """
    bound, trafilatura_fence.MOST_TAGS = trafilatura_fence.MOST_TAGS, -1
    try:
        for _ in range(3):  # a machine that others use is slow at times, a quadratic cost always is
            once = seconds_of(shape.entry(SMALL), rules)
            four = seconds_of(shape.entry(LARGE), rules)
            if four < 8 * once + NOISE_SECONDS:
                return None
    finally:
        trafilatura_fence.MOST_TAGS = bound
    return f"grows from {once:.2f} s to {four:.2f} s at four times the size"
