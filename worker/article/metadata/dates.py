"""What page, lines and payload say of the dates, as candidates that `dates.py` weighs."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from worker.article.dates.dates import (
    Candidate,
    Dates,
    Kind,
    choose_dates,
    label_of,
    read_stamp,
    with_published_from_modified,
)
from worker.article.lines import Lines
from worker.article.metadata.around import Around
from worker.article.metadata.case import Case, header
from worker.article.metadata.stamps import is_near, stamps_farther, with_its_label
from worker.article.metadata.stretches import stamp_of_longest_stretch
from worker.article.outcome import Reason
from worker.article.witnesses.json_ld import LdArticle
from worker.article.witnesses.script_state import published_in_state
from worker.article.witnesses.witnesses import Time, Witnesses
from worker.errors import BadPayloadError

__all__ = ["best_dates", "date_candidates"]


def best_dates(case: Case, headline_at: int | None) -> Dates:
    """The dates of one article; what costs more or is worth less is asked only where nothing says when it appeared.

    `headline_at`: the line that has the headline; in a text it was found only after the stamps were read.

    Raises: BadPayloadError where an override can be read as no date: what stands on the page is not meant.
    """
    _check_overrides(case)
    candidates = date_candidates(case)
    if case.place.headline is None and headline_at is not None:
        candidates = list(_by_headline(candidates, headline_at, case.place))
    found = choose_dates(candidates, case.context)
    if found.published is None and case.lines.tree is not None:
        for source, stamp in published_in_state(case.lines.tree):
            if found.published is not None:
                break
            found = choose_dates([*candidates, Candidate("published", stamp, source)], case.context)
    if found.published is None and case.rules.published_from_modified:
        found = with_published_from_modified(found)
    return found if found.published else _of_farther_lines(case, candidates, found)


def _of_farther_lines(case: Case, candidates: Sequence[Candidate], found: Dates) -> Dates:
    """Dates of lines within a screen or two of the body, else of the stamp that heads most of the page's prose."""
    if farther := list(stamps_farther(case.lines, case.kept, case.place, case.context)):
        found = choose_dates([*candidates, *farther], case.context)
        if case.rules.published_from_modified:
            found = with_published_from_modified(found)
    if found.published is None and (heading := stamp_of_longest_stretch(case.lines, case.context)):
        changes = [candidate for candidate in candidates if candidate.kind == "modified"]
        headed = choose_dates([*changes, heading], case.context)
        found = headed if headed.published else found
    return found


def _check_overrides(case: Case) -> None:
    """How a printed date is read hangs on the page's language and country, so that the payload's model cannot tell."""
    given = case.payload.overrides
    for name, text in (("datePublished", given.date_published), ("dateModified", given.date_modified)):
        if text is not None and read_stamp(text, case.context) is None:
            detail = (
                f"no date that can be believed in {text[:100]!r}; send ISO 8601, such as 2026-01-31T08:00:00Z, "
                "not more than a day after fetchedAt, or leave it out"
            )
            raise BadPayloadError(Reason.BAD_PAYLOAD, detail, f"/overrides/{name}")


_BESIDE_CHARS: Final = 80
_EDGE_CHARS: Final = 12


def _is_within(stamp: Candidate) -> bool:
    """Whether the stamp stands inside a longer line, as in the caption of a picture."""
    length = len(stamp.text)
    return length > _BESIDE_CHARS and all(read.span[0] > _EDGE_CHARS < length - read.span[1] for read in stamp.reads)


def _by_headline(candidates: Sequence[Candidate], headline_at: int, place: Around) -> Iterator[Candidate]:
    """The stamps of a text, near where they stand beside the headline, else between it and the first sentence.

    Those beside it come first, those below it before those above.
    """
    titled = replace(place, headline=headline_at)
    placed = [(one, one.line) for one in candidates if one.line is not None]
    beside = {at for one, at in placed if is_near(at, titled) and not _is_within(one)}
    near = beside or range(headline_at, place.start)
    for one in sorted(candidates, key=lambda one: _steps_from(headline_at, one.line) if one.line in beside else _FAR):
        is_beside = one.line in near
        yield one if one.is_near_headline == is_beside else replace(one, is_near_headline=is_beside)


