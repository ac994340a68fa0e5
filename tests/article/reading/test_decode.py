"""Payloads become characters, or a reason why not."""

import gzip
import tracemalloc
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from typing import Any

import brotli
import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from tests.patience import cpu_limit
from worker.article.document import InputKind
from worker.article.outcome import Reason
from worker.article.payload import Payload
from worker.article.reading.decode import Decoded, decode
from worker.article.rules import Limits
from worker.errors import BadPayloadError

LIMITS = Limits(max_decompressed_bytes=300_000)
CZECH = "Ve čtvrtek večer se řeka Sázava vylila z břehů a zaplavila několik chat."
RUSSIAN = "<html><body><p>В четверг вечером река вышла из берегов и затопила несколько домов у моста.</p></body></html>"
CHINESE = "<html><body><p>周四晚上河水漫过堤岸淹没了桥边的几座房屋，居民被安置在学校体育馆里过夜。</p></body></html>"
JAPANESE = "<p>木曜日の夜、川が氾濫し、橋の近くの家屋が浸水した。</p>"


def body(raw: bytes, **fields: Any) -> Decoded:
    return decode(Payload(body_base64=b64encode(raw).decode(), **fields), LIMITS)


@pytest.mark.parametrize(
    ("payload", "kind", "text"),
    [
        (Payload(html="<p>one</p>"), InputKind.HTML, "<p>one</p>"),
        (Payload(text="<p> is a tag"), InputKind.TEXT, "<p> is a tag"),
        (Payload(html="\ufeff<p>marked</p>"), InputKind.HTML, "<p>marked</p>"),
        (Payload(text="a\r\nb\rc\n"), InputKind.TEXT, "a\nb\nc\n"),
        (Payload(text="page\fbreak"), InputKind.TEXT, "page break"),
        (Payload(text=""), InputKind.TEXT, ""),
    ],
)
def test_a_string_keeps_its_kind_and_words(payload: Payload, kind: InputKind, text: str) -> None:
    decoded = decode(payload, LIMITS)

    assert (decoded.kind, decoded.text, decoded.encoding, decoded.flags) == (kind, text, None, ())


@pytest.mark.parametrize(
    ("raw", "fields", "encoding", "contains"),
    [
        (CZECH.encode("cp1250"), {"content_type": "text/plain; charset=windows-1250"}, "windows-1250", CZECH),
        (CZECH.encode("cp1250"), {"encoding": "windows-1250"}, "windows-1250", CZECH),
        (CZECH.encode("cp1250"), {"headers": {"Content-Type": "text/plain;charset=cp1250"}}, "windows-1250", CZECH),
        (
            CZECH.encode("iso8859-2"),
            {"encoding": "latin2", "content_type": "text/plain; charset=koi8-r"},
            "iso-8859-2",
            CZECH,
        ),
        (b"\xef\xbb\xbf" + CZECH.encode(), {"encoding": "koi8-r"}, "utf-8", CZECH),
        (b"\xff\xfe" + CZECH.encode("utf-16-le"), {}, "utf-16le", CZECH),
        (CZECH.encode("utf-16-be"), {}, "utf-16be", CZECH),
        (CZECH.encode("utf-16-le"), {"encoding": "utf-16"}, "utf-16le", CZECH),
        (b"<meta charset=latin1><p>\x80 5 caf\xe9</p>", {}, "windows-1252", "€ 5 café"),
        (b"<meta charset=utf-16><p>caf\xc3\xa9</p>", {}, "utf-8", "café"),
        (b"<meta charset=gb2312>" + "朱镕基".encode("gb18030"), {}, "gb18030", "朱镕基"),
        (b"<meta charset=shift_jis>" + "①橋".encode("cp932"), {}, "shift_jis", "①橋"),
        (b"<meta charset=unicode_escape><p>\\u0041", {}, "utf-8", "\\u0041"),
        (JAPANESE.encode("iso2022_jp"), {"encoding": "iso-2022-jp"}, "iso-2022-jp", JAPANESE),
        (RUSSIAN.encode("cp1251"), {}, "windows-1251", RUSSIAN),
        (RUSSIAN.encode("koi8-r"), {}, "koi8-r", RUSSIAN),
        (RUSSIAN.encode("utf-8") + b"\n" + b"x" * 200_000, {}, "utf-8", RUSSIAN),
        (CHINESE.encode("gb18030"), {}, "gb18030", CHINESE),
        (CHINESE.encode(), {}, "utf-8", CHINESE),
        (b"A caf\xe9 near the river closed on Thursday, its owners said. " * 9, {}, "windows-1252", "café"),
        (b"plain", {}, "utf-8", "plain"),
    ],
)
def test_bytes_are_read_by_mark_transport_meta_and_sniffing_in_this_order(
    raw: bytes, fields: dict[str, Any], encoding: str, contains: str
) -> None:
    decoded = body(raw, **fields)

    assert contains in decoded.text
    assert decoded.encoding == encoding
    assert decoded.flags == ()


