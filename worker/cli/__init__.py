"""The command line: one module for each group of verbs, imported when its verb is called."""

import sys
from importlib import import_module
from pathlib import Path

import click
import redis.exceptions

from worker.errors import ConservationError, CopydeskError, ServerError
from worker.logs import configure_logs

__all__ = ["main"]

VERBS = {
    "process": "run",
    "up": "run",
    "worker": "run",
    "drain": "run",
    "submit": "submit",
    "extract": "extract",
    "explain": "explain",
    "evaluate": "evaluate",
    "train": "train",
    "schema": "extract",
    "status": "status",
    "tail": "status",
    "dead": "letters",
    "rejected": "letters",
    "exporter": "watch",
    "health": "watch",
    "doctor": "doctor",
    "bench": "bench",
    "reconcile": "reconcile",
}

EXIT_DEAD = 1
EXIT_USAGE = 2
EXIT_SERVER = 3
EXIT_CONSERVATION = 4


class _Verbs(click.Group):
    """Finds a verb's module by its name, so that `--help` loads nothing heavy."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = getattr(import_module(f"worker.cli.{VERBS[cmd_name]}"), cmd_name)
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Settings file; else COPYDESK_CONFIG, else config/copydesk.toml if it is there.",
)
@click.version_option(package_name="copydesk")
@click.pass_context
def copydesk(ctx: click.Context, config: Path | None) -> None:
    """Raw news articles in, clean, dated, explained JSON documents out, each exactly once.

    Start with `copydesk process FOLDER`: it needs no server, reads pages and texts, and writes ./documents.

    Exit codes: 0 done, 1 some articles are dead, 2 usage, 3 Redis unreachable, 4 conservation broken.
    """
    ctx.obj = config
    configure_logs("auto", "WARNING")


def main() -> None:
    """Run the command line; what Copydesk raises on purpose is told in a sentence, never as a traceback."""
    try:
        copydesk(prog_name="copydesk")
    except CopydeskError as error:
        click.secho(f"copydesk: {error}", fg="red", err=True)
        sys.exit(_exit_code(error))
    except redis.exceptions.ConnectionError as error:
        click.secho(f"copydesk: the Redis server went away: {error}; try again when it is back", fg="red", err=True)
        sys.exit(EXIT_SERVER)


def _exit_code(error: CopydeskError) -> int:
    match error:
        case ServerError():
            return EXIT_SERVER
        case ConservationError():
            return EXIT_CONSERVATION
        case _:
            return EXIT_USAGE
