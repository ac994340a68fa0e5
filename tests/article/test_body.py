"""The body among the lines."""

from worker.article.body import find_body
from worker.article.lines import Lines, Verdict
from worker.article.page import lines_of_page
from worker.article.rules import Limits, Rules
from worker.article.text import lines_of_text

PARAGRAPHS = [
    "The harbour of Norrvik was closed on Tuesday after a storm tore two barges from their moorings.",
    "Nobody was hurt, the harbour master said, but the ferry to the islands will not sail before the weekend.",
    "Divers are to look at the pier on Wednesday, and the town has asked the county for help with the costs.",
]


def kept(lines: Lines, verdict: Verdict) -> list[str]:
    return [text for text, keep in zip(lines.text, verdict.kept, strict=True) if keep]


def no_vote() -> str | None:
    return None


def test_the_paragraphs_of_a_text_are_its_body() -> None:
    text = "Storm closes harbour\n\nShare\nSubscribe\n" + "\n".join(PARAGRAPHS) + "\n\nMore news\nNext Story"
    lines = lines_of_text(text, Limits())

    assert kept(lines, find_body(lines, Rules(), vote=no_vote)) == PARAGRAPHS


def test_the_extractors_word_counts_when_it_is_forced() -> None:
    html = "<nav>Home</nav>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    lines = lines_of_page(html, Limits())

    verdict = find_body(lines, Rules(body="trafilatura"), vote=lambda: "\n".join(PARAGRAPHS[:2]))

    assert kept(lines, verdict) == PARAGRAPHS[:2]
    assert verdict.voted


def test_nothing_gives_nothing() -> None:
    lines = lines_of_text("", Limits())

    assert find_body(lines, Rules(), vote=no_vote).kept == []
