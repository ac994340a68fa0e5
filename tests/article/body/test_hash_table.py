"""Values by hash: what was put in is found, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.article.body.hash_table import HashTable

HASHES = st.integers(0, 2**32 - 1)
CROWDED = st.one_of(st.integers(0, 40), st.integers(2**32 - 40, 2**32 - 1), HASHES)


@given(st.dictionaries(CROWDED, st.floats(-8, 8, width=16)), st.lists(CROWDED))
def test_it_answers_as_a_dictionary_does(known: dict[int, float], asked: list[int]) -> None:
    keys = sorted(known)
    table = HashTable(np.array(keys, np.uint32), np.array([known[key] for key in keys], np.float32))

    found = table[np.array([*asked, *keys], np.uint32)]

    assert found.tolist() == [known.get(key, 0.0) for key in (*asked, *keys)]


@pytest.mark.parametrize("count", [0, 1, 20_000])
def test_any_number_of_keys_is_held(count: int) -> None:
    keys = np.unique(np.random.default_rng(3).integers(0, 2**32, count, np.uint32))
    values = np.arange(1, len(keys) + 1, dtype=np.float32)

    assert HashTable(keys, values)[keys[::-1]].tolist() == values[::-1].tolist()
