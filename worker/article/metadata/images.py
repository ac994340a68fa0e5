"""Images of the article, from what its markup says of them."""

from collections.abc import Iterable, Sequence
from typing import Final

from worker.article.document import Image
from worker.article.metadata.urls import absolute
from worker.article.witnesses.json_ld import LdImage

__all__ = ["find_images"]

MAX_IMAGES: Final = 20
MAX_CAPTION_CHARS: Final = 1_000


def find_images(structured: Sequence[LdImage], shared: Iterable[str], page_url: str | None) -> tuple[Image, ...]:
    """Images of the article, the main one first, each address once; at most 20.

    `structured` come from JSON-LD and may have caption and credit, `shared` are addresses for previews (`og:image`).
    Addresses are resolved against `page_url`; what is no http(s) address is left out.
    """
    found: dict[str, Image] = {}
    for image in (*structured, *(LdImage(url) for url in shared)):
        url = absolute(image.url, page_url)
        if url is not None and len(found) < MAX_IMAGES:
            caption, credit = image.caption[:MAX_CAPTION_CHARS] or None, image.credit[:MAX_CAPTION_CHARS] or None
            found.setdefault(url, Image(url=url, caption=caption, credit=credit))
    return tuple(found.values())
