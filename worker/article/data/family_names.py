"""Loader of `family_names.txt`."""

from functools import cache
from importlib.resources import files

__all__ = ["family_name_of"]


def family_name_of(text: str) -> str:
    """The family name of China, Korea or Japan that opens `text`, the longest of them; "" where none does.

    >>> family_name_of("佐々木希"), family_name_of("今日")
    ('佐々木', '')
    """
    known = _names()
    return next((text[:length] for length in _LENGTHS if text[:length] in known), "")


_LENGTHS = (3, 2, 1)


@cache
def _names() -> frozenset[str]:
    rows = files(__package__).joinpath("family_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for row in rows if not row.startswith("#") for name in row.split("|"))
