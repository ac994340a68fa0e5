"""Datelines that open a paragraph, by the grammar in which agencies print place, day and their own name."""

import re
from dataclasses import dataclass

from worker.article.credits.agencies import agencies_of
from worker.article.credits.dateline_place import read_place
from worker.article.data.newsroom import newsroom
from worker.article.data.places import place_named

__all__ = ["Credit", "agency_dateline", "inline_dateline", "placed_dateline"]

MAX_HEAD_CHARS = 120


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency, a place, or both, as printed on a line of their own or before a paragraph."""

    raw: str
    """As printed, without the dash that ends a dateline."""
    agencies: tuple[str, ...] = ()
    """Names as in the table of agencies, in the order printed."""
    place_raw: str | None = None
    """Place with the country or region beside it, as printed."""
    place: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2; None where the gazetteer does not know the place, or places are in several countries."""
    is_whole_line: bool = True
    """Nothing but the credit stands on the line; else it opens a paragraph."""
    is_byline: bool = False
    """As in "By AFP": the agency stands in a byline."""


def agency_dateline(text: str) -> Credit | None:
    """The dateline with an agency in brackets or between strokes that opens `text`, one line; None where none does.

    >>> agency_dateline("BERLIN (dpa/AFP) – Der Bundestag").agencies
    ('dpa', 'AFP')
    """
    return _bracketed(text) or _chinese(text) or _japanese(text) or _korean(text) or _slashed(text)


_HEAD = re.compile(r"^([^()（）]{0,80}?)\s?[(（]([^()（）]{2,40})[)）]\s*(\.?\s?(?:--+|[–—―-])|:|\.|)\s*(?=\S)")
_OPENING = re.compile(r"[\"“„«'‘A-ZÀ-ÞĀ-ỹΑ-ΩА-Я0-9\u0900-\ufaff]")


def _bracketed(text: str) -> Credit | None:
    """Read "WASHINGTON (AP) —", "New Delhi, Nov 10 (PTI)", "BERLIN (dpa/AFP) –", "(ANSA) - ROMA, 10 NOV -"."""
    head = _HEAD.match(text[: MAX_HEAD_CHARS + 40])
    if head is None:
        return None
    before, inside, dash = head.groups()
    agencies = agencies_of(inside) or agencies_of(inside.rpartition(" via ")[2])
    if not agencies:
        return None
    raw = text[: head.end(2) + 1]
    if not before.strip() or before.strip().casefold() in newsroom().not_places:
        return _after_agency(text, head.end(), Credit(raw, agencies, is_whole_line=False))
    place = read_place(before)
    if place is None or not (dash or _OPENING.match(text[head.end() :])):
        return None
    return Credit(raw, agencies, place.raw, place.name, place.country, is_whole_line=False)


_NEXT_HEAD = re.compile(r"^([^()–—:.]{2,60}?)(?:\s?--|\s[–—-]|[–—])\s*(?=\S)")


def _after_agency(text: str, end: int, credit: Credit) -> Credit:
    rest = text[end : end + MAX_HEAD_CHARS]
    head = _NEXT_HEAD.match(rest)
    place = read_place(head[1]) if head else None
    if head is None or place is None or place.country is None:
        return credit
    raw = text[: end + head.end(1)]
    return Credit(raw, credit.agencies, place.raw, place.name, place.country, is_whole_line=False)


_CHINESE = re.compile(
    r"^[（(【]?(新华社|新華社|中新社|中新网|中央社)([\u4e00-\u9fff]{2,6}?)(?:\d{1,2}月)?\d{1,2}日[电電讯訊]?"
)


def _chinese(text: str) -> Credit | None:
    """Read "新华社北京11月10日电": agency, place, day, "wire"."""
    head = _CHINESE.match(text)
    if head is None:
        return None
    place = place_named(head[2])
    raw = head[0].lstrip("（(【")
    return Credit(raw, agencies_of(head[1]), head[2], head[2], place.country if place else None, is_whole_line=False)


