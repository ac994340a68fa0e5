"""Hostile input for one step at a time, with what must hold of the step's answer: many cases in little time."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.hostile.words import LABELS, URLS, json_text, markup, mutated, printed, words
from worker.article.composed import composed
from worker.article.credits.byline import read_bare_byline, read_byline, read_marked_byline
from worker.article.credits.byline_authors import MAX_AUTHORS, read_authors
from worker.article.credits.dateline import read_credit
from worker.article.lines import Lines
from worker.article.metadata.language import language_tag
from worker.article.metadata.urls import absolute, canonical, registrable_domain
from worker.article.page import lines_of_page
from worker.article.payload import Payload, payload_of, read_payload
from worker.article.reading.decode import decode
from worker.article.rules import Limits
from worker.article.stamps.reader import read_stamps
from worker.article.stamps.stamp import StampContext
from worker.article.text import lines_of_text
from worker.article.witnesses.json_ld import read_json_ld
from worker.errors import BadPayloadError

__all__ = ["AIMED", "Step"]

LIMITS = Limits()
FETCHED = datetime(2026, 3, 3, 10, tzinfo=UTC)
LANGUAGES = [None, "en", "en-US", "de", "fr", "es", "pt-BR", "ru", "ar", "hi", "zh", "ja", "tr", "x-\x00"]
ZONES = [None, "Asia/Kolkata", "Europe/Berlin", "America/New_York"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the core."""

    make: Callable[[random.Random], Any]
    broken: Callable[[Any], str | None]
    """What does not hold of the step's answer; None when all does. Raises what the step raises."""


def _stamp(choice: random.Random) -> tuple[str, StampContext]:
    context = StampContext(
        language=choice.choice(LANGUAGES),
        country=choice.choice([None, "IN", "US", "DE", "XX"]),
        publisher_zone=choice.choice(ZONES),
        hint_zone=choice.choice(ZONES),
        fetched_at=choice.choice([None, FETCHED]),
    )
    return printed(choice, "dates", 12), context


def _broken_stamp(given: tuple[str, StampContext]) -> str | None:
    text, context = given
    for found in read_stamps(text, context):
        when = datetime.fromisoformat(found.stamp)
        start, end = found.span
        if not 0 <= start < end <= len(text):
            return f"stands nowhere: {found.span} of {len(text)}"
        if (found.utc is not None) != (when.tzinfo is not None):
            return f"offset in one of {found.stamp}, {found.utc}"
        aware = when if when.tzinfo else when.replace(tzinfo=UTC)
        if context.fetched_at and aware > context.fetched_at + timedelta(days=3):
            return f"in the future: {found.stamp}"
    return None


def _broken_names(text: str) -> str | None:
    found = [read_byline(text), read_marked_byline(text), read_bare_byline(text)] if text else []
    authors = [author for line in found if line for author in line.authors] + list(read_authors(text))
    if len(authors) > 4 * MAX_AUTHORS:
        return f"{len(authors)} authors"
    nameless = [author.name for author in authors if not author.name.strip() or len(author.name) > 300]
    return f"no name: {nameless[0]!r}" if nameless else None


def _broken_credit(text: str) -> str | None:
    found = read_credit(text)
    if found and not (found.agencies or found.place):
        return "credits nobody"
    return f"not printed: {found.raw!r}" if found and found.raw.strip() not in text else None


def _broken_url(given: tuple[str, str | None]) -> str | None:
    url, page = given
    found = canonical(url, page)
    if found is not None and canonical(found) != found:
        return f"not idempotent: {found!r}, {canonical(found)!r}"
    plain = absolute(url, page)
    if plain is not None and not plain.lower().startswith(("http://", "https://")):
        return f"neither http nor https: {plain!r}"
    domain = registrable_domain(url)
    return f"no domain: {domain!r}" if domain is not None and (not domain or domain != domain.lower()) else None


def _broken_json_ld(scripts: list[str]) -> str | None:
    found = read_json_ld(scripts)
    return "more than there can be" if len(found.articles) > 1000 else None


def _bytes(choice: random.Random) -> dict[str, Any]:
    text = printed(choice, choice.choice(["dates", "names"]), 30) + markup(choice, 6)
    codec = choice.choice(["utf-8", "utf-16", "gbk", "shift_jis", "windows-1251", "iso2022_jp", "big5", "latin-1"])
    label = choice.choice([*LABELS, codec])
    told = {"bodyBase64": mutated(choice, text.encode(codec, "replace")), "encoding": label or None}
    if choice.random() < 0.5:
        told["contentType"] = choice.choice(["text/html", "text/plain; charset=" + choice.choice(LABELS), "x"])
    return {name: value for name, value in told.items() if value is not None}


