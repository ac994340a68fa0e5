"""Which kind of line a short line's own words make of it."""

import pytest

from worker.article.body.said import SAID, said_kinds
from worker.article.reasons.own_words import OwnWords


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Добавить комментарий", "said_comment"),
        ("Διαβάστε επίσης", "said_story"),
        ("Odrzuć wszystkie", "said_frame"),
        ("Foto: Anna Berg", "said_credit"),
        ("Ferries ran again on Monday.", None),
        ("Read more: " + "the ferries of the northern harbour, " * 6, None),
    ],
)
def test_short_lines_are_known_in_languages_that_no_gold_page_has(line: str, kind: str | None) -> None:
    found = said_kinds([line], OwnWords([line]))

    assert [name for name, row in zip(SAID, found, strict=True) if row[0]] == ([kind] if kind else [])
