"""What happens to an article, top to bottom: decode, lines, body, metadata, screen, reasons, document."""

from worker.article.document import Document
from worker.article.outcome import Rejection
from worker.article.payload import Payload
from worker.article.rules import Rules

__all__ = ["extract"]


def extract(payload: Payload, rules: Rules) -> Document | Rejection:
    """The document in `payload`, or why there is none."""
    raise NotImplementedError
