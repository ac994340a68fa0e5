"""Packed entries are read back as they were, and what is too large or broken is named, before memory is spent on it."""

import tracemalloc

import pytest
import zstandard

from worker.article.packed import packed, unpacked
from worker.article.payload import read_payload
from worker.errors import BadPayloadError

PAYLOAD = b'{"text": "' + b"The ferry left for the islands at noon. " * 100 + b'"}'
BOMB = zstandard.compress(bytes(200_000_000))
FRAME = zstandard.compress(PAYLOAD)
SIZELESS = zstandard.ZstdCompressor(write_content_size=False).compress(PAYLOAD)


@pytest.mark.parametrize(
    "entry",
    [
        {"payload": PAYLOAD},
        {"payload": b"{}", "body": bytes(range(256)) * 40},
        {"payload": PAYLOAD, "body": b"<p>" * 4000, "x": b"<p>" * 4000},
        {"html": b"<p>" * 4000, "url": b"https://example.org"},
        {"payload": FRAME},
        {"body": b"short"},
        {},
    ],
)
def test_unpacking_gives_the_fields_that_were_packed(entry: dict[str, bytes]) -> None:
    plain = {name: PAYLOAD if value == FRAME else value for name, value in entry.items()}
    sent = {name: value for name, value in packed(entry).items() if isinstance(value, bytes)}

    assert unpacked(sent, 100_000) == plain
    assert packed(sent) == sent
    assert sum(map(len, sent.values())) <= sum(map(len, entry.values()))


def test_a_string_is_packed_as_utf_8() -> None:
    text = '{"text": "' + "Ćevapčići " * 400 + '"}'

    assert unpacked({"payload": packed({"payload": text})["payload"]}, 100_000) == {"payload": text.encode()}  # type: ignore[dict-item]  # bytes, since it is large


@pytest.mark.parametrize(
    ("entry", "reason", "pointer"),
    [
        ({"payload": BOMB}, "too-large", "/payload"),
        ({"payload": b"{}", "bodyZstd": BOMB}, "too-large", "/bodyZstd"),
        ({"payload": FRAME[:-9]}, "undecodable", "/payload"),
        ({"payload": FRAME + FRAME}, "undecodable", "/payload"),
        ({"payload": SIZELESS}, "undecodable", "/payload"),
        ({"payload": b"{}", "bodyZstd": b"no frame"}, "undecodable", "/bodyZstd"),
        ({"payload": b"{}", "bodyZstd": b""}, "undecodable", "/bodyZstd"),
        ({"payload": zstandard.compress(FRAME)}, "bad-payload", ""),
    ],
)
def test_what_cannot_be_unpacked_is_named_and_costs_no_memory(
    entry: dict[str, bytes], reason: str, pointer: str
) -> None:
    tracemalloc.start()
    with pytest.raises(BadPayloadError) as caught:
        read_payload(entry, max_bytes=1_000_000)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (caught.value.reason, caught.value.pointer) == (reason, pointer)
    assert most < 2_000_000
