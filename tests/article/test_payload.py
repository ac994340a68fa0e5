"""Base64 is read as the standard says, by whichever decoder: whitespace may stand in it, nothing else may be odd."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.article.payload import payload_of
from worker.errors import BadPayloadError


@pytest.mark.parametrize(
    ("told", "body"),
    [
        ("PGgxPg==", b"<h1>"),
        ("PGgx\r\nPg==\n", b"<h1>"),
        (" PGgxPjE ", None),
        ("PGgxPg=", None),
        ("+/+/", b"\xfb\xff\xbf"),
        ("-_-_", None),
        ("PGgxPg==PGgxPg==", None),
        ("PGgx*Pg=", None),
        ("====", None),
        ("ÄÄÄÄ", None),
        ("", b""),
    ],
)
def test_only_whole_base64_is_a_body(told: str, body: bytes | None) -> None:
    if body is None:
        with pytest.raises(BadPayloadError) as caught:
            payload_of({"bodyBase64": told})

        assert caught.value.pointer == "/bodyBase64"
    else:
        assert payload_of({"bodyBase64": told}).body_base64 == body


@given(st.text(alphabet="ABCabc019+/=-_ \n", max_size=16))
def test_the_fast_decoder_takes_what_the_strict_one_takes(told: str) -> None:
    try:
        strict: bytes | None = b64decode("".join(told.split()), validate=True)
    except ValueError:
        strict = None
    try:
        read: bytes | None = payload_of({"bodyBase64": told}).body_base64
    except BadPayloadError:
        read = None

    assert read == strict
