"""Reads the answers of XREAD and XREADGROUP, which redis-py gives in other forms by protocol and release."""

from typing import Any, cast

__all__ = ["Row", "rows_of"]

Row = tuple[bytes, dict[bytes, bytes]]
"""An entry's id, and its fields."""


def rows_of(answer: Any) -> list[Row]:  # noqa: ANN401 -- redis-py types it as anything
    """The entries of the one stream that was asked for, oldest first; none where nothing came.

    >>> rows_of([[b"in", [(b"1-0", {b"a": b"b"})]]])
    [(b'1-0', {b'a': b'b'})]
    >>> rows_of({b"in": [[(b"1-0", {b"a": b"b"})]]})  # by protocol 3
    [(b'1-0', {b'a': b'b'})]
    >>> rows_of(None)
    []
    """
    if isinstance(answer, dict):
        rows: list[Any] = next(iter(answer.values()), [])
        return cast("list[Row]", rows[0] if rows and isinstance(rows[0], list) else rows)
    return cast("list[Row]", answer[0][1] if answer else [])
