"""The verb evaluate: how good we are on gold pages, beside other extractors."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import get_args

import click
from rich.console import Console
from rich.table import Table

from worker.article.rules import BodyMode
from worker.cli.following import progress_bar
from worker.cli.tables import print_json
from worker.errors import CopydeskError
from worker.guard import limited
from worker.quality.evaluate import OURS, Figures, InputForm, figures, marks, ours, worst
from worker.quality.gold_rows import GoldRow, count_rows, read_rows
from worker.quality.peers import PEERS, open_peer
from worker.settings import load_settings

__all__ = ["evaluate"]

COLUMNS = {
    "f1": "F1",
    "precision": "P",
    "recall": "R",
    "tokenF1": "token F1",
    "below80": "below .8",
    "empty": "empty",
    "title": "title",
    "author": "author",
    "date": "date",
    "pieces": "pieces",
    "cpuMs": "CPU ms",
}
MIN_WIDTH = 130
"""A narrower terminal wraps whole rows, which is better than figures cut short."""


def _peer_names(_ctx: click.Context, _param: click.Parameter, value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--form", type=click.Choice(get_args(InputForm)), default="bytes", show_default=True, help="What goes in."
)
@click.option("--peers", callback=_peer_names, default="trafilatura", show_default=True, help=f"Of {', '.join(PEERS)}.")
@click.option("--body", type=click.Choice(get_args(BodyMode)), help="Who decides on our body; else as in the settings.")
@click.option("--by-language", is_flag=True, help="A row for each language of a set besides.")
@click.option("--worst", "worst_count", type=click.IntRange(min=0), default=0, help="Tell the N worst pages.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the first N pages of each file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a row.")
@click.pass_obj
def evaluate(
    config: Path | None,
    gold: tuple[Path, ...],
    form: InputForm,
    peers: list[str],
    body: BodyMode | None,
    by_language: bool,
    worst_count: int,
    limit: int | None,
    as_json: bool,
) -> None:
    """Measure Copydesk and other extractors on the pages of GOLD, all in one run.

    GOLD is a file of JSON lines (.jsonl, .jsonl.gz), a page a line, with what is right about it: docs/own-site.md.
    `--form` feeds the page as it came (bytes), or as scrapers flatten it: inner (innerText), container, strings (bs4).
    """
    settings = load_settings(config, **({"body": body} if body else {}))
    extractors = {OURS: ours(settings.rules)} | {name: open_peer(name) for name in peers}

    def guard() -> AbstractContextManager[None]:
        return limited(settings.soft_limit_seconds, 10 * settings.hard_limit_seconds, settings.child_memory_mb)

    found = list(marks(_rows_with_bar(gold, limit), extractors, form, guard))
    rows, least = figures(found, by_language=by_language), worst(found, worst_count)
    if as_json:
        for row in [*rows, *least]:
            print_json(row)
    else:
        _print_tables(rows, least, list(extractors))


def _rows_with_bar(gold: Sequence[Path], limit: int | None) -> Iterator[GoldRow]:
    counts = [count_rows(path) for path in gold]
    total = sum(min(count, limit or count) for count in counts)
    if not total:
        raise CopydeskError(f"{', '.join(map(str, gold))}: no page in it; docs/own-site.md tells how to make gold")
    with progress_bar(Console(stderr=True)) as bar:
        task = bar.add_task("pages", total=total, told="")
        for path in gold:
            for row in islice(read_rows(path), limit):
                bar.update(task, told=path.name)
                yield row
                bar.advance(task)


def _print_tables(rows: Sequence[Figures], least: Sequence[Figures], extractors: Sequence[str]) -> None:
    console = Console(width=max(Console().width, MIN_WIDTH))
    for name in dict.fromkeys(str(row["set"]) for row in rows):
        own = [row for row in rows if row["set"] == name]
        shown = [column for column in COLUMNS if any(column in row for row in own)]
        has_languages = any(row["language"] for row in own)
        head = [*(["language"] if has_languages else []), "extractor", "pages", *(COLUMNS[column] for column in shown)]
        table = Table(*head, title=name)
        for row in own:
            start = [*([str(row["language"] or "all")] if has_languages else []), str(row["extractor"])]
            table.add_row(*start, str(row["pages"]), *(_cell(row, column) for column in shown))
        console.print(table)
    if least:
        table = Table("page", "set", *extractors, "said", title="worst pages, by token F1")
        for row in least:
            table.add_row(*(_plain(row.get(name)) for name in ("page", "set", *extractors, "said")))
        console.print(table)


def _cell(row: Figures, column: str) -> str:
    value = _plain(row.get(column), digits=1 if column == "cpuMs" else 3)
    if column == "f1" and "low" in row:
        return f"{value} [dim]{_plain(row['low'])}-{_plain(row['high'])}[/dim]"
    return value


def _plain(value: object, digits: int = 3) -> str:
    if isinstance(value, float):
        return f"{value:.{digits}f}".removeprefix("0" if digits == 3 else "")
    return "" if value is None else str(value)
