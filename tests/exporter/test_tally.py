"""What is counted from the fates stream, and that nothing in it grows without bound."""

import pytest

from worker.exporter.tally import BOUNDS_MS, MAX_PUBLISHERS, OTHER, OWN_SERIES_FROM, FatesTally


def fate(publisher: str = "example.org", name: str = "stored", **fields: str) -> dict[str, str]:
    return {"fate": name, "publisher": publisher, "bodyChars": "4000", **fields}


def test_milliseconds_cumulate_in_their_buckets() -> None:
    tally = FatesTally()
    for took in ("0.4", "1.0", "30", "99999"):
        tally.add(fate(tookMs=took))

    buckets = tally.milliseconds["stored"].buckets

    assert list(buckets) == list(BOUNDS_MS)
    assert (buckets[1], buckets[25], buckets[50], buckets[30_000], buckets[float("inf")]) == (2, 2, 3, 3, 4)
    assert tally.milliseconds["stored"].total == pytest.approx(100_030.4)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (fate(), "full"),
        (fate(bodyChars="599"), "short"),
        (fate(name="duplicate"), "full"),
        (fate(name="rejected", reason="too-short", bodyChars="0"), "short"),
        (fate(name="rejected", reason="no-text", bodyChars="0"), "none"),
        (fate(name="rejected", reason="http-status", bodyChars="0"), None),
        (fate(name="dead", reason="bad-payload", bodyChars="0"), None),
        ({"fate": "dead", "reason": "crashed", "publisher": "example.org"}, None),
    ],
)
def test_a_fate_says_what_body_it_had(given: dict[str, str], expected: str | None) -> None:
    tally = FatesTally()
    for _ in range(OWN_SERIES_FROM + 1):
        tally.add(given)

    bodies = {body for _, body in tally.bodies}

    assert bodies == ({expected} if expected else set())


def test_publishers_are_bounded_and_no_count_falls() -> None:
    tally = FatesTally()
    before = tally.bodies.copy()
    for number in range(5000):
        tally.add(fate(f"site{number % 300}.example"))
        assert all(tally.bodies[key] >= count for key, count in before.items())
        before = tally.bodies.copy()

    publishers = {publisher for publisher, _ in tally.bodies}

    assert OTHER in publishers
    assert len(publishers) == MAX_PUBLISHERS + 1
    assert tally.bodies.total() == 5000


def test_a_million_publishers_do_not_stay_in_memory() -> None:
    tally = FatesTally()
    for number in range(25_000):
        tally.add(fate(f"once{number}.example"))

    assert len(tally._candidates) <= 10_001
    assert tally.bodies == {(OTHER, "full"): 25_000}
