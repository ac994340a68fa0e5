"""One run of everything, and its figures by the names that programs read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median

from worker.bench.desk import DeskRun, Load, run_desk
from worker.bench.material import Page
from worker.bench.peers import PEERS, Peer, Work, run_peer
from worker.bench.processes import Cost
from worker.bench.pure import Throughput, pure_loop
from worker.bench.stages import stages
from worker.settings import Settings

__all__ = ["Plan", "Report", "measure"]

ENOUGH_FOR_A_RATE = 1000
"""Articles of the extraction alone; more tell no more, while a worker's memory is told by all of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure."""

    pages: Sequence[Page]
    articles: int
    latencies: int
    command: Sequence[str]
    workers: int
    concurrency: int
    """Processes of each worker."""
    peers: Sequence[Peer] = ()
    rounds: int = 1

    @property
    def processes(self) -> int:
        """That work on articles at once; peers get as many."""
        return self.workers * self.concurrency


@dataclass(slots=True)
class Report:
    """What all rounds showed; a figure is the median of the rounds."""

    plan: Plan
    pure: list[Throughput] = field(default_factory=list)
    runs: list[DeskRun] = field(default_factory=list)
    peers: dict[Peer, list[Throughput]] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)

    def figures(self) -> dict[str, object]:
        """As `--json` prints them."""
        pure = _middle(self.pure)
        desk = _middle([run.throughput for run in self.runs])
        return {
            "articlesPerSecond": round(desk.articles_per_second, 2),
            "cpuMsPerArticle": round(desk.cpu_ms, 3),
            "overheadMsPerArticle": round(median(run.cpu_ms.total - run.extraction_cpu_ms for run in self.runs), 3),
            "efficiency": round(desk.articles_per_second / pure.articles_per_second, 3),
            "extractionMsPerArticle": round(median(run.extraction_cpu_ms for run in self.runs), 3),
            "pureLoop": _told(pure),
            "latencyMs": self._latency(),
            "memoryMb": self._memory(),
            "processes": _costs([run.cpu_ms for run in self.runs], "Ms"),
            "stages": {name: round(ms, 3) for name, ms in self.stages.items()},
            "ticketsQueued": max(run.tickets_queued for run in self.runs),
            "peers": {name: {**_told(_middle(runs)), "settings": PEERS[name]} for name, runs in self.peers.items()},
            **self._setting(),
        }

    def _latency(self) -> dict[str, float]:
        found = [latency for run in self.runs for latency in run.latencies]
        if not found:
            return {}
        whole = [latency.whole_ms for latency in found]
        own = [latency.extraction_ms for latency in found]
        return {
            "p50": round(_percentile(whole, 50), 1),
            "p99": round(_percentile(whole, 99), 1),
            "extractionP50": round(_percentile(own, 50), 1),
            "extractionP99": round(_percentile(own, 99), 1),
            "samples": len(found),
        }

    def _memory(self) -> dict[str, float]:
        memory = _costs([run.memory_mb for run in self.runs], "")
        worker = median(run.memory_mb.parents + run.memory_mb.children for run in self.runs) / self.plan.workers
        ratio = median(run.server_bytes_per_payload_byte for run in self.runs)
        return {**memory, "worker": round(worker, 1), "serverBytesPerPayloadByte": round(ratio, 3)}

    def _setting(self) -> dict[str, object]:
        sizes = [sum(map(len, page.copy(0).values())) for page in self.plan.pages]
        return {
            "articles": self.plan.articles,
            "pages": len(sizes),
            "meanEntryKb": round(fmean(sizes) / 1000, 1),
            "workers": self.plan.workers,
            "concurrency": self.plan.concurrency,
            "rounds": self.plan.rounds,
        }


def measure(plan: Plan, settings: Settings, folder: Path, tell: Callable[[str], None]) -> Report:
    """Run each contender in turn, as often as there are rounds, so that a noisy machine is noisy for all."""
    report = Report(plan)
    tell("stages, in one process")
    report.stages = stages(plan.pages, min(plan.articles, 300), settings, folder / "stages")
    for number in range(plan.rounds):
        tell(f"round {number + 1} of {plan.rounds}: the extraction alone")
        pure = min(plan.articles, ENOUGH_FOR_A_RATE)
        report.pure.append(pure_loop(plan.pages, pure, plan.processes, settings.rules))
        tell("copydesk")
        load = Load(plan.pages, plan.articles, plan.latencies, plan.command, plan.workers)
        report.runs.append(run_desk(load, settings, folder / f"copydesk-{number}"))
        for peer in plan.peers:
            tell(f"{peer}: {PEERS[peer]}")
            work = Work(plan.pages, plan.articles, plan.processes, folder / f"{peer}-{number}")
            report.peers.setdefault(peer, []).append(run_peer(peer, work, settings))
    return report


def _middle(runs: Sequence[Throughput]) -> Throughput:
    return Throughput(median(run.articles_per_second for run in runs), median(run.cpu_ms for run in runs))


def _told(run: Throughput) -> dict[str, float]:
    return {"articlesPerSecond": round(run.articles_per_second, 2), "cpuMsPerArticle": round(run.cpu_ms, 3)}


def _costs(costs: Sequence[Cost], unit: str) -> dict[str, float]:
    names = ("parents", "children", "server")
    return {name + unit: round(median(getattr(cost, name) for cost in costs), 3) for name in names}


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
