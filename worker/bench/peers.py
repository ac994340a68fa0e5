"""What an operator would use instead, run on the same pages, each with its best settings."""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Literal, NamedTuple

from redis import Redis

from worker.bench import celery_peer
from worker.bench.material import Page
from worker.bench.processes import Family, started
from worker.bench.pure import Throughput
from worker.errors import CopydeskError
from worker.server import Server, connect, open_server
from worker.settings import Settings

__all__ = ["PEERS", "Peer", "run_peer"]

Peer = Literal["celery-trafilatura", "celery-trafilatura-by-reference", "pool-trafilatura"]

_TRAFILATURA = "trafilatura with metadata, comments off; one JSON file an article, not synced"
_CELERY = "prefork, prefetch 4, early acknowledgement, no results, JSON with zstd, -E, no gossip, no mingle"
PEERS: dict[Peer, str] = {
    "celery-trafilatura": f"one Celery task an article, the page in its message; {_CELERY}; {_TRAFILATURA}",
    "celery-trafilatura-by-reference": f"one Celery task an article, the page under a key; {_CELERY}; {_TRAFILATURA}",
    "pool-trafilatura": f"multiprocessing.Pool, imap_unordered, chunks of 8, no server; {_TRAFILATURA}",
}
"""Names, and what each is."""

POLL_SECONDS = 0.05
PATIENCE_SECONDS = 60


class Work(NamedTuple):
    """What a peer is asked to do; `folder` is empty."""

    pages: Sequence[Page]
    articles: int
    processes: int
    folder: Path

    @property
    def copies(self) -> Iterator[tuple[int, str]]:
        """Number and page of each article."""
        return enumerate(page.html for page in islice(cycle(self.pages), self.articles))


def run_peer(peer: Peer, work: Work, settings: Settings) -> Throughput:
    """Fill the queue, start the workers, and measure from a tenth of the articles on to the last file."""
    (work.folder / "documents").mkdir(parents=True)
    if peer == "pool-trafilatura":
        return _pool(work)
    settings = settings.model_copy(update={"redis_url": "", "broker_url": "", "data_dir": work.folder / "data"})
    with open_server(settings) as server, connect(server.url) as client:
        _fill(peer, work, server, client)
        pid = client.info("server")["process_id"]
        with started([_command(work, server.broker_url)], {}, work.folder / "logs") as parents:
            return _measured(work, Family(parents, pid))


def _fill(peer: Peer, work: Work, server: Server, client: Redis) -> None:
    app, folder = celery_peer.app, str(work.folder / "documents")
    with app.connection_for_write(server.broker_url) as connection:
        producer = app.amqp.Producer(connection)
        for number, html in work.copies:
            key = f"page:{number}"
            if peer == "celery-trafilatura":
                app.send_task(celery_peer.IN_MESSAGE, (number, html, folder), producer=producer)
            else:
                client.set(key, html)
                app.send_task(celery_peer.BY_REFERENCE, (number, key, server.url, folder), producer=producer)


def _command(work: Work, broker_url: str) -> list[str]:
    app = ["-A", "worker.bench.celery_peer", "-b", broker_url]
    quiet = ["--without-gossip", "--without-mingle"]
    return [sys.executable, "-m", "celery", *app, "worker", "-E", *quiet, "-c", str(work.processes), "-l", "WARNING"]


def _pool(work: Work) -> Throughput:
    write = partial(_write, str(work.folder / "documents"))
    family = Family([os.getpid()])
    with multiprocessing.get_context("fork").Pool(work.processes) as pool:
        done = pool.imap_unordered(write, work.copies, chunksize=8)
        warm = sum(1 for _ in islice(done, _warm(work)))
        begin, cpu = time.perf_counter(), family.cpu()
        count = sum(1 for _ in done)
        seconds, spent = time.perf_counter() - begin, family.cpu() - cpu
        pool.close()  # as in `pure_loop`
        pool.join()
    if warm + count < work.articles:
        raise CopydeskError(f"the pool did {warm + count} of {work.articles} articles")
    return Throughput(count / seconds, spent.total / count * 1000)


def _write(folder: str, article: tuple[int, str]) -> None:
    celery_peer.write_article(*article, folder)


def _measured(work: Work, family: Family) -> Throughput:
    first = _wait(work, _warm(work))
    begin, cpu = time.perf_counter(), family.cpu()
    count = _wait(work, work.articles) - first
    seconds, spent = time.perf_counter() - begin, family.cpu() - cpu
    return Throughput(count / seconds, spent.total / count * 1000)


def _warm(work: Work) -> int:
    return max(1, work.articles // 10)


def _wait(work: Work, articles: int) -> int:
    """Until so many files are there; how many are."""
    done, moved = -1, time.monotonic()
    while (files := len(list((work.folder / "documents").iterdir()))) < articles:
        if files != done:
            done, moved = files, time.monotonic()
        if time.monotonic() - moved > PATIENCE_SECONDS:
            raise CopydeskError(f"the peer stands still at {done} of {articles} articles; see {work.folder / 'logs'}")
        time.sleep(POLL_SECONDS)
    return files
