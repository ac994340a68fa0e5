"""Step 1: the payload's page or text, decompressed and decoded; nothing is repaired without a flag that says so."""

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from hashlib import sha256

from worker.article.document import InputKind
from worker.article.outcome import Reason
from worker.article.payload import Payload
from worker.article.reading.charset import CharsetText, decoded_text
from worker.article.reading.controls import CONTROLS, has_controls, without_controls
from worker.article.reading.inflate import CODINGS, inflated
from worker.article.rules import Limits
from worker.errors import BadPayloadError

__all__ = ["Decoded", "decode"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page or text as characters."""

    kind: InputKind
    utf8: bytes
    """No control characters but tab and newlines, no byte order mark. Newlines are as they came: a parser reads all."""
    encoding: str | None
    """Name in the Encoding Standard; None where the payload held characters, not bytes."""
    payload_hash: str
    """SHA-256 of the bytes as they came, before decompression and decoding; of a string, its UTF-8."""
    flags: tuple[str, ...] = ()
    """`encoding-unknown` (a label that is none), `encoding-contradicted` (by the bytes), `replaced-characters` (by
    U+FFFD, one in 10,000 or more), `control-characters` (removed)."""

    @property
    def text(self) -> str:
        r"""The same as a string with newlines as `\n`, made anew each time: most pages need none, they are parsed."""
        return self.utf8.decode().replace("\r\n", "\n").replace("\r", "\n")


_REPLACED_SHARE_FLAGGED = 1 / 10_000
_REPLACED_SHARE_MAX = 1 / 20
_CONTROL_SHARE_MAX = 1 / 20

_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_SNIFFED_TYPES = {
    "",
    "application/octet-stream",
    "unknown/unknown",
    "application/unknown",
    "*/*",
    "text/xml",
    "application/xml",
}
_NOT_TEXT = {"text/css", "text/csv", "text/javascript", "text/calendar", "text/vcard"}

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image or other RIFF file"),
    (b"PK\x03\x04", "a zip archive, such as a Word file or an e-book"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file"),
    (b"{\\rtf", "an RTF file"),
    (b"ID3", "an MP3 file"),
    (b"\x7fELF", "a program"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x00asm", "WebAssembly"),
)
"""Source: https://mimesniff.spec.whatwg.org/ and the formats' own definitions."""
_COMPRESSED = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))

_HTML = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|meta|title)[\s>]|</(?:p|div|a|span|h[1-6]|li|article|section|td)>",
    re.IGNORECASE,
)
_FEED = re.compile(rb"\s*(?:<\?xml[^<>]*>\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b")
_SNIFF_BYTES = 100_000
_BINARY = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1b"})


def decode(payload: Payload, limits: Limits) -> Decoded:
    """Read what the payload holds as HTML or text.

    In order: content encoding (as declared; one from the headers only where the bytes still are of that kind, since
    most HTTP clients have undone it), kind (`html`, `text`, media type, else sniffed), character encoding
    (`encoding`, `contentType`, headers, then as in `charset.decoded_text`), control characters.

    Raises: BadPayloadError `too-large` above `limits.max_decompressed_bytes`; `undecodable` for what is damaged, is no
    text, or is of a media type that is no page. An empty body is no error here.
    """
    if payload.html is not None:
        return _from_string(payload.html, InputKind.HTML, limits)
    if payload.text is not None:
        return _from_string(payload.text, InputKind.TEXT, limits)
    return _from_bytes(payload, payload.body_base64 or b"", limits)


def _from_string(text: str, kind: InputKind, limits: Limits) -> Decoded:
    data = text.encode()
    _check_size(data, limits, f"/{kind}")
    utf8 = data.removeprefix(BOM_UTF8)
    utf8, flags = without_controls(utf8) if has_controls(utf8) else (utf8, ())
    return Decoded(kind, utf8, None, sha256(data).hexdigest(), flags)


def _from_bytes(payload: Payload, body: bytes, limits: Limits) -> Decoded:
    headers = {name.lower(): value for name, value in (payload.headers or {}).items()}
    data = _decompressed(payload, headers, body, limits)
    _check_size(data, limits, "/bodyBase64")
    content_type = payload.content_type or headers.get("content-type")
    kind = _declared_kind(content_type, "/contentType" if payload.content_type else "/headers")
    _check_magic(data)
    labels = (payload.encoding, payload.content_type, headers.get("content-type"))
    read = decoded_text(data, labels, is_html=kind is not InputKind.TEXT)
    controls = has_controls(read.utf8)
    if controls or read.replaced:
        _check_text(data, read, controls=controls)
    utf8 = read.utf8.removeprefix(BOM_UTF8)
    utf8, flags = without_controls(utf8) if controls else (utf8, ())
    if kind is None:
        _check_feed(utf8)
        kind = InputKind.HTML if _HTML.search(utf8, 0, _SNIFF_BYTES) else InputKind.TEXT
    return Decoded(kind, utf8, read.encoding, sha256(body).hexdigest(), (*_charset_flags(read), *flags))


