"""Real Celery workers, a real server, and what breaks them: nothing lost, nothing twice."""

import json
import os
import signal
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from celery import Celery

from tests.chaos.system import System, article, open_system
from tests.conftest import eventually
from worker.server import celery_url


class Exploit:
    """Makes a file where it is unpickled."""

    def __init__(self, proof: str) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.open, (self.proof, os.O_CREAT)


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with open_system(tmp_path) as system:
        yield system


@pytest.fixture
def strict_system(tmp_path: Path) -> Iterator[System]:
    """Little time for an article, and a lease that leaves it to the parent to notice a child's death."""
    with open_system(tmp_path, soft_limit_seconds=1.5, hard_limit_seconds=5, lease_seconds=60) as system:
        yield system


def test_articles_go_through_and_land_in_the_folder(system: System) -> None:
    worker = system.start()
    system.send(article(n) for n in range(60))
    system.finish()
    system.check(article(n)["url"] for n in range(60))
    assert worker.stop() == 0
    assert worker.left_behind() == []


def stored_more_than(system: System, number: int) -> bool:
    return system.desk.state.stored > number


def urls(numbers: Iterable[int]) -> list[str]:
    return [article(number)["url"] for number in numbers]


POISONS = {
    3: ("kill", {"crashed"}),
    9: ("segfault", {"crashed"}),
    15: ("endless-c", {"timeout"}),
    21: ("endless-python", {"timeout"}),
    27: ("memory", {"memory", "crashed"}),
}


def test_poisonous_articles_are_dead_with_their_tries_and_the_others_are_stored(strict_system: System) -> None:
    system = strict_system
    poisoned = {number: article(number, meta={"poison": name}) for number, (name, _) in POISONS.items()}
    system.send(poisoned.get(number) or article(number) for number in range(60))
    system.start("-I", "tests.chaos.poison")
    system.finish(90)
    letters = {json.loads(letter.payload["payload"])["id"]: letter for letter in system.desk.letters()}

    system.check(urls(number for number in range(60) if number not in POISONS))
    assert letters.keys() == POISONS.keys()
    for number, (_, reasons) in POISONS.items():
        letter = letters[number]
        assert letter.reason in reasons
        assert (letter.deliveries, len(letter.tries)) == (3, 3)
        assert all(one["reason"] in reasons and one["error"] for one in letter.tries), letter.tries


def test_a_worker_that_is_told_to_stop_finishes_what_it_works_on(system: System) -> None:
    worker = system.start("-I", "tests.chaos.poison")
    eventually(lambda: system.desk.client.exists(system.desk.keys["workers"]))
    system.send(article(n, meta={"poison": "slow"}) for n in range(30))
    eventually(lambda: len(system.in_work()) == 2)
    assert worker.stop(signal.SIGTERM) == 0

    assert worker.left_behind() == []
    assert system.desk.state.in_work == 0, "nothing waits for its lease"
    assert system.desk.state.waiting > 0
    system.start()
    system.finish()
    system.check(urls(range(30)))


def test_a_second_worker_takes_over_while_the_first_one_stops(system: System) -> None:
    first = system.start()
    system.send(article(n) for n in range(300))
    eventually(lambda: system.desk.state.stored > 20)
    system.start()
    first.process.terminate()
    system.finish()

    system.check(urls(range(300)))


def test_a_message_of_pickled_content_is_refused_and_the_worker_goes_on(system: System, tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    worker = system.start()
    system.send([article(0)])
    system.finish()
    poisoned = Celery(broker=celery_url(system.url), set_as_current=False)
    poisoned.conf.update(
        task_serializer="pickle",
        broker_transport_options={"global_keyprefix": system.desk.keys.celery},
    )
    poisoned.send_task("copydesk.pull", [Exploit(str(proof))], queue="tickets")
    poisoned.close()
    eventually(lambda: system.desk.client.llen(system.desk.keys.celery + "tickets") == 0)
    system.send([article(1)])
    system.finish()

    system.check(urls(range(2)))
    assert not proof.exists()
    assert worker.process.poll() is None


def tickets_are_deleted(system: System) -> bool:
    """Delete what Celery has on the server: nothing while each ticket is in a child's hands, so try again."""
    keys = list(system.desk.client.scan_iter(f"{system.desk.keys.celery}*"))
    return not system.desk.state.waiting or (bool(keys) and system.desk.client.delete(*keys) > 0)


def test_deleted_tickets_are_made_again(system: System) -> None:
    system.start()
    system.send(article(n) for n in range(300))
    for stored in (10, 60, 110):
        eventually(partial(stored_more_than, system, stored))
        eventually(partial(tickets_are_deleted, system))
    system.finish()

    system.check(urls(range(300)))
