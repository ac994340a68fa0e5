"""What a payload's fields may hold; base64 is read as the standard says, by whichever decoder."""

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


@pytest.mark.parametrize(
    "fetched_at",
    ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"],
)
def test_a_zero_is_no_time_of_fetching(fetched_at: str) -> None:
    with pytest.raises(BadPayloadError) as caught:
        payload_of({"text": "Two days ago", "fetchedAt": fetched_at})

    assert caught.value.pointer == "/fetchedAt"
    assert f"in the year {int(fetched_at[:4])}" in str(caught.value)


@pytest.mark.parametrize("kind", ["hints", "overrides"])
def test_blank_words_say_nothing(kind: str) -> None:
    words = ["headline", "datePublished", "dateModified", "timezone", "inLanguage", "section"]
    told = {"text": "x", kind: dict.fromkeys(words, " \n") | {"authors": ["", "Anna Berg", " "]}}

    assert payload_of(told) == payload_of({"text": "x", kind: {"authors": ["Anna Berg"]}})


@pytest.mark.parametrize("kind", ["hints", "overrides"])
@pytest.mark.parametrize("name", ["Nonsense/Zone", "IST", "+5:30", "+15:00", "../../etc/passwd", "Asia", "x" * 9999])
def test_a_zone_that_nobody_knows_is_named(kind: str, name: str) -> None:
    with pytest.raises(BadPayloadError) as caught:
        payload_of({"text": "x", kind: {"timezone": name}})

    assert caught.value.pointer == f"/{kind}/timezone"
    assert "such as Asia/Kolkata" in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("name", ["Asia/Kolkata", "UTC", "+05:30", "-03:00"])
def test_a_zone_is_an_iana_name_or_an_offset(name: str) -> None:
    assert payload_of({"text": "x", "hints": {"timezone": name}}).hints.timezone == name


@pytest.mark.parametrize(("field", "most"), [("name", 1024), ("domain", 253)])
def test_a_publisher_has_a_short_name_and_domain(field: str, most: int) -> None:
    assert payload_of({"text": "x", "hints": {"publisher": {field: "x" * most}}}).hints.publisher is not None
    with pytest.raises(BadPayloadError) as caught:
        payload_of({"text": "x", "hints": {"publisher": {field: "x" * (most + 1)}}})

    assert caught.value.pointer == f"/hints/publisher/{field}"
