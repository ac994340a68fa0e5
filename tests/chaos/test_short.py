"""A short trial of each kind of break; `python -m tests.chaos` runs long ones."""

from pathlib import Path

import pytest

from tests.chaos.breaks import BREAKS
from tests.chaos.trial import open_trial

QUICK = [kind for kind in BREAKS if not kind.startswith("pause")]


@pytest.mark.timeout(300)
def test_whatever_breaks_nothing_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    with open_trial(tmp_path, seed=7) as trial:
        trial.run(articles=400, breaks=QUICK)

        trial.check()
        assert sum(trial.system.kills.values()) == len(QUICK)
        assert trial.system.desk.state.dead == 0, trial.told()
        assert trial.refused > 0, "a full server says so"
