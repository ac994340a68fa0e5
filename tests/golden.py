"""The golden pages: loads each page of tests/pages with what must become of it (see tests/pages/README.md)."""

import json
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

__all__ = ["PAGES", "GoldenPage", "golden_pages", "missed_places", "misses"]

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class GoldenPage:
    """A page as it would come in, and its expectation: the JSON beside it."""

    name: str
    kind: Literal["html", "text"]
    raw: bytes
    expected: dict[str, Any]

    @property
    def encoding(self) -> str:
        """The Python codec that reads `raw`; the page itself may declare it under another label, or not at all."""
        return str(self.expected.get("encoding", "utf-8"))

    @property
    def decoded(self) -> str:
        """The page as text, with the line ends it has."""
        return self.raw.decode(self.encoding)

    @property
    def document(self) -> dict[str, Any]:
        """The fields of the document that are certain; empty for a page that is not stored."""
        return self.expected.get("document") or {}

    @property
    def known_misses(self) -> list[str]:
        """Places that are known not to hold, in order."""
        return sorted(self.expected.get("misses", []))

    def payload(self) -> dict[str, Any]:
        """What a producer would send: text as text, UTF-8 pages as `html`, all others as bytes in base64."""
        extra = {"id": self.name, **self.expected["payload"]}
        if self.kind == "text":
            return {**extra, "text": self.decoded}
        if "encoding" in self.expected:
            return {**extra, "bodyBase64": b64encode(self.raw).decode()}
        return {**extra, "html": self.decoded}


@cache
def golden_pages() -> tuple[GoldenPage, ...]:
    """Every page that has an expectation, by name."""
    return tuple(_load(path) for path in sorted(PAGES.glob("*.json"), key=lambda path: path.stem))


def misses(page: GoldenPage, outcome: dict[str, Any]) -> list[str]:
    """What `outcome` (as `copydesk extract --jsonl` prints it) has wrong, a sentence each; empty if all is right.

    Of objects only the expected keys are compared, of lists the length and each member.
    """
    found = [f"{name}: {outcome[name]!r}" for name in ("fate", "reason") if outcome[name] != page.expected[name]]
    document = outcome.get("document") or {}
    found += _differences("", page.document, document)
    body = document.get("articleBody") or ""
    found += [f"not in the body: {piece!r}" for piece in page.expected["contains"] if piece not in body]
    return found + [f"in the body: {piece!r}" for piece in page.expected["lacks"] if piece in body]


def missed_places(page: GoldenPage, outcome: dict[str, Any]) -> list[str]:
    """Where `outcome` is wrong, each place once and in order, such as `/headline`, `fate` or `in the body`."""
    return sorted({miss.partition(": ")[0] for miss in misses(page, outcome)})


def _load(path: Path) -> GoldenPage:
    expected = json.loads(path.read_text(encoding="utf-8"))
    html = path.with_suffix(".html")
    if html.exists():
        return GoldenPage(path.stem, "html", html.read_bytes(), expected)
    return GoldenPage(path.stem, "text", path.with_suffix(".txt").read_bytes(), expected)


def _differences(place: str, expected: Any, found: Any) -> list[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line for key, value in expected.items() for line in _differences(f"{place}/{key}", value, found.get(key))
        ]
    if isinstance(expected, list) and isinstance(found, list | tuple) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [line for index, (left, right) in pairs for line in _differences(f"{place}/{index}", left, right)]
    return [] if expected == found else [f"{place}: expected {expected!r}, found {found!r}"]
