"""Authors: which of the witnesses' bylines counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from worker.article.document import Author, AuthorKind
from worker.article.plain import folded

__all__ = ["AuthorClaim", "choose_authors", "is_settled"]


@dataclass(frozen=True, slots=True)
class AuthorClaim:
    """The authors one witness names."""

    authors: tuple[Author, ...]
    source: str
    """One of `json-ld`, `line` (a line that opens like a byline), `byline` (an element marked as one that does),
    `meta`, `microdata`, `mark` (another marked element), `unsure` (a line that opens like a byline, with a name that
    may be none), `signed` (one that names whoever it may be, by a template's words), `stamped` (a line that is a name,
    with a stamp in it or beside it), `bare` (one without), `bio` (one below the body, with a role or a sentence about
    the person behind it), `override`, `hint`.
    """
    line: int | None = None
    """Index of the line, where it was one."""


_RANK: Final = {
    "json-ld": 6,
    "line": 5,
    "byline": 5,
    "meta": 4,
    "microdata": 3,
    "mark": 2,
    "signed": 3,
    "stamped": 2,
    "unsure": 1,
    "bare": 1,
    "bio": 0,
}


def choose_authors(claims: Sequence[AuthorClaim], site_names: Iterable[str]) -> AuthorClaim | None:
    """The claim that counts; None where there is none.

    Persons count before desks and agencies, and those before the site's own name; then what JSON-LD or two kinds
    of witnesses say, then the stronger witness. A longer list on the page that holds all of its names counts instead.
    """
    houses = _houses(site_names)
    ranked = sorted(
        (claim for claim in claims if claim.authors),
        key=lambda claim: (-_worth(claim, houses), not _is_backed(claim, claims), -_RANK[claim.source]),
    )
    if not ranked:
        return None
    best = ranked[0]
    for other in ranked[1:]:
        if _extends(other, best):
            best = other
    return best


def is_settled(claim: AuthorClaim, site_names: Iterable[str]) -> bool:
    """Whether `claim` wins over all others, so that only a longer list, of a `byline` or a `line`, need be looked for.

    JSON-LD that names a person does, as `choose_authors` ranks.
    """
    return claim.source == "json-ld" and _worth(claim, _houses(site_names)) == _PERSONS


_PERSONS: Final = 7


def _houses(site_names: Iterable[str]) -> set[str]:
    return {_compact(name) for name in site_names} - {""}


def _worth(claim: AuthorClaim, houses: set[str]) -> int:
    """7 for persons, 6 for agencies and desks, 5 for names beside a stamp, 4 for the site, less for doubtful ones."""
    is_person = any(
        author.kind is AuthorKind.PERSON and " " in author.name and _compact(author.name) not in houses
        for author in claim.authors
    )
    if claim.source in ("signed", "stamped"):
        return 5
    if claim.source in ("bare", "unsure", "bio") or (claim.source == "mark" and not is_person):
        return 1 + (claim.source != "bio") if is_person else 0
    if any(author.kind is AuthorKind.PERSON and _compact(author.name) not in houses for author in claim.authors):
        return _PERSONS
    return 4 if all(_compact(author.name) in houses for author in claim.authors) else 6


def _is_backed(claim: AuthorClaim, claims: Sequence[AuthorClaim]) -> bool:
    own = {folded(author.name) for author in claim.authors}
    return claim.source == "json-ld" or any(
        other.source != claim.source and not own.isdisjoint(folded(author.name) for author in other.authors)
        for other in claims
    )


def _extends(longer: AuthorClaim, claim: AuthorClaim) -> bool:
    """All of `claim` and somebody more, by a witness on the page."""
    own, theirs = ({folded(author.name) for author in c.authors} for c in (claim, longer))
    return (
        longer.source in ("byline", "line")
        and own < theirs
        and all(a.kind is AuthorKind.PERSON for a in longer.authors)
    )


def _compact(name: str) -> str:
    return folded(name).replace(" ", "").removeprefix("the").removeprefix("www")
