"""Makes worker/article/data/calendar.json: names of months, weekdays and hours by CLDR, as news prints them."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.localedata import locale_identifiers

from worker.article.stamps.calendar_names import key_of

__all__ = ["LOCALES", "calendar_tables", "main", "with_names_of"]

LOCALES: Final = """
    en en_GB en_AU en_CA af am ar ar_IQ ar_LB ar_MA ar_DZ ar_TN ar_SA as az be bg bn bs bs_Cyrl ca cs cy da de de_AT el
    es es_MX es_PE es_UY et eu fa fi fil fo fr fr_CA fr_CH ga gl gu ha he hi hr hu hy id ig is it ja ka kk km kn ko ky
    lb lo lt lv mk ml mn mr ms mt my nb ne nl nn or pa pl ps pt pt_PT ro ru rw si sk sl so sq sr sr_Latn sv sw ta te tg
    th ti tk tr uk ur uz vi xh yo zh zh_Hant zu
"""
"""Locales whose names are read, as babel writes them; names of a language's first locale win."""

PRINTED: Final[dict[str, dict[str, int]]] = {
    "en": {"sept": 9},
    "de": {"mrz": 3, "maerz": 3},
    "es": {"setiembre": 9, "set": 9, "sep": 9},
    "fr": {"sep": 9, "aou": 8, "fev": 2},
    "id": {"agt": 8, "ags": 8, "pebruari": 2, "nopember": 11, "nop": 11, "des": 12},
    "ar": {"ابريل": 4, "اغسطس": 8, "اكتوبر": 10, "غشت": 8, "نونبر": 11, "دجنبر": 12},
    "ru": {"сен": 9, "ноя": 11, "фев": 2, "мая": 5, "май": 5},
    "hi": {"सितंबर": 9, "अक्टूबर": 10, "नवंबर": 11, "दिसंबर": 12, "सितम्बर": 9, "नवम्बर": 11, "दिसम्बर": 12},
    "it": {"sett": 9},
    "nl": {"mrt": 3},
    "el": {"μαιου": 5},
}
"""Month names that papers print and CLDR lacks."""

PRINTED_PAST: Final[dict[str, tuple[tuple[str, str, int], ...]]] = {
    "en": (("", "hrs ago", 3600), ("", "hr ago", 3600), ("", "mins ago", 60), ("", "min ago", 60)),
    "de": (("vor", "std", 3600), ("vor", "min", 60)),
}
"""What papers print before and after a count of hours and minutes, and CLDR lacks."""

PRINTED_BEFORE: Final[dict[str, tuple[str, str]]] = {
    "ar": ("قبل", "منذ"),
    "el": ("πριν από", "πριν"),
    "sv": ("för", ""),
}
"""What papers print in place of the words before the count that CLDR has."""

PRINTED_WHOLE: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "en": (("half an hour ago", 1800),),
    "de": (("vor einer halben stunde", 1800),),
    "fr": (("il y a une demi-heure", 1800),),
    "es": (("hace media hora", 1800),),
    "pt": (("há meia hora", 1800),),
    "it": (("mezz'ora fa", 1800), ("mezz’ora fa", 1800)),
    "nl": (("een half uur geleden", 1800),),
    "pl": (("pół godziny temu", 1800),),
    "ru": (("полчаса назад", 1800),),
    "ar": (("قبل ساعة", 3600), ("قبل دقيقة", 60), ("قبل يوم", 86400), ("قبل أسبوع", 604800)),
}
"""Stamps without a number that papers print and CLDR lacks, with their seconds."""

_NO_ARTICLE: Final = frozenset(["be", "bg", "bs", "cs", "hr", "lt", "lv", "mk", "pl", "ru", "sk", "sl", "sr", "uk"])
"""Languages that print "hour ago" for one hour."""
_COUNT_OF = {"one": 1, "two": 2}
_AM = ("am", "morning1", "morning2")
_PM = ("pm", "noon", "afternoon1", "afternoon2", "evening1", "evening2")
_UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_NIGHT_SECONDS = 3 * 3600
_QUOTED: Final = re.compile(r"'[^']*'")


def calendar_tables() -> dict[str, Any]:
    """The tables of calendar.json.

    `months` maps a key to its number (1 is January), or to `{language: number}` where languages disagree; `weekdays`
    maps language and key to the day (0 is Monday), `periods` to hours after noon (0 or 12); `past` lists by language
    what stands before and after the count in "2 hours ago", with the unit in seconds, and `past_whole` what names the
    count itself, as Arabic "two hours" does, with its seconds; `month_first` lists the locales that write 11/10 for
    10 November.
    """
    months: dict[str, dict[str, int]] = {}
    weekdays: dict[str, dict[str, int]] = {}
    periods: dict[str, dict[str, int]] = {}
    past: dict[str, set[tuple[str, str, int]]] = {}
    whole: dict[str, set[tuple[str, int]]] = {}
    for name in LOCALES.split():
        locale = Locale.parse(name)
        _collect(months, locale.language, _names(locale.months))
        weekdays.setdefault(locale.language, {}).update((key_of(name), day) for name, day in _names(locale.days))
        periods[locale.language] = _periods(locale) | periods.get(locale.language, {})
        past.setdefault(locale.language, set()).update(_past(locale))
        whole.setdefault(locale.language, set()).update(_past_whole(locale))
    for language, printed in PRINTED.items():
        _collect(months, language, [(key, number) for key, number in printed.items()])
    return {
        "months": _by_key(months),
        "weekdays": weekdays,
        "periods": periods,
        "past": {language: [list(row) for row in sorted(rows)] for language, rows in past.items()},
        "past_whole": {language: [list(row) for row in sorted(rows)] for language, rows in whole.items() if rows},
        "month_first": _month_first(),
    }


