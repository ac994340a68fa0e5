"""What an article costs by its size: pages and texts of made-up sentences, as a table and a picture.

python -m worker.bench.sizes [--plot FILE.svg] [KILOBYTES ...]
"""

import math
import random
import time
from collections.abc import Sequence
from pathlib import Path

import click
from pydantic_core import to_json

from worker.article.rules import Rules
from worker.ingest import outcome_of

__all__ = ["cost_ms", "picture", "sized_page", "sized_text"]

SIZES_KB = (1, 10, 100, 1000, 10_000)
"""What is measured when no size is asked for."""
_WORDS = tuple(
    "river harbour village council bridge school evening report minister budget storm market teacher".split()  # noqa: SIM905 -- a list of words
)
_SCRIPT = f"<script>{'x=1;' * 120}</script>"
_BLOCK_BYTES = 900


def sized_page(kilobytes: int) -> str:
    """A page of about that size whose blocks are a sentence, a teaser with a link, and a script; the same each time."""
    chance = random.Random(kilobytes)  # noqa: S311 -- no secret
    blocks = (
        f"<p>{_sentence(chance)}</p>"
        f"<div class=teaser><a href=/{chance.random()}>{_some(chance, 7)}</a></div>{_SCRIPT}\n"
        for _ in range(max(1, kilobytes * 1000 // _BLOCK_BYTES))
    )
    return f"<html lang=en><title>Ferries leave</title><h1>Ferries leave</h1>{''.join(blocks)}</html>"


def sized_text(kilobytes: int) -> str:
    """A text of about that size: sentences, and the head of another story after each."""
    chance = random.Random(kilobytes)  # noqa: S311 -- no secret
    lines = []
    left = kilobytes * 1000
    while left > 0:
        lines.append(f"{_sentence(chance)}\n\n{_some(chance, 7)}\n\n")
        left -= len(lines[-1])
    return "Ferries leave\n\n" + "".join(lines)


def cost_ms(form: str, body: str) -> float:
    """CPU milliseconds from the payload's bytes to the outcome, the least of three; `form` is `html` or `text`."""
    payload = to_json({"id": "sized", "url": "https://bench.test/ferries-leave", form: body})
    rules = Rules()
    spent = []
    for _ in range(3):
        started = time.process_time()
        outcome_of(payload, rules=rules)
        spent.append((time.process_time() - started) * 1000)
    return min(spent)


def picture(sizes: Sequence[int], costs: dict[str, list[float]]) -> str:
    """An SVG: milliseconds by kilobytes, both in powers of ten, a line a form."""
    right, foot, left, top = 620, 300, 60, 20
    wide = [math.log10(size) for size in sizes]
    high = [math.log10(cost) for own in costs.values() for cost in own]
    lowest, highest = math.floor(min(high)), math.ceil(max(high))

    def at(size: float, cost: float) -> str:
        x = left + (math.log10(size) - wide[0]) / max(wide[-1] - wide[0], 1e-9) * (right - left)
        y = foot - (math.log10(cost) - lowest) / (highest - lowest) * (foot - top)
        return f"{x:.0f},{y:.0f}"

    drawn = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="340" font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for power in range(lowest, highest + 1):
        x, y = at(sizes[0], 10.0**power).split(",")
        drawn.append(f'<text x="{int(x) - 8}" y="{int(y) + 5}" text-anchor="end">{10.0**power:g} ms</text>')
        drawn.append(f'<path d="M{x},{y}H{right}" stroke="#dddddd"/>')
    for size in sizes:
        x = at(size, 10.0**lowest).split(",")[0]
        drawn.append(f'<text x="{x}" y="{foot + 20}" text-anchor="middle">{size:,} kB</text>')
    for (form, own), colour in zip(costs.items(), ("#1f6f8b", "#c46f2b"), strict=False):
        points = [at(size, cost) for size, cost in zip(sizes, own, strict=True)]
        x, y = points[-1].split(",")
        drawn.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn.append(f'<text x="{int(x) + 8}" y="{int(y) + 5}" fill="{colour}">{form}</text>')
    return "\n".join([*drawn, "</svg>", ""])


def _sentence(chance: random.Random) -> str:
    return f"The {_some(chance, 24)}, and on {_some(chance, 2)} the {_some(chance, 18)}."


def _some(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))


@click.command(help=__doc__)
@click.argument("kilobytes", nargs=-1, type=click.IntRange(1))
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write an SVG.")
def main(kilobytes: Sequence[int], plot: Path | None) -> None:
    """Print a row a size."""
    sizes = sorted(set(kilobytes or SIZES_KB))
    cost_ms("html", sized_page(10))  # loads what the first page does
    costs: dict[str, list[float]] = {"html": [], "text": []}
    click.echo("      kB   page ms   text ms")
    for size in sizes:
        costs["html"].append(cost_ms("html", sized_page(size)))
        costs["text"].append(cost_ms("text", sized_text(size)))
        click.echo(f"{size:8} {costs['html'][-1]:9.1f} {costs['text'][-1]:9.1f}")
    if plot:
        plot.write_text(picture(sizes, costs), encoding="utf-8")


if __name__ == "__main__":
    main()
