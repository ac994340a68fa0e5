"""Hostile entries: a fixed few of each kind, and shapes whose cost must not outgrow their size."""

import json

import pytest

from tests.golden import golden_pages
from tests.hostile.mix import KINDS, case, what_is_wrong
from tests.hostile.shapes import SHAPES
from tests.hostile.trial import seconds_of
from tests.patience import cpu_limit
from worker.article.rules import Rules
from worker.ingest import outcome_of

RULES = Rules()
BYTES = 60_000
NOISE_SECONDS = 0.6
BOUNDED = ["list items", "fallbacks", "attributes", "attributes with marks", "options", "options, never closed"]
BOUNDED += ["end tags of what is not open", "formatting, never closed"]
"""Quadratic up to a bound: the tags at which jusText is left out (trafilatura_fence.py), and those of parse_cost.py."""


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What the core loads at its first page is no case's cost."""
    for page in golden_pages():
        outcome_of({"payload": json.dumps(page.payload()).encode()}, rules=RULES)


@pytest.mark.parametrize("block", range(10))
def test_no_hostile_case_is_a_catastrophe(block: int) -> None:
    """`python -m tests.hostile` runs as many as one likes."""
    cases = [case(1, number) for number in range(500 * block, 500 * (block + 1))]
    found = {(one.number, one.kind): what for one in cases if (what := what_is_wrong(one, RULES))}

    assert not found


def test_every_kind_is_made_and_made_again_by_its_number() -> None:
    cases = [case(1, number) for number in range(3000)]

    assert {one.kind for one in cases} == set(KINDS)
    assert cases[:500] == [case(1, number) for number in range(500)]


@pytest.mark.parametrize("shape", [name for name in SHAPES if name not in BOUNDED])
def test_twice_the_size_costs_about_twice_the_time(shape: str) -> None:
    """A quadratic cost is four times; the bound is between, above the noise of a machine that others use."""
    once = seconds_of(SHAPES[shape](BYTES), RULES)
    twice = min(seconds_of(SHAPES[shape](2 * BYTES), RULES) for _ in range(2))

    assert twice < 3 * once + NOISE_SECONDS


@pytest.mark.parametrize("shape", [*BOUNDED, "combining marks"])
def test_what_took_minutes_takes_seconds(shape: str) -> None:
    """Half a megabyte each: what parsers, jusText and NFC do with these was quadratic, and ate gigabytes."""
    with cpu_limit():
        outcome_of(SHAPES[shape](500_000), rules=RULES)
