"""Is the gold itself right: does what an expectation claims stand in its page."""

import unicodedata
from itertools import chain
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.golden import PAGES, GoldenPage, golden_pages, misses
from worker.article.document import Document
from worker.article.payload import Payload

KEYS = {"about", "payload", "fate", "reason", "document", "contains", "lacks"}
OPTIONAL_KEYS = {"encoding", "misses", "keptLines", "metadataLines", "removedLines"}
REASONS = {
    "consent-wall",
    "error-page",
    "http-status",
    "javascript-shell",
    "no-text",
    "not-an-article",
    "too-short",
}
UNSEEN = "script, style, noscript, template, head, [hidden], [style*='display:none'], [style*='display: none']"

every_page = pytest.mark.parametrize("page", golden_pages(), ids=lambda page: page.name)
with_lines = pytest.mark.parametrize(
    "page", [page for page in golden_pages() if "keptLines" in page.expected], ids=lambda page: page.name
)


def test_every_page_has_its_expectation() -> None:
    pages = sorted(path.stem for path in chain(PAGES.glob("*.html"), PAGES.glob("*.txt")))

    assert pages == [page.name for page in golden_pages()]
    assert len(pages) >= 26


@every_page
def test_readme_says_what_the_page_is_for(page: GoldenPage) -> None:
    readme = (PAGES / "README.md").read_text(encoding="utf-8")

    assert f"| `{page.name}` | {page.expected['about']} |" in readme


@every_page
def test_expectation_has_the_agreed_form(page: GoldenPage) -> None:
    """Keys as in the README; a reason exactly where the page is rejected; a document exactly where it is stored."""
    expected = page.expected

    assert expected.keys() >= KEYS
    assert expected.keys() <= KEYS | OPTIONAL_KEYS
    assert expected["fate"] in {"stored", "rejected"}
    assert (expected["reason"] in REASONS) == (expected["fate"] == "rejected")
    assert bool(expected["document"]) == (expected["fate"] == "stored")
    assert expected["fate"] == "rejected" or "articleBody" in page.document or expected["contains"]


@every_page
def test_payload_is_one_that_copydesk_takes(page: GoldenPage) -> None:
    assert Payload.model_validate(page.payload()).id == page.name


@every_page
def test_document_fields_are_those_of_the_model(page: GoldenPage) -> None:
    """A field misspelt here would never be compared."""
    assert page.document.keys() <= {field.alias for field in Document.model_fields.values()}


@every_page
def test_what_must_be_in_the_body_stands_in_the_page(page: GoldenPage) -> None:
    seen = _squeezed(_visible(page))
    body = page.document.get("articleBody", "")
    pieces = [*body.split("\n\n"), *page.expected["contains"]]

    assert [piece for piece in pieces if _squeezed(piece) not in seen] == []


@every_page
def test_what_must_not_be_in_the_body_stands_in_the_page_outside_it(page: GoldenPage) -> None:
    """A piece that is not in the page at all would guard nothing."""
    text = _squeezed(_visible(page, unseen=""))
    body = page.document.get("articleBody", "")

    assert [piece for piece in page.expected["lacks"] if _squeezed(piece) not in text] == []
    assert [piece for piece in page.expected["lacks"] if piece in body] == []
    assert set(page.expected["lacks"]).isdisjoint(page.expected["contains"])


@every_page
def test_gold_texts_are_composed_and_trimmed(page: GoldenPage) -> None:
    """NFC as the document promises, and paragraphs without white space at their ends."""
    body = page.document.get("articleBody", "")
    paragraphs = body.split("\n\n")

    assert unicodedata.is_normalized("NFC", body)
    assert paragraphs == [paragraph.strip() for paragraph in paragraphs]
    assert "\n" not in "".join(paragraphs)


@every_page
def test_what_was_printed_stands_in_the_page(page: GoldenPage) -> None:
    """Headline, authors, agency and dateline are words of the page, in its text or in its markup."""
    printed = [page.document.get("headline"), *(author["name"] for author in page.document.get("authors", ()))]
    printed += [(page.document.get(field) or {}).get("raw") for field in ("agency", "dateline")]
    text = _squeezed(_visible(page, unseen="") + page.decoded)

    assert [words for words in printed if words and _squeezed(words) not in text] == []


@with_lines
def test_kept_metadata_and_removed_lines_add_up(page: GoldenPage) -> None:
    """Every non-blank line has its place once, with the words it has in the text."""
    lines = dict(enumerate(page.decoded.split("\n"), 1))
    told = [*page.expected["metadataLines"], *page.expected["removedLines"]]
    numbers = [*page.expected["keptLines"], *(line["line"] for line in told)]

    assert sorted(numbers) == [number for number, text in lines.items() if text.strip()]
    assert [line for line in told if lines[line["line"]] != line["text"]] == []
    assert [line for line in page.expected["removedLines"] if not line["reason"]] == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"headline": "Fog", "articleBody": "A boat."}, []),
        ({"headline": "Rain", "articleBody": "A boat."}, ["/headline: expected 'Fog', found 'Rain'"]),
        ({"headline": "Fog", "articleBody": "Share"}, ["not in the body: 'boat'", "in the body: 'Share'"]),
        ({"headline": "Fog", "articleBody": "A boat.", "authors": [{"name": "Ada"}]}, []),
    ],
)
def test_misses_names_what_differs(document: dict[str, Any], expected: list[str]) -> None:
    """Only what the expectation mentions is compared."""
    wanted = {"fate": "stored", "reason": None, "document": {"headline": "Fog"}, "contains": ["boat"]}
    page = GoldenPage("fog", "html", b"", {**wanted, "payload": {}, "lacks": ["Share"]})

    assert misses(page, {"fate": "stored", "reason": None, "document": document}) == expected


def _visible(page: GoldenPage, unseen: str = UNSEEN) -> str:
    """The text a reader sees; with `unseen` empty also what style sheets and scripts may yet show."""
    if page.kind == "text":
        return page.decoded
    tree = LexborHTMLParser(page.decoded)
    for node in tree.css(unseen or "script, style"):
        node.decompose()
    return tree.body.text(separator="") if tree.body else ""


def _squeezed(text: str) -> str:
    """`text` composed and without any white space: line breaks inside a sentence are not the gold's concern."""
    return "".join(unicodedata.normalize("NFC", text).split())
