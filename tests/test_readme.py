"""The README tells of everything a user may meet, and its first lines are the ones that are promised."""

import re
from pathlib import Path

import pytest

from worker.article.outcome import Fate, Reason
from worker.cli import VERBS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCS = README + "".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_told_of(verb: str) -> None:
    assert re.search(rf"`copydesk {verb}\b|`copydesk [^`]*`[^|]*`{verb}`", README)


@pytest.mark.parametrize("word", [*Fate, *Reason])
def test_every_fate_and_reason_is_told_of(word: str) -> None:
    assert re.search(rf"(^|[| `])\**{word}\**([| `,]|$)", README, re.MULTILINE)


def test_the_first_fenced_block_has_the_two_lines_to_paste() -> None:
    block = README.split("```")[1].split("\n")

    assert "copydesk process tests/pages" in block[1]
    assert "pytest" in block[2]
    assert block[3:] == [""]


def test_every_file_that_the_docs_link_to_is_there() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
