"""The verb explain: what became of each line of one article, and why."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from worker.article.document import Document
from worker.article.explanation import ExplainedLine, Explanation
from worker.article.payload import read_payload
from worker.article.pipeline import explain as explained
from worker.cli.inputs import entry_of
from worker.errors import BadPayloadError
from worker.guard import ArticleTimeout, limited
from worker.settings import Settings, load_settings

__all__ = ["explain"]

COLOURS: dict[str, dict[str, Any]] = {"kept": {"fg": "green"}, "metadata": {"fg": "cyan"}, "removed": {"dim": True}}
JOINERS = "\u200c\u200d"
"""Not printable by themselves; Persian, Hindi and emoji are misread without them."""
CONTROLS = re.compile(r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--url", help="Address of the page.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def explain(config: Path | None, path: Path, url: str | None, as_json: bool) -> None:
    """Tell for each line of PATH whether it is body, metadata (of which field), or removed, and why.

    PATH is a page, a text, or - for one on standard input; of a file of payloads, the first. A number between 0 and 1
    is the model's score for "body". Rejected articles are explained too.
    """
    try:
        explanation = _explanation(path, url, load_settings(config))
    except BadPayloadError as error:
        click.secho(f"dead: {error.reason}: {error}", fg="red", err=True)
        sys.exit(1)
    for line in explanation.lines:
        click.echo(_json(line) if as_json else _told(line))
    click.echo(_summary(explanation), err=True)


def _explanation(path: Path, url: str | None, settings: Settings) -> Explanation:
    entry = entry_of(path, url)
    raw = {name: value.encode() if isinstance(value, str) else value for name, value in entry.items()}
    limits = settings.rules.limits
    payload = read_payload(raw, max_bytes=limits.max_payload_bytes, unknown_fields=settings.unknown_fields)
    try:
        with limited(settings.soft_limit_seconds, 10 * settings.hard_limit_seconds, settings.child_memory_mb):
            return explained(payload, settings.rules)
    except ArticleTimeout:
        raise BadPayloadError("timeout", f"took longer than {settings.soft_limit_seconds:g} s") from None
    except MemoryError:
        raise BadPayloadError("memory", f"needed more than {settings.child_memory_mb} MB") from None


def _json(line: ExplainedLine) -> str:
    """On one line, and with nothing in it that a terminal would take for a command."""
    plain = json.dumps(line.model_dump(by_alias=True), ensure_ascii=False)
    return CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def _told(line: ExplainedLine) -> str:
    number = str(line.line) if line.lines == 1 else f"{line.line}-{line.line + line.lines - 1}"
    why = ", ".join(filter(None, (line.field, line.reason)))
    score = "" if line.score is None else f"{line.score:.3f}"
    told = f"{number:>6}  {line.verdict:<8}  {why:<24}  {score:>5}  {_shown(line.text)}"
    return click.style(told, **COLOURS[line.verdict])


def _shown(text: str) -> str:
    """Without what a terminal would take for a command."""
    return "".join(c if c.isprintable() or c in JOINERS else "\N{REPLACEMENT CHARACTER}" for c in text)


def _summary(explanation: Explanation) -> str:
    count: Counter[str] = Counter()
    for line in explanation.lines:
        count[line.verdict] += line.lines
    found = explanation.found
    fate = "stored" if isinstance(found, Document) else f"rejected: {found.reason}: {_shown(found.detail)}"
    told = ", ".join(f"{count[verdict]} {verdict}" for verdict in COLOURS)
    return f"{count.total()} lines: {told}; {fate}"
