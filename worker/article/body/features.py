"""What is known of each line, as columns for the line model; pages with markup and texts have columns of their own."""

from worker.article.body.features_known import Known, known
from worker.article.body.features_lines import Columns
from worker.article.body.features_page import page_columns
from worker.article.body.features_text import text_columns
from worker.article.body.lexicon import Lexicon
from worker.article.lines import Lines

__all__ = ["Columns", "Known", "columns", "known"]


def columns(lines: Lines, lexicon: Lexicon, seen: Known) -> Columns:
    """A column a feature, float or bool, a row a line."""
    return text_columns(lines, lexicon, seen) if lines.tree is None else page_columns(lines, lexicon, seen)
