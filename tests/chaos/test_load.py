"""The measurements that run for an hour run for seconds here, so that they are there when they are wanted."""

from pathlib import Path

import pytest

from tests.chaos.beside import run as run_beside
from tests.chaos.curves import picture, slope
from tests.chaos.load import LIMITS, Load
from tests.chaos.system import open_system


@pytest.mark.timeout(300)
def test_a_load_is_fed_at_its_pace_and_looked_at_all_along(tmp_path: Path) -> None:
    with open_system(tmp_path, **LIMITS) as system:
        load = Load(system, system.start(), articles=60, seconds=6)
        load.run()

        assert system.desk.state.stored == 60
        assert load.curves["consumers"][-1] >= 1
        assert all(len(curve) == len(load.times) for curve in load.curves.values())
        assert "| server, MB |" in load.told()
        assert picture(load.times, load.curves).count("<polyline") == len(load.curves)


@pytest.mark.timeout(300)
def test_good_articles_are_stored_among_hostile_ones(tmp_path: Path) -> None:
    places = [tmp_path / "alone", tmp_path / "among"]
    for place in places:
        place.mkdir()
    alone, among = run_beside(places, articles=400, hostile=2)

    assert len(among.hostile) == 2
    assert among.held_seconds > 0
    assert alone.rate > 0
    assert among.rate > 0


def test_a_slope_within_its_noise_is_told_from_one_that_is_not() -> None:
    times = [at / 100 for at in range(100)]
    wobble = [(-1) ** at * 0.5 for at in range(100)]
    flat, noise = slope(times, [100 + add for add in wobble])
    rising, small = slope(times, [100 + 3 * when + add for when, add in zip(times, wobble, strict=True)])

    assert abs(flat) <= noise
    assert rising > small
