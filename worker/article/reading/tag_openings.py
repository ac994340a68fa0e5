"""How the tags of a page begin: two letters of each name, seen in all bytes at once."""

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["Openings", "opening", "openings"]

Openings = npt.NDArray[np.uint16]


def openings(html: bytes) -> Openings:
    """The `opening` of each tag of `html`, end tags and what only looks like one among them.

    A bound from above for how many tags have a name, at a tenth of the time of an expression.
    """
    codes = np.frombuffer(html, np.uint8)
    names = np.flatnonzero(codes[:-2] == _TAG_OPEN) + 1
    first, second = (codes[at].astype(np.uint16) | np.uint16(_SMALL) for at in (names, names + 1))
    return first << np.uint16(8) | second


def opening(tag: bytes) -> int:
    """The first two bytes behind the `<` of a tag, whatever their case, as one number."""
    return (tag[0] | _SMALL) << 8 | (tag[1] | _SMALL)


_TAG_OPEN: Final = ord("<")
_SMALL: Final = 0x20
"""The bit by which small letters differ from capitals."""
