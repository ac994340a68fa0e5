"""A trial: articles under load, everything broken while they are in work, and the sums afterwards."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urlsplit

from redis.exceptions import RedisError

from tests.chaos.breaks import Scene
from tests.chaos.proxy import open_proxy
from tests.chaos.system import ROOT, System, article, open_system
from worker.intake.compare import IntakeComparison
from worker.server import Fsync
from worker.sinks.compare import FolderComparison

__all__ = ["Trial", "open_trial"]

COMMITS_BETWEEN = 20
PROGRESS_SECONDS = 90
LOOK_SECONDS = 0.1


@dataclass
class Trial:
    """Breaks of several kinds; each counts only if it hit with articles in work, 20 commits after the last."""

    system: System
    scene: Scene = field(init=False)
    recovered_seconds: dict[str, list[float]] = field(default_factory=dict)
    """From each break, by kind, to the next commit."""
    freed_seconds: dict[str, list[float]] = field(default_factory=dict)
    """From each break to the fate of what was in work then; from the last, where several hit the same article."""
    _hit: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Of entries that were hit and have no fate: what hit them last, and when."""
    _over: threading.Event = field(default_factory=threading.Event)
    sent: int = 0
    """Articles of which the producer knows that they are on the intake."""
    refused: int = 0
    """How often a full server refused the producer."""
    restarts: int = 0
    """Workers that ended without being told to, and were started again."""
    feeder: subprocess.Popen[str] | None = None

    def run(self, articles: int, breaks: Sequence[str]) -> None:
        """Send at least `articles`, go on while breaks are left, and wait for the end."""
        over = threading.Event()
        feeding = threading.Thread(target=self._feed, args=(articles, over), daemon=True)
        threading.Thread(target=self._watch_hit, daemon=True).start()
        self.system.start()
        feeding.start()
        try:
            for kind in breaks:
                self._break(kind)
        finally:
            over.set()
        while feeding.is_alive():
            self._supervise()
            feeding.join(0.5)
        self._wait_for_commits(0)
        self.system.finish(120)
        self._over.set()

    def _break(self, kind: str) -> None:
        self._wait_for_commits(COMMITS_BETWEEN)
        while not (hit := self.scene.make(kind)):
            self._supervise()
            time.sleep(self.scene.choice.random() / 50)
        self.system.kills[kind] += 1
        began = time.monotonic()
        self._hit |= dict.fromkeys(hit, (kind, began))
        self._wait_for_commits(1)
        self.recovered_seconds.setdefault(kind, []).append(time.monotonic() - began)

    def _feed(self, articles: int, over: threading.Event) -> None:
        """Start the producer again wherever it was killed, with what it does not know to be safe."""
        while self.sent < articles or not over.is_set():
            command = [sys.executable, "-m", "tests.chaos.feeder", self.system.url, self.system.desk.keys.prefix]
            with subprocess.Popen(
                [*command, str(self.sent)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            ) as feeder:
                self.feeder = feeder
                for line in feeder.stdout or ():
                    self._heard(line.strip())
                    if self.sent >= articles and over.is_set() and feeder.stdin:
                        feeder.stdin.close()  # it ends after the step it is at

    def _heard(self, line: str) -> None:
        if line == "refused":
            self.refused += 1
        else:
            self.sent = int(line)

    def _supervise(self) -> None:
        last = self.system.workers[-1]
        if last.process.poll() is not None:
            self.restarts += 1
            self.system.start()

    def _wait_for_commits(self, commits: int) -> None:
        before, deadline = self._fates(), time.monotonic() + PROGRESS_SECONDS
        while self._fates() < before + commits:
            assert time.monotonic() < deadline, f"no progress: {self.system.told()}\n{self.system.logs()}"
            self._supervise()
            time.sleep(0.01)

    def _watch_hit(self) -> None:
        """Note when each of those that were hit has its fate."""
        while not self._over.wait(LOOK_SECONDS):
            with suppress(RedisError):
                for entry, (kind, began) in list(self._hit.items()):
                    if not self.system.desk.is_pending(entry) and self._hit.pop(entry) == (kind, began):
                        self.freed_seconds.setdefault(kind, []).append(time.monotonic() - began)

    def _fates(self) -> int:
        deadline = time.monotonic() + PROGRESS_SECONDS
        while True:
            try:
                return self.system.desk.state.fates
            except RedisError:  # it was killed a moment ago
                if time.monotonic() > deadline:  # its keeper has given up: ten short lives in a row
                    raise
                time.sleep(0.02)

    def check(self) -> None:
        """Nothing lost, nothing twice; ledger, streams and folder say the same."""
        desk, settings = self.system.desk, (7.0, 6.0)
        self.system.check(article(number)["url"] for number in range(self.sent))
        assert not list(IntakeComparison(desk.client, desk.keys, ["sink:documents"], *settings).run(repair=False))
        assert not list(FolderComparison(desk.client, desk.keys, self.system.folder).run(repair=False))

    def told(self) -> str:
        """A few lines for people."""
        rows = [
            f"| `{kind}` | {len(took)} | {_told(took)} | {_told(self.freed_seconds.get(kind, []))} |"
            for kind, took in sorted(self.recovered_seconds.items())
        ]
        return (
            f"{self.system.told()}\n{self.sent} articles; the producer was refused {self.refused} times; "
            f"{self.restarts} workers ended unasked; a new one was ready after {_told(self.scene.started_seconds)}\n"
            "| break | times | to the next commit | to the fate of what was in work |\n|---|---|---|---|\n"
            + "\n".join(rows)
        )


def _told(took: Sequence[float]) -> str:
    """Median and greatest, in words."""
    return f"{median(took):.1f} s, at the most {max(took):.1f} s" if took else "none"


@contextmanager
def open_trial(folder: Path, seed: int, fsync: Fsync = "always") -> Iterator[Trial]:
    """A trial in `folder`, its workers behind a proxy; `seed` repeats its choices, not the machine's timing."""
    with open_system(folder, fsync) as system, open_proxy(Path(unquote(urlsplit(system.url).path))) as proxy:
        trial = Trial(system)
        system.environment = {**system.environment, "COPYDESK_REDIS_URL": proxy.url}
        choice = random.Random(seed)  # noqa: S311 -- to be repeated, not to be secret
        trial.scene = Scene(system, choice, proxy, lambda: trial.feeder)
        try:
            yield trial
        finally:
            if trial.feeder and trial.feeder.poll() is None:
                trial.feeder.kill()
