"""What an article costs by its size."""

from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from worker.bench.sizes import main, picture, sized_page, sized_text


@pytest.mark.parametrize("kilobytes", [10, 100])
def test_pages_and_texts_have_the_size_that_was_asked_for_and_are_the_same_each_time(kilobytes: int) -> None:
    for made in (sized_page, sized_text):
        assert len(made(kilobytes)) == pytest.approx(kilobytes * 1000, rel=0.1)
        assert made(kilobytes) == made(kilobytes)


def test_a_row_a_size_is_printed() -> None:
    rows = CliRunner().invoke(main, ["1", "5"], catch_exceptions=False).output.splitlines()

    assert [row.split()[0] for row in rows] == ["kB", "1", "5"]


def test_the_picture_has_a_line_a_form_with_a_point_a_size() -> None:
    tree = ET.fromstring(picture([1, 10, 100], {"html": [3, 10, 100], "text": [2, 5, 50]}))  # noqa: S314 -- our own

    lines = tree.findall(".//{*}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [3, 3]
