"""Our pipeline and its peers on the same gold pages, in one run: figures by data set and language, with their cost."""

import gc
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final, Literal

from pydantic_core import to_json

from worker.article.outcome import Outcome
from worker.article.rules import Rules
from worker.guard import ArticleTimeout
from worker.ingest import outcome_of
from worker.quality.fields import Answer, FieldMarks, mark_fields, pieces_f1
from worker.quality.flatten import FORMS, Form, flattened
from worker.quality.gold_rows import GoldRow
from worker.quality.peers import TOLD, Peer, Sheet
from worker.quality.score import PageScore, score_page, score_pages

__all__ = ["OURS", "Figures", "InputForm", "Mark", "figures", "marks", "ours", "worst"]

InputForm = Literal["bytes", "inner", "container", "strings"]
"""The page as it came over the wire, or one of `flatten.FORMS`."""
OURS: Final = "copydesk"

Guard = Callable[[], AbstractContextManager[None]]
Figures = dict[str, str | int | float | None]
"""One extractor on one data set, or one language of it. None: the gold does not tell."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One extractor on one page."""

    set_name: str
    language: str
    page: str
    """Its id."""
    extractor: str
    body: PageScore | None
    """None where the gold has no body."""
    fields: FieldMarks
    cpu_ms: float
    said: str
    """As in `Answer`."""


def ours(rules: Rules) -> Peer:
    """Our pipeline from payload to document, as an extractor; a rejected page is an empty answer."""

    def run(sheet: Sheet) -> Answer:
        return _answer(outcome_of(sheet.payload, rules=rules))

    return run


def marks(
    rows: Iterable[GoldRow], extractors: Mapping[str, Peer], form: InputForm = "bytes", guard: Guard = nullcontext
) -> Iterator[Mark]:
    """Each extractor's mark on each page, page by page; `guard` bounds one answer's time and memory.

    An extractor that raises, or is stopped, has given an empty answer. Before the clock runs each works on the first
    page once, so that nobody is charged for what is loaded then, nor for looking through it for garbage again and
    again: as in a worker, it is frozen for good. In the form `container`, pages without a gold body
    are passed over.
    """
    warm = False
    for row in rows:
        if form == "container" and not row.body:
            continue
        sheet = _sheet(row, form)
        if not warm:
            for extractor in extractors.values():
                _answered(extractor, sheet, guard)
            gc.collect()
            gc.freeze()
            warm = True
        for name, extractor in extractors.items():
            answer, cpu_ms = _answered(extractor, sheet, guard)
            body = score_page(row.body, answer.body) if row.body else None
            fields = mark_fields(row, answer)
            yield Mark(row.set_name, row.language, row.id, name, body, fields, cpu_ms, answer.said)


def figures(given: Sequence[Mark], *, by_language: bool = False) -> list[Figures]:
    """A row a data set and extractor, in the order in which they came; with `by_language`, one a language besides."""
    groups: dict[tuple[str, str, str], list[Mark]] = {}
    for mark in given:
        groups.setdefault((mark.set_name, "", mark.extractor), []).append(mark)
    if by_language:
        for mark in sorted(given, key=lambda mark: mark.language):
            groups.setdefault((mark.set_name, mark.language or "?", mark.extractor), []).append(mark)
    order = {name: at for at, name in enumerate(dict.fromkeys(mark.set_name for mark in given))}
    keys = sorted(groups, key=lambda key: (order[key[0]], key[1]))
    return [_figures(key, groups[key]) for key in keys]


def worst(given: Sequence[Mark], count: int) -> list[Figures]:
    """The `count` pages whose body we get least of, worst first, with the token F1 of every extractor."""
    ours_by_score = sorted(
        (mark.body.token_f1, mark.set_name, mark.page) for mark in given if mark.extractor == OURS and mark.body
    )
    found: dict[tuple[str, str], Figures] = {
        (set_name, page): {"page": page, "set": set_name} for _, set_name, page in ours_by_score[:count]
    }
    for mark in given:
        if mark.body and (row := found.get((mark.set_name, mark.page))) is not None:
            row |= {"language": mark.language, mark.extractor: round(mark.body.token_f1, 3)}
            if mark.extractor == OURS:
                row["said"] = mark.said
    return list(found.values())


def _answer(outcome: Outcome) -> Answer:
    document = outcome.document
    if document is None:
        return Answer(said=f"{outcome.fate}: {outcome.reason}")
    return Answer(
        body=document.article_body,
        headline=document.headline or "",
        authors=tuple(author.name for author in document.authors),
        date=document.date_published or "",
    )


def _sheet(row: GoldRow, form: InputForm) -> Sheet:
    known = {"id": row.id}
    if row.url:
        known["url"] = row.url
    html = row.html
    if form in FORMS:
        text = flattened(html, _text_form(form), row.body, row.title)
        return Sheet.of_text(to_json(known | {"text": text}), text, row.url)
    if isinstance(row.page, str):
        known["html"] = row.page
    else:
        known["bodyBase64"] = b64encode(row.page).decode()
        known["contentType"] = "text/html"
    return Sheet(to_json(known), html, None, row.url)


def _text_form(form: InputForm) -> Form:
    return next(own for own in FORMS if own == form)


def _answered(extractor: Peer, sheet: Sheet, guard: Guard) -> tuple[Answer, float]:
    """The answer, and the CPU milliseconds of this process that it took."""
    started = time.process_time()
    try:
        with guard():
            answer = extractor(sheet)
    except ArticleTimeout:
        answer = Answer(said="timeout")
    except Exception as error:  # noqa: BLE001 -- a crash is an extractor's answer too
        answer = Answer(said=f"{type(error).__name__}: {error}"[:200])
    return answer, (time.process_time() - started) * 1000


def _figures(key: tuple[str, str, str], given: Sequence[Mark]) -> Figures:
    set_name, language, extractor = key
    found: Figures = {"set": set_name, "language": language or None, "extractor": extractor, "pages": len(given)}
    bodies = [mark.body for mark in given if mark.body]
    if bodies:
        score = score_pages(bodies)
        found |= {"bodies": score.pages, "f1": score.f1, "low": score.low, "high": score.high}
        found |= {"precision": score.precision, "recall": score.recall, "tokenF1": score.token_f1}
        found |= {"below80": score.bad, "empty": score.empty}
    fields = [mark.fields for mark in given]
    for name in TOLD.get(extractor, ("title", "author", "date")):
        hits = [hit for mark in fields if (hit := getattr(mark, name)) is not None]
        if hits:
            found |= {name: sum(hits) / len(hits), f"{name}s": len(hits)}
    if (pieces := pieces_f1(fields)) is not None:
        found["pieces"] = pieces
    found["cpuMs"] = sum(mark.cpu_ms for mark in given) / len(given)
    return found