_FAR: Final = (True, 1_000)


def _steps_from(headline_at: int, at: int | None) -> tuple[bool, int]:
    """Whether a line stands above the headline or is it, and how far from it."""
    return _FAR if at is None else (at <= headline_at, abs(at - headline_at))


def date_candidates(case: Case) -> list[Candidate]:
    """Everything that is said of the dates of one article, each with its witness, in the order of the page."""
    payload = case.payload
    found = []
    for given, source in ((payload.overrides, "override"), (payload.hints, "hint")):
        found += [Candidate("published", given.date_published or "", source)]
        found += [Candidate("modified", given.date_modified or "", source)]
    found += _markup(case.witnesses, case.article)
    times = _times(case.witnesses, case.lines, case.place)
    changes = {(stamp.line, stamp.text) for stamp in case.finds.stamps if stamp.kind == "modified"}
    found += [_as_its_line(time, changes) for time in times]
    found += _lines(case.finds.stamps, times)
    found += [Candidate("published", payload.url or "", "url")]
    found += [Candidate("modified", header(payload, "last-modified") or "", "header")]
    return [candidate for candidate in found if candidate.text]


_PUBLISHED_META: Final = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "date_published", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:recs:published_time",
    "citation_publication_date", "citation_date", "article.published", "article.created", "article:post_date",
    "og:pubdate", "og:published_time", "published_time", "displaydate", "article_date_original",
    "originalpublicationdate", "bt:pubdate", "rbpubdate", "vr:published_time", "mediator_published_time", "ptime",
    "pdate", "shareaholic:article_published_time", "published", "published-date", "publisheddate", "post_date",
    "postdate", "article-published", "release_date",
)  # fmt: skip
_GENERIC_META: Final = (
    "date", "dc.date", "dc.date.issued", "dc.date.created", "dc.published", "dcterms.date", "dcterms.created",
    "dcterms.issued", "dcterms.available", "date.created",
)  # fmt: skip
"""Names that content systems also give to the day on which a page was last saved."""
_MODIFIED_META: Final = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "lastmod", "last-modified",
    "datemodified", "modified", "dcterms.modified", "dc.date.modified", "article.updated", "date_modified",
    "revision_date", "modified_time", "article:modified", "updated", "dateupdate",
)  # fmt: skip
_PROPERTIES: Final[tuple[tuple[Kind, tuple[str, ...]], ...]] = (
    ("published", ("datePublished", "dateCreated")),
    ("modified", ("dateModified",)),
)


def _markup(witnesses: Witnesses, article: LdArticle) -> Iterator[Candidate]:
    """Stamps of JSON-LD, meta tags and microdata."""
    yield Candidate("published", article.published, "json-ld")
    yield Candidate("modified", article.modified, "json-ld")
    meta = witnesses.meta
    yield from (Candidate("published", meta[name][0], "meta") for name in _PUBLISHED_META if name in meta)
    yield from (
        Candidate("published", meta[name][0], "meta", is_generic=True) for name in _GENERIC_META if name in meta
    )
    yield from (Candidate("modified", meta[name][0], "meta") for name in _MODIFIED_META if name in meta)
    for kind, names in _PROPERTIES:
        for name in names:
            yield from (Candidate(kind, text, "microdata") for text in witnesses.microdata.get(name, ())[:1])


