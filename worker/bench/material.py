"""What a run works on: the pages given, repeated as articles of their own until there are enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pydantic_core import from_json, to_json

from worker.article.document import InputKind
from worker.article.payload import payload_of, read_payload
from worker.article.reading.decode import decode
from worker.article.rules import Rules
from worker.errors import BadPayloadError
from worker.intake.entries import Flat

__all__ = ["Page", "pages_of", "raw"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page that can be read, in the forms that those who are compared want."""

    payload: dict[str, object]
    body: bytes | None
    html: str
    """Decoded beforehand, so that no peer pays for it; a text's lines are paragraphs."""

    def copy(self, number: int) -> Flat:
        """An entry like the page's own, but with an identity that no other copy has."""
        own = {"id": f"copy {number}", "overrides": {**self._overrides, "canonicalUrl": f"https://bench.test/{number}"}}
        payload = to_json({**self.payload, **own})
        return {"payload": payload} if self.body is None else {"payload": payload, "body": self.body}

    @property
    def _overrides(self) -> dict[str, object]:
        found = self.payload.get("overrides")
        return found if isinstance(found, dict) else {}


def pages_of(entries: Sequence[Flat], rules: Rules) -> Iterator[Page]:
    """The pages in `entries`, each as its producer would send it; what cannot be read is left out."""
    for entry in entries:
        try:
            payload = read_payload(raw(entry), max_bytes=rules.limits.max_payload_bytes, unknown_fields="meta")
            decoded = decode(payload, rules.limits)
            told = from_json(entry["payload"])
            payload_of(told if "body" not in entry else {**told, "bodyBase64": b""}, "error")
        except (BadPayloadError, KeyError, ValueError):
            continue
        body = entry.get("body")
        html = decoded.text if decoded.kind is InputKind.HTML else _as_page(decoded.text)
        yield Page(told, body.encode() if isinstance(body, str) else body, html)


def raw(entry: Flat) -> dict[str, bytes]:
    """The entry as the server gives it back."""
    return {name: value.encode() if isinstance(value, str) else value for name, value in entry.items()}


def _as_page(text: str) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<html><body>{paragraphs}</body></html>"
