"""The verb train: a model that has learnt from a user's own pages."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from worker.article.body.model import model
from worker.errors import CopydeskError
from worker.quality.gold import read_gold

__all__ = ["train"]

HEAD = ("pages", "f1", "low", "high", "precision", "recall", "token_f1", "bad")


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default="model", show_default=True, help="Folder."
)
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed and pages give the same bytes.")
@click.option("--from-scratch", is_flag=True, help="Learn from GOLD alone: from some hundred pages of many sites on.")
def train(gold: tuple[Path, ...], out: Path, seed: int, from_scratch: bool) -> None:
    """Learn from the pages of GOLD on top of the model that comes with Copydesk, and write the weights to a folder.

    GOLD is a file of JSON lines (.jsonl, .jsonl.gz), a page a line, with its body: docs/own-site.md. The figures are of
    pages held out while learning. Use the weights with the setting model_dir.
    """
    if find_spec("lightgbm") is None:
        raise CopydeskError("train needs lightgbm: pip install 'copydesk[train]'")
    console = Console(stderr=True)
    with console.status(f"learning from {', '.join(path.name for path in gold)}; a page takes about a second"):
        card = _learnt(gold, out, seed, from_scratch=from_scratch)
    for kind, figures in card["figures"].items():
        _print_table(kind, figures)
    console.print(f"weights and their card are in {out}; use them with COPYDESK_MODEL_DIR={out}", highlight=False)


def _learnt(gold: tuple[Path, ...], out: Path, seed: int, *, from_scratch: bool) -> dict[str, Any]:
    if from_scratch:
        from worker.quality.train import train as train_anew

        return train_anew(gold, out, seed)
    from worker.quality.extend import extend

    pages = [page for path in gold for page in read_gold(path) if page.body]
    return extend(gold, pages, model, out, seed)


def _print_table(kind: str, figures: dict[str, dict[str, dict[str, float]]]) -> None:
    table = Table("form and set", "", "pages", "F1", "95 %", "P", "R", "token F1", "below .8", title=kind)
    for name in sorted({name for by_set in figures.values() for name in by_set}):
        for stage, by_set in figures.items():
            if own := by_set.get(name):
                pages, f1, low, high, *rest = (own[key] for key in HEAD)
                told = (f"{value:.3f}" for value in rest)
                table.add_row(name, stage, f"{pages:.0f}", f"{f1:.3f}", f"{low:.3f}-{high:.3f}", *told)
    Console(width=max(Console().width, 110)).print(table)
