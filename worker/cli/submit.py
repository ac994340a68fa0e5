"""The verb that puts payloads on the intake: submit."""

import sys
import time
from pathlib import Path

import click

from worker.cli.following import Follower, progress_bar
from worker.cli.inputs import entries_of, payload_lines
from worker.cli.opened import System, open_system
from worker.cli.pushing import push_all
from worker.cli.tables import summary
from worker.intake.entries import Flat

__all__ = ["submit"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--jsonl", is_flag=True, help="PATHS hold payloads, one JSON object a line, whatever their names.")
@click.option("--wait", is_flag=True, help="Wait until each has its fate, and print what became of them.")
@click.option(
    "--wait-replicas",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Submit only what N replicas of the server have; exit code 3 when they do not get it within 5 s.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@click.pass_obj
def submit(
    config: Path | None, paths: tuple[Path, ...], jsonl: bool, wait: bool, wait_replicas: int, as_json: bool
) -> None:
    """Put PATHS on the intake: pages, texts, folders of them, files of payloads (.jsonl), or - for standard input.

    A full intake is waited for. Payloads are not checked here: one that cannot be read is kept in `copydesk dead`.
    """
    entries = _lines(paths) if jsonl else list(entries_of(paths))
    with open_system(config) as system:
        started = time.monotonic()
        follower = Follower(system.client, system.keys) if wait else None  # a producer may have no right to look
        _push(entries, system, follower, wait_replicas)
        if follower is None:
            system.console.print(f"{len(entries)} submitted")
            return
        with progress_bar(system.console) as bar:
            task = bar.add_task("articles", total=len(entries), told="")
            for _ in follower.fates(lambda: bar.update(task, completed=follower.tally.total())):
                bar.update(task, completed=follower.tally.total())
        summary(follower, time.monotonic() - started, system.settings, as_json=as_json)
    sys.exit(1 if follower.tally["dead"] else 0)


def _lines(paths: tuple[Path, ...]) -> list[Flat]:
    return [{"payload": line} for path in paths for line in payload_lines(path)]


def _push(entries: list[Flat], system: System, follower: Follower | None, wait_replicas: int) -> None:
    with progress_bar(system.console) as bar:
        task = bar.add_task("submitting", total=len(entries), told="")
        for step in push_all(entries, system, wait_replicas=wait_replicas):
            if follower:
                follower.open.update(step.ids)
                follower.read()
            bar.update(task, advance=len(step.ids), told=step.told)
