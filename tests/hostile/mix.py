"""Which case has which number: most are small and aimed at one step, the rest are whole entries and growing shapes."""

import random
import resource
import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.hostile.aimed import AIMED
from tests.hostile.cases import WHOLE
from tests.hostile.growth import broken_growth, growing
from tests.hostile.trial import MOST_SECONDS, catastrophe, limited_step
from worker.article.rules import Rules

__all__ = ["KINDS", "Case", "case", "what_is_wrong"]

SHARES = dict.fromkeys(AIMED, 70) | dict.fromkeys(WHOLE, 6) | {"fragment": 12, "short text": 12, "growth": 1}
SHARES |= {"a stamp": 140, "a byline": 110, "markup": 100}
KINDS = list(SHARES)
AGAIN_EVERY = 50
SECONDS, SECONDS_A_MB = 0.5, 20.0
"""CPU time that a case may take: a sum that is there for the noise, and a rate well above any page's."""
MB, MB_A_MB = 64, 200
"""Memory by which a case may raise the process's peak, in the same form."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `given` is made again by its number."""

    number: int
    kind: str
    given: Any

    @property
    def megabytes(self) -> float:
        """How large it is, roughly."""
        return len(repr(self.given)) / 1e6


def case(seed: int, number: int) -> Case:
    """The case of this number."""
    choice = random.Random(f"{seed}:{number}")  # noqa: S311 -- to be repeated, not to be secret
    kind = choice.choices(KINDS, list(SHARES.values()))[0]
    if kind in AIMED:
        return Case(number, kind, AIMED[kind].make(choice))
    return Case(number, kind, WHOLE[kind](choice) if kind in WHOLE else growing(choice))


def what_is_wrong(given: Case, rules: Rules) -> str | None:
    """The catastrophe that the case is; None when it is none."""
    peak, began = _peak_mb(), time.process_time()
    if given.kind in AIMED:
        found = limited_step(AIMED[given.kind].broken, given.given)
    elif given.kind in WHOLE:
        found = catastrophe(given.given, rules, again=given.number % AGAIN_EVERY == 0)
    else:
        return limited_step(partial(broken_growth, rules=rules), given.given, 8 * MOST_SECONDS)
    took, grew = time.process_time() - began, _peak_mb() - peak
    if found is None and took > SECONDS + SECONDS_A_MB * given.megabytes:
        return f"slow: {took:.2f} s for {given.megabytes:.3f} MB"
    if found is None and grew > MB + MB_A_MB * given.megabytes:
        return f"large: {grew:.0f} MB for {given.megabytes:.3f} MB"
    return found


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
