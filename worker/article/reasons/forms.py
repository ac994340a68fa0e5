"""Reasons that a short line has from its form: prices, stamps, bylines, whatever the language around them."""

import re
from typing import Final

from worker.article.data.tables import toml_table

__all__ = [
    "BY",
    "FORM_WORDS",
    "byline",
    "comment_head",
    "contact",
    "is_bare_time",
    "is_caption",
    "is_joined",
    "is_period",
    "is_street",
    "price",
    "share",
    "stamp",
]

_WORDS: Final[dict[str, frozenset[str]]] = {name: frozenset(words) for name, words in toml_table("line_forms").items()}

BY: Final = _WORDS["by"]
"""Words that a byline may begin with."""

_SIGNS_BEFORE: Final = "$€£¥₹₽₩₪฿₫₺₴₦"
_SIGNS_BEHIND: Final = "€£₽₩₹¥₴円元"
_NAMES_BEFORE: Final = ("rs", "usd", "eur", "chf", "inr", "gbp", "aud", "cad")
_NAMES_BEHIND: Final = ("zł", "kč", "kr", "руб")
_PRICE: Final = re.compile(
    rf"(?:[{_SIGNS_BEFORE}]|\b(?:{'|'.join(_NAMES_BEFORE)})\b\.?) ?\d|\d ?(?:[{_SIGNS_BEHIND}]|zł\b|kč\b|kr\b|руб)",
    re.IGNORECASE,
)
_SIGN: Final = re.compile(f"[{_SIGNS_BEFORE}{_SIGNS_BEHIND}]")
_NAMES: Final = _NAMES_BEFORE + _NAMES_BEHIND
_DISCOUNT: Final = re.compile(r"\d ?%")
_BARE_TIME: Final = re.compile(
    r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?| uhr)?(?: \(?[A-Z]{2,4}\)?)?", re.IGNORECASE
)
_DAY: Final = re.compile(  # begins with the digit of all, so that the search may skip what is none
    r"\d(?:\d?[./-]\d{1,2}[./-]\d{2,4}|\d{3}[./-]\d{1,2}[./-]\d{1,2}|\d{3}年|\d?月\d{1,2}日|\d?:\d\d|(?:(?<=\b1)9|(?<=\b2)0)\d\d\b)"
)
_MOST_IN_HEAD: Final = 7
"""Words, as of the two below."""
_MOST_NETWORKS: Final = 12
_MOST_IN_CONTACT: Final = 12
_LEAST_IN_BAR: Final = 3
"""Two networks may be a heading in the body."""
_NETWORKS: Final = _WORDS["networks"]
_SHARING: Final = _NETWORKS | _WORDS["beside_networks"]
_MAX_CHARS: Final = 120
_MAIL: Final = re.compile(r"(?:^|[\s:])[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}$")
_TELEPHONE: Final = re.compile(r"(?:[^\W\d]{1,12}[.:]{0,2} ?){0,2}[+(]{0,2}\d[\d ()/\u2011-]{5,22}\d")
_LEAST_DIGITS: Final = 7
_GROUP: Final = re.compile(r"\d{3}")
"""Of digits: pages to leaf through have none."""
_CODE: Final = re.compile(r"\d{4}|\d-\d|\d[A-Z]{2}$")
"""Quicker to see than a town, and most lines have none."""
_TOWN: Final = re.compile(  # German and its neighbours, American, British, Polish, Dutch
    r"(?:^(?:[A-Z]{1,2}-\d{4,5}|\d{5}|\d\d-\d{3}|\d{4} [A-Z]{2})|[,|·•-] ?\d{4,5}) [A-ZÄÖÜÉ][\w.-]+(?: [\w.-]+)?$"
    r"|^(?:\d{5}|(?!19|20)\d{4}) [A-ZÄÖÜÉ][\w.-]+, |[, ][A-Z]{2} \d{5}(?:-\d{4})?(?:,? USA)?$"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$"
)
_STREETS: Final = tuple(_WORDS["streets"])
_WAYS: Final = _WORDS["ways"]
_STREET: Final = re.compile(r"[A-ZÄÖÜÉ][^\d,;:!?]{3,40} \d{1,4} ?[a-z]?(?:-\d{1,4})?|\d{1,5},? [^\W\d][^\d;:!?]{3,40}")
_CREDITED: Final = re.compile(
    rf"[(\[（] ?(?:{'|'.join(sorted(_WORDS['pictures']))})\.?(?: by)? ?[:：/][^()\[\]]{{2,60}}[)\]）]$", re.IGNORECASE
)
_SEPARATOR: Final = re.compile(r" [|·•»/>›] ")
_LEAST_SEPARATORS: Final = 2
_HUMP: Final = re.compile(r"(?<=[^\W\d_A-Z])[A-ZÄÖÜÉА-Я]")
_LEAST_HUMPS: Final = 3
_WORDS_A_HUMP: Final = 3
"""At most: names such as McAdam are rarer in a title."""

FORM_WORDS: Final = BY | _NETWORKS | _WORDS["says"]
"""Without one of these a line has no byline, no comment's head and no bar of networks."""


def price(text: str, said: tuple[str, ...]) -> str | None:
    """`price` where a short line names a price or a discount; `said` are its words. Both have a digit."""
    if len(said) <= 6 and len(text) <= 60 and _names_money(text) and _PRICE.search(text):
        return "price"
    if 2 <= len(said) <= 4 and _DISCOUNT.search(text) and not _WORDS["save"].isdisjoint(said):
        return "price"
    return None


