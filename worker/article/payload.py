"""The payload: what a producer sends, and how what it sent is read."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import from_json

from worker.article.base64_bytes import base64_bytes
from worker.article.document import Publisher
from worker.article.named_zone import named_zone
from worker.article.outcome import Reason
from worker.article.packed import unpacked
from worker.article.wire import WireModel
from worker.errors import BadPayloadError

__all__ = ["MAX_HOST_CHARS", "Hints", "Payload", "UnknownFields", "payload_of", "read_payload"]

MAX_ID_CHARS = 1024
MAX_HOST_CHARS = 253
"""RFC 1035, section 2.3.4, without the dot at the end."""
_FETCH_YEARS = range(1990, 9999)
"""There was no page before; and what "two days ago" is reckoned from must leave room before and after it."""

UnknownFields = Literal["error", "meta"]

Url = Annotated[str, Field(max_length=8192)]

Base64Body = Annotated[
    bytes,
    BeforeValidator(
        base64_bytes, json_schema_input_type=Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]
    ),
    PlainSerializer(lambda raw: b64encode(raw).decode(), return_type=str),
]


Said = Annotated[str | None, AfterValidator(lambda text: text if text and text.strip() else None)]
"""Words; white space says nothing, and None is what says so."""
Names = Annotated[tuple[str, ...], AfterValidator(lambda names: tuple(name for name in names if name.strip()))]


class ToldPublisher(Publisher):
    """Who runs the site, as a producer says; names are as short as its other ones."""

    name: Annotated[str, Field(max_length=MAX_ID_CHARS)] | None = None
    domain: Annotated[str, Field(max_length=MAX_HOST_CHARS)] | None = None


class Hints(WireModel):
    """What a producer knows: used where extraction finds nothing (hints), or instead of what it finds (overrides)."""

    headline: Said = None
    authors: Names | None = None
    date_published: Said = None
    date_modified: Said = None
    timezone: Said = None
    """IANA name, such as `Asia/Kolkata`, or an offset, such as `+05:30`."""
    in_language: Said = None
    """BCP 47."""
    publisher: ToldPublisher | None = None
    section: Said = None
    canonical_url: Url | None = None

    @field_validator("timezone")
    @classmethod
    def _timezone_is_known(cls, value: str | None) -> str | None:
        if value is not None and named_zone(value) is None:
            message = (
                f"no zone is called {value[:100]!r}; send an IANA name such as Asia/Kolkata, "
                "or an offset such as +05:30, or leave it out"
            )
            raise ValueError(message)
        return value


class Payload(WireModel):
    """One raw article: exactly one of `html`, `text`, `bodyBase64` (or `body`, raw bytes, in flat stream fields)."""

    id: str | int | None = None
    """The producer's own key, of 1,024 characters or 64 bits at the most; handed through as `payloadId`."""
    html: str | None = None
    text: str | None = None
    body_base64: Base64Body | None = None
    content_type: str | None = None
    """As in the HTTP header, such as `text/html; charset=windows-1252`."""
    encoding: str | None = None
    """A label of the Encoding Standard; wins over `contentType`."""
    content_encoding: Literal["gzip", "zstd", "br", "identity"] | None = None
    url: Url | None = None
    canonical_url: Url | None = None
    source: str | None = None
    fetched_at: AwareDatetime | None = None
    """When the page was fetched, with offset; what "two hours ago" and "in the future" are measured by."""
    http_status: Annotated[int, Field(ge=100, le=599)] | None = None
    headers: dict[str, str] | None = None
    """Response headers; names in any case."""
    hints: Hints = Hints()
    overrides: Hints = Hints()
    meta: dict[str, Any] | None = None
    """Any object; handed through untouched."""

    @field_validator("id")
    @classmethod
    def _id_is_short(cls, value: str | int | None) -> str | int | None:
        if len(value) > MAX_ID_CHARS if isinstance(value, str) else value is not None and value.bit_length() > 63:
            message = f"a key has {MAX_ID_CHARS} characters at the most, or 64 bits"
            raise ValueError(message)
        return value

    @field_validator("fetched_at", mode="before")
    @classmethod
    def _fetched_at_is_a_string(cls, value: object) -> object:
        if value is None or isinstance(value, str | datetime):
            return value
        message = "write an ISO 8601 string with an offset, such as 2026-01-31T08:00:00Z"
        raise ValueError(message)

    @field_validator("fetched_at")
    @classmethod
    def _fetched_at_is_no_zero(cls, value: datetime | None) -> datetime | None:
        """Programs that never set a time send the first that they can write: year 1, or 1970."""
        if value is not None and value.year not in _FETCH_YEARS:
            message = f"no page was fetched in the year {value.year}; leave it out where it is not known"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        given = [name for name in ("html", "text", "body_base64") if getattr(self, name) is not None]
        if len(given) != 1:
            message = f"send exactly one of html, text, bodyBase64; got {', '.join(given) or 'none'}"
            raise ValueError(message)
        return self


