"""The second voter."""

import pytest

from worker.article.resiliparse_fence import main_text

SENTENCE = "The harbour of Norrvik was closed on Tuesday after a storm tore two barges from their moorings."


def test_the_main_text_of_a_page_comes_without_its_menu() -> None:
    page = f"<nav><a href=/>Home</a></nav><main><article>{f'<p>{SENTENCE}</p>' * 5}</article></main>"

    told = main_text(page)

    assert told.count(SENTENCE) == 5
    assert "Home" not in told


@pytest.mark.parametrize("page", ["", "<", "\x00", "<p>a\ud800b", "<math><p>" * 50, "<div>" * 9000 + "<p>a"])
def test_hostile_pages_have_an_answer(page: str) -> None:
    assert isinstance(main_text(page), str)
