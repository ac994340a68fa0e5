"""Gold as users write it."""

import base64
import gzip
import json
from pathlib import Path

import pytest

from worker.errors import CopydeskError
from worker.quality.gold import read_gold
from worker.quality.gold_rows import count_rows, read_rows


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_page_may_tell_only_what_is_known(tmp_path: Path) -> None:
    path = written(tmp_path / "town.v2.jsonl", '{"html": "<p>x"}', "", '{"html": "<p>y", "id": 7, "author": "Ann Lee"}')

    first, second = read_rows(path)

    assert (first.set_name, first.id, first.body, first.authors) == ("town", "town.v2.jsonl:1", "", ())
    assert (second.id, second.authors) == ("7", ("Ann Lee",))
    assert count_rows(path) == 2


def test_bytes_are_decoded_as_the_core_does_it(tmp_path: Path) -> None:
    page = "<meta charset=iso-8859-1><p>Z\xfcrich</p>".encode("latin-1")
    path = tmp_path / "town.jsonl.gz"
    row = {"html_b64": base64.b64encode(page).decode(), "author": ["Ann", ["Bo", None]]}
    path.write_bytes(gzip.compress(json.dumps(row).encode()))

    (found,) = read_rows(path)

    assert found.page == page
    assert "Zürich" in found.html
    assert found.authors == ("Ann", "Bo")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<html>", "town.jsonl:2: not JSON"),
        ("[]", "town.jsonl:2: write an object"),
        ('{"id": "a"}', '"html" or "html_b64"'),
        ('{"html_b64": "*"}', "html_b64 is not base64"),
        ('{"html": "", "title": 3}', "title must be a text"),
        ('{"html": 3}', "html must be a text"),
        ('{"html": "", "with_": {"a": 1}}', "with_ must be a list of texts"),
    ],
)
def test_an_error_names_the_line_and_what_to_mend(tmp_path: Path, line: str, told: str) -> None:
    path = written(tmp_path / "town.jsonl", '{"html": ""}', line)

    with pytest.raises(CopydeskError) as raised:
        list(read_rows(path))

    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("known", "site"),
    [
        ({"url": "https://town.example/a", "site": "group"}, "group"),
        ({"url": "https://town.example/a"}, "town.example"),
        ({"id": 7}, "7"),
        ({}, "town.jsonl:1"),
    ],
)
def test_what_is_held_out_together(tmp_path: Path, known: dict[str, str | int], site: str) -> None:
    (page,) = read_gold(written(tmp_path / "town.jsonl", json.dumps({"html": "<p>x", "body": "x", **known})))

    assert page.site == site


def test_a_file_that_is_no_gzip_says_so(tmp_path: Path) -> None:
    with pytest.raises(CopydeskError, match="write JSON lines in UTF-8"):
        count_rows(written(tmp_path / "town.jsonl.gz", "{}"))
