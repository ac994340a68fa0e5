"""The verb that tells what is wrong and what to do: doctor."""

import dataclasses
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from worker.cli.opened import open_system
from worker.cli.tables import print_json
from worker.doctor import Finding, Level, findings, gather
from worker.printable import printable

__all__ = ["doctor"]

COLOURS = {Level.FINE: "green", Level.WARNING: "yellow", Level.WRONG: "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
@click.pass_obj
def doctor(config: Path | None, as_json: bool) -> None:
    """Look for what is wrong, why it matters, and what to do; run it where a worker runs, with its settings.

    Exit code 1 where something is wrong; warnings alone do not count.
    """
    with open_system(config) as system:
        found = findings(gather(system.client, system.settings, system.server.version), system.settings)
    if as_json:
        for finding in found:
            print_json(dataclasses.asdict(finding))
    else:
        _print(found)
    if any(finding.level is Level.WRONG for finding in found):
        raise click.exceptions.Exit(1)


def _print(found: list[Finding]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for finding in found:
        console.print(
            f"[{COLOURS[finding.level]}]{finding.level:<8}[/] {finding.check:<13}{escape(printable(finding.what))}"
        )
        if finding.why:
            console.print(f"         why: {escape(finding.why)}\n         do:  {escape(printable(finding.do))}")
