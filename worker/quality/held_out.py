"""Figures on what the model has not seen: sites, or whole data sets, held out; a table for docs/quality.md.

usage: python -m worker.quality.held_out page|text site|set SEED GOLD…
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from worker.quality.train import Figures, held_out_figures

if TYPE_CHECKING:
    from worker.article.body.model import Kind
    from worker.quality.train import Split

__all__ = ["main", "table"]


def main(arguments: list[str]) -> str:
    """The table for the command line's `arguments`."""
    kind, split, seed, *paths = arguments
    figures = held_out_figures([Path(path) for path in paths], cast("Kind", kind), cast("Split", split), int(seed))
    return table(figures)


def table(figures: Figures) -> str:
    """Figures as Markdown, a row a stage and set."""
    head = "| stage | form and set | pages | F1 | 95 % | P | R | token F1 | below .8 |\n" + "|---" * 9 + "|"
    rows = [
        f"| {stage} | {name} | {own['pages']:.0f} | {own['f1']:.3f} | {own['low']:.3f}-{own['high']:.3f} "
        f"| {own['precision']:.3f} | {own['recall']:.3f} | {own['token_f1']:.3f} | {own['bad']:.3f} |"
        for stage, by_set in figures.items()
        for name, own in sorted(by_set.items())
    ]
    return "\n".join([head, *rows])


if __name__ == "__main__":
    print(main(sys.argv[1:]))  # noqa: T201 -- its output is the table
