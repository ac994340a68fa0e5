"""Ways to break a running system, each of which hits articles in work; `BREAKS` names them all."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from tests.chaos.proxy import Proxy
from tests.chaos.system import System, Worker

__all__ = ["BREAKS", "Scene"]


@dataclass(frozen=True)
class Scene:
    """What can be broken."""

    system: System
    choice: random.Random
    proxy: Proxy
    """Between workers and server."""
    feeder: Callable[[], subprocess.Popen[str] | None]
    started_seconds: list[float] = field(default_factory=list)
    """From the start of each worker that replaced another until it was ready."""

    def make(self, kind: str) -> set[str]:
        """Break it in this way; the entries that were in work then, none where it did not hit."""
        held = self.system.in_work()
        hit = bool(held) and BREAKS[kind](self, *self.choice.choice(list(held.items())))
        return set(held) if hit else set()

    @property
    def worker(self) -> Worker:
        return next(one for one in reversed(self.system.workers) if one.process.poll() is None)

    @property
    def lease_seconds(self) -> float:
        return float(self.system.environment["COPYDESK_LEASE_SECONDS"])

    def stopped_for_longer_than_the_lease(self, pid: int) -> bool:
        """It comes back to an entry that another has taken meanwhile."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            time.sleep(self.lease_seconds + 1)
            os.kill(pid, signal.SIGCONT)
        return True


def child(scene: Scene, entry: str, pid: int) -> bool:
    """SIGKILL of a pool's process; it hit if the entry is still without a fate."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return scene.system.desk.is_pending(entry)


def pause(scene: Scene, _entry: str, pid: int) -> bool:
    """SIGSTOP of a pool's process."""
    return scene.stopped_for_longer_than_the_lease(pid)


def pause_parent(scene: Scene, _entry: str, _pid: int) -> bool:
    """SIGSTOP of a worker's parent."""
    return scene.stopped_for_longer_than_the_lease(scene.worker.process.pid)


def _replaced(number: int) -> Callable[[Scene, str, int], bool]:
    def replace(scene: Scene, _entry: str, _pid: int) -> bool:
        scene.worker.stop(number)
        began = time.monotonic()
        worker = scene.system.start()
        while b" ready." not in worker.log.read_bytes() and worker.process.poll() is None:
            time.sleep(0.02)
        scene.started_seconds.append(time.monotonic() - began)
        return True

    return replace


def server(scene: Scene, _entry: str, _pid: int) -> bool:
    """SIGKILL of the server; its keeper starts it again, without the scripts."""
    psutil.Process(scene.system.desk.client.info("server")["process_id"]).kill()
    return True


def scripts(scene: Scene, _entry: str, _pid: int) -> bool:
    """The server forgets all scripts."""
    scene.system.desk.client.script_flush()
    return True


def tickets(scene: Scene, _entry: str, _pid: int) -> bool:
    """Everything of Celery's is deleted."""
    client = scene.system.desk.client
    client.delete(*client.scan_iter(f"{scene.system.desk.keys.celery}*"), "none")
    return True


def lease(scene: Scene, entry: str, _pid: int) -> bool:
    """The lease of an article in work is over before its time: it is done twice."""
    if not scene.system.desk.is_pending(entry):
        return False
    with suppress(IndexError):  # it got its fate in between
        scene.system.desk.let_lease_run_out(entry)
    return True


def producer(scene: Scene, _entry: str, _pid: int) -> bool:
    """SIGKILL of the process that feeds."""
    feeder = scene.feeder()
    if feeder is None or feeder.poll() is not None:
        return False
    feeder.kill()
    return True


def cut(scene: Scene, _entry: str, _pid: int) -> bool:
    """All connections of the workers break, and none can be made for a while."""
    scene.proxy.cut()
    time.sleep(scene.choice.uniform(0.05, 3))
    scene.proxy.heal()
    return True


def full(scene: Scene, _entry: str, _pid: int) -> bool:
    """The server's memory is so full that producers are refused; workers drain it."""
    client, desk = scene.system.desk.client, scene.system.desk
    client.config_set("maxmemory", int(client.info("memory")["used_memory"] * 1.2))
    deadline = time.monotonic() + 60
    while desk.state.waiting + desk.state.in_work and time.monotonic() < deadline:
        time.sleep(0.05)
    drained = not desk.state.waiting
    client.config_set("maxmemory", 0)
    assert drained, f"a full server was not drained: {desk.state}"
    return True


def folder(scene: Scene, _entry: str, _pid: int) -> bool:
    """The documents folder cannot be written for a while: a file stands in its place."""
    place = scene.system.folder
    aside = place.with_name("aside")
    if not place.exists():
        return False
    place.rename(aside)
    place.touch()
    time.sleep(scene.choice.uniform(0.5, 3))
    place.unlink()
    aside.rename(place)
    return True


BREAKS: dict[str, Callable[[Scene, str, int], bool]] = {
    "child": child,
    "parent": _replaced(signal.SIGKILL),
    "server": server,
    "stop": _replaced(signal.SIGTERM),
    "quit": _replaced(signal.SIGQUIT),
    "pause": pause,
    "pause-parent": pause_parent,
    "tickets": tickets,
    "scripts": scripts,
    "lease": lease,
    "producer": producer,
    "cut": cut,
    "full": full,
    "folder": folder,
}