def _names_money(text: str) -> bool:
    """Whether a currency stands somewhere: quicker to see than a price, and most lines have none."""
    if _SIGN.search(text):
        return True
    low = text.lower()
    return any([name in low for name in _NAMES])  # noqa: C419 -- a generator costs more than the names


def byline(text: str, said: tuple[str, ...]) -> str | None:
    """`byline` where a line of up to nine words is "by", in any of the languages we know, and names."""
    if not said or said[0] not in BY or not _is_brief(text, said):
        return None
    return "byline" if _is_byline(text.split()) else None


def stamp(text: str, said: tuple[str, ...]) -> str | None:
    """`stamp` where a line of up to nine words, no sentence, is a day or an hour with little beside it."""
    return "stamp" if _is_brief(text, said) and text[-1] not in ".!?" and _is_stamp(text, said) else None


def _is_brief(text: str, said: tuple[str, ...]) -> bool:
    return len(said) <= 9 and len(text) <= 120


def comment_head(text: str, said: tuple[str, ...]) -> str | None:
    """`comment` where a line of up to seven words ends in "says:", in any of the languages we know."""
    if text[-1] in ":：" and 1 < len(said) <= _MOST_IN_HEAD and said[-1] in _WORDS["says"]:
        return "comment"
    return None


def share(said: tuple[str, ...]) -> str | None:
    """`share` where a line of up to twelve words is networks with a verb, or three networks with little beside them."""
    if _NETWORKS.isdisjoint(said) or len(said) > _MOST_NETWORKS:
        return None
    is_called_for = said[0] in _WORDS["follow"] or said[-1] in _WORDS["follow"]
    is_bar = _SHARING.issuperset(said) and sum(word in _NETWORKS for word in said) >= _LEAST_IN_BAR
    return "share" if is_called_for or is_bar else None


def contact(text: str, said: tuple[str, ...]) -> str | None:
    """`footer` where a line of up to twelve words is a telephone number, a mail address or that of a house."""
    if not said or len(said) > _MOST_IN_CONTACT or len(text) > _MAX_CHARS:
        return None
    if "@" in text:
        return "footer" if _MAIL.search(text) else None
    is_place = (_CODE.search(text) and _TOWN.search(text)) or (_names_street(said) and is_street(text))
    return "footer" if is_place or _is_telephone(text) else None


def _names_street(said: tuple[str, ...]) -> bool:
    name = said[1:] if said[0].isdecimal() else said[:-1]
    return bool(name) and (name[-1].endswith(_STREETS) or name[0] in _WAYS)


def _is_telephone(text: str) -> bool:
    is_number = text[-1].isdigit() and _GROUP.search(text) is not None and _TELEPHONE.fullmatch(text) is not None
    return is_number and sum(map(str.isdigit, text)) >= _LEAST_DIGITS


def is_street(text: str) -> bool:
    """Whether the line is a name and a house number, in either order."""
    return _STREET.fullmatch(text[:_MAX_CHARS]) is not None


def is_caption(text: str) -> bool:
    """Whether the line ends in whose picture it tells of, in brackets."""
    return text[-1] in ")]）" and _CREDITED.search(text[-_MAX_CHARS:]) is not None


def is_joined(text: str) -> bool:
    """Whether several entries of a menu stand in one line: "Home | Rivers | Boats", "HomeRiversBoatsMills"."""
    text = text[:_MAX_CHARS]
    if len(_SEPARATOR.findall(text)) >= _LEAST_SEPARATORS:
        return True
    humps = len(_HUMP.findall(text))
    return humps >= _LEAST_HUMPS and len(text.split()) <= _WORDS_A_HUMP * humps


def is_bare_time(text: str) -> bool:
    """Whether the line is a time of day and no more."""
    return _BARE_TIME.fullmatch(text[:40]) is not None


def is_period(said: tuple[str, ...]) -> bool:
    """Whether the words are a number of months, years and the like."""
    return 1 < len(said) <= 3 and said[0].isdecimal() and said[1] in _WORDS["periods"]


def _is_byline(parts: list[str]) -> bool:
    if len(parts) < 2 or parts[0].lower().rstrip(":") not in BY or not parts[0][0].isupper():
        return False
    return parts[1][0].isupper() and all(part[0].isupper() or part in _WORDS["between"] for part in parts[2:])


def _is_stamp(text: str, said: tuple[str, ...]) -> bool:
    """Whether a day or an hour is what the line is about: "The best phones of 2019" has a year and is no stamp."""
    day = _DAY.search(text)
    if day is None:
        return _is_day_of_month(said)
    others = sum(word.isalpha() and not _is_month(word) for word in said)
    return others <= (_MOST_BESIDE_YEAR if day[0].isdecimal() else _MOST_BESIDE_DAY)


_MOST_IN_ABBREVIATION: Final = 4
_MOST_BESIDE_YEAR: Final = 1
_MOST_BESIDE_DAY: Final = 4
"""Words: "Published on Monday at", and the zone."""


def _is_day_of_month(said: tuple[str, ...]) -> bool:
    """A day and a month, in either order, with no more than a weekday."""
    if not 2 <= len(said) <= 3:
        return False
    return any(word.isdecimal() for word in said) and any(map(_is_month, said))


def _is_month(word: str) -> bool:
    return word[:3] in _WORDS["months"] if len(word) <= _MOST_IN_ABBREVIATION else word in _WORDS["month_names"]
