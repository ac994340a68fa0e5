"""Our pipeline and peers on the same pages."""

import gzip
import json
from pathlib import Path

import pytest

from worker.article.rules import Rules
from worker.errors import CopydeskError
from worker.quality.evaluate import InputForm, Mark, figures, marks, ours, worst
from worker.quality.fields import Answer
from worker.quality.gold_rows import GoldRow, read_rows
from worker.quality.peers import PEERS, Peer, Sheet, open_peer

DAYS = ("Monday", "Tuesday", "Friday", "Sunday")
SENTENCE = (
    "The council of {0} voted on {1} to repair the old bridge over the river, and nobody in the hall spoke against it, "
    "which the mayor said was the first time that this had happened since she came to the town as a girl of nine."
)


def row(town: str, language: str) -> GoldRow:
    body = [SENTENCE.format(town, day) for day in DAYS]
    menu = "<ul><li><a href=/a>Home</a><li><a href=/b>Weather</a><li><a href=/c>Contact us</a></ul>"
    html = f"<title>{town} repairs bridge</title>{menu}<article><h1>{town} repairs bridge</h1>"
    html += "".join(f"<p>{paragraph}</p>" for paragraph in body) + "</article><footer>© Town</footer>"
    return GoldRow(
        "towns",
        town,
        town,
        None,
        language,
        html,
        "\n".join(body),
        f"{town} repairs bridge",
        (),
        "",
        (body[0],),
        ("Weather",),
    )


ROWS = [row("Oslo", "en"), row("Bergen", "en"), row("Narvik", "no")]


def silent(_sheet: Sheet) -> Answer:
    return Answer()


def broken(_sheet: Sheet) -> Answer:
    raise ValueError("no such page")


@pytest.mark.parametrize("form", ["bytes", "inner", "container", "strings"])
def test_every_form_reaches_the_pipeline(form: InputForm) -> None:
    (found,) = figures(list(marks(ROWS, {"copydesk": ours(Rules())}, form)))

    assert (found["set"], found["extractor"], found["pages"], found["empty"]) == ("towns", "copydesk", 3, 0)
    assert float(found["f1"] or 0) > 0.9
    assert float(found["cpuMs"] or 0) > 0


def test_a_language_has_its_own_row() -> None:
    found = figures(list(marks(ROWS, {"silent": silent}, "bytes")), by_language=True)

    assert [(own["language"], own["pages"]) for own in found] == [(None, 3), ("en", 2), ("no", 1)]


def test_a_crash_is_an_empty_answer_that_says_why() -> None:
    found = list(marks(ROWS, {"broken": broken}, "bytes"))

    assert {mark.said for mark in found} == {"ValueError: no such page"}
    assert figures(found)[0]["empty"] == 3


def test_the_container_form_needs_a_body() -> None:
    bare = GoldRow("towns", "x", "x", None, "", "<p>x", "", "", (), "", (), ())

    assert list(marks([bare], {"silent": silent}, "container")) == []
    assert len(list(marks([bare], {"silent": silent}, "inner"))) == 1


def test_fields_that_an_extractor_does_not_tell_are_not_held_against_it() -> None:
    found = figures(list(marks(ROWS, {"c4": silent, "trafilatura": silent}, "bytes")))

    assert [own.get("title") for own in found] == [None, 0.0]
    assert [own["pieces"] for own in found] == [0.0, 0.0]


def test_the_worst_pages_are_ours_with_every_score_beside() -> None:
    def forgets_bergen(sheet: Sheet) -> Answer:
        return Answer(said="rejected: too-short") if "Bergen" in sheet.html else Answer(body=ROWS[0].body)

    found: list[Mark] = list(marks(ROWS, {"copydesk": forgets_bergen, "silent": silent}, "bytes"))

    (least,) = worst(found, 1)
    assert least == {
        "page": "Bergen",
        "set": "towns",
        "language": "en",
        "copydesk": 0.0,
        "said": "rejected: too-short",
        "silent": 0.0,
    }


@pytest.mark.parametrize("name", [*PEERS])
def test_every_peer_finds_the_article(name: str) -> None:
    package = {"readability": "readability", "newspaper4k": "newspaper"}.get(name, name.partition("-")[0])
    if name != "c4":
        pytest.importorskip(package)
    peer: Peer = open_peer(name)
    (found,) = figures(list(marks(ROWS[:1], {name: peer}, "bytes")))

    assert float(found["recall"] or 0) > 0.7


def test_a_peer_that_is_not_there_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "justext", None)

    with pytest.raises(CopydeskError, match="pip install jusText"):
        open_peer("justext")
    with pytest.raises(CopydeskError, match="no such peer; there are trafilatura"):
        open_peer("boilerpipe")


def test_gold_is_read_to_the_same_figures_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "towns.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"id": own.id, "html": own.page, "body": own.body, "title": own.title}) + "\n" for own in ROWS
        )

    first, second = (figures(list(marks(rows, {"c4": open_peer("c4")})))[0] for rows in (ROWS, read_rows(path)))

    assert {name: first[name] for name in ("f1", "low", "tokenF1")} == {
        name: second[name] for name in ("f1", "low", "tokenF1")
    }
