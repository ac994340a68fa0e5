"""An explanation: what became of each line of an article, the kept ones too, for a person who asks why."""

from typing import Literal

from worker.article.document import Document
from worker.article.outcome import Rejection
from worker.article.wire import WireModel

__all__ = ["ExplainedLine", "Explanation"]


class ExplainedLine(WireModel):
    """One line, and where it went."""

    line: int
    """As in the audit: its number from 1 in a text (blank lines count), its rank from 1 in a page."""
    lines: int = 1
    """Non-blank input lines it was put together from."""
    verdict: Literal["kept", "metadata", "removed"]
    field: str | None = None
    """The fields it gave, joined by `, `; of a kept line too."""
    reason: str | None = None
    """Why it was removed."""
    score: float | None = None
    """The model's score for "body"; null where a rule decided."""
    text: str


class Explanation(WireModel):
    """What the core makes of a payload, with all it decided on the way; of a rejected article too."""

    found: Document | Rejection
    lines: tuple[ExplainedLine, ...]
