"""Makes text of any origin safe for a terminal or a line of a log."""

import json

__all__ = ["escaped", "printable"]


def printable(text: str, *, max_chars: int | None = None) -> str:
    r"""`text` without what a terminal would take for a command: control, format and private characters, line breaks.

    Cut to `max_chars`, with an ellipsis. For rich, `escape` it as well, or put it into a `Text`.

    >>> printable("a\x1b[2J\u202eb", max_chars=6)
    'a�[2J…'
    """
    safe = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return safe if max_chars is None or len(safe) <= max_chars else safe[: max_chars - 1] + "…"


def escaped(text: str, *, keep: str = "") -> str:
    r"""`text` with such characters written as JSON writes them, but for those in `keep`; JSON stays the same JSON.

    >>> escaped('{"a": "\u009b31m"}\n', keep="\n")
    '{"a": "\\u009b31m"}\n'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else json.dumps(c)[1:-1] for c in text)
