"""Loader of `given_names.txt`."""

from functools import cache
from importlib.resources import files

__all__ = ["is_given_name"]


def is_given_name(word: str) -> bool:
    """Whether `word`, in any case, is a given name somewhere.

    >>> is_given_name("Anna"), is_given_name("Climate")
    (True, False)
    """
    return word.casefold() in _names()


@cache
def _names() -> frozenset[str]:
    rows = files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for row in rows if not row.startswith("#") for name in row.split("|"))
