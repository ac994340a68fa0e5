"""What the doctor finds, from facts alone."""

from dataclasses import replace
from typing import Any

import pytest

from worker.doctor import Facts, Level, findings
from worker.doctor.facts import Holder
from worker.doctor.host import Disk
from worker.intake.heartbeat import Heartbeat
from worker.intake.state import SinkState, State
from worker.settings import Settings

GIB = 1024**3
NUMBERS: Any = {name: 0 for name in State.__slots__ if name not in {"reasons", "sinks", "newest_taken"}}
EMPTY = State(**NUMBERS, reasons={}, sinks=(), newest_taken="")
ALIVE = Heartbeat("celery@one", 1.0, 0.1, 2, 0, "0.1.0")
WELL = Facts(
    version="Redis 7.2.4",
    info={
        "aof_enabled": 1,
        "aof_last_write_status": "ok",
        "maxmemory_policy": "noeviction",
        "used_memory": GIB // 10,
        "maxmemory": GIB,
        "role": "master",
        "connected_slaves": 0,
    },
    state=EMPTY,
    workers=(ALIVE,),
    holders=(),
    skew_seconds=0.0,
    ledger_bytes=0,
    models=frozenset({"m1"}),
    schemas=frozenset({"1.0"}),
    disks={"documents": Disk("documents", "", "ext4", 10 * GIB)},
    open_ports={},
)


def info(**changes: Any) -> Facts:
    return replace(WELL, info={**WELL.info, **changes})


def state(**changes: Any) -> Facts:
    return replace(WELL, state=replace(EMPTY, **changes))


def test_a_healthy_system_has_nothing_to_do() -> None:
    found = findings(WELL, Settings())

    assert {finding.level for finding in found} == {Level.FINE}
    assert len({finding.check for finding in found}) == len(found)


@pytest.mark.parametrize(
    ("facts", "settings", "check", "level", "told"),
    [
        (info(aof_enabled=0), {}, "persistence", Level.WRONG, "off"),
        (info(aof_last_write_status="err"), {}, "persistence", Level.WRONG, "failed"),
        (info(maxmemory_policy="allkeys-lru"), {}, "eviction", Level.WRONG, "allkeys-lru"),
        (info(maxmemory=0), {}, "memory", Level.WARNING, "no maxmemory"),
        (info(used_memory=int(0.81 * GIB)), {}, "memory", Level.WRONG, "829 MB of 1024 MB"),
        (replace(WELL, ledger_bytes=GIB // 2), {}, "ledger", Level.WARNING, "50%"),
        (info(role="slave"), {}, "role", Level.WRONG, "replica"),
        (WELL, {"redis_url": "redis://10.0.0.1/0"}, "password", Level.WARNING, "without a password"),
        (WELL, {"redis_url": "redis://:x@10.0.0.1/0"}, "password", Level.WARNING, "in the clear"),
        (WELL, {"redis_url": "rediss://:x@10.0.0.1/0"}, "password", Level.FINE, "TLS"),
        (state(entries_added=3, stored=2), {}, "conservation", Level.WRONG, "1 entries"),
        (replace(state(waiting=3, entries_added=3), workers=()), {}, "workers", Level.WRONG, "3 entries wait"),
        (
            replace(WELL, workers=(ALIVE, replace(ALIVE, worker="celery@two", age_seconds=99))),
            {},
            "workers",
            Level.WARNING,
            "celery@two",
        ),
        (replace(WELL, holders=(Holder("celery@two/1", 4, 91),)), {}, "orphans", Level.WARNING, "4 entries"),
        (replace(WELL, holders=(Holder("celery@two/1", 4, 89),)), {}, "orphans", Level.FINE, "no entry"),
        (replace(WELL, holders=(Holder("celery@one/1", 4, 991),)), {}, "orphans", Level.FINE, "no entry"),
        (WELL, {"lease_seconds": 31}, "lease", Level.WARNING, "lease 31 s"),
        (replace(WELL, skew_seconds=-7), {}, "clocks", Level.WARNING, "this host -7 s"),
        (replace(WELL, workers=(replace(ALIVE, skew_seconds=60),)), {}, "clocks", Level.WARNING, "celery@one +60 s"),
        (replace(WELL, schemas=frozenset({"1.0", "2.0"})), {}, "releases", Level.WARNING, "schema 2.0"),
        (replace(WELL, models=frozenset({"m1", "m2"})), {}, "releases", Level.WARNING, "m1, m2"),
        (state(waiting=81, entries_added=81), {"max_backlog": 100}, "backlog", Level.WRONG, "81 of 100"),
        (state(sinks=(SinkState("sink:documents", 10_000, 1, "0-0"),)), {}, "sinks", Level.WRONG, "10001 documents"),
        (
            replace(WELL, disks={"documents": Disk("d", "Permission denied", "ext4", GIB)}),
            {},
            "disks",
            Level.WRONG,
            "Permission denied",
        ),
        (replace(WELL, disks={"data_dir": Disk("d", "", "tmpfs", GIB)}), {}, "disks", Level.WARNING, "tmpfs"),
        (replace(WELL, disks={"documents": Disk("d", "", "ext4", 5)}), {}, "disks", Level.WARNING, "0 MB left"),
        (replace(WELL, open_ports={"flower_port": "10.0.0.2:5555"}), {}, "ports", Level.WARNING, "10.0.0.2:5555"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(
    facts: Facts, settings: dict[str, Any], check: str, level: Level, told: str
) -> None:
    found = {finding.check: finding for finding in findings(facts, Settings(**settings))}

    assert found[check].level is level
    assert told in found[check].what
    assert bool(found[check].do) == bool(found[check].why) == (level is not Level.FINE)
    others = {finding.level for name, finding in found.items() if name != check}
    assert others == {Level.FINE}
