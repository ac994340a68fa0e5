"""Control characters are found in bytes as in text."""

from hypothesis import example, given
from hypothesis import strategies as st

from worker.article.reading.controls import CONTROLS, has_controls, without_controls

TEXTS = st.text(st.sampled_from("a\t\n\r\0\x08\v\f\x1f\x7f\x80\x85\x9f\xa0é\u0080\u0085\u00c2—"), max_size=30)


@given(TEXTS)
@example("")
@example("Â\xa0\n")
def test_bytes_have_controls_where_their_text_has(text: str) -> None:
    assert has_controls(text.encode()) == bool(CONTROLS.search(text))


@given(TEXTS)
def test_what_is_left_has_none(text: str) -> None:
    rest, flags = without_controls(text.encode())

    assert not has_controls(rest)
    assert len(rest.decode()) < len(text) if flags else len(rest.decode()) == len(text)
