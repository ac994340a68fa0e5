"""Reasons are held against what readers called the lines."""

import json
from pathlib import Path

import pytest

from tests.quality.reason_agreement import LABELS, counted, digest, main, removed_lines
from worker.article.reasons.reasons import LINE_REASONS


def outcomes(folder: Path) -> Path:
    removed = [
        {"line": 1, "text": "Bridges", "reason": "navigation"},
        {"line": 2, "text": "Boats", "reason": "footer"},
        {"line": 3, "text": "Old boats", "reason": "boilerplate"},
        {"line": 4, "text": "Old boats", "reason": "hidden"},
    ]
    path = folder / "some.jsonl"
    rows = [{"payloadId": "a", "document": {"audit": {"removed": removed}}}, {"payloadId": "b", "document": None}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def label(line: int, text: str, *labels: str) -> dict[str, object]:
    return {
        "sample": "x", "set": "some", "page": digest("a"), "line": line, "text": digest(text), "labels": list(labels),
    }  # fmt: skip


def test_each_label_is_counted_once(tmp_path: Path) -> None:
    labels = [
        label(1, "Bridges", "tag", "navigation"),
        label(2, "Boats", "navigation"),
        label(3, "Old boats", "body"),
        label(4, "Old boats", "comment"),
        label(5, "Gone", "comment"),
    ]

    assert counted(labels, dict(removed_lines(outcomes(tmp_path)))) == {
        "x": {"right": 2, "wrong": 1, "apart": 1, "gone": 1, "other": 1}
    }


def test_labels_name_reasons_and_each_line_once() -> None:
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    names = {name for row in labels for name in row["labels"]}
    keys = [(row["set"], row["page"], row["line"]) for row in labels]

    assert names <= {*LINE_REASONS, "other", "body"}
    assert len(keys) == len(set(keys)) == 1998


def test_a_folder_without_the_sets_gives_rows_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(tmp_path)

    assert "held-out" in capsys.readouterr().out