def _broken_decoding(fields: dict[str, Any]) -> str | None:
    try:
        text = decode(payload_of(fields), LIMITS).text
    except BadPayloadError as error:
        return _broken_error(error)
    text.encode()
    bad = [sign for sign in text if sign < " " and sign not in "\t\n"]
    return f"control characters: {bad[:3]!r}" if bad else None


def _raw_payload(choice: random.Random) -> bytes | dict[str, bytes]:
    fields = choice.choices(["html", "text", "url", "id", "hints", "headers", "meta", "fetchedAt", "x", "é"], k=3)
    raw = mutated(choice, json_text(choice, 2).encode("utf-8", "surrogatepass"))
    if choice.random() < 0.5:
        return raw
    if choice.random() < 0.5:
        values = ", ".join(f'"{name}": {json_text(choice, 2)}' for name in fields)
        return f"{{{values}}}".encode("utf-8", "surrogatepass")
    return {name: mutated(choice, words(choice, 3).encode("utf-8", "replace")) for name in fields}


def _broken_payload(entry: bytes | dict[str, bytes]) -> str | None:
    try:
        payload = read_payload(entry, max_bytes=LIMITS.max_payload_bytes)
    except BadPayloadError as error:
        return _broken_error(error)
    again = Payload.model_validate_json(payload.model_dump_json(by_alias=True))
    return None if again.id == payload.id else "another id"


def _broken_error(error: BadPayloadError) -> str | None:
    return None if error.reason and str(error) else "refused without a word"


def _broken_lines(lines: Lines) -> str | None:
    blocks = len(lines.blocks.parent)
    columns = {len(column) for column in (lines.number, lines.gap, lines.link, lines.block)}
    if columns != {len(lines.text)}:
        return f"columns of {columns}"
    if any(not text.strip() or "\n" in text for text in lines.text):
        return "a line that is none"
    if any(not 0 <= block < blocks for block in lines.block):
        return "in no block"
    if any(end < at + 1 or end > blocks for at, end in enumerate(lines.blocks.end)):
        return "a block without an end"
    ascending = all(one < two for one, two in zip(lines.number, lines.number[1:], strict=False))
    return None if ascending else "numbers go back"


def _broken_text(text: str) -> str | None:
    lines = lines_of_text(text, LIMITS)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    count = sum(1 for row in rows if row.strip())
    if sum(lines.spans) != count:
        return f"{sum(lines.spans)} lines of {count}"
    whole = composed(text)
    return _broken_lines(lines) or (None if composed(whole) == whole else "composed twice is other text")


def _some_lines(choice: random.Random) -> str:
    return choice.choice(["\n", "\r\n", "\r"]).join(_any_line(choice) for _ in range(choice.randint(1, 12)))


def _any_line(choice: random.Random) -> str:
    return printed(choice, "names", 9) if choice.random() < 0.5 else words(choice, choice.choice([0, 1, 12]))


def _language(choice: random.Random) -> str:
    return choice.choice([*filter(None, LANGUAGES), "english", "EN_us", "zh-Hant-TW"]) + choice.choice(
        ["", "_", ";q=1"]
    )


def _broken_language(tag: str) -> str | None:
    found = language_tag(tag)
    return f"not a tag: {found!r}" if found is not None and (not found or " " in found) else None


def _url(choice: random.Random) -> tuple[str, str | None]:
    url = choice.choice(URLS) + choice.choice(["", "/a", "?b=1&utm_medium=x", "#", "//", words(choice, 1)])
    return mutated(choice, url.encode("utf-8", "replace")).decode("utf-8", "replace"), choice.choice([None, *URLS])


AIMED: dict[str, Step] = {
    "a stamp": Step(_stamp, _broken_stamp),
    "a byline": Step(lambda choice: " ".join(printed(choice, "names", 14).split()), _broken_names),
    "a credit": Step(lambda choice: printed(choice, "names", 6) + printed(choice, "dates", 3), _broken_credit),
    "an address": Step(_url, _broken_url),
    "JSON-LD": Step(lambda choice: [json_text(choice, 4) for _ in range(choice.randint(1, 3))], _broken_json_ld),
    "bytes": Step(_bytes, _broken_decoding),
    "a payload": Step(_raw_payload, _broken_payload),
    "markup": Step(lambda choice: markup(choice, 40), lambda html: _broken_lines(lines_of_page(html, LIMITS))),
    "lines": Step(_some_lines, _broken_text),
    "a language": Step(_language, _broken_language),
}
