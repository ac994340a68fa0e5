"""The verb explain: every line, where it went, and nothing that a terminal would obey."""

import json
from pathlib import Path
from typing import Never

import pytest
from click.testing import CliRunner, Result

from worker.cli import copydesk
from worker.guard import ArticleTimeout

PAGES = Path(__file__).parents[1] / "pages"
GREEN, CYAN, DIM = "\x1b[32m", "\x1b[36m", "\x1b[2m"


def explained(*arguments: str | Path, stdin: bytes = b"", colour: bool = False) -> Result:
    return CliRunner().invoke(copydesk, ["explain", *map(str, arguments)], input=stdin, color=colour)


@pytest.mark.parametrize("name", ["text-inner-text.txt", "text-bs4-broken-sentences.txt", "article-long-comments.html"])
def test_the_lines_say_what_the_audit_says(name: str) -> None:
    told = explained(PAGES / name, "--json")
    document = json.loads(CliRunner().invoke(copydesk, ["extract", str(PAGES / name)]).stdout)

    lines = [json.loads(line) for line in told.stdout.splitlines()]
    audit = document["audit"]
    count = {v: sum(line["lines"] for line in lines if line["verdict"] == v) for v in ("kept", "metadata", "removed")}
    assert count == {verdict: audit[f"lines{verdict.title()}"] for verdict in count}
    assert [(line["line"], line["reason"], line["score"]) for line in lines if line["verdict"] == "removed"] == [
        (line["line"], line["reason"], line["score"]) for line in audit["removed"]
    ]
    kept = "\n\n".join(line["text"] for line in lines if line["verdict"] == "kept")
    assert kept == document["articleBody"]


def test_colours_are_for_terminals_only() -> None:
    plain, coloured = (explained(PAGES / "text-inner-text.txt", colour=colour).stdout for colour in (False, True))

    assert "\x1b" not in plain
    assert [line.partition(" ")[0] for line in coloured.splitlines()] == [
        {"kept": GREEN, "metadata": CYAN, "removed": DIM}[line.split()[1]] for line in plain.splitlines()
    ]


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["told", "json"])
def test_what_a_terminal_would_obey_is_harmless(form: tuple[str, ...]) -> None:
    page = "<h1>A title</h1><p>Clear &#27;[2J the screen, \N{CSI}31m and \N{RIGHT-TO-LEFT OVERRIDE}turn it.</p>"

    told = explained("-", *form, stdin=page.encode())

    assert "the screen" in told.stdout
    assert not {"\x1b", "\N{CSI}", "\N{RIGHT-TO-LEFT OVERRIDE}"} & set(told.stdout)


def test_a_rejected_article_is_explained_too() -> None:
    told = explained("-", stdin=b"<h1>A title</h1><p>Too few words for a body.</p>")

    assert "Too few words" in told.stdout
    assert "rejected: too-short" in told.stderr


def test_what_can_never_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"%PDF-1.7")

    told = explained(path)

    assert (told.exit_code, "dead: undecodable" in told.stderr) == (1, True)


@pytest.mark.parametrize(
    ("error", "reason"), [(MemoryError(), "memory"), (ArticleTimeout(), "timeout")], ids=["memory", "time"]
)
def test_what_takes_too_much_says_so(error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Never:
        raise error

    monkeypatch.setattr("worker.cli.explain.explained", fail)

    told = explained("-", stdin=b"<h1>A title</h1>")

    assert (told.exit_code, f"dead: {reason}: " in told.stderr) == (1, True)
