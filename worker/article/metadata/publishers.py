"""The publishers table: who runs a site, by its domain or by what its boilerplate says."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from worker.article.metadata.domains import MAX_HOST_CHARS

__all__ = ["PublisherRow", "publisher_called", "publisher_of_domain", "publishers", "publishers_named"]


@dataclass(frozen=True, slots=True)
class PublisherRow:
    """One row of data/publishers.csv."""

    domain: str
    """Registrable domain, or a part of one that has a paper of its own."""
    names: tuple[str, ...]
    """As the paper prints them, the usual one first."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    zone: str | None
    """Home zone, an IANA name; None where nobody has checked it."""
    languages: tuple[str, ...]
    zone_checked: str | None = None
    """What the zone was checked against."""
    is_telling: bool = True
    """Whether the names alone tell who speaks: not those of agencies, nor those that several papers share."""


class Names(NamedTuple):
    """The names of all papers, for finding them in lines."""

    by_first_word: dict[str, list[str]]
    """Longest first."""
    rows: dict[str, PublisherRow]
    """By name; a name of several rows stands for the first."""


_WORD: Final = re.compile(r"\w+(?:['’.]\w+)*")
_OWN_BEFORE: Final = re.compile(
    r"(?:©|\(c\)|copyright|all rights reserved,?|subscribe to|subscribe now to|subscription to|sign up (?:for|to)|"
    r"follow|download(?: the)?|support|powered by|published by|a product of|welcome to|join|about|contact|access|"
    r"advertise (?:with|in|on)|abonnez-vous (?:à|au)|abonnieren sie|suscríbete a|assine|abbonati a|"
    r"read more (?:on|from|at)|disclaimer\s?:\s?no|more from|trending on|watch|install|keep reading)"
    r"[\s:,.\d–-]*(?:the\s)?$",
    re.IGNORECASE,
)
_OWN_AFTER: Final = re.compile(
    r"['’]?s?\s(?:e-?paper|journalists?|staff|digital|app|newsletters?|subscribers?|subscription|premium|ltd|limited|"
    r"group|inc|media|llc|gmbh|verlag|s\.a|all rights|rights reserved|reporters?|correspondents?|"
    r"news desk|desk|editorial)\b",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"(?:complimentary|free|bonus|partner|via|courtesy|access to|according to|told|by)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_MAX_CHARS: Final = 300


def publisher_of_domain(domain: str) -> PublisherRow | None:
    """The publisher whose site `domain` is, or is a part of; case and a leading `www.` do not matter.

    None for what is longer than a host can be: a producer may name anything.

    >>> publisher_of_domain("www.business-standard.com").country
    'IN'
    """
    if len(domain) > MAX_HOST_CHARS:
        return None
    labels = domain.strip().rstrip(".").casefold().split(".")
    domains = _by_domain()
    candidates = (".".join(labels[start:]) for start in range(max(1, len(labels) - 1)))
    return next((domains[name] for name in candidates if name in domains), None)


def publisher_called(name: str) -> PublisherRow | None:
    """The publisher of exactly this name; None where several have it, or an agency.

    >>> publisher_called("Business Standard").domain
    'business-standard.com'
    """
    return _names().rows.get(name.strip())


def publishers_named(texts: Iterable[str]) -> PublisherRow | None:
    """The publisher that lines of boilerplate speak for; None where no name, or more than one, does.

    A name counts where the line is the paper's own voice ("Subscribe to NAME", "© NAME", "NAME Epaper", "No NAME
    journalist"), spelt as in the table. A paper that is only mentioned, or given away ("complimentary access to
    NAME"), does not.
    """
    voices: Counter[str] = Counter()
    for text in texts:
        line = text[:_MAX_CHARS]
        voices.update({row.domain for start, end, row in _named(line) if _is_own_voice(line, start, end)})
    ranked = voices.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return _by_domain()[ranked[0][0]]


@cache
def publishers() -> tuple[PublisherRow, ...]:
    """All rows of the table."""
    file = resources.files("worker.article.data") / "publishers.csv"
    return tuple(
        PublisherRow(
            domain=row["domain"],
            names=tuple(row["names"].split("|")),
            country=row["country"] or None,
            zone=row["zone"] or None,
            languages=tuple(row["languages"].split()),
            zone_checked=row["zone_checked"] or None,
            is_telling=row["telling"] != "no",
        )
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    )


def _named(line: str) -> Iterable[tuple[int, int, PublisherRow]]:
    names = _names()
    taken = 0
    for word in _WORD.finditer(line):
        if word.start() < taken:
            continue
        for name in names.by_first_word.get(word[0], ()):
            end = word.start() + len(name)
            if line.startswith(name, word.start()) and not line[end : end + 1].isalnum():
                taken = end
                yield word.start(), end, names.rows[name]
                break


def _is_own_voice(line: str, start: int, end: int) -> bool:
    before = line[max(0, start - 60) : start]
    if _GIVEN.search(before):
        return False
    return bool(_OWN_BEFORE.search(before) or _OWN_AFTER.match(line, end))


@cache
def _by_domain() -> dict[str, PublisherRow]:
    return {row.domain: row for row in publishers()}


@cache
def _names() -> Names:
    rows: dict[str, PublisherRow] = {}
    for row in publishers():
        if row.is_telling:
            rows.update((name, row) for name in row.names if name not in rows)
    by_first_word: dict[str, list[str]] = defaultdict(list)
    for name in sorted(rows, key=lambda name: (-len(name), name)):
        first = _WORD.search(name)
        if first:
            by_first_word[first[0]].append(name)
    return Names(by_first_word, rows)
