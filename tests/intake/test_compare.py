"""Reconciling the intake: what does not fit is named, and what can be mended is."""

from typing import Any, cast

import pytest

from tests.desk import Desk, stored
from worker.article.outcome import Fate, Reason
from worker.intake.compare import IntakeComparison
from worker.intake.deliveries import Lease
from worker.intake.discrepancy import Discrepancy
from worker.intake.keys import GROUP
from worker.intake.scripts import ensure_group

LEASE = Lease(seconds=90)


def compared(desk: Desk, *, repair: bool = False) -> dict[str, Discrepancy]:
    comparison = IntakeComparison(desk.client, desk.keys, ["sink:documents"], 90, 30)
    return {one.name: one for one in comparison.run(repair=repair)}


@pytest.fixture
def sound(desk: Desk) -> Desk:
    """A system in use: one article stored, one dead, one rejected, one in work, one waiting."""
    desk.push(*[{"payload": "{}"}] * 5)
    desk.hands().commit(stored(desk.take()))
    desk.end(desk.take(), Fate.DEAD, Reason.BAD_PAYLOAD)
    desk.end(desk.take(), Fate.REJECTED, Reason.NO_TEXT)
    desk.take()
    ensure_group(desk.client, desk.keys.out, "sink:documents")
    return desk


def test_a_sound_system_fits(sound: Desk) -> None:
    assert compared(sound) == {}


def test_a_system_that_is_not_there_yet_only_lacks_its_groups(desk: Desk) -> None:
    assert compared(desk).keys() == {"groups-missing"}


def test_an_entry_that_somebody_deleted_breaks_conservation(sound: Desk) -> None:
    sound.client.xtrim(sound.keys.intake, maxlen=0, approximate=False)
    sound.client.xack(sound.keys.intake, GROUP, *[row["message_id"] for row in pending(sound)])

    found = compared(sound)["entries-not-conserved"]
    assert found.broken
    assert found.told.startswith("2 entries are lost")


def test_a_letter_that_somebody_deleted_breaks_conservation(sound: Desk) -> None:
    sound.client.delete(sound.keys.dead)

    found = compared(sound)
    assert found["letters-not-conserved"].broken
    assert "dead-miscounted" in found


def test_documents_that_nobody_committed_are_told(sound: Desk) -> None:
    sound.client.xadd(sound.keys.out, {"document": "{}"})

    assert compared(sound)["stored-miscounted"].told.startswith("1 are counted as stored, and 2 ")


def test_missing_groups_are_made_again(sound: Desk) -> None:
    sound.client.xgroup_destroy(sound.keys.out, "sink:documents")

    assert compared(sound, repair=True)["groups-missing"].repaired == 1
    assert compared(sound) == {}


@pytest.mark.parametrize(("idle_seconds", "orphaned"), [(40, False), (46, True), (89, True), (91, False)])
def test_what_is_held_longer_than_an_article_takes_is_given_back_once(
    sound: Desk, idle_seconds: int, *, orphaned: bool
) -> None:
    """Beyond the lease any worker takes it."""
    row = pending(sound)[0]
    entry = row["message_id"].decode()
    sound.client.xclaim(
        sound.keys.intake, GROUP, row["consumer"], 0, [entry], idle=idle_seconds * 1000, retrycount=1, justid=True
    )

    assert ("orphans" in compared(sound)) == orphaned
    assert compared(sound, repair=True).get("orphans", Discrepancy("", "", ())).repaired == orphaned
    assert "orphans" not in compared(sound, repair=True)
    if orphaned:
        delivery = sound.take(lease=LEASE)
        assert (delivery.entry, delivery.attempt) == (entry, 2)
        assert sound.state.conserved


def pending(desk: Desk) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", desk.client.xpending_range(desk.keys.intake, GROUP, "-", "+", 100))
