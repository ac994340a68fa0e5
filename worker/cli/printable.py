"""Makes text of any origin safe for a terminal."""

__all__ = ["printable"]


def printable(text: str, *, max_chars: int | None = None) -> str:
    r"""`text` without what a terminal would take for a command: control, format and private characters, line breaks.

    Cut to `max_chars`, with an ellipsis. For rich, `escape` it as well, or put it into a `Text`.

    >>> printable("a\x1b[2J\u202eb", max_chars=6)
    'a�[2J…'
    """
    safe = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return safe if max_chars is None or len(safe) <= max_chars else safe[: max_chars - 1] + "…"
