"""Images of the article, from what its markup says of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from worker.article.document import Image
from worker.article.lines import Lines
from worker.article.markup import Flag
from worker.article.metadata.around import ABOVE_HEADLINE, Around
from worker.article.metadata.urls import absolute
from worker.article.witnesses.figures import Figure
from worker.article.witnesses.json_ld import LdImage

__all__ = ["figures_of", "find_images"]

MAX_IMAGES: Final = 20
MAX_CAPTION_CHARS: Final = 1_000


def find_images(
    structured: Sequence[LdImage], shared: Iterable[str], figures: Iterable[Figure], page_url: str | None
) -> tuple[Image, ...]:
    """Images of the article, the main one first, each picture once; at most 20.

    `structured` come from JSON-LD and may have caption and credit, `shared` are addresses for previews (`og:image`),
    `figures` have what is printed below them, and say it of the same picture in another size, too. Addresses are
    resolved against `page_url`; what is no http(s) address is left out.
    """
    found: dict[str, LdImage] = {}
    printed = (LdImage(figure.url, *figure.told()) for figure in figures)
    for image in chain(structured, map(LdImage, shared), printed):
        url = absolute(image.url, page_url)
        if url is None:
            continue
        name = _picture(url)
        if name in found:
            known = found[name]
            found[name] = replace(known, caption=known.caption or image.caption, credit=known.credit or image.credit)
        elif len(found) < MAX_IMAGES:
            found[name] = replace(image, url=url)
    return tuple(
        Image(
            url=image.url,
            caption=image.caption[:MAX_CAPTION_CHARS] or None,
            credit=image.credit[:MAX_CAPTION_CHARS] or None,
        )
        for image in found.values()
    )


_FILE: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)


def _picture(url: str) -> str:
    """What stands for the picture at `url` in all sizes: a file's address without the query that names one."""
    address, _, _ = url.partition("?")
    return address if _FILE.search(address) else url


def figures_of(lines: Lines, place: Around, figures: Sequence[Figure]) -> list[Figure]:
    """Those whose captions stand between the headline and the end of the body: others are of other stories."""
    if not figures:
        return []
    first = place.start if place.headline is None else min(place.headline, place.start)
    within = range(max(0, first - ABOVE_HEADLINE), place.end)
    flags, block = lines.blocks.flags, lines.block
    said = [_letters(lines.text[at]) for at in within if flags[block[at]] & _FIGURE]
    return [figure for figure in figures if any(text in _letters(figure.words) for text in said)]


_FIGURE: Final = int(Flag.FIGURE)


def _letters(text: str) -> str:
    """The words without what parts them, which pages and their lines part in different places."""
    return "".join(text.split())
