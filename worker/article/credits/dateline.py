"""Credit lines and datelines: which agency sent a report, and from where, by the grammar in which agencies print it."""

import re
from dataclasses import replace

from worker.article.credits.agencies import agencies_of, agency_in, may_name_an_agency
from worker.article.credits.byline_parts import is_desk
from worker.article.credits.dateline_opening import Credit, agency_dateline, inline_dateline, placed_dateline
from worker.article.credits.dateline_place import CreditPlace, read_place
from worker.article.credits.labels import labelled
from worker.article.credits.names_uncased import separated, untitled
from worker.article.data.newsroom import newsroom

__all__ = ["Credit", "read_credit", "read_credit_line"]

MAX_CREDIT_CHARS = 110


def read_credit(text: str) -> Credit | None:
    """The credit that `text`, one line, consists of or opens with; None where there is none.

    Tried in this order: agency, or agency and place, alone; dateline with an agency; dateline with place and day or
    in capitals. A place without an agency must be in the gazetteer. Reads 120 characters.

    Source: AP Stylebook, "datelines"; forms of other agencies from their own reports.

    >>> read_credit("AFP Danang (Vietnam)").place, read_credit("UPDATE: It is over")
    ('Danang', None)
    """
    text = text.strip()
    if not text or not text[0].isprintable():
        return None
    if not may_name_an_agency(text):
        return placed_dateline(text)
    return _alone(text) or agency_dateline(text) or placed_dateline(text) or inline_dateline(text)


def read_credit_line(text: str) -> Credit | None:
    """The credit that `text`, one line, consists of; None where there is none, or it only opens with one.

    >>> read_credit_line("Reuters, LONDON").agencies, read_credit_line("LONDON (Reuters) - The river rose.")
    (('Reuters',), None)
    """
    text = text.strip()
    if len(text) > MAX_CREDIT_CHARS:
        return None
    return _alone(text) if text[:1].isprintable() and may_name_an_agency(text) else None


_PARTS = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_BRACKETS = re.compile(r"^[(\[（【]([^()\[\]（）【】]{2,60})[)\]）】]\.?$")
_DIGIT = re.compile(r"\d")


def _alone(text: str) -> Credit | None:
    if len(text) > MAX_CREDIT_CHARS:
        return None
    bare = _BRACKETS.sub(r"\1", text).strip()
    agencies = agencies_of(bare)
    if agencies and bare not in newsroom().ambiguous:
        return Credit(text, agencies)
    opened, rest = _without_opener(bare)
    if opened and (agencies := agencies_of(_without_closer(rest.split("|")[0].strip())) or _of_desk(rest)):
        return Credit(text, agencies, is_byline=opened in newsroom().byline_openers.get(opened[:1], ()))
    if agencies := _of_desk(bare) or _of_field(bare):
        return Credit(text, agencies)
    return _agency_and_place(text) or _dateline_alone(text) or _dateline_and_name(text)


def _of_desk(text: str) -> tuple[str, ...]:
    """The agency of "Redazione ANSA"."""
    return agency_in(text) if is_desk(text) else ()


def _of_field(text: str) -> tuple[str, ...]:
    """The agency that one of several fields on a line names as the source: "来源:新华社 作者:王小明"."""
    if ":" not in text and "：" not in text:
        return ()
    values = (value for label, value in labelled(text) if label in newsroom().credit_openers)
    return next((found for value in values if (found := agencies_of(value) or agencies_of(separated(value)[0]))), ())


def _dateline_alone(text: str) -> Credit | None:
    """Read "New Delhi, Nov 10 (PTI)" where the paragraph that it opened stands on the next line."""
    credit = agency_dateline(f"{text} {_PARAGRAPH}")
    if credit is None or credit.country is None or credit.raw.rstrip(".") != text.rstrip(" .:–—-"):
        return None
    is_sure = (credit.place_raw or "").isupper() or newsroom().ambiguous.isdisjoint(credit.agencies)
    return replace(credit, is_whole_line=True) if is_sure else None  # "Reading (PA)" is in Pennsylvania


def _dateline_and_name(text: str) -> Credit | None:
    """Read "(서울=연합뉴스) 홍길동 기자 =": as in Korea, whoever wrote it stands behind the dateline."""
    credit = agency_dateline(text) if "=" in text else None
    is_alone = credit is not None and untitled(text.removeprefix(credit.raw).strip(" =")) != ""
    return replace(credit, is_whole_line=True) if credit is not None and is_alone else None


_PARAGRAPH = "The"
"""Stands for any."""


def _without_opener(text: str) -> tuple[str, str]:
    folded, openers = text.casefold(), newsroom().credit_openers
    for opener in openers if folded.startswith(openers) else ():
        if folded.startswith(opener):
            rest = text[len(opener) :]
            if rest[:1] in (" ", ":", "："):
                return opener, rest.lstrip(" :：")
    return "", text


def _without_closer(text: str) -> str:
    for closer in newsroom().credit_closers:
        if text.endswith(f" {closer}"):
            return text[: -len(closer)].strip()
    return text


def _agency_and_place(text: str) -> Credit | None:
    """Read "AFP Danang (Vietnam)", "Press Trust of India | New Delhi", "Reuters, LONDON", "IANS | Mumbai | Nov 10"."""
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) == 1:
        parts = _at_agency(text)
    if not 2 <= len(parts) <= 4:
        return None
    agencies: tuple[str, ...] = ()
    place: CreditPlace | None = None
    for part in parts:
        found = () if agencies else agencies_of(part)
        named = None if found or place else read_place(part)
        if found or named:
            agencies, place = agencies or found, place or named
        elif not _DIGIT.search(part):
            return None
    if not agencies or place is None or place.country is None:
        return None
    return Credit(text, agencies, place.raw, place.name, place.country)


def _at_agency(text: str) -> list[str]:
    """`text` in two, where it starts or ends with an agency beside a comma, a colon or (unless ambiguous) a space."""
    words = text.split(" ")
    for count in range(1, min(6, len(words))):
        first, rest = " ".join(words[:count]), " ".join(words[count:])
        if agencies_of(first.rstrip(",")) and (first[-1] in ",:" or first not in newsroom().ambiguous):
            return [first.rstrip(",:"), rest]
    first, comma, last = text.rpartition(",")
    return [first, last.strip()] if comma and agencies_of(last) else [text]
