"""The usual way under the same kills: stock Celery, one task an article, its safest settings.

`python -m tests.chaos.stock --seed 1 --kills 60 --articles 3000` prints how many articles were never done, and how many
were done twice. The very same article goes through the very same core.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import psutil
from celery import Celery
from pydantic_core import to_json
from redis import Redis
from redis.exceptions import RedisError

from tests.chaos.system import ROOT, Worker, article
from worker.article.rules import Rules
from worker.ingest import outcome_of
from worker.server import celery_url, connect, open_server
from worker.settings import Settings

__all__ = ["app"]

URL = os.environ.get("STOCK_URL", "redis://127.0.0.1:1/0")
QUEUE, DONE, AT_WORK = "stock", "done", "at-work"
COMMITS_BETWEEN = 20
WAITING = 200
QUIET_SECONDS = 45
"""Longer than it takes until Celery restores what was not acknowledged."""

app = Celery("stock", broker=celery_url(URL), set_as_current=False)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    task_default_queue=QUEUE,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"visibility_timeout": 10, "unacked_restore_interval": 5, "unacked_restore_throttle": 1},
)


@app.task(name="stock.store")  # type: ignore[untyped-decorator]  # Celery has no types
def store(payload: dict[str, Any]) -> None:
    """Do what a worker does with an article; note who is at it, and that it is done."""
    with connect(URL) as client:
        client.hset(AT_WORK, str(os.getpid()), payload["id"])
        outcome_of({"payload": to_json(payload)}, rules=Rules())
        client.rpush(DONE, payload["id"])
        client.hdel(AT_WORK, str(os.getpid()))


@dataclass
class Stock:
    """One run."""

    client: Redis
    folder: Path
    choice: random.Random
    sent: int = 0
    workers: list[Worker] = field(default_factory=list)

    def start(self) -> None:
        """One more worker."""
        log = self.folder / f"w{len(self.workers)}.log"
        command = [sys.executable, "-m", "celery", "-A", "tests.chaos.stock", "worker", "-n", f"s{len(self.workers)}"]
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*command, "-c", "2", "--without-gossip", "--without-mingle"], cwd=ROOT, stdout=file, stderr=file
            )
        self.workers.append(Worker(process, log))

    def run(self, articles: int, kills: list[str]) -> None:
        """Feed, kill, feed the rest, and wait until nothing has moved for long."""
        self.start()
        for kind in kills:
            goal = self.done() + COMMITS_BETWEEN
            while self.done() < goal or not self._kill(kind):
                self._turn()
        while self.sent < articles:
            self._turn()
        last, quiet_since = self.done(), time.monotonic()
        while time.monotonic() - quiet_since < QUIET_SECONDS:
            self._turn(feeding=False)
            if (now_done := self.done()) != last:
                last, quiet_since = now_done, time.monotonic()

    def done(self) -> int:
        """How often an article was done."""
        while True:
            with suppress(RedisError):
                return self.client.llen(DONE)
            time.sleep(0.05)

    def _turn(self, *, feeding: bool = True) -> None:
        """Keep a few hundred waiting and a worker alive."""
        if self.workers[-1].process.poll() is not None:
            self.start()
        with suppress(RedisError):
            while feeding and self.client.llen(QUEUE) < WAITING:
                app.send_task("stock.store", [article(self.sent)], retry=True)
                self.sent += 1
        time.sleep(0.01)

    def _kill(self, kind: str) -> bool:
        with suppress(RedisError, ProcessLookupError):
            held = {int(pid): number for pid, number in self.client.hgetall(AT_WORK).items()}
            held = {pid: number for pid, number in held.items() if psutil.pid_exists(pid)}
            if not held:
                return False
            match kind:
                case "child":
                    pid = self.choice.choice(list(held))
                    os.kill(pid, signal.SIGKILL)
                    return bool(self.client.hexists(AT_WORK, str(pid)))
                case "parent":
                    self.workers[-1].stop(signal.SIGKILL)
                case _:
                    psutil.Process(self.client.info("server")["process_id"]).kill()
            return True
        return False


def main() -> None:
    """Run by the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    choice = random.Random(options.seed)  # noqa: S311 -- to be repeated, not to be secret
    kills = [["child", "parent", "server"][turn % 3] for turn in range(options.kills)]
    choice.shuffle(kills)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with open_server(Settings(data_dir=folder / "data", redis_url=""), fsync="always") as server:
            os.environ |= {"STOCK_URL": server.url, "PYTHONPATH": str(ROOT)}
            app.conf.broker_url = celery_url(server.url)
            with connect(server.url) as client:
                stock = Stock(client, folder, choice)
                try:
                    stock.run(options.articles, kills)
                finally:
                    for worker in stock.workers:
                        worker.end()
                done = [int(number) for number in cast("list[bytes]", client.lrange(DONE, 0, -1))]
    lost = stock.sent - len(set(done))
    twice = len(done) - len(set(done))
    sys.stdout.write(f"stock Celery: {stock.sent} sent, {len(kills)} kills: {lost} lost, {twice} done twice\n")


if __name__ == "__main__":
    main()
