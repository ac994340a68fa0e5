"""Authors, agency and dateline, from all claims."""

from collections.abc import Sequence
from itertools import compress
from typing import Final

from worker.article.credits.agencies import agencies_of, agency_in
from worker.article.credits.authors import AuthorClaim, choose_authors
from worker.article.credits.byline_authors import read_marked_author
from worker.article.credits.byline_opening import opened, without_openers
from worker.article.document import Agency, Author, AuthorKind, Dateline
from worker.article.metadata import page
from worker.article.metadata.around import BELOW_HEADLINE
from worker.article.metadata.byline_below_headline import has_stamp_beside, read_below_headline
from worker.article.metadata.byline_evidence import is_of_writing
from worker.article.metadata.case import Case, Chosen
from worker.article.metadata.urls import absolute, canonical
from worker.article.plain import folded

__all__ = ["choose_people"]


def choose_people(case: Case, chosen: Chosen) -> None:
    """Choose authors, agency and dateline; notes the lines that are theirs, whoever won."""
    payload, lines = case.payload, case.lines
    for at, name in case.finds.fields:
        chosen.use(at, name)
    marked = page.opened_bylines if case.are_authors_settled else page.author_claims
    claims = [case.authors, *marked(case.witnesses), *_own_bylines(case, chosen)]
    found = choose_authors(claims, case.houses)
    if found is None and (top := _headline_at(chosen)) is not None:
        found = choose_authors(read_below_headline(lines, top, case.context), case.houses)
    said = {"override": payload.overrides.authors, "hint": payload.hints.authors}
    given = {source: _given(names) for source, names in said.items() if names is not None}
    if "override" in given:
        found = AuthorClaim(given["override"], "override")
    elif found is None and "hint" in given:
        found = AuthorClaim(given["hint"], "hint")
    if found is not None:
        number = lines.number[found.line] if found.line is not None else None
        authors = _with_addresses(found.authors, case)
        chosen.choose("authors", authors, _AUTHOR_SOURCES.get(found.source, found.source), number)
    if found is not None and _AUTHOR_SOURCES.get(found.source) == "line" and found.line is not None:
        chosen.use(found.line, "authors")
    _choose_credit(case, chosen)


_AUTHOR_SOURCES: Final = {"mark": "byline"} | dict.fromkeys(("bare", "unsure", "signed", "stamped", "bio"), "line")


def _given(names: Sequence[str]) -> tuple[Author, ...]:
    """Authors as a producer names them: a name that fits nowhere else is a person's."""
    return tuple(
        author
        for name in names
        for author in read_marked_author(name, is_person=True) or (Author(name=name, name_raw=name),)
    )


def _headline_at(chosen: Chosen) -> int | None:
    return next((at for at, fields in chosen.used.items() if "headline" in fields), None)


def _with_addresses(authors: tuple[Author, ...], case: Case) -> tuple[Author, ...]:
    """Each author with the address that JSON-LD gives, else the one behind the name in a byline, on the same site.

    A link to the page itself, or to the site's front, is nobody's.
    """
    found = [absolute(author.url) if author.url else _linked(author.name, case) for author in authors]
    return tuple(
        author if author.url == url else author.model_copy(update={"url": url})
        for author, url in zip(authors, found, strict=True)
    )


def _linked(name: str, case: Case) -> str | None:
    page_url = case.payload.url
    links = [element for element in case.witnesses.bylines if element.href and name in element.text]
    named = (element.href for element in links if folded(without_openers(element.text)) == folded(name))
    addresses = (canonical(href, page_url) for href in named)
    return next((address for address in addresses if address and address != canonical(page_url)), None)


def _own_bylines(case: Case, chosen: Chosen) -> list[AuthorClaim]:
    """Bylines of the lines; a bare name only below the headline, and only of somebody the headline does not name."""
    top = _headline_at(chosen)
    title = folded(chosen.fields.get("headline") or "")
    below = {"bare": case.place.start, "unsure": len(case.lines)}
    named = [
        claim
        for claim in case.finds.bylines
        if claim.source != "line"
        and not (claim.source == "bare" and _has_handle(claim.line, case))
        and not any(folded(author.name) in title for author in claim.authors)
        and (
            _is_signed(claim.line, case)
            or _is_right_below(claim, top, case)
            or not any(_is_spoken_of(author.name, claim.line, case) for author in claim.authors[:1])
        )
    ]
    return [
        claim
        for claim in case.finds.bylines
        if (claim.source == "line" or claim in named)
        and (
            claim.source not in below
            or (top is not None and top < (claim.line or 0) < min(below[claim.source], top + BELOW_HEADLINE))
        )
    ]


_RIGHT_BELOW: Final = range(1, 4)


def _is_right_below(claim: AuthorClaim, top: int | None, case: Case) -> bool:
    """A name that opens or ends a line right below the headline, with a stamp in it or beside it."""
    if claim.source != "stamped" or top is None or claim.line is None or claim.line - top not in _RIGHT_BELOW:
        return False
    text, name = case.lines.text[claim.line], claim.authors[0].name
    return (text.startswith(name) or text.endswith(name)) and has_stamp_beside(case.lines, claim.line, case.context)


def _has_handle(at: int | None, case: Case) -> bool:
    """A name with a handle and nothing else to back it is that of whoever posted what the article shows."""
    return at is not None and "@" in case.lines.text[at]


def _is_signed(at: int | None, case: Case) -> bool:
    """Words open the line as a byline, and they are of writing, or it shows the day: it is nobody's name alone."""
    opener = opened(case.lines.text[at])[0] if at is not None else ""
    return bool(opener) and (is_of_writing(opener) or any(stamp.line == at for stamp in case.finds.stamps))


_PROSE_WORDS: Final = 8


def _is_spoken_of(name: str, at: int | None, case: Case) -> bool:
    """A sentence of the body tells of somebody by the last part of the name: then a line with it alone is no byline."""
    last = name.rpartition(" ")[2]
    return any(
        last in text
        and here != at
        and text.count(" ") >= _PROSE_WORDS
        and not text.startswith(name)
        and _has_word(text, last)
        for here, text in compress(enumerate(case.lines.text), case.kept)
    )


def _has_word(text: str, word: str) -> bool:
    """Whether `word` stands in `text` with no letter or digit beside it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(word, at + 1)
    return False


def _choose_credit(case: Case, chosen: Chosen) -> None:
    credited = case.finds.credits
    with_agency = next(((at, c) for at, c in credited if c.agencies), None)
    with_place = next(((at, c) for at, c in credited if c.place), None)
    if with_agency is not None:
        at, credit = with_agency
        chosen.choose("agency", Agency(name="/".join(credit.agencies), raw=credit.raw), "line", case.lines.number[at])
    else:
        named = next(filter(None, map(_agency, chosen.fields.get("authors", ()))), None)
        chosen.choose("agency", named, chosen.evidence["authors"].source if named else "")
    if with_place is not None:
        at, credit = with_place
        found = Dateline(raw=credit.raw, place=credit.place, country=credit.country)
        chosen.choose("dateline", found, "line", case.lines.number[at])


def _agency(author: Author) -> Agency | None:
    """An agency that stands in a byline, alone or with the word for its desk, by its name in the table of agencies."""
    match author.kind:
        case AuthorKind.AGENCY:
            return Agency(name="/".join(agencies_of(author.name)) or author.name, raw=author.name_raw)
        case AuthorKind.DESK if agencies := agency_in(author.name):
            return Agency(name="/".join(agencies), raw=author.name_raw)
        case _:
            return None