_JAPANESE = re.compile(
    r"^[【［\[]([\u30a0-\u30ff\u4e00-\u9fff]{2,12}?)(?:\s?\d{1,2}日)?[\s＝=]?(共同|時事|AFP|ロイター)(?:通信)?[】］\]]"
)


def _japanese(text: str) -> Credit | None:
    """Read "【北京共同】", "[東京 10日 ロイター]": place and agency in brackets; the place must be known."""
    head = _JAPANESE.match(text)
    place = place_named(head[1]) if head else None
    if head is None or place is None:
        return None
    return Credit(head[0], agencies_of(head[2]), head[1], head[1], place.country, is_whole_line=False)


_KOREAN = re.compile(r"^[(（\[【]?([\uac00-\ud7af]{2,8})\s?[=＝]\s?([\uac00-\ud7afA-Z\d]{2,8})(?:[)）\]】]|\s)")


def _korean(text: str) -> Credit | None:
    """Read "(서울=연합뉴스)", "[부산=뉴시스]", whether or not the gazetteer knows the place: no prose opens so."""
    head = _KOREAN.match(text)
    if head is None or not (agencies := agencies_of(head[2])):
        return None
    place = place_named(head[1])
    raw = head[0].strip()
    return Credit(raw, agencies, head[1], head[1], place.country if place else None, is_whole_line=False)


_SLASHED = re.compile(r"^([^/]{3,60}?)\s?/\s?([^/]{2,20})\s?/\.?\s*(?=\S)")
_PIPED = re.compile(r"^([^|]{3,40}?)\s([\w-]{2,8})\s\|\s(?=\S)")


def _slashed(text: str) -> Credit | None:
    """Read "MOSCOW, November 10. /TASS/. Russian", "BERLIN dpa | Die"."""
    for form in (_SLASHED, _PIPED):
        head = form.match(text[:MAX_HEAD_CHARS])
        if head is not None and (agencies := agencies_of(head[2])) and (place := read_place(head[1])) is not None:
            raw = head[0].rstrip(" .|")
            return Credit(raw, agencies, place.raw, place.name, place.country, is_whole_line=False)
    return None


_PLACE_HEAD = re.compile(r"^([^–—:.()|!?\"“]{3,50}(?:\.[^–—:()|!?\"“]{0,20})?)(\s?--|\s[–—-]|[–—]|:\s)\s*(?=\S)")


def placed_dateline(text: str) -> Credit | None:
    """Read "MANILA, Philippines —", "KUALA LUMPUR, Nov 10 —": no agency, so the place must be known.

    Before a colon ("New Delhi, Nov 10:") a day must stand beside it: "JORDAN:" is who speaks.
    """
    first = text[:MAX_HEAD_CHARS]
    head = _PLACE_HEAD.match(first) if any(mark in first for mark in "-–—:") else None
    if head is None or not _OPENING.match(text[head.end() :]):
        return None
    place = read_place(head[1])
    if place is None or place.country is None or not place.is_large or (":" in head[2] and not place.is_dated):
        return None
    if not (place.raw.split(",")[0].isupper() or (place.is_dated and place.is_certain)):
        return None
    return Credit(head[1].strip(), (), place.raw, place.name, place.country, is_whole_line=False)


_INLINE = re.compile(r"^([^\W\d_][^()–—:.|!?]{2,40}?),?\s([\w-]{2,8})\s?(?:--|[–—-])\s+(?=\S)")


def inline_dateline(text: str) -> Credit | None:
    """Read "Berlin, dpa –", "LONDON, Reuters -"."""
    head = _INLINE.match(text[:MAX_HEAD_CHARS])
    if head is None or not (agencies := agencies_of(head[2])):
        return None
    if (place := read_place(head[1])) is None or place.country is None:
        return None
    return Credit(text[: head.end(2)], agencies, place.raw, place.name, place.country, is_whole_line=False)