_MODIFIED_MARKS: Final = ("updat", "modif", "aktualis", "edited", "revis")
_PUBLISHED_MARKS: Final = ("publish", "pubdate", "entry-date", "posted", "created", "veröffentlich")
_MAX_TIMES: Final = 3
_MIN_CHARS: Final = 6
_SAME_PLACE: Final = 2
_LAST_WORDS: Final = re.compile(r"\D{0,60}$")
_FIRST_WORDS: Final = re.compile(r"\D{0,60}")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A time element, and the line around the body that prints it; None where none does."""

    time: Time
    line: int | None
    label: Kind | None
    """What stands before its words, or among them."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A time element as a candidate, with the line that prints it if no label there says which date it is."""

    candidate: Candidate
    bare_line: int | None


def _times(witnesses: Witnesses, lines: Lines, place: Around) -> list[_Heard]:
    """The time elements of the article, those beside the headline if there are, else those below it; three at most."""
    shown = [_shown(time, lines, place) for time in witnesses.times if not time.beside]
    near = _nearest(shown, place)
    chosen = (near or [one for one in shown if one.time.below] or shown)[:_MAX_TIMES]
    kinds = [one.label or _marked(one.time.attributes) or _marked(one.time.around) for one in chosen]
    if "published" not in kinds and None not in kinds:
        kinds = [None if _is_hatom(one) else kind for one, kind in zip(chosen, kinds, strict=True)]
    return [
        _Heard(
            Candidate(
                kind,
                one.time.stamp,
                "time",
                is_near_headline=bool(near),
                is_shown=one.line is not None,
                printed=one.time.text,
            ),
            None if one.label else one.line,
        )
        for one, kind in zip(chosen, kinds, strict=True)
    ]


def _as_its_line(time: _Heard, changes: Container[tuple[int | None, str | None]]) -> Candidate:
    """A time element that does not say which date it is, alone on a line whose element does, is a change too."""
    is_change = time.candidate.kind is None and (time.bare_line, time.candidate.printed) in changes
    return replace(time.candidate, kind="modified") if is_change else time.candidate


def _lines(stamps: Sequence[Candidate], times: list[_Heard]) -> Iterator[Candidate]:
    """The stamps of lines; one that nothing but a changed time element prints is a change too."""
    changed = {time.bare_line for time in times if time.candidate.kind == "modified"}
    changed -= {None, *(time.bare_line for time in times if time.candidate.kind != "modified")}
    for stamp in stamps:
        is_change = stamp.kind is None and stamp.line in changed
        yield replace(stamp, kind="modified") if is_change else stamp


def _nearest(shown: list[_Shown], place: Around) -> list[_Shown]:
    """Those beside the headline, below it rather than above, the nearest first, and none far from that one."""
    rank = {at: rank for rank, at in enumerate(place.head)}
    near = [(rank[one.line], one) for one in shown if one.line in rank and is_near(one.line, place)]
    near.sort(key=lambda ranked: ranked[0])
    first = near[0][1].line if near else None
    return [
        one for _, one in near if first is not None and one.line is not None and abs(one.line - first) <= _SAME_PLACE
    ]


def _shown(time: Time, lines: Lines, place: Around) -> _Shown:
    """The element with the line that prints its words."""
    inner = label_of(_words(_FIRST_WORDS.match(time.text)))
    if len(time.text) >= _MIN_CHARS:
        for at in (*place.head, *place.tail):
            if time.text in lines.text[at]:
                line, _ = with_its_label(lines, at)
                before = line[: line.index(time.text)]
                return _Shown(time, at, label_of(_words(_LAST_WORDS.search(before))) or inner)
    return _Shown(time, None, inner)


def _words(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


def _marked(marks: str) -> Kind | None:
    folded = marks.casefold()
    if any(mark in folded for mark in _PUBLISHED_MARKS):
        return "published"
    return "modified" if any(mark in folded for mark in _MODIFIED_MARKS) else None


def _is_hatom(one: _Shown) -> bool:
    """Whether a class `updated`, which the hAtom format asks of every entry, is all that speaks of a change."""
    return one.label is None and "updated" in one.time.attributes.split()
