"""What a user names on the command line."""

import json
from pathlib import Path

import click
import pytest

from worker.cli.inputs import entries_of, entry_of

PAYLOAD = {"url": "https://town.example/a", "html": "<p>One\n<p>Two"}


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("indent", [None, 1])
def test_a_json_file_may_hold_one_payload_on_many_lines(tmp_path: Path, indent: int | None) -> None:
    path = written(tmp_path / "one.json", json.dumps(PAYLOAD, indent=indent))

    (entry,) = entries_of([path])

    assert json.loads(entry["payload"]) == PAYLOAD


def test_a_json_file_may_hold_a_payload_a_line(tmp_path: Path) -> None:
    path = written(tmp_path / "two.json", f"{json.dumps(PAYLOAD)}\n\n{json.dumps(PAYLOAD)}\n")

    assert [json.loads(entry["payload"]) for entry in entries_of([path])] == [PAYLOAD, PAYLOAD]


@pytest.mark.parametrize("name", ["page.html", "page.TXT"])
def test_a_page_is_told_its_address(tmp_path: Path, name: str) -> None:
    entry = entry_of(written(tmp_path / name, "One"), "https://town.example/a")

    known = json.loads(entry["payload"])
    assert known["url"] == "https://town.example/a"
    assert known["contentType"] == ("text/html" if name == "page.html" else "text/plain")
    assert entry["body"] == b"One"


def test_a_payload_tells_its_own_address(tmp_path: Path) -> None:
    path = written(tmp_path / "one.jsonl", json.dumps(PAYLOAD))

    with pytest.raises(click.UsageError, match="tells its own url"):
        entry_of(path, "https://town.example/b")


def test_a_file_without_a_payload_says_so(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="no payload in it"):
        entry_of(written(tmp_path / "none.jsonl", "\n"), None)
