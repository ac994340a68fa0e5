"""Decode, first half: content encodings undone, with a bound on what comes out and on the work it takes."""

import io
import zlib
from collections.abc import Callable

import brotli
import zstandard

from worker.article.outcome import Reason
from worker.errors import BadPayloadError

__all__ = ["CODINGS", "inflated"]

_CHUNK_BYTES = 65_536
_MAX_FRAMES = 64
"""Members of one gzip or zstd stream; a page has one, and a stream of a million empty ones is an attack."""
_MIN_WINDOW_BYTES = 8 * 1024 * 1024
"""Source: RFC 9659, the window that a decoder of the content coding `zstd` must support."""


class _TooLargeError(Exception):
    """More would come out than is allowed."""


class _BrokenError(Exception):
    """The stream is damaged or ends too early."""


def inflated(data: bytes, coding: str, max_bytes: int) -> bytes:
    """Undo one content encoding (`gzip`, `zstd` or `br`).

    A bomb is refused once `max_bytes` have come out; memory stays linear in `max_bytes`, time in what goes in and out.

    Raises: BadPayloadError `too-large`, or `undecodable` when the stream is damaged or cut off.
    """
    try:
        return CODINGS[coding](data, max_bytes)
    except _TooLargeError as error:
        detail = f"more than {max_bytes} bytes come out of the {coding} stream; max_decompressed_bytes is {max_bytes}"
        raise BadPayloadError(Reason.TOO_LARGE, detail, "/bodyBase64") from error
    except (_BrokenError, zlib.error, zstandard.ZstdError, brotli.error) as error:
        detail = f"not a whole {coding} stream ({error}); send the complete body, or leave contentEncoding out"
        raise BadPayloadError(Reason.UNDECODABLE, detail, "/bodyBase64") from error


def _gunzipped(data: bytes, max_bytes: int) -> bytes:
    out = bytearray()
    at = 0
    for _ in range(_MAX_FRAMES):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            if at >= len(data):
                raise _BrokenError("it ends too early")
            chunk = data[at : at + _CHUNK_BYTES]
            out += member.decompress(chunk, max_bytes + 1 - len(out))
            if len(out) > max_bytes:
                raise _TooLargeError
            at += len(chunk) - len(member.unused_data)
        if data[at : at + 2] != b"\x1f\x8b":
            return bytes(out)  # padding after the last member is nobody's text
    raise _BrokenError(f"more than {_MAX_FRAMES} members")


def _unzstd(data: bytes, max_bytes: int) -> bytes:
    decompressor = zstandard.ZstdDecompressor(max_window_size=max(max_bytes, _MIN_WINDOW_BYTES))
    _count_zstd(decompressor, data, max_bytes)
    out = bytearray()
    for _ in range(_MAX_FRAMES):
        frame = decompressor.decompressobj()
        out += frame.decompress(data)
        if not frame.eof:
            raise _BrokenError("it ends too early")
        data = frame.unused_data
        if not data:
            return bytes(out)
    raise _BrokenError(f"more than {_MAX_FRAMES} frames")


def _count_zstd(decompressor: zstandard.ZstdDecompressor, data: bytes, max_bytes: int) -> None:
    """Walk the stream and keep nothing: only the reader bounds what comes out, only the object sees a cut stream."""
    size = 0
    with decompressor.stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
        while chunk := reader.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > max_bytes:
                raise _TooLargeError


def _unbrotli(data: bytes, max_bytes: int) -> bytes:
    decompressor = brotli.Decompressor()
    out = bytearray(decompressor.process(data, output_buffer_limit=_CHUNK_BYTES))
    while not decompressor.is_finished():
        if len(out) > max_bytes:
            raise _TooLargeError
        more = decompressor.process(b"", output_buffer_limit=_CHUNK_BYTES)
        if not more and decompressor.can_accept_more_data():
            raise _BrokenError("it ends too early")
        out += more
    if len(out) > max_bytes:
        raise _TooLargeError
    return bytes(out)


CODINGS: dict[str, Callable[[bytes, int], bytes]] = {"gzip": _gunzipped, "zstd": _unzstd, "br": _unbrotli}
