"""Curves over time: their slopes with the noise, and a picture of them."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from math import sqrt

__all__ = ["Curve", "picture", "slope"]

Curve = list[float]

WIDTH, HEIGHT, LABEL, GAP = 720, 70, 190, 14
COLOUR = "#1f6f8b"


def slope(times: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """By how much `values` rise a unit of time (least squares), and twice the error of that.

    Looks close to each other are not independent: the error is widened by how much each resembles the last.
    Fewer than three tell nothing.

    >>> slope([0, 1, 2, 3], [5, 7, 9, 11])
    (2.0, 0.0)
    """
    count = len(times)
    if count < 3:
        return 0.0, 0.0
    middle, mean = sum(times) / count, sum(values) / count
    spread = sum((when - middle) ** 2 for when in times)
    rise = sum((when - middle) * (value - mean) for when, value in zip(times, values, strict=True)) / spread
    rests = [value - mean - rise * (when - middle) for when, value in zip(times, values, strict=True)]
    square = sum(rest * rest for rest in rests)
    if square < 1e-12 * max(1.0, mean * mean):
        return rise, 0.0
    likeness = min(0.98, max(0.0, sum(one * two for one, two in pairwise(rests)) / square))
    error = sqrt(square / (count - 2) / spread) * sqrt((1 + likeness) / (1 - likeness))
    return rise, 2 * error


def picture(times: Sequence[float], curves: Mapping[str, Sequence[float]]) -> str:
    """An SVG with one strip a curve, each from 0 to its own greatest value, over minutes."""
    height = (HEIGHT + GAP) * len(curves) + 40
    drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif"']
    drawn.append(' font-size="13">\n<rect width="100%" height="100%" fill="white"/>\n')
    for at, (name, values) in enumerate(curves.items()):
        drawn.append(_strip(name, times, values, GAP + at * (HEIGHT + GAP)))
    for minute in range(0, int(times[-1] / 60) + 1, max(1, round(times[-1] / 360))):
        x = LABEL + minute * 60 / times[-1] * (WIDTH - LABEL - GAP)
        drawn.append(f'<text x="{x:.0f}" y="{height - 16}" text-anchor="middle">{minute} min</text>\n')
    return "".join((*drawn, "</svg>\n"))


def _strip(name: str, times: Sequence[float], values: Sequence[float], top: int) -> str:
    most = max(values) or 1
    across = (WIDTH - LABEL - GAP) / times[-1]
    points = " ".join(
        f"{LABEL + when * across:.1f},{top + HEIGHT * (1 - value / most):.1f}"
        for when, value in zip(times, values, strict=True)
    )
    return (
        f'<text x="{LABEL - GAP}" y="{top + 20}" text-anchor="end" font-weight="bold">{escape(name)}</text>\n'
        f'<text x="{LABEL - GAP}" y="{top + 40}" text-anchor="end">{most:.3g} at the most</text>\n'
        f'<path d="M{LABEL} {top}V{top + HEIGHT}H{WIDTH - GAP}" fill="none" stroke="#b0b7bd"/>\n'
        f'<polyline points="{points}" fill="none" stroke="{COLOUR}" stroke-width="1.5"/>\n'
    )
