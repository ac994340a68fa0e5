"""How often a removed line's reason is what a reader called the line.

    copydesk extract --jsonl PAYLOADS.jsonl > OUTCOMES/SET.jsonl      # for each set of reason_labels.jsonl
    python tests/quality/reason_agreement.py OUTCOMES

A label has the page's id, the line's number and its text as the first twelve digits of their SHA-256, and what the line
may be called: more than one name where a reader could not choose, `other` for what fits no reason, `body` for what
should have been kept. A set named `.inner` has the same pages as a browser's innerText.
That a line is hidden, or stands on the page word for word elsewhere, cannot be read from it: such reasons are counted
apart, and neither for nor against.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

LABELS = Path(__file__).with_name("reason_labels.jsonl")
OTHER = {"boilerplate", "other-text", "doubtful"}
UNREADABLE = {"duplicate", "hidden", "page-title"}


def digest(text: str) -> str:
    """The first twelve digits of the SHA-256."""
    return sha256(text.encode()).hexdigest()[:12]


def removed_lines(outcomes: Path) -> Iterator[tuple[tuple[str, str, int, str], str]]:
    """Key and reason of each removed line of a set's outcomes."""
    with outcomes.open(encoding="utf-8") as file:
        for outcome in map(json.loads, file):
            page = digest(str(outcome["payloadId"]))
            for line in outcome["document"]["audit"]["removed"] if outcome["document"] else ():
                yield (outcomes.stem, page, line["line"], digest(line["text"])), line["reason"]


def verdict(labels: set[str], reason: str) -> str:
    """`right`, `wrong`, or `apart` for what a reader cannot see."""
    if reason in labels or (reason in OTHER and labels & {"other", "body"}):
        return "right"
    return "apart" if reason in UNREADABLE else "wrong"


def counted(labels: list[dict[str, Any]], reasons: dict[tuple[str, str, int, str], str]) -> dict[str, Counter[str]]:
    """Verdicts by sample; `gone` where the line is not among the removed any more."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for label in labels:
        reason = reasons.get((label["set"], label["page"], label["line"], label["text"]))
        count = found[label["sample"]]
        count["gone" if reason is None else verdict(set(label["labels"]), reason)] += 1
        count["other"] += reason in OTHER
    return dict(found)


def main(folder: Path) -> None:
    """Print a row a sample."""
    with LABELS.open(encoding="utf-8") as file:
        labels = [json.loads(line) for line in file]
    paths = [path for name in sorted({label["set"] for label in labels}) if (path := folder / f"{name}.jsonl").exists()]
    reasons = dict(row for path in paths for row in removed_lines(path))
    click.echo("sample     right  wrong  apart   gone  agreement  other")
    for sample, count in counted(labels, reasons).items():
        read = count["right"] + count["wrong"]
        lines = read + count["apart"]
        shares = f"{count['right'] / max(read, 1):9.3f}  {count['other'] / max(lines, 1):.3f}"
        click.echo(f"{sample:9}{count['right']:7}{count['wrong']:7}{count['apart']:7}{count['gone']:7}  {shares}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
