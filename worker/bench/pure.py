"""The extraction alone, in as many processes as workers would be: what there is to reach."""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from worker.article.rules import Rules
from worker.bench.material import Page, raw
from worker.ingest import outcome_of

__all__ = ["Throughput", "pure_loop"]


@dataclass(frozen=True, slots=True)
class Throughput:
    """How fast articles went, and at what CPU time, all processes taken together."""

    articles_per_second: float
    cpu_ms: float
    """An article."""


def pure_loop(pages: Sequence[Page], articles: int, processes: int, rules: Rules) -> Throughput:
    """The core in a loop: no queue, no server, nothing written."""
    share = max(1, articles // processes)
    fork = multiprocessing.get_context("fork")
    with fork.Pool(processes) as pool:
        pool.map(partial(_loop, pages, rules), [len(pages)] * processes, chunksize=1)  # warm up
        told = pool.map(partial(_loop, pages, rules), [share] * processes, chunksize=1)
        pool.close()  # ended by a signal, which the command hears itself, a process may stay
        pool.join()
    slowest = max(wall for wall, _ in told)
    return Throughput(share * processes / slowest, sum(cpu for _, cpu in told) / (share * processes) * 1000)


def _loop(pages: Sequence[Page], rules: Rules, articles: int) -> tuple[float, float]:
    entries = [raw(page.copy(number)) for number, page in enumerate(pages)]
    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(articles):
        outcome_of(entries[number % len(entries)], rules=rules)
    return time.perf_counter() - wall, time.process_time() - cpu