@pytest.mark.parametrize(
    ("raw", "fields", "encoding", "flags"),
    [
        (CHINESE.encode(), {"encoding": "gb2312"}, "utf-8", ("encoding-contradicted",)),
        (RUSSIAN.encode(), {"content_type": "text/html; charset=iso-8859-1"}, "utf-8", ("encoding-contradicted",)),
        (RUSSIAN.encode("cp1251"), {"encoding": "utf-8"}, "windows-1251", ("encoding-contradicted",)),
        (b"<p>plain</p>", {"encoding": "utf-16"}, "utf-8", ("encoding-contradicted",)),
        (RUSSIAN.encode(), {"encoding": "klingon"}, "utf-8", ("encoding-unknown",)),
        (RUSSIAN.encode() + b"\xd0", {"encoding": "utf-8"}, "utf-8", ("replaced-characters",)),
        (RUSSIAN.encode() + b"\xd0", {}, "utf-8", ("replaced-characters",)),
        ("耐".encode("gb18030") + b" is Chinese", {"encoding": "gbk"}, "gb18030", ()),
        ("<p>printed \ufffd".encode(), {}, "utf-8", ()),
        (b"a\0b " * 3 + b"words " * 30, {}, "utf-8", ("control-characters",)),
    ],
)
def test_what_was_mended_is_flagged(raw: bytes, fields: dict[str, Any], encoding: str, flags: tuple[str, ...]) -> None:
    decoded = body(raw, **fields)

    assert (decoded.encoding, decoded.flags) == (encoding, flags)


@pytest.mark.parametrize(
    ("raw", "content_type", "kind"),
    [
        (b"<!DOCTYPE html><p>x", None, InputKind.HTML),
        (b"<article><p>x</p></article>", None, InputKind.HTML),
        (b"if a < b and c > d", None, InputKind.TEXT),
        (b"<p>x</p>", "text/plain", InputKind.TEXT),
        (b"x", "text/html", InputKind.HTML),
        (b"x", "application/xhtml+xml; charset=utf-8", InputKind.HTML),
        (b"<?xml version='1.0'?><html><body>x</body></html>", "application/xml", InputKind.HTML),
        (b"x", "text/markdown", InputKind.TEXT),
        (b"<p>x</p>", "application/octet-stream", InputKind.HTML),
        (b"<p>x</p>", "nonsense", InputKind.HTML),
        (b"", None, InputKind.TEXT),
    ],
)
def test_the_media_type_says_what_it_is_or_else_the_text(raw: bytes, content_type: str | None, kind: InputKind) -> None:
    assert body(raw, content_type=content_type).kind is kind


@pytest.mark.parametrize(
    ("raw", "fields", "told"),
    [
        (b"%PDF-1.7\n...", {}, "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n....", {"content_type": "text/html"}, "PNG"),
        (b"PK\x03\x04....", {}, "zip"),
        (b"....ftypmp42", {}, "video"),
        (gzip.compress(b"<p>x</p>", mtime=0), {}, '"contentEncoding": "gzip"'),
        (zstandard.compress(b"<p>x</p>"), {}, '"contentEncoding": "zstd"'),
        (bytes(range(256)) * 4, {}, "binary data"),
        (b"<p>x</p>", {"content_type": "application/pdf"}, "application/pdf is no page"),
        (b"<p>x</p>", {"headers": {"CONTENT-TYPE": "image/png"}}, "image/png is no page"),
        (b"{}", {"content_type": "application/json"}, "application/json is no page"),
        (b"a,b", {"content_type": "text/csv"}, "text/csv is no page"),
        (b'<?xml version="1.0"?>\n<rss><channel><title>x</title>', {}, "feed"),
        (b"\xff" * 50, {"encoding": "euc-jp"}, "cannot be read as euc-jp"),
    ],
)
def test_what_is_no_text_is_undecodable_and_named(raw: bytes, fields: dict[str, Any], told: str) -> None:
    with pytest.raises(BadPayloadError) as caught:
        body(raw, **fields)

    assert caught.value.reason == Reason.UNDECODABLE
    assert told in str(caught.value)


COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zstd": zstandard.compress,
    "br": partial(brotli.compress, quality=2),
}


@pytest.mark.parametrize("coding", COMPRESSED)
def test_a_content_encoding_is_undone(coding: str) -> None:
    raw = COMPRESSED[coding](RUSSIAN.encode())

    assert body(raw, content_encoding=coding).text == RUSSIAN
    assert body(raw, headers={"Content-Encoding": coding.upper()}).text == RUSSIAN
    assert body(RUSSIAN.encode(), headers={"content-encoding": coding}).text == RUSSIAN
    assert body(raw, content_encoding=coding).payload_hash != body(RUSSIAN.encode()).payload_hash


def test_two_encodings_in_the_header_are_undone_from_the_last() -> None:
    raw = gzip.compress(brotli.compress(RUSSIAN.encode()))

    assert body(raw, headers={"content-encoding": "br, x-gzip"}).text == RUSSIAN


def test_identity_is_left_alone() -> None:
    assert body(b"plain", content_encoding="identity").text == "plain"


