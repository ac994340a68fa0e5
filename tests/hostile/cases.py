"""Hostile entries, made from the golden pages by a seeded choice: the same number gives the same entry."""

import gzip
import json
import random
import zlib
from collections.abc import Callable
from typing import Any

from tests.golden import golden_pages

__all__ = ["KINDS", "case"]

Entry = dict[str, bytes]

BODY = "<p>The river rose again and many people were brought to the school by boat.</p>"

TOKENS: list[bytes | str] = [
    *(
        b"<",
        b">",
        b"</",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<script>",
        b"</script>",
        b"<style>",
        b"<template>",
        b"<svg>",
    ),
    *(
        b"<p>",
        b"<br>",
        b"<table><tr><td>",
        b"<a href='",
        b"<article>",
        b"</article>",
        b"<h1>",
        b"<time datetime='",
        b"<base href='",
    ),
    *(
        b"<meta charset=utf-7>",
        b"<meta charset=utf-16>",
        b"<html lang='",
        b"<noscript>",
        b"<frameset>",
        b"<plaintext>",
        b"<math>",
    ),
    *(
        b"&#xD800;",
        b"&#0;",
        b"&#x110000;",
        b"&nbsp;" * 40,
        b"&amp" * 40,
        b"&lt;script&gt;",
        b"\x00",
        b"\x1b[2J",
        b"\x85",
        b"\x80",
    ),
    *("\u202e\u200b\ufeff\u2028\u0300" * 5, "\U0001f1e6\U0001f468\u200d\U0001f469", "ſŒﬁİı"),
    *(b"\xff\xfe", b"\xfe\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x1b$B", b"~{", b"+AGEAYg-"),
    *(
        b"\r",
        b"\r\n" * 50,
        b"\n" * 200,
        b" " * 500,
        b"\t",
        b"(" * 100,
        b"- " * 100,
        b"By " * 60,
        b"and " * 60,
        b", " * 100,
    ),
    *(
        b"2026-02-30T25:61:61+99:99",
        b"Published: ",
        b"Updated ",
        b"12:00 PM IST ",
        b"March 3, 2026 ",
        b"(Reuters) - ",
        b"http://[",
        b"//",
    ),
]
LABELS = [
    "utf-8",
    "utf-7",
    "utf-16le",
    "gbk",
    "gb18030",
    "big5",
    "iso-2022-jp",
    "shift_jis",
    "windows-1251",
    "x-user-defined",
]
LABELS += ["", "\x00", "utf-8;", "replacement", "unicode-1-1-utf-8", "hz-gb-2312", "base64", "rot13", "idna", "é"]
URLS = [
    "https://example.org/a",
    "http://[::1",
    "http://example.org:99999/",
    "javascript:1",
    "",
    "//x",
    "https://é.example/ü?a=\ud7ff",
]
URLS += [
    "https://" + "a." * 200 + "example/",
    "https://example.org/" + "x/" * 500,
    "http://xn--a/",
    "https://user:p@example.org/#f",
]
KEYS = [
    "@type",
    "@graph",
    "@id",
    "headline",
    "articleBody",
    "author",
    "name",
    "datePublished",
    "dateModified",
    "publisher",
]
KEYS += [
    "image",
    "url",
    "inLanguage",
    "keywords",
    "articleSection",
    "isAccessibleForFree",
    "mainEntityOfPage",
    "description",
]
WORDS = [
    "2026",
    "03",
    "3",
    "31",
    "March",
    "mars",
    "März",
    "марта",
    "٣",
    "三月",
    "年",
    "月",
    "日",
    "Mon",
    "Monday",
    "of",
    "at",
    "on",
]
WORDS += [
    "12:30",
    "25:99",
    "0:0",
    "PM",
    "a.m.",
    "Uhr",
    "IST",
    "EST",
    "CST",
    "GMT+5:30",
    "+0530",
    "Z",
    "T",
    "-",
    "/",
    ".",
    ",",
    "|",
]
WORDS += [
    "Published",
    "Updated:",
    "Last modified",
    "ago",
    "2 hours",
    "yesterday",
    "today",
    "now",
    "99999999999",
    "1e9",
    "-1",
    "\u200f",
]
WORDS += [
    "1772539200",
    "1772539200000",
    "0000-00-00",
    "9999-12-31T23:59:60Z",
    "2026-03-03T10:00:00.123456789+05:30",
    "BC",
    "(",
    ")",
]


def case(seed: int, number: int) -> tuple[str, Entry]:
    """The entry of this number, and of what kind it is."""
    choice = random.Random(f"{seed}:{number}")  # noqa: S311 -- to be repeated, not to be secret
    kind = list(KINDS)[number % len(KINDS)]
    return kind, KINDS[kind](choice)


def _payload(choice: random.Random) -> Entry:
    """Fields of any type, known and unknown; JSON that is cut or spoilt."""
    names = [
        "id",
        "html",
        "text",
        "bodyBase64",
        "contentType",
        "encoding",
        "contentEncoding",
        "url",
        "canonicalUrl",
        "source",
    ]
    names += ["fetchedAt", "httpStatus", "headers", "hints", "overrides", "meta", "x", "", "hint s"]
    fields = {choice.choice(names): _json(choice, 3) for _ in range(choice.randrange(6))}
    fields |= {"html": "<p>" + _words(choice, 40)} if choice.random() < 0.6 else {}
    fields |= {
        "hints": {
            "datePublished": _words(choice, 4),
            "timezone": choice.choice(["Asia/Kolkata", "../x", "\x00", "X" * 999]),
        }
    }
    raw = json.dumps(fields, ensure_ascii=choice.random() < 0.5).encode("utf-8", "surrogatepass")
    if choice.random() < 0.3:
        raw = _mutated(choice, raw)
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
    body = _mutated(choice, page.raw)
    if choice.random() < 0.1:
        told["contentEncoding"], body = _packed(choice, body)
    return {"payload": json.dumps(told).encode(), "body": body}


