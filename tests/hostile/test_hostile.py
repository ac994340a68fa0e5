"""Hostile entries: a fixed few of each kind, and shapes whose cost must not outgrow their size."""

import pytest

from tests.hostile.cases import KINDS, case
from tests.hostile.shapes import SHAPES
from tests.hostile.trial import catastrophe, seconds_of
from worker.article.rules import Rules

RULES = Rules()
BYTES = 60_000
NOISE_SECONDS = 0.6
BOUNDED = ["list items", "fallbacks", "attributes", "attributes with marks", "options", "options, never closed"]
BOUNDED += ["end tags of what is not open", "formatting, never closed"]
"""Quadratic up to a bound: the tags at which jusText is left out (trafilatura_fence.py), and those of parse_cost.py."""


@pytest.mark.parametrize("block", range(10))
def test_no_hostile_entry_is_a_catastrophe(block: int) -> None:
    """`python -m tests.hostile` runs as many as one likes."""
    found = {}
    for number in range(40 * block, 40 * (block + 1)):
        kind, entry = case(1, number)
        what = catastrophe(entry, RULES, again=number % 5 == 0)
        if what:
            found[number, kind] = what

    assert not found


def test_every_kind_is_made_again_by_its_number() -> None:
    assert {case(1, number)[0] for number in range(len(KINDS))} == set(KINDS)
    assert [case(3, number) for number in range(20)] == [case(3, number) for number in range(20)]


@pytest.mark.parametrize("shape", [name for name in SHAPES if name not in BOUNDED])
def test_twice_the_size_costs_about_twice_the_time(shape: str) -> None:
    """A quadratic cost is four times; the bound is between, above the noise of a machine that others use."""
    once = seconds_of(SHAPES[shape](BYTES), RULES)
    twice = min(seconds_of(SHAPES[shape](2 * BYTES), RULES) for _ in range(2))

    assert twice < 3 * once + NOISE_SECONDS


@pytest.mark.parametrize("shape", [*BOUNDED, "combining marks"])
def test_what_took_minutes_takes_seconds(shape: str) -> None:
    """Half a megabyte each: what parsers, jusText and NFC do with these was quadratic, and ate gigabytes."""
    assert seconds_of(SHAPES[shape](500_000), RULES) < 10
