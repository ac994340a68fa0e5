"""What short lines announce."""

import pytest

from worker.article.body.characters import characters
from worker.article.body.cues import CUES, cues


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("12 Comments", "comments"),
        ("LEAVE A REPLY", "comments"),
        ("» Read more: The ferries", "related"),
        ("Czytaj także", "related"),
        ("By Anna Berg", "credit"),
        ("Bygones", None),
        ("All Rights Reserved", "copyright"),
        ("© 2024", "copyright"),
        ("2024-03-07", "date"),
        ("7.3.24", "date"),
        ("At 10:30", "date"),
        ("3 Hours AGO", "date"),
        ("7 March 2024", "date"),
        ("March 7, 2024", "date"),
        ("2024年3月", "date"),
        ("Chapter 19", None),
        ("It rained in Oslo.", None),
        ("By now the rain had fallen on the town for more than nine long days and nights.", None),
    ],
)
def test_short_lines_are_known_by_how_they_open_or_by_a_date(line: str, kind: str | None) -> None:
    found = cues([line], characters([line]))

    assert [name for name, row in zip(CUES, found, strict=True) if row[0]] == ([kind] if kind else [])
