"""The checks: each reads the facts and the settings and answers with one finding; none touches the world."""

from collections.abc import Callable

from worker.doctor import checks_server, checks_system
from worker.doctor.facts import Facts
from worker.doctor.finding import Finding
from worker.settings import Settings

__all__ = ["findings"]

Check = Callable[[Facts, Settings], Finding]

CHECKS: tuple[Check, ...] = (
    checks_server.server,
    checks_server.persistence,
    checks_server.eviction,
    checks_server.memory,
    checks_server.ledger,
    checks_server.role,
    checks_server.password,
    checks_system.conservation,
    checks_system.workers,
    checks_system.orphans,
    checks_system.lease,
    checks_system.clocks,
    checks_system.releases,
    checks_system.backlog,
    checks_system.sinks,
    checks_system.disks,
    checks_system.ports,
)


def findings(facts: Facts, settings: Settings) -> list[Finding]:
    """One finding for each check, in the order in which they are best read."""
    return [check(facts, settings) for check in CHECKS]
