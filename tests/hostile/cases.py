"""Hostile entries for the whole core, small ones and golden pages that were spoilt, by a seeded choice."""

import gzip
import json
import random
import zlib
from collections.abc import Callable
from typing import Any

from tests.golden import golden_pages
from tests.hostile.words import LABELS, URLS, json_text, json_value, markup, mutated, printed, words

__all__ = ["BODY", "WHOLE", "Entry"]

Entry = dict[str, bytes]

BODY = "<p>The river rose again and many people were brought to the school by boat.</p>"
_FIELDS_PRINTED = """id html text bodyBase64 contentType encoding contentEncoding url canonicalUrl source fetchedAt
httpStatus headers hints overrides meta x hint-s"""
FIELDS = [*_FIELDS_PRINTED.split(), "", "hint s"]


def _payload(choice: random.Random) -> Entry:
    """Fields of any type, known and unknown; JSON that is cut or spoilt."""
    names = FIELDS
    fields = {choice.choice(names): json_value(choice, 3) for _ in range(choice.randrange(6))}
    fields |= {"html": "<p>" + words(choice, 40)} if choice.random() < 0.6 else {}
    fields |= {
        "hints": {
            "datePublished": words(choice, 4),
            "timezone": choice.choice(["Asia/Kolkata", "+05:30", "-14:59", choice.choice(["../x", "\x00", "X" * 999])]),
        }
    }
    raw = json.dumps(fields, ensure_ascii=choice.random() < 0.5).encode("utf-8", "surrogatepass")
    if choice.random() < 0.3:
        raw = mutated(choice, raw)
    if choice.random() < 0.2:
        return {name: json.dumps(value).encode() for name, value in fields.items()} or {"html": b""}
    return {"payload": raw}


def _page(choice: random.Random) -> Entry:
    """A golden page's bytes, cut, doubled, spoilt and labelled wrongly."""
    page = choice.choice(golden_pages())
    told: dict[str, Any] = {
        "contentType": choice.choice(["text/html", "text/html; charset=" + choice.choice(LABELS), "x", "text/plain"])
    }
    if choice.random() < 0.3:
        told["encoding"] = choice.choice(LABELS)
    if choice.random() < 0.5:
        told["url"] = choice.choice(URLS)
    body = mutated(choice, page.raw)
    if choice.random() < 0.1:
        told["contentEncoding"], body = _packed(choice, body)
    return {"payload": json.dumps(told).encode(), "body": body}


def _packed(choice: random.Random, body: bytes) -> tuple[str, bytes]:
    name = choice.choice(["gzip", "zstd", "br", "identity"])
    packed = gzip.compress(body, mtime=0) if name == "gzip" else zlib.compress(body)
    return name, mutated(choice, packed) if choice.random() < 0.7 else packed


def _json_ld(choice: random.Random) -> Entry:
    """A page whose JSON-LD is of wrong types, too deep, circular, cut, also in the middle of an emoji."""
    block = json_text(choice, 5)
    if choice.random() < 0.2:
        block = block.replace('"}', '\\ud83d"}')
    if choice.random() < 0.3:
        block = mutated(choice, block.encode("utf-8", "replace")).decode("utf-8", "replace")
    names = ["og:title", "article:published_time", "og:url", "author", "og:locale"]
    metas = "".join(
        f'<meta property="{choice.choice(names)}" content="{words(choice, 3)}">' for _ in range(choice.randrange(4))
    )
    title, headline = words(choice, 5), words(choice, 5)
    html = (
        f"<title>{title}</title>{metas}<script type='application/ld+json'>{block}</script><article><h1>{headline}</h1>"
    )
    return {"html": (html + BODY * 5).encode("utf-8", "replace")}


def _dates(choice: random.Random) -> Entry:
    """Stamps that nobody printed, wherever stamps are looked for."""
    stamp, other = printed(choice, "dates", 11), printed(choice, "dates", 8)
    dateline = f"{words(choice, 2)}, {stamp} ({words(choice, 1)}) - {words(choice, 9)}"
    html = (
        f"<meta property='article:published_time' content='{other}'>"
        f"<article><h1>River</h1><time datetime='{other}'>{stamp}</time>"
        f"<p>By {words(choice, 3)} | {stamp}</p><p>{other}</p><p>{dateline}</p>{BODY * 4}"
    )
    told = {"html": html, "fetchedAt": "2026-03-03T10:00:00Z", "hints": {"datePublished": stamp, "dateModified": other}}
    return {"payload": json.dumps(told).encode()}


def _fragment(choice: random.Random) -> Entry:
    """A small page of tags in no order."""
    return {"html": (markup(choice, 30) + choice.choice(["", BODY * 4])).encode("utf-8", "replace")}


def _short_text(choice: random.Random) -> Entry:
    """A few lines such as a flattener leaves."""
    kinds = ["dates", "names", "words", "body"]
    lines = [_line(choice, choice.choice(kinds)) for _ in range(choice.randint(1, 15))]
    return {"payload": json.dumps({"text": choice.choice(["\n", "\n\n", "\r\n"]).join(lines)}).encode()}


def _line(choice: random.Random, kind: str) -> str:
    if kind == "body":
        return BODY.strip("</p>")
    return words(choice, choice.choice([0, 1, 6, 30])) if kind == "words" else printed(choice, kind, 8)


def _text(choice: random.Random) -> Entry:
    """A flattened text, its lines shuffled, joined, doubled and spoilt."""
    page = choice.choice([page for page in golden_pages() if page.kind == "text"])
    lines = page.decoded.splitlines() or [""]
    for _ in range(choice.randrange(8)):
        at = choice.randrange(len(lines))
        deed = choice.randrange(5)
        if deed == 0:
            lines[at:at] = [lines[choice.randrange(len(lines))]] * choice.choice([1, 2, 100])
        elif deed == 1:
            lines[at] = lines[at] * choice.choice([2, 50])
        elif deed == 2:
            lines[at] = words(choice, choice.choice([1, 5, 200]))
        elif deed == 3:
            lines.insert(
                at, choice.choice(["", " ", "By", "-", "•", "1.", "Advertisement", "\u2028", "\x0c", "|" * 50])
            )
        else:
            choice.shuffle(lines)
    text = choice.choice(["\n", "\r\n", "\n\n", "\x85", " "]).join(lines)
    return {"payload": b'{"contentType": "text/plain"}', "body": mutated(choice, text.encode("utf-8", "replace"))}


WHOLE: dict[str, Callable[[random.Random], Entry]] = {
    "payload": _payload,
    "page": _page,
    "json-ld": _json_ld,
    "dates": _dates,
    "text": _text,
    "fragment": _fragment,
    "short text": _short_text,
}
