"""Loader of `newsroom.toml`: agencies, byline words, roles."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Newsroom", "newsroom"]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The words of `newsroom.toml`; single words are case-folded, names of agencies stand as printed."""

    agencies: dict[str, str]
    """Name by printed form; forms in capitals are there too."""
    ambiguous: frozenset[str]
    """Printed forms that are no agency on their own."""
    credit_openers: tuple[str, ...]
    """Case-folded, longest first."""
    credit_closers: tuple[str, ...]
    byline_openers: dict[str, tuple[str, ...]]
    """By first letter, longest first."""
    openers_alone: frozenset[str]
    """Those of a byline that may stand on a line of their own."""
    weak_openers: frozenset[str]
    byline_genres: frozenset[str]
    titles_before: tuple[str, ...]
    """Longest first, as those behind a name."""
    titles_after: tuple[str, ...]
    reports: tuple[str, ...]
    """What ends the words for a place beside names with titles."""
    joiners: tuple[str, ...]
    place_words: frozenset[str]
    not_places: frozenset[str]
    particles: frozenset[str]
    roles: frozenset[str]
    desks: frozenset[str]
    house_ends: tuple[str, ...]
    """Of desks, houses and places in scripts without spaces."""
    legal_forms: frozenset[str]
    """As printed behind the name of a house."""
    not_names: frozenset[str]
    pictures: frozenset[str]
    months: frozenset[str]
    """Names of months and days of the week."""
    regions: dict[str, str]
    """Country by short form of a region, without its last full stop."""


@cache
def newsroom() -> Newsroom:
    """The table, read once."""
    raw = tomllib.loads(files(__package__).joinpath("newsroom.toml").read_text(encoding="utf-8"))
    forms = {form: name for name, others in raw["agencies"].items() for form in (name, *others)}
    openers = {opener.casefold() for language in raw["byline"].values() for opener in language}
    return Newsroom(
        agencies={form.upper(): name for form, name in forms.items() if len(form) > 3} | forms,
        ambiguous=frozenset(raw["ambiguous"]["names"]),
        credit_openers=_longest_first({opener.casefold() for opener in raw["credit"]["openers"]}),
        credit_closers=_longest_first(raw["credit"]["closers"]),
        byline_openers=_by_letter(_longest_first(openers)),
        openers_alone=_words(raw, "byline_alone"),
        weak_openers=frozenset(map(str.casefold, raw["byline_weak"]["names"])),
        byline_genres=_words(raw, "byline_genres"),
        titles_before=_longest_first(raw["titles"]["before"]),
        titles_after=_longest_first(raw["titles"]["after"]),
        reports=tuple(raw["titles"]["reports"]),
        joiners=tuple(dict.fromkeys(raw["joiners"]["words"])),
        place_words=_words(raw, "place_words"),
        not_places=_words(raw, "not_places"),
        particles=_words(raw, "particles"),
        roles=_words(raw, "roles"),
        desks=_words(raw, "desks"),
        house_ends=tuple(raw["desks"]["ends"]),
        legal_forms=frozenset(raw["desks"]["forms"]),
        not_names=_words(raw, "not_names"),
        pictures=_words(raw, "pictures"),
        months=_words(raw, "months"),
        regions={form: country for country, forms in raw["regions"].items() for form in forms},
    )


def _longest_first(words: set[str] | list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _by_letter(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {letter: tuple(w for w in words if w[0] == letter) for letter in {word[0] for word in words}}


def _words(raw: dict[str, Any], section: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in raw[section]["words"])
