"""Step 7: where every line of the input went, for the document."""

from collections.abc import Mapping, Sequence
from itertools import compress

from worker.article.document import Audit, MetadataLine, RemovedLine
from worker.article.lines import Lines, Verdict

__all__ = ["audit"]


def audit(lines: Lines, verdict: Verdict, used: Mapping[int, Sequence[str]], reasons: Mapping[int, str]) -> Audit:
    """The account of `lines`: kept by `verdict`, used for the fields in `used`, or removed for one of `reasons`.

    The keys of both are indexes. A line put together from several counts as many.
    """
    count = lines.spans or [1] * len(lines)
    number, text, score = lines.number, lines.text, verdict.score
    metadata = [at for at in sorted(used) if not verdict.kept[at]]
    removed = sorted(reasons)
    return Audit(
        lines_in=sum(count),
        lines_kept=sum(compress(count, verdict.kept)),
        lines_metadata=sum([count[at] for at in metadata]),
        lines_removed=sum([count[at] for at in removed]),
        metadata=tuple([MetadataLine(number[at], text[at], ", ".join(used[at])) for at in metadata]),
        removed=tuple([RemovedLine(number[at], text[at], reasons[at], score[at]) for at in removed]),
    )
