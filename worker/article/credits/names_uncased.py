"""Names in scripts without capitals, where a family name, a title or a given name must tell them from other words."""

import re
from functools import cache, lru_cache
from typing import Final

from worker.article.data.family_names import family_name_of
from worker.article.data.newsroom import newsroom

__all__ = [
    "has_uncased",
    "is_east_asian",
    "is_probably_east_asian",
    "is_surely_east_asian",
    "is_uncased",
    "is_uncased_word",
    "is_unspaced",
    "may_be_titled",
    "separated",
    "untitled",
]

_FORMS: Final = 256
_UNSPACED: Final = "\u2e80"
"""From here on, no space parts words in most scripts."""
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff々"
_KANA: Final = "\u3040-\u30ff"
_HANGUL: Final = "\uac00-\ud7af"
_LETTER: Final = f"[{_KANA}{_HAN}{_HANGUL}]"
_EAST_ASIAN: Final = re.compile(
    rf"{_LETTER}{{2,8}}(?:[ \u3000]{_LETTER}{{1,8}})?|{_LETTER}[ \u3000]{_LETTER}{{1,3}}|[{_KANA}]{{2,16}}"
)
_FIRST_UNCASED: Final = "\u0590"
_UNCASED: Final = re.compile("[\u0590-\u109f\u10d0-\u10ff\u1780-\u17ff\u2e80-\ud7af\uf900-\ufaff]")
_WORD: Final = re.compile(r"(?:(?![\d،؛؟٪-٭।॥۔๏])[\u0590-\u109f\u10d0-\u10ff\u1780-\u17ff\u200c\u200d]){2,}")
_EAST_ASIAN_WORD: Final = re.compile(rf"{_LETTER}{{1,8}}")


def is_uncased(text: str) -> bool:
    """Whether `text` begins in a script that knows no capitals."""
    return text[:1] >= _FIRST_UNCASED and _UNCASED.match(text) is not None


def has_uncased(text: str) -> bool:
    """Whether a letter of a script without capitals is in `text`."""
    return not text.isascii() and _UNCASED.search(text) is not None


def is_uncased_word(word: str) -> bool:
    """Whether `word` has the shape of a part of a name in a script without capitals."""
    return not word.isascii() and (_WORD if word[0] < _UNSPACED else _EAST_ASIAN_WORD).fullmatch(word) is not None


def is_unspaced(text: str) -> bool:
    """Whether `text` begins in a script of East Asia."""
    return text[:1] > _UNSPACED and is_uncased(text)


def is_east_asian(text: str) -> bool:
    """Whether `text` has the shape of a name in Chinese characters, kana or Hangul, and is no desk or usual word."""
    return (
        _EAST_ASIAN.fullmatch(text) is not None
        and not text.endswith(newsroom().house_ends)
        and newsroom().not_names.isdisjoint((text, *text.split()))
    )


@lru_cache(maxsize=_FORMS)
def is_surely_east_asian(text: str) -> bool:
    """`is_east_asian`, and a family name opens it with as many characters behind as a given name has there.

    >>> [is_surely_east_asian(text) for text in ("山田太郎", "홍길동", "国際面", "高铁")]
    [True, True, False, False]
    """
    family = family_name_of(text)
    given = text[len(family) :]
    if not family or not is_east_asian(text):
        return False
    is_apart = given.startswith((" ", "\u3000"))
    given = given.strip(" \u3000")
    if family[0] >= _FIRST_HANGUL:
        return len(given) == _GIVEN_IN_HANGUL
    if is_apart or len(family) > 1:
        return 1 <= len(given) <= _MAX_GIVEN
    return len(given) == _GIVEN_IN_CHINESE or (len(given) == _MAX_GIVEN and _KANA_IN.search(given) is not None)


_FIRST_HANGUL: Final = "\uac00"
_GIVEN_IN_HANGUL: Final = 2
_GIVEN_IN_CHINESE: Final = 2
"""One character beside a family name of one is as often another word."""
_MAX_GIVEN: Final = 3
_KANA_IN: Final = re.compile(f"[{_KANA}]")


def separated(text: str) -> tuple[str, ...]:
    """The whole names of which `text` in East Asian script consists, where a space stands between them; else `text`.

    A title stays beside its name; an agency before the first is apart.

    >>> separated("王小明 李大华"), separated("山田 太郎"), separated("연합뉴스 홍길동 기자")
    (('王小明', '李大华'), ('山田 太郎',), ('연합뉴스', '홍길동 기자'))
    """
    if " " not in text or len(text) > _MAX_CHARS or not is_unspaced(text):
        return (text,)
    words = text.split()
    agency = (words.pop(0),) if words[0] in newsroom().agencies else ()
    if not words:
        return (text,)
    title = f"{words.pop(0)} " if words[0] in newsroom().titles_before else ""
    are_names = all(map(is_probably_east_asian, words)) and all(word != family_name_of(word) for word in words)
    if words and are_names:
        return (*agency, title + words[0], *words[1:])
    return (*agency, title + " ".join(words)) if agency else (text,)


_MAX_CHARS: Final = 90


def is_probably_east_asian(word: str) -> bool:
    """`is_surely_east_asian`, or a short one: it has a given name of one character; beside other names it is one."""
    return is_surely_east_asian(word) or (len(word) == 2 and len(family_name_of(word)) == 1 and is_east_asian(word))


@lru_cache(maxsize=_FORMS)
def untitled(text: str) -> str:
    """The name in `text` without the title before or behind it; "" where there is no title, or no sure name beside it.

    >>> untitled("홍길동 기자"), untitled("记者王小明"), untitled("記者会見"), untitled("记者 王明")
    ('홍길동', '王小明', '', '王明')
    """
    found = _titled().fullmatch(text) if is_uncased(text) else None
    if found is None or not (found["before"] or found["after"]):
        return ""
    name = found["name"]
    is_apart = " " in text[len(found["before"] or "") :][:1]
    is_sure = is_surely_east_asian(name) or (is_apart and is_probably_east_asian(name))
    return name if is_sure else ""


def may_be_titled(text: str) -> bool:
    """Whether a title that Chinese, Japanese and Korean newsrooms give stands in `text`: a cheap test."""
    first = text[:_FIRST_CHARS]
    return not first.isascii() and max(first) > _UNSPACED and _title().search(first) is not None


_FIRST_CHARS: Final = 100


@cache
def _title() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, (*newsroom().titles_before, *newsroom().titles_after))))


@cache
def _titled() -> re.Pattern[str]:
    before, after = ("|".join(map(re.escape, words)) for words in (newsroom().titles_before, newsroom().titles_after))
    return re.compile(rf"(?P<before>(?:{before}))?\s?(?P<name>\S{{2,8}}?(?: \S{{1,4}})??)(?:\s?(?P<after>{after}))?")
