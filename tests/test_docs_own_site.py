"""The worked example of docs/own-site.md, run as it stands."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "own-site.md").read_text("utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COPYDESK = [sys.executable, "-c", "from worker.cli import main; main()"]


def snippet(language: str, holding: str = "") -> str:
    found: str = next(text for own, text in FENCE.findall(TEXT) if own == language and holding in text)
    return found


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder as the page describes it, made from golden pages of ours."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for name, source in (("ferry", "article-interview"), ("goats", "article-json-ld-graph")):
        shutil.copy(ROOT / "tests" / "pages" / f"{source}.html", folder / f"{name}.html")
        html = (folder / f"{name}.html").read_text("utf-8")
        (folder / f"{name}.txt").write_text("\n".join(re.findall(r"<p>(.*?)</p>", html, re.DOTALL)), "utf-8")
    (folder / "ferry.json").write_text(json.dumps({"lang": "en", "date": "2026-03-01"}), "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*arguments], cwd=folder, env=dict(os.environ), capture_output=True, text=True, timeout=100, check=False
    )


def test_the_example_turns_a_folder_into_gold_that_evaluate_reads(gold: Path) -> None:
    made = run(gold, sys.executable, "-c", snippet("python"))
    verb = snippet("sh", "evaluate").split()

    told = run(gold, *COPYDESK, *verb[1:], "--json")

    assert made.returncode == 0, made.stderr
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(row["extractor"], row["pages"]) for row in rows if "extractor" in row] == [
        ("copydesk", 2),
        ("trafilatura", 2),
        ("c4", 2),
    ], told.stderr
    assert {row["page"] for row in rows if "page" in row} == {"ferry", "goats"}
    assert rows[0]["dates"] == 1


def test_the_example_explains_a_page(gold: Path) -> None:
    told = run(gold, *COPYDESK, *snippet("sh", "explain").split()[1:])

    assert "kept" in told.stdout
    assert "lines:" in told.stderr


def test_the_example_teaches(gold: Path) -> None:
    pytest.importorskip("lightgbm")
    run(gold, sys.executable, "-c", snippet("python"))
    verb = next(line for line in snippet("sh", "train gold").splitlines() if line.startswith("copydesk")).split()

    told = run(gold, *COPYDESK, *verb[1:])

    assert told.returncode == 0, told.stderr
    assert {path.name for path in (gold / "model").iterdir()} == {
        "page_model.npz",
        "text_model.npz",
        "model_card.json",
    }
