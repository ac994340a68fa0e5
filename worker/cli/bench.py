"""Verb that measures: bench."""

import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from rich.console import Console
from rich.table import Table

from worker.cli.inputs import entries_of
from worker.cli.tables import print_json
from worker.cli.workers import worker_command
from worker.errors import CopydeskError
from worker.settings import Settings, load_settings

if TYPE_CHECKING:
    from worker.bench.material import Page
    from worker.bench.peers import Peer

__all__ = ["bench"]

OWN_PAGES = Path("tests/pages")
PEERS = ("celery-trafilatura", "celery-trafilatura-by-reference", "pool-trafilatura")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--articles", type=click.IntRange(min=1), default=1000, show_default=True, help="Articles in a run.")
@click.option("-c", "--concurrency", type=click.IntRange(min=1), help="Processes of a worker; else one a core.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Workers on this machine.")
@click.option("--latencies", type=click.IntRange(min=0), default=50, show_default=True, help="Articles sent singly.")
@click.option("--peers", default="", help=f"Names, with commas: {', '.join(PEERS)}.")
@click.option("--rounds", type=click.IntRange(min=1), default=1, show_default=True, help="Runs; medians are told.")
@click.option("--backlog", type=click.IntRange(min=1), help="Only measure take and commit with so many waiting.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object, on the last line.")
@click.option("--plot", "picture", type=click.Path(dir_okay=False, path_type=Path), help="Write an SVG.")
@click.pass_obj
def bench(
    config: Path | None,
    /,
    paths: tuple[Path, ...],
    concurrency: int | None,
    peers: str,
    backlog: int | None,
    as_json: bool,
    picture: Path | None,
    **counts: int,
) -> None:
    """Measure on this machine: articles a second, CPU and memory by process and stage, latency, beside peers.

    PATHS are pages, texts, folders of them, or files of payloads (.jsonl); else tests/pages. They are repeated as
    articles of their own until there are enough. Server, documents and logs live in a temporary folder (TMPDIR).
    """
    settings = load_settings(config)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # leave nothing behind
    try:
        import psutil  # noqa: F401 -- asked for here, so that its absence is told in a sentence
    except ImportError as error:
        raise CopydeskError("bench needs psutil: pip install 'copydesk[bench]'") from error
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        if backlog is not None:
            _tell_backlog(backlog, settings, Path(folder))
            return
        from worker.bench.report import Plan, measure

        plan = Plan(
            pages=_pages(paths, settings),
            command=worker_command(concurrency or os.cpu_count()),
            concurrency=concurrency or os.cpu_count() or 1,
            peers=_peers(peers),
            **counts,
        )
        figures = measure(plan, settings, Path(folder), Console(stderr=True).print).figures()
    if picture:
        from worker.bench.plot import plot

        picture.write_text(plot(figures), encoding="utf-8")
    if as_json:
        print_json(figures)
    else:
        _print(figures)


def _tell_backlog(waiting: int, settings: Settings, folder: Path) -> None:
    from worker.bench.backlog import backlog_cost

    print_json([_camel(cost) for cost in backlog_cost(waiting, settings, folder)])


def _pages(paths: tuple[Path, ...], settings: Settings) -> "list[Page]":
    from worker.bench.material import pages_of

    if not paths and not OWN_PAGES.is_dir():
        raise click.UsageError("name pages to measure with: a folder, or a file of payloads (.jsonl)")
    pages = list(pages_of(list(entries_of(paths or [OWN_PAGES])), settings.rules))
    if not pages:
        raise click.UsageError("none of these can be read; see `copydesk extract`")
    return pages


def _peers(names: str) -> "list[Peer]":
    found = [name.strip() for name in names.split(",") if name.strip()]
    if unknown := [name for name in found if name not in PEERS]:
        raise click.UsageError(f"no peer {unknown[0]}; there are {', '.join(PEERS)}")
    return cast("list[Peer]", found)


def _camel(cost: Any) -> dict[str, float]:  # noqa: ANN401 -- a Backlog
    return {
        "waiting": cost.waiting,
        "takeMs": round(cost.take_ms, 4),
        "commitMs": round(cost.commit_ms, 4),
        "serverMb": round(cost.server_mb, 1),
    }


def _print(figures: dict[str, Any]) -> None:
    console = Console()
    table = Table("", "articles a second", "CPU ms an article")
    rows = {"copydesk": figures, "the extraction alone": figures["pureLoop"], **figures["peers"]}
    for name, row in rows.items():
        table.add_row(name, f"{row['articlesPerSecond']:.1f}", f"{row['cpuMsPerArticle']:.2f}")
    console.print(table)
    for name, peer in figures["peers"].items():
        console.print(f"{name}: {peer['settings']}", highlight=False)
    for title in ("stages", "processes", "latencyMs", "memoryMb"):
        told = Table(title, "")
        for name, value in figures[title].items():
            told.add_row(name, f"{value:.2f}")
        console.print(told)
    console.print(
        f"queue {figures['overheadMsPerArticle']:.2f} ms an article; efficiency {figures['efficiency']:.0%}",
        highlight=False,
    )