_KNOWN = {*Payload.model_fields, *(field.alias for field in Payload.model_fields.values())}
_JSON_WHEN_FLAT = {"headers", "hints", "overrides", "meta", "httpStatus", "http_status"}


def read_payload(
    entry: Mapping[str, bytes] | bytes, *, max_bytes: int, unknown_fields: UnknownFields = "error"
) -> Payload:
    """The payload of an entry.

    `entry` holds the fields of a stream entry (`payload`, or flat fields named like the payload's; with either, `body`
    for a page's raw bytes; large ones may be packed), or the bytes of a bare payload: a JSON object, a JSON string,
    HTML, or plain text. `max_bytes` is of the entry as it stands, and of a packed field once it is unpacked.

    Raises: BadPayloadError with the reason `too-large`, `bad-payload` or `undecodable`, and a JSON Pointer to the field
    at fault.

    >>> read_payload(b'{"html": "<p>Hello", "id": 7}', max_bytes=100).id
    7
    >>> read_payload(b"https://example.org/news/1", max_bytes=100)
    Traceback (most recent call last):
    ...
    worker.errors.BadPayloadError: this is a URL; Copydesk does not fetch; send the page
    """
    size = len(entry) if isinstance(entry, bytes) else sum(map(len, entry.values()))
    if size > max_bytes:
        raise BadPayloadError(Reason.TOO_LARGE, f"{size} bytes; max_payload_bytes is {max_bytes}")
    if isinstance(entry, bytes):
        return payload_of(_sniffed(entry), unknown_fields)
    entry = unpacked(entry, max_bytes)
    if "payload" in entry:
        fields = _sniffed(entry["payload"]) | ({"bodyBase64": entry["body"]} if "body" in entry else {})
    else:
        fields = _flat(entry)
    return payload_of(fields, unknown_fields)


def payload_of(fields: Mapping[str, Any], unknown_fields: UnknownFields = "error") -> Payload:
    """The payload with these fields, named as on the wire or as in Python; `bodyBase64` may hold the bytes themselves.

    Raises: BadPayloadError with a JSON Pointer to the first field at fault.
    """
    known = _known(fields, unknown_fields)
    try:
        return Payload.model_validate(known)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        detail = first["msg"].removeprefix("Value error, ")
        raise BadPayloadError(Reason.BAD_PAYLOAD, detail, _pointer(first["loc"])) from error


def _sniffed(raw: bytes) -> dict[str, Any]:
    text = _utf8(raw, "").strip()
    if text.startswith("{"):
        value = _json(text, "")
        if isinstance(value, dict):
            return value
    text = _unquoted(text)
    if not text:
        raise BadPayloadError(Reason.BAD_PAYLOAD, "the payload is empty; send a JSON object, a page or a text")
    if text.startswith(("http://", "https://")) and len(text.split()) == 1:
        raise BadPayloadError(Reason.BAD_PAYLOAD, "this is a URL; Copydesk does not fetch; send the page")
    return {"html" if text.startswith("<") else "text": text}


def _unquoted(text: str) -> str:
    """The string if `text` is a JSON string, else `text`: an article may open with a quotation mark."""
    if not text.startswith('"'):
        return text
    try:
        return str(from_json(text)).strip()
    except ValueError:
        return text


def _flat(entry: Mapping[str, bytes]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, raw in entry.items():
        if name == "body":
            fields["bodyBase64"] = raw
            continue
        value = _utf8(raw, f"/{name}")
        fields[name] = _json(value, f"/{name}") if name in _JSON_WHEN_FLAT else value
    return fields


def _known(fields: Mapping[str, Any], unknown_fields: UnknownFields) -> Mapping[str, Any]:
    unknown = {name: value for name, value in fields.items() if name not in _KNOWN}
    if not unknown:
        return fields
    if unknown_fields == "error":
        name = next(iter(unknown))
        raise BadPayloadError(
            Reason.BAD_PAYLOAD,
            f'unknown field {name!r}; put it into meta, or set unknown_fields = "meta"',
            _pointer([name]),
        )
    meta = fields.get("meta") or {}
    known = {name: value for name, value in fields.items() if name in _KNOWN}
    return {**known, "meta": {**unknown, **meta} if isinstance(meta, dict) else meta}


def _utf8(raw: bytes, pointer: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"not UTF-8 at byte {error.start}; send the page's bytes as bodyBase64, or as the stream field body"
        raise BadPayloadError(Reason.BAD_PAYLOAD, detail, pointer) from error


def _json(text: str, pointer: str) -> Any:  # noqa: ANN401 -- JSON is what it is until the model has read it
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise BadPayloadError(Reason.BAD_PAYLOAD, f"not JSON: {error}", pointer) from error


def _pointer(path: Iterable[str | int]) -> str:
    """RFC 6901."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
