"""Text to lines: numbers, blank gaps, and sentences put together again that a flattener broke at inline tags."""

import re
from typing import Final

from worker.article.lines import Lines, squeezed
from worker.article.rules import Limits

__all__ = ["lines_of_text"]


def lines_of_text(text: str, limits: Limits) -> Lines:
    """Non-blank lines of `text` with their numbers from 1, blank lines counted; `spans` says what each absorbed.

    Ends of lines are LF, CR LF or CR. Where many lines start like the middle of a sentence, the broken sentences are
    joined by the space or the nothing that stood there. Linear; never raises: over a limit the rest is left out and a
    flag `limit-hit:NAME` says so.
    """
    rows, hit = _rows(text, limits)
    spans = [1] * len(rows)
    if _is_broken(rows):
        rows, spans = _rejoined(rows)
    count = len(rows)
    return Lines(
        text=[text for text, _, _ in rows],
        number=[number for _, number, _ in rows],
        gap=[gap for _, _, gap in rows],
        link=[0] * count,
        block=[0] * count,
        flags=tuple(sorted(hit)),
        spans=spans,
    )


_Row = tuple[str, int, int]
"""Text, number, blank lines before."""

_MIN_BROKEN_SHARE: Final = 0.03
"""Of lines that start in the middle of a sentence; measured on BeautifulSoup's text against block flatteners."""
_END: Final = re.compile(r"[.!?…。！？।][\"”’»')\]」*_]*$|[:|]$")
_CLOSERS: Final = frozenset(",.;:)’'”!?%")
_CLOSE_UP: Final = frozenset(",.;:)!?%’")
_CONNECTING_WORDS: Final = (
    "the a an of and or to in on at for with by from as is are was were be been has have had that which who "
    "whose than into about between its their his her our your this these those will would can could may might "
    "not no but if when der die das den dem des ein eine einen einem einer und oder von zu zum zur mit für auf "
    "im am ist sind war hat dass als bei nach über le la les un une du de et ou à au aux en dans pour par sur "
    "avec que qui est sont ce cette son sa ses el los las una y o del al con por para es su sus lo il gli i di "
    "e che per da nel della dei uno het een van op te zijn met voor aan os do dos em com uma um och att det "
    "som på av till med og "
)
_CONNECTORS: Final = frozenset(_CONNECTING_WORDS.split())


def _rows(text: str, limits: Limits) -> tuple[list[_Row], set[str]]:
    rows: list[_Row] = []
    hit: set[str] = set()
    gap = 0
    max_lines, max_line_chars = limits.max_lines, limits.max_line_chars
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = squeezed(raw) if raw else ""
        if not line:
            gap += 1
            continue
        if len(rows) >= max_lines:
            hit.add("limit-hit:max-lines")
            break
        if len(line) > max_line_chars:
            hit.add("limit-hit:max-line-chars")
            line = line[:max_line_chars].rstrip()
        rows.append((line, number, gap))
        gap = 0
    return rows, hit


def _is_broken(rows: list[_Row]) -> bool:
    return sum([_continues(text) for text, _, _ in rows]) >= max(2, _MIN_BROKEN_SHARE * len(rows))


def _continues(line: str) -> bool:
    """Whether `line` starts like the middle of a sentence."""
    return line[0].islower() or (line[0] in _CLOSERS and line not in {"”", "’", "'"})


def _rejoined(rows: list[_Row]) -> tuple[list[_Row], list[int]]:
    """Rows with broken sentences joined, and how many rows each absorbed. Never joins over a blank line."""
    joined: list[tuple[list[str], int, int]] = []
    spans: list[int] = []
    tail = ""
    words = 0
    for at, (line, number, gap) in enumerate(rows):
        after = rows[at + 1][0] if at + 1 < len(rows) else ""
        if joined and gap == 0 and _joins(tail, words, line, after):
            joined[-1][0].append(line if line[0] in _CLOSE_UP else " " + line)
            spans[-1] += 1
            words += line.count(" ") + 1
        else:
            joined.append(([line], number, gap))
            spans.append(1)
            words = line.count(" ") + 1
        tail = line
    return [("".join(parts), number, gap) for parts, number, gap in joined], spans


def _joins(tail: str, words: int, line: str, after: str) -> bool:
    """Whether `line` goes on where `tail`, the last piece of `words` words, broke off; `after` is the line after it."""
    if _END.search(tail[-12:]):
        return False
    if line[0] in _CLOSERS:
        return words >= 2
    if line[0].islower():
        return words >= 4 or tail.endswith(",")
    last = tail.rsplit(" ", 1)[-1].lower().strip("“\"'(")
    if words >= 4 and (last in _CONNECTORS or tail[-1] in ",(“"):
        return True
    return words >= 8 and line.count(" ") < 8 and bool(after) and _continues(after)