def test_members_of_a_gzip_stream_are_joined_and_padding_is_dropped() -> None:
    assert (
        body(gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0) + b"\0\0", content_encoding="gzip").text
        == "one two"
    )


def test_frames_of_a_zstd_stream_are_joined() -> None:
    assert body(zstandard.compress(b"one ") + zstandard.compress(b"two"), content_encoding="zstd").text == "one two"


@pytest.mark.parametrize("coding", COMPRESSED)
@pytest.mark.parametrize("cut", [0, 1, 5, 30, -1])
def test_a_stream_that_is_cut_off_is_undecodable(coding: str, cut: int) -> None:
    raw = COMPRESSED[coding](RUSSIAN.encode())[:cut]

    with pytest.raises(BadPayloadError, match=f"not a whole {coding} stream") as caught:
        body(raw, content_encoding=coding)

    assert caught.value.reason == Reason.UNDECODABLE


@pytest.mark.parametrize("coding", COMPRESSED)
def test_a_bomb_is_refused_in_little_memory(coding: str) -> None:
    bomb = COMPRESSED[coding](bytes(60_000_000))

    tracemalloc.start()
    with pytest.raises(BadPayloadError, match="max_decompressed_bytes is 300000") as caught:
        body(bomb, content_encoding=coding)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert caught.value.reason == Reason.TOO_LARGE
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("coding", "frame"), [("gzip", gzip.compress(b"", mtime=0)), ("zstd", zstandard.compress(b"x"))]
)
def test_a_stream_of_a_thousand_frames_is_refused(coding: str, frame: bytes) -> None:
    with pytest.raises(BadPayloadError, match="more than 64"):
        body(frame * 1000, content_encoding=coding)


@pytest.mark.parametrize("payload", [Payload(text="x" * 300_001), Payload(html="é" * 150_001)])
def test_a_string_above_the_limit_is_too_large(payload: Payload) -> None:
    with pytest.raises(BadPayloadError, match="max_decompressed_bytes is 300000") as caught:
        decode(payload, LIMITS)

    assert caught.value.reason == Reason.TOO_LARGE


def test_bytes_exactly_at_the_limit_pass() -> None:
    raw = b"x" * 300_000

    assert body(gzip.compress(raw, mtime=0), content_encoding="gzip").text == raw.decode()
    assert body(zstandard.compress(raw), content_encoding="zstd").text == raw.decode()
    assert body(brotli.compress(raw), content_encoding="br").text == raw.decode()


@pytest.mark.parametrize("coding", COMPRESSED)
def test_one_byte_above_the_limit_is_too_large(coding: str) -> None:
    with pytest.raises(BadPayloadError, match="max_decompressed_bytes is 300000"):
        body(COMPRESSED[coding](b"x" * 300_001), content_encoding=coding)


def test_a_high_byte_or_two_among_ascii_make_windows_1252() -> None:
    assert body(b"The caf\xe9 closed on Thursday. " + b"It will open again in spring. " * 20).encoding == "windows-1252"


@pytest.mark.parametrize(
    "raw",
    [b" " * 10_000_000, b"<" * 10_000_000, b"<!doctype " * 1_000_000, b"<?xml " * 1_000_000, b"\xe9" * 10_000_000],
    ids=["spaces", "brackets", "doctypes", "declarations", "high bytes"],
)
def test_ten_megabytes_of_anything_cost_seconds_at_most(raw: bytes) -> None:
    with cpu_limit():
        decode(Payload(body_base64=b64encode(raw).decode()), Limits())


@given(
    raw=st.binary(max_size=2000) | st.text(max_size=500).map(str.encode) | st.binary(max_size=200).map(gzip.compress),
    encoding=st.none() | st.text(max_size=20) | st.sampled_from(["utf-16", "gbk", "idna", "koi8-r", "iso-2022-jp"]),
    content_type=st.none() | st.text(max_size=40) | st.sampled_from(["text/html", "text/plain; charset=big5"]),
    content_encoding=st.sampled_from([None, "gzip", "zstd", "br"]),
    header=st.text(max_size=20) | st.sampled_from(["br", "gzip, br", "zstd"]),
)
@example(b"", None, None, None, "")
def test_any_bytes_become_text_or_a_reason(
    raw: bytes, encoding: str | None, content_type: str | None, content_encoding: str | None, header: str
) -> None:
    fields = {"encoding": encoding, "content_type": content_type, "content_encoding": content_encoding}
    try:
        decoded = body(raw, headers={"content-encoding": header}, **fields)
    except BadPayloadError as error:
        assert error.reason in {Reason.UNDECODABLE, Reason.TOO_LARGE}  # noqa: PT017 -- either outcome is right
    else:
        assert decoded.text.encode().decode() == decoded.text
        assert not set(decoded.text) & set("\0\x08\r\f\x85")


@given(st.text(max_size=200))
def test_cleaning_is_idempotent_and_adds_nothing(text: str) -> None:
    decoded = decode(Payload(text=text), LIMITS)

    assert decoded.text == decode(Payload(text=decoded.text), LIMITS).text
    assert len(decoded.text) <= len(text)
