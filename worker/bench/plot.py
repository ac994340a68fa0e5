"""The figures as a picture: articles a second beside the peers, and an article's milliseconds by stage."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["plot"]

WIDTH, BAR, GAP, LABEL, TOP = 720, 22, 8, 220, 40
OURS, OTHERS = "#1f6f8b", "#b0b7bd"


def plot(figures: Mapping[str, Any]) -> str:
    """An SVG of two bar charts, one above the other."""
    rates = {"copydesk": figures["articlesPerSecond"]}
    rates |= {name: peer["articlesPerSecond"] for name, peer in figures["peers"].items()}
    spent = {name: ms for name, ms in figures["stages"].items() if ms > 0}
    first, height = _chart("articles a second", list(rates.items()), TOP)
    second, bottom = _chart("CPU milliseconds of an article, by stage", list(spent.items()), height + TOP)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom + GAP}" font-family="sans-serif"'
    return f'{head} font-size="13">\n<rect width="100%" height="100%" fill="white"/>\n{first}{second}</svg>\n'


def _chart(title: str, bars: Sequence[tuple[str, float]], top: int) -> tuple[str, int]:
    """The chart, and where it ends."""
    longest = max((value for _, value in bars), default=1) or 1
    drawn = [f'<text x="{GAP}" y="{top - 12}" font-weight="bold">{escape(title)}</text>\n']
    for at, (name, value) in enumerate(bars):
        y = top + at * (BAR + GAP)
        length = max(1, round(value / longest * (WIDTH - LABEL - 80)))
        colour = OTHERS if "trafilatura" in name and len(name) > len("trafilatura") else OURS
        drawn.append(f'<text x="{LABEL - GAP}" y="{y + 16}" text-anchor="end">{escape(name)}</text>')
        drawn.append(f'<rect x="{LABEL}" y="{y}" width="{length}" height="{BAR}" fill="{colour}"/>')
        drawn.append(f'<text x="{LABEL + length + 6}" y="{y + 16}">{value:.3g}</text>\n')
    return "".join(drawn), top + len(bars) * (BAR + GAP)
