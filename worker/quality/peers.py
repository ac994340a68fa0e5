"""Other extractors, run on the same pages beside ours; each is imported only when it is asked for."""

import html
import logging
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Final

from worker.article.metadata.language import find_language
from worker.article.page import lines_of_page
from worker.article.rules import Limits
from worker.article.trafilatura_fence import extraction
from worker.errors import CopydeskError
from worker.quality.fields import Answer
from worker.quality.flatten import flattened

__all__ = ["PEERS", "TOLD", "Peer", "Sheet", "open_peer"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as the extractors get it."""

    payload: bytes
    """For ours: JSON."""
    html: str
    """For peers; a flattened text stands in it one `<p>` a line."""
    text: str | None
    """The flattened text; None for a page."""
    url: str | None

    @classmethod
    def of_text(cls, payload: bytes, text: str, url: str | None) -> "Sheet":
        """A sheet whose page is made from `text`."""
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
        return cls(payload, f"<html><body>{paragraphs}</body></html>", text, url)


Peer = Callable[[Sheet], Answer]


def open_peer(name: str) -> Peer:
    """The extractor of that name, ready to run.

    Raises: CopydeskError when there is none, or what to install when its package is missing.
    """
    if name not in PEERS:
        raise CopydeskError(f"{name}: no such peer; there are {', '.join(PEERS)}")
    try:
        return PEERS[name]()
    except ModuleNotFoundError as error:
        package = _PACKAGES.get(name, error.name)
        raise CopydeskError(
            f"{name} is not installed: pip install {package} (all of them: pip install 'copydesk[peers]')"
        ) from error


_PACKAGES: Final = {
    "resiliparse": "resiliparse",
    "readability": "readability-lxml",
    "newspaper4k": "newspaper4k",
    "justext": "jusText",
}


def _trafilatura(*, fast: bool = False, favor_precision: bool = False) -> Peer:
    def run(sheet: Sheet) -> Answer:
        found = extraction(sheet.html, sheet.url, as_a_peer=True, fast=fast, favor_precision=favor_precision)
        if found is None:
            return Answer(said="nothing found")
        authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
        return Answer(found.text, found.title or "", authors, found.date or "")

    return run


def _resiliparse() -> Peer:
    plain_text = import_module("resiliparse.extract.html2text").extract_plain_text

    def run(sheet: Sheet) -> Answer:
        return Answer(plain_text(sheet.html, main_content=True, alt_texts=False, list_bullets=False))

    return run


def _readability() -> Peer:
    readability = import_module("readability")
    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def run(sheet: Sheet) -> Answer:
        document = readability.Document(sheet.html)
        return Answer("\n".join(lines_of_page(document.summary(), Limits()).text), document.title())

    return run


def _newspaper4k() -> Peer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of it that nobody asks for
        newspaper = import_module("newspaper")

    def run(sheet: Sheet) -> Answer:
        article = newspaper.Article(sheet.url or "http://example.org/a", fetch_images=False)
        article.download(input_html=sheet.html)
        article.parse()
        date = str(article.publish_date)[:10] if article.publish_date else ""
        return Answer(article.text, article.title or "", tuple(article.authors), date)

    return run


def _justext() -> Peer:
    justext = import_module("justext")

    def run(sheet: Sheet) -> Answer:
        lines = lines_of_page(sheet.html, Limits()).text
        found = find_language(max(lines, key=len, default=""), [])
        name = _JUSTEXT_LANGUAGES.get(found[0] if found else "en", "English")
        paragraphs = justext.justext(sheet.html, justext.get_stoplist(name))
        return Answer("\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))

    return run


_JUSTEXT_LANGUAGES: Final = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "sv": "Swedish", "da": "Danish", "no": "Norwegian_Bokmal", "nb": "Norwegian_Bokmal", "fi": "Finnish",
    "pl": "Polish", "cs": "Czech", "sk": "Slovak", "hu": "Hungarian", "ro": "Romanian", "bg": "Bulgarian",
    "el": "Greek", "ru": "Russian", "uk": "Ukrainian", "tr": "Turkish", "ar": "Arabic", "fa": "Persian",
    "hi": "Hindi", "id": "Indonesian", "vi": "Vietnamese", "ko": "Korean", "he": "Hebrew",
}  # fmt: skip
"""Its stop words, by the language of the page's longest line; it has none for Chinese and Japanese."""


def _c4() -> Peer:
    """The line rules of the C4 corpus: at least five words, and a sign that ends a sentence.

    Source: Raffel et al., 2020, "Exploring the Limits of Transfer Learning", section 2.2.
    """
    ends = re.compile(r"[.?!\"'”’]\s*$")

    def run(sheet: Sheet) -> Answer:
        text = flattened(sheet.html, "inner", "") if sheet.text is None else sheet.text
        return Answer("\n".join(line for line in text.split("\n") if ends.search(line) and len(line.split()) >= 5))

    return run


PEERS: Final[Mapping[str, Callable[[], Peer]]] = {
    "trafilatura": _trafilatura,
    "trafilatura-fast": partial(_trafilatura, fast=True),
    "trafilatura-precision": partial(_trafilatura, favor_precision=True),
    "resiliparse": _resiliparse,
    "readability": _readability,
    "newspaper4k": _newspaper4k,
    "justext": _justext,
    "c4": _c4,
}
TOLD: Final[Mapping[str, tuple[str, ...]]] = {"resiliparse": (), "readability": ("title",), "justext": (), "c4": ()}
"""Fields that an extractor tells beside the body; else all of title, author and date."""