def with_names_of(kept: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """`made`, and the names in `kept` that this release of CLDR has no more: papers printed them in their day."""
    return made | {
        "months": kept["months"] | made["months"],
        **{
            table: {language: kept[table].get(language, {}) | names for language, names in made[table].items()}
            for table in ("weekdays", "periods")
        },
        **{
            table: {
                language: sorted({*map(tuple, kept[table].get(language, [])), *map(tuple, rows)})
                for language, rows in made[table].items()
            }
            for table in ("past", "past_whole")
        },
    }


def main() -> None:
    """Write the file anew."""
    path = Path(__file__).parent.parent / "article" / "data" / "calendar.json"
    tables = with_names_of(json.loads(path.read_text(encoding="utf-8")), calendar_tables())
    text = json.dumps(tables, ensure_ascii=False, sort_keys=True, indent=0)
    path.write_text(text + "\n", encoding="utf-8")


def _names(table: Any) -> list[tuple[str, int]]:  # noqa: ANN401 -- babel's lazy mapping
    return [
        (name, number)
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in table[form][width].items()
        if not any(c.isdigit() for c in name) and len(name.rstrip(".")) > 1
    ]


def _collect(table: dict[str, dict[str, int]], language: str, names: list[tuple[str, int]]) -> None:
    for name, number in names:
        key = key_of(name)
        plain = "".join(c for c in unicodedata.normalize("NFD", key) if not "\u0300" <= c <= "\u036f")
        for spelling in (key, unicodedata.normalize("NFC", plain)):
            table.setdefault(spelling, {}).setdefault(language, number)


def _by_key(table: dict[str, dict[str, int]]) -> dict[str, Any]:
    return {
        key: by_language if len(set(by_language.values())) > 1 else next(iter(by_language.values()))
        for key, by_language in table.items()
    }


def _periods(locale: Locale) -> dict[str, int]:
    nights = _nights(locale)
    found: dict[str, int] = {}
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            named = locale.day_periods.get(form, {}).get(width, {})
            for names, hours in ((_AM, 0), (_PM, 12), (nights, 0)):
                for name in names:
                    if name in named:
                        found.setdefault(key_of(named[name]), hours)
    return {key: hours for key, hours in found.items() if key}


def _nights(locale: Locale) -> list[str]:
    """Nights that begin at midnight, where clocks have twelve hours: elsewhere 11 at night may be printed as 23.

    One of less than three hours goes by two names, and people do not part them as CLDR does.
    """
    if locale.language not in _of_twelve_hours():
        return []
    return [
        name
        for name, rules in (locale.day_period_rules.get(None) or {}).items()
        if name.startswith("night")
        and any(rule.get("from") == 0 and rule["before"] >= _NIGHT_SECONDS for rule in rules)
    ]


@cache
def _of_twelve_hours() -> frozenset[str]:
    locales = map(Locale.parse, LOCALES.split())
    return frozenset(
        locale.language for locale in locales if "h" in _QUOTED.sub("", locale.time_formats["short"].pattern)
    )


def _past(locale: Locale) -> Iterator[tuple[str, str, int]]:
    yield from PRINTED_PAST.get(locale.language, ())
    told, printed = PRINTED_BEFORE.get(locale.language, ("", ""))
    patterns = (pattern for width in ("", "-short", "-narrow") for pattern in _patterns(locale, width))
    for _, pattern, seconds in patterns:
        before, count, after = (part.strip().casefold() for part in pattern.partition("{0}"))
        if count and "({0})" not in pattern and (before or after):
            yield before, after, seconds
            if told and before == told:
                yield printed, after, seconds


def _past_whole(locale: Locale) -> Iterator[tuple[str, int]]:
    told, printed = PRINTED_BEFORE.get(locale.language, ("", ""))
    for text, seconds in (*PRINTED_WHOLE.get(locale.language, ()), *_patterns_of_a_count(locale)):
        yield text, seconds
        if told and text.startswith(f"{told} "):
            yield f"{printed} {text.removeprefix(told).strip()}".strip(), seconds


def _patterns_of_a_count(locale: Locale) -> Iterator[tuple[str, int]]:
    """What is printed without a number: duals, and the hour of languages without an article."""
    for category, pattern, seconds in _patterns(locale, ""):
        wordy = pattern.replace("({0})", "")
        is_one = category == "one" and locale.language in _NO_ARTICLE
        if category in _COUNT_OF and ("{0}" not in wordy or is_one):
            yield " ".join(wordy.replace("{0}", "").casefold().split()), seconds * _COUNT_OF[category]


def _patterns(locale: Locale, width: str) -> Iterator[tuple[str, str, int]]:
    """Plural category, pattern and seconds of the unit for "2 hours ago" and its like."""
    fields = locale._data["date_fields"]  # noqa: SLF001 -- babel offers these only through format_timedelta
    for unit, seconds in _UNITS.items():
        for category, pattern in fields.get(unit + width, {}).get("past", {}).items():
            yield category, pattern, seconds


def _month_first() -> list[str]:
    found = []
    for name in locale_identifiers():
        locale = Locale.parse(name)
        pattern = locale.date_formats["short"].pattern
        if -1 < pattern.find("M") < pattern.find("d") < pattern.find("y") and locale.territory:
            found.append(f"{locale.language}-{locale.territory}")
    return sorted({*found, "fil-PH"})


if __name__ == "__main__":
    main()