def _packed(choice: random.Random, body: bytes) -> tuple[str, bytes]:
    name = choice.choice(["gzip", "zstd", "br", "identity"])
    packed = gzip.compress(body, mtime=0) if name == "gzip" else zlib.compress(body)
    return name, _mutated(choice, packed) if choice.random() < 0.7 else packed


def _json_ld(choice: random.Random) -> Entry:
    """A page whose JSON-LD is of wrong types, too deep, circular, cut."""
    block = json.dumps(_json(choice, 5), ensure_ascii=False)
    if choice.random() < 0.2:
        block = "[" * choice.randrange(1, 5000) + block
    if choice.random() < 0.3:
        block = _mutated(choice, block.encode("utf-8", "replace")).decode("utf-8", "replace")
    names = ["og:title", "article:published_time", "og:url", "author", "og:locale"]
    metas = "".join(
        f'<meta property="{choice.choice(names)}" content="{_words(choice, 3)}">' for _ in range(choice.randrange(4))
    )
    title, headline = _words(choice, 5), _words(choice, 5)
    html = (
        f"<title>{title}</title>{metas}<script type='application/ld+json'>{block}</script><article><h1>{headline}</h1>"
    )
    return {"html": (html + BODY * 5).encode("utf-8", "replace")}


def _dates(choice: random.Random) -> Entry:
    """Stamps that nobody printed, wherever stamps are looked for."""
    stamp = " ".join(choice.choice(WORDS) for _ in range(choice.randrange(1, 12)))
    other = "".join(choice.choice(WORDS) for _ in range(choice.randrange(1, 9)))
    dateline = f"{_words(choice, 2)}, {stamp} ({_words(choice, 1)}) - {_words(choice, 9)}"
    html = (
        f"<meta property='article:published_time' content='{other}'>"
        f"<article><h1>River</h1><time datetime='{other}'>{stamp}</time>"
        f"<p>By {_words(choice, 3)} | {stamp}</p><p>{other}</p><p>{dateline}</p>{BODY * 4}"
    )
    told = {"html": html, "fetchedAt": "2026-03-03T10:00:00Z", "hints": {"datePublished": stamp, "dateModified": other}}
    return {"payload": json.dumps(told).encode()}


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
            lines[at] = _words(choice, choice.choice([1, 5, 200]))
        elif deed == 3:
            lines.insert(
                at, choice.choice(["", " ", "By", "-", "•", "1.", "Advertisement", "\u2028", "\x0c", "|" * 50])
            )
        else:
            choice.shuffle(lines)
    text = choice.choice(["\n", "\r\n", "\n\n", "\x85", " "]).join(lines)
    return {"payload": b'{"contentType": "text/plain"}', "body": _mutated(choice, text.encode("utf-8", "replace"))}


KINDS: dict[str, Callable[[random.Random], Entry]] = {
    "payload": _payload,
    "page": _page,
    "json-ld": _json_ld,
    "dates": _dates,
    "text": _text,
}


def _mutated(choice: random.Random, raw: bytes) -> bytes:
    out = bytearray(raw)
    for _ in range(choice.choice([0, 1, 2, 5, 20])):
        at = choice.randrange(len(out) + 1)
        to = min(len(out), at + choice.choice([1, 4, 50, 2000]))
        match choice.randrange(5):
            case 0:
                out[at:to] = b""
            case 1:
                token = choice.choice(TOKENS)
                out[at:at] = token.encode() if isinstance(token, str) else token
            case 2:
                out[at:at] = out[at:to] * choice.choice([1, 3, 30])
            case 3:
                out[at:to] = choice.randbytes(to - at)
            case _:
                del out[choice.choice([at, len(out)]) :]
    return bytes(out)


def _json(choice: random.Random, depth: int) -> Any:
    kind = choice.randrange(10 if depth else 7)
    scalars = [
        None,
        choice.random() < 0.5,
        choice.choice([0, -1, 2**63, 2**200, 1772539200]),
        choice.choice([0.1, -1e308, 1e-9]),
    ]
    match kind:
        case 0 | 1:
            return choice.choice(scalars)
        case 2:
            return choice.choice(
                ["NewsArticle", "Person", "Organization", "BreadcrumbList", "http://schema.org/Article", *URLS]
            )
        case 3 | 4 | 5 | 6:
            return _words(choice, choice.choice([0, 1, 5, 60]))
        case 7 | 8:
            return {choice.choice(KEYS): _json(choice, depth - 1) for _ in range(choice.randrange(6))}
        case _:
            return [_json(choice, depth - 1) for _ in range(choice.randrange(5))]


def _words(choice: random.Random, count: int) -> str:
    plain = [
        "river",
        "Anna",
        "Müller",
        "By",
        "and",
        "Reuters",
        "PARIS",
        "said",
        "<b>",
        "&amp;",
        '"',
        "'",
        "\\",
        "{",
        "é",
        "新闻",
        "\u0301",
        "\x01",
    ]
    return " ".join(choice.choice(plain + WORDS) for _ in range(count))