def _decompressed(payload: Payload, headers: dict[str, str], body: bytes, limits: Limits) -> bytes:
    if payload.content_encoding is not None:
        declared = payload.content_encoding
        return inflated(body, declared, limits.max_decompressed_bytes) if declared in CODINGS else body
    codings = [name.strip().lower().removeprefix("x-") for name in headers.get("content-encoding", "").split(",")]
    for coding in reversed(codings[:4]):
        if _is_still(body, coding):
            body = inflated(body, coding, limits.max_decompressed_bytes)
    return body


def _is_still(data: bytes, coding: str) -> bool:
    """Whether `data` is compressed as the header says; brotli has no magic number, but no control-free head either."""
    if coding == "br":
        return data[:1000].translate(None, _BINARY) != data[:1000] or not _is_utf8_head(data[:1000])
    return any(data.startswith(magic) for magic, name in _COMPRESSED if name == coding)


def _is_utf8_head(head: bytes) -> bool:
    """Whether `head`, but for a character cut off at its end, is UTF-8."""
    return "\ufffd" not in head.decode(errors="replace")[:-1]


def _check_size(data: bytes, limits: Limits, pointer: str) -> None:
    if len(data) > limits.max_decompressed_bytes:
        detail = f"{len(data)} bytes; max_decompressed_bytes is {limits.max_decompressed_bytes}"
        raise BadPayloadError(Reason.TOO_LARGE, detail, pointer)


def _declared_kind(content_type: str | None, pointer: str) -> InputKind | None:
    """HTML, text, or None for "look at it"."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type in _HTML_TYPES:
        return InputKind.HTML
    if media_type in _SNIFFED_TYPES or "/" not in media_type:
        return None
    if media_type.startswith("text/") and media_type not in _NOT_TEXT:
        return InputKind.TEXT
    detail = f"{media_type} is no page and no text; send HTML or plain text, or leave the type out if it is wrong"
    raise BadPayloadError(Reason.UNDECODABLE, detail, pointer)


def _check_magic(data: bytes) -> None:
    for magic, coding in _COMPRESSED:
        if data.startswith(magic):
            detail = f'this is {coding}; say "contentEncoding": "{coding}"'
            raise BadPayloadError(Reason.UNDECODABLE, detail, "/bodyBase64")
    head = data[:16].lstrip()
    for magic, what in _MAGIC:
        if head.startswith(magic) or data.startswith(magic):
            raise BadPayloadError(Reason.UNDECODABLE, f"this is {what}; send HTML or plain text", "/bodyBase64")
    if data[4:8] == b"ftyp":
        raise BadPayloadError(Reason.UNDECODABLE, "this is a video or an image; send HTML or plain text", "/bodyBase64")


def _check_text(data: bytes, read: CharsetText, *, controls: bool) -> None:
    text = read.utf8.decode()
    if not controls:
        count = 0
    elif read.encoding.startswith("utf-16"):
        count = len(text) - len(CONTROLS.sub("", text))
    else:
        count = len(data) - len(data.translate(None, _BINARY))
    if count > _CONTROL_SHARE_MAX * len(text):
        detail = f"binary data: {count} control characters in {len(data)} bytes; send HTML or plain text"
        raise BadPayloadError(Reason.UNDECODABLE, detail, "/bodyBase64")
    if read.replaced > _REPLACED_SHARE_MAX * len(text):
        detail = f"{read.replaced} of {len(text)} characters cannot be read as {read.encoding}; name the encoding"
        raise BadPayloadError(Reason.UNDECODABLE, detail, "/encoding")


def _check_feed(utf8: bytes) -> None:
    if _FEED.match(utf8, 0, _SNIFF_BYTES):
        detail = "this is a feed or a sitemap; send the pages that it names"
        raise BadPayloadError(Reason.UNDECODABLE, detail, "/bodyBase64")


def _charset_flags(read: CharsetText) -> tuple[str, ...]:
    flags = ["encoding-unknown"] if read.unknown else []
    if read.contradicted:
        flags.append("encoding-contradicted")
    if read.replaced and read.replaced >= _REPLACED_SHARE_FLAGGED * len(read.utf8.decode()):
        flags.append("replaced-characters")
    return tuple(flags)
