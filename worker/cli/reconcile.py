"""The verb that compares all places a document can be in, and mends what is safe to mend: reconcile."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import click

from worker.cli import EXIT_CONSERVATION
from worker.cli.opened import System, open_system
from worker.cli.tables import print_json
from worker.intake.compare import IntakeComparison
from worker.intake.discrepancy import Discrepancy
from worker.sinks.compare import FolderComparison
from worker.sinks.opened import open_sinks
from worker.sinks.reader import group_of

__all__ = ["reconcile"]

SHOWN = 5


@click.command()
@click.option("--repair", is_flag=True, help="Mend what is safe to mend; running workers may go on.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each kind of discrepancy.")
@click.pass_obj
def reconcile(config: Path | None, repair: bool, as_json: bool) -> None:
    """Compare ledger, streams, counters and the documents folder with each other.

    --repair writes files again that the output stream still holds, makes missing groups, gives back what workers that
    are gone held, and removes half-written files older than an hour. Exit code 4: something is lost or there twice.
    """
    with open_system(config) as system:
        found = list(_found(system, repair=repair))
    for one in found:
        if as_json:
            print_json(dataclasses.asdict(one))
        else:
            _print(one)
    if not found and not as_json:
        click.echo("everything fits")
    if any(one.broken for one in found):
        raise click.exceptions.Exit(EXIT_CONSERVATION)


def _found(system: System, *, repair: bool) -> Iterator[Discrepancy]:
    settings = system.settings
    groups = [group_of(name) for name in open_sinks(system.client, settings)]
    limits = (settings.lease_seconds, settings.hard_limit_seconds)
    yield from IntakeComparison(system.client, system.keys, groups, *limits).run(repair=repair)
    if settings.documents:
        yield from FolderComparison(system.client, system.keys, Path(settings.documents)).run(repair=repair)


def _print(one: Discrepancy) -> None:
    count = len(one.subjects)
    repaired = f"; {one.repaired} repaired" if one.repaired else ""
    click.secho(f"{one.name}: {count}: {one.told}{repaired}", fg="red" if one.broken else "yellow")
    for subject in one.subjects[:SHOWN]:
        click.echo(f"  {subject}")
    if count > SHOWN:
        click.echo(f"  and {count - SHOWN} more (--json names them all)")
