"""Which lines of a page its gold body holds: labels to train on, by a chain of spans in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from worker.article.wide import WIDE

__all__ = ["label_lines", "tokens"]


def label_lines(lines: list[str], body: str) -> list[bool]:
    r"""Whether each line stands in the gold `body`.

    Every line is looked up in the body, word for word; of all places found the heaviest chain in reading order wins,
    so that a teaser that repeats a sentence of the article far from it is not taken for it. Lines that occur out of
    order where the chain left a hole, and long lines most of whose words the body has in their order, are added.

    >>> label_lines(["Menu", "It rained in Oslo.", "Nobody minded.", "Menu"], "It rained in Oslo.\nNobody minded.")
    [False, True, True, False]
    """
    gold = tokens(body)
    rows = [tokens(line) for line in lines]
    places = list(_places(rows, gold))
    chain = _without_strays(_heaviest_chain(places, len(gold)))
    labels = [False] * len(lines)
    taken = bytearray(len(gold))
    for place in chain:
        labels[place.line] = True
        taken[place.start : place.end] = b"\x01" * (place.end - place.start)
    _add_displaced(labels, taken, places)
    _add_partial(labels, rows, gold, {place.line for place in places})
    return labels


def tokens(text: str) -> list[str]:
    """Lowered words; signs of scripts without spaces stand alone."""
    return _TOKEN.findall(text.lower())


@dataclass(frozen=True, slots=True)
class _Place:
    """Tokens `start` to `end` of the body are line `line`."""

    line: int
    start: int
    end: int


_TOKEN: Final = re.compile(rf"[{WIDE}]|[^\W_]+")
_MAX_PLACES: Final = 12
_LENGTH_BONUS: Final = 1.15
_SHORT_TOKENS: Final = 3
_NEAR_TOKENS: Final = 12


def _places(rows: list[list[str]], gold: list[str]) -> Iterator[_Place]:
    whole = f" {' '.join(gold)} "
    index, offset = {}, 1
    for at, token in enumerate(gold):
        index[offset] = at
        offset += len(token) + 1
    for line, row in enumerate(rows):
        wanted = f" {' '.join(row)} "
        found = whole.find(wanted) if row else -1
        for _ in range(_MAX_PLACES):
            if found < 0:
                break
            start = index[found + 1]
            yield _Place(line, start, start + len(row))
            found = whole.find(wanted, found + 1)


def _heaviest_chain(places: list[_Place], size: int) -> list[_Place]:
    """Places that follow one another in lines and in tokens, with the greatest weight together."""
    best: list[tuple[float, int]] = [(0.0, -1)] * (
        size + 2
    )  # a Fenwick tree: best chain that ends at or before a token
    weight = [0.0] * len(places)
    before = [-1] * len(places)
    at = 0
    while at < len(places):
        line_end = at
        while line_end < len(places) and places[line_end].line == places[at].line:
            held, before[line_end] = _query(best, places[line_end].start)
            weight[line_end] = held + (places[line_end].end - places[line_end].start) ** _LENGTH_BONUS
            line_end += 1
        for row in range(at, line_end):
            _update(best, places[row].end, (weight[row], row))
        at = line_end
    _, row = _query(best, size)
    chain = []
    while row >= 0:
        chain.append(places[row])
        row = before[row]
    return chain[::-1]


def _query(tree: list[tuple[float, int]], position: int) -> tuple[float, int]:
    found = (0.0, -1)
    position += 1
    while position > 0:
        found = max(found, tree[position], key=lambda entry: entry[0])
        position -= position & -position
    return found


def _update(tree: list[tuple[float, int]], position: int, entry: tuple[float, int]) -> None:
    position += 1
    while position < len(tree):
        if entry[0] > tree[position][0]:
            tree[position] = entry
        position += position & -position


def _without_strays(chain: list[_Place]) -> list[_Place]:
    """The chain without short places far from their neighbours: a word of the menu that the article uses too."""
    kept = []
    for at, place in enumerate(chain):
        gaps = [place.start - chain[at - 1].end] if at else [place.start]
        if at + 1 < len(chain):
            gaps.append(chain[at + 1].start - place.end)
        if place.end - place.start > _SHORT_TOKENS or min(gaps) <= _NEAR_TOKENS:
            kept.append(place)
    return kept


def _add_displaced(labels: list[bool], taken: bytearray, places: list[_Place]) -> None:
    """Mutate `labels` and `taken`: long lines whose place in the body is still free."""
    for place in places:
        length = place.end - place.start
        if not labels[place.line] and length >= 8 and sum(taken[place.start : place.end]) < 0.3 * length:
            labels[place.line] = True
            taken[place.start : place.end] = b"\x01" * length


def _add_partial(labels: list[bool], rows: list[list[str]], gold: list[str], placed: set[int]) -> None:
    """Mutate `labels`: lines that are not in the body as they stand, but most of whose triples of words are."""
    triples = set(zip(gold, gold[1:], gold[2:], strict=False))
    for line, row in enumerate(rows):
        if line not in placed and len(row) >= 6:
            own = list(zip(row, row[1:], row[2:], strict=False))
            labels[line] = sum(triple in triples for triple in own) >= 0.6 * len(own)
