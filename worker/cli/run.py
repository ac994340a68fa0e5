"""Verbs that work on articles: process, up, worker, drain."""

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import click

from worker.cli.flower import Flower
from worker.cli.following import Follower, progress_bar
from worker.cli.inputs import entries_of
from worker.cli.opened import System, open_system
from worker.cli.pushing import push_all
from worker.cli.tables import summary
from worker.cli.workers import Workers, worker_command
from worker.drain import drain as drained
from worker.intake.entries import Flat
from worker.intake.state import state_of
from worker.server import shown
from worker.settings import load_settings
from worker.sinks.opened import open_sinks
from worker.sinks.reader import group_of

__all__ = ["drain", "process", "up", "worker"]

POLL_SECONDS = 0.1

paths_argument = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True, path_type=Path)
)
workers_option = click.option("-c", "--concurrency", type=click.IntRange(min=1), help="Processes; else one a core.")


@click.command()
@paths_argument
@click.option("--documents", type=click.Path(file_okay=False, path_type=Path), help="Folder for the documents.")
@workers_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@click.pass_obj
def process(
    config: Path | None, paths: tuple[Path, ...], documents: Path | None, concurrency: int | None, as_json: bool
) -> None:
    """Work on PATHS and exit: pages, texts, folders of them, files of payloads (.jsonl), or - for standard input.

    Starts what it needs (Redis, unless redis_url names one, and Celery workers), writes each document into a folder,
    and prints what became of the articles. Ctrl-C is safe at any moment: the next run goes on where this one stopped.
    """
    entries = list(entries_of(paths))
    with open_system(config, **({"documents": str(documents)} if documents else {})) as system:
        started = time.monotonic()
        follower = Follower(system.client, system.keys)
        log = system.settings.data_dir / "worker.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with Workers(system.settings, concurrency=concurrency, log=log) as workers:
            _push_and_follow(entries, system, follower, workers)
            _wait_for_sinks(system, workers)
            took_seconds = time.monotonic() - started
        summary(follower, took_seconds, system.settings, as_json=as_json)
    sys.exit(1 if follower.tally["dead"] else 0)


def _push_and_follow(entries: list[Flat], system: System, follower: Follower, workers: Workers) -> None:
    with progress_bar(system.console) as bar:
        task = bar.add_task("articles", total=len(entries), told="")

        def look() -> None:
            workers.watch()
            fates = ", ".join(f"{count} {fate}" for fate, count in follower.tally.most_common())
            bar.update(task, completed=follower.tally.total(), told=fates)

        for step in push_all(entries, system):
            follower.open.update(step.ids)
            follower.read()
            look()
        for _ in follower.fates(look):
            look()


def _wait_for_sinks(system: System, workers: Workers) -> None:
    """Until every sink has every document."""
    wanted = {group_of(name) for name in open_sinks(system.client, system.settings)}
    while any(s.waiting or s.in_work for s in state_of(system.client, system.keys).sinks if s.name in wanted):
        workers.watch()
        time.sleep(POLL_SECONDS)


@click.command()
@workers_option
@click.option("--flower", "with_flower", is_flag=True, help="Flower as well, on loopback, behind a password.")
@click.pass_obj
def up(config: Path | None, concurrency: int | None, with_flower: bool) -> None:
    """Run a worker, and a Redis of its own unless redis_url names one, until Ctrl-C."""
    with open_system(config) as system:
        tell = system.console.print
        tell(f"{system.server.version} ({system.server.kind}) at {shown(system.server.url)}", highlight=False)
        tell(f"put pages in with: copydesk submit FOLDER; documents: {system.settings.documents or 'no folder'}")
        with ExitStack() as running:
            if with_flower:
                flower = running.enter_context(Flower(system.settings))
                tell(f"Flower at {flower.url} ({flower.login})", highlight=False, markup=False)
            workers = running.enter_context(Workers(system.settings, concurrency=concurrency, log=None))
            while True:
                workers.watch()
                time.sleep(POLL_SECONDS)


@click.command(context_settings={"ignore_unknown_options": True})
@workers_option
@click.argument("celery_arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def worker(config: Path | None, concurrency: int | None, celery_arguments: tuple[str, ...]) -> None:
    """Run a Celery worker with the right flags; CELERY_ARGUMENTS are handed on (after --).

    It becomes the Celery process itself, so that a supervisor's signals reach it. Start as many as you like, anywhere.
    """
    environment = {**os.environ, **load_settings(config).as_environment()}
    command = worker_command(concurrency, celery_arguments)
    os.execve(command[0], command, environment)  # noqa: S606 -- our own command


@click.command()
@click.pass_obj
def drain(config: Path | None) -> None:
    """Work the intake empty in this process, without Celery: for a full server, or a machine with one core."""
    with open_system(config) as system:
        for step in drained(system.client, system.settings, f"drain-{os.getpid()}/0"):
            system.console.print(step)
