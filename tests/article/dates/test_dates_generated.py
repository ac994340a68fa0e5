"""Stamps made from CLDR's patterns, with labels and zones in front and behind: read right, and never a wrong offset."""

import random
import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_datetime, format_skeleton, format_time

from worker.article.dates.dates import StampContext, label_of, read_stamp

# language of the labels in the data's order is not told apart; a few in each language are enough here
LABELS = {
    "en": ("Published", "First published:", "Last updated on", "Posted:"),
    "de": ("Veröffentlicht am", "Stand:", "Zuletzt aktualisiert:", "Erschienen am"),
    "fr": ("Publié le", "Mis à jour le", "Modifié le"),
    "es": ("Publicado el", "Actualizado:", "Última actualización:"),
    "pt": ("Publicado em", "Atualizado em"),
    "it": ("Pubblicato il", "Ultimo aggiornamento:"),
    "nl": ("Gepubliceerd op", "Laatst bijgewerkt:"),
    "pl": ("Opublikowano:", "Aktualizacja:"),
    "ru": ("Опубликовано", "Обновлено:"),
    "tr": ("Yayınlanma:", "Güncelleme:"),
    "ja": ("公開", "最終更新:"),
    "ko": ("입력", "수정"),
    "zh": ("发布时间:", "更新于"),
    "ar": ("نشر في", "آخر تحديث:"),
}
LOCALES = {
    "en_US": "America/New_York", "en_GB": "Europe/London", "en_IN": "Asia/Kolkata", "en_AU": "Australia/Sydney",
    "en_IE": "Europe/Dublin", "en_ZA": "Africa/Johannesburg", "en_PK": "Asia/Karachi", "en_NZ": "Pacific/Auckland",
    "en_PH": "Asia/Manila", "en_SG": "Asia/Singapore", "en_KE": "Africa/Nairobi", "en_NG": "Africa/Lagos",
    "de_DE": "Europe/Berlin", "de_AT": "Europe/Vienna", "de_CH": "Europe/Zurich", "fr_FR": "Europe/Paris",
    "fr_BE": "Europe/Brussels", "es_ES": "Europe/Madrid", "es_MX": "America/Mexico_City", "es_CO": "America/Bogota",
    "pt_BR": "America/Sao_Paulo", "pt_PT": "Europe/Lisbon", "it_IT": "Europe/Rome", "nl_NL": "Europe/Amsterdam",
    "sv_SE": "Europe/Stockholm", "da_DK": "Europe/Copenhagen", "nb_NO": "Europe/Oslo", "fi_FI": "Europe/Helsinki",
    "et_EE": "Europe/Tallinn", "lv_LV": "Europe/Riga", "lt_LT": "Europe/Vilnius", "pl_PL": "Europe/Warsaw",
    "cs_CZ": "Europe/Prague", "sk_SK": "Europe/Bratislava", "sl_SI": "Europe/Belgrade", "hr_HR": "Europe/Zagreb",
    "sr_RS": "Europe/Belgrade", "mk_MK": "Europe/Belgrade", "bg_BG": "Europe/Sofia", "hu_HU": "Europe/Budapest",
    "ro_RO": "Europe/Bucharest", "el_GR": "Europe/Athens", "tr_TR": "Europe/Istanbul", "ru_RU": "Europe/Moscow",
    "uk_UA": "Europe/Kiev", "ca_ES": "Europe/Madrid", "is_IS": "Atlantic/Reykjavik", "ar_EG": "Africa/Cairo",
    "ar_LB": "Asia/Beirut", "he_IL": "Asia/Jerusalem", "ur_PK": "Asia/Karachi", "hi_IN": "Asia/Kolkata",
    "bn_BD": "Asia/Dhaka", "ta_IN": "Asia/Kolkata", "te_IN": "Asia/Kolkata", "mr_IN": "Asia/Kolkata",
    "ne_NP": "Asia/Kathmandu", "th_TH": "Asia/Bangkok", "vi_VN": "Asia/Ho_Chi_Minh", "id_ID": "Asia/Jakarta",
    "ms_MY": "Asia/Kuala_Lumpur", "fil_PH": "Asia/Manila", "zh_CN": "Asia/Shanghai", "zh_TW": "Asia/Taipei",
    "ja_JP": "Asia/Tokyo", "ko_KR": "Asia/Seoul", "sw_KE": "Africa/Nairobi", "az_AZ": "Asia/Baku",
    "ka_GE": "Asia/Tbilisi", "hy_AM": "Asia/Yerevan", "gu_IN": "Asia/Kolkata", "kn_IN": "Asia/Kolkata",
    "ml_IN": "Asia/Kolkata", "pa_IN": "Asia/Kolkata", "si_LK": "Asia/Colombo", "km_KH": "Asia/Phnom_Penh",
}  # fmt: skip
JOINTS = (" ", ", ", " | ", " - ", " • ", " / ")
STAMPS_A_LOCALE = 8


@dataclass(frozen=True)
class Made:
    line: str
    locale: str
    local: str
    offset: str
    zone_is_printed: bool


def made_lines() -> list[Made]:
    rng = random.Random(20171110)  # noqa: S311 -- the same lines at each run
    return [_made(rng, locale, zone) for locale, zone in LOCALES.items() for _ in range(STAMPS_A_LOCALE)]


def _made(rng: random.Random, locale: str, zone: str) -> Made:
    local = _wall_clock(rng)
    aware = local.replace(tzinfo=ZoneInfo(zone))
    day = format_date(local, rng.choice(("medium", "long", "full")), locale=locale)
    with_time = rng.random() < 0.8
    hour = format_time(local, rng.choice(("short", "medium")), locale=locale) if with_time else ""
    hour = hour.replace("\u202f", " ")
    printed_zone = _printed_zone(rng, aware) if with_time and rng.random() < 0.6 else ""
    time = f"{hour} {printed_zone}".strip()
    parts = [day, time] if not time or rng.random() < 0.8 else [time, day]
    label = rng.choice(("", *LABELS.get(locale.split("_", maxsplit=1)[0], ())))
    line = f"{label} {rng.choice(JOINTS).join(p for p in parts if p)}".strip()
    offset = aware.isoformat()[-6:] if printed_zone else ""
    return Made(line, locale, local.isoformat()[: 16 if with_time else 10], offset, bool(printed_zone))


def _wall_clock(rng: random.Random) -> datetime:
    year, month, day = rng.randint(2011, 2025), rng.randint(1, 12), rng.randint(1, 28)
    return datetime(year, month, day, rng.randint(4, 23), rng.randint(0, 59))  # noqa: DTZ001 -- what a clock on a wall shows


def _printed_zone(rng: random.Random, aware: datetime) -> str:
    name = aware.tzname() or ""
    offset = aware.isoformat()[-6:]
    hours = f"{offset[0]}{int(offset[1:3])}" + ("" if offset.endswith("00") else offset[3:])
    return rng.choice(
        [f"GMT{hours}", f"(UTC{offset})", offset.replace(":", ""), *([name] * 3 if name.isalpha() else [])]
    )


def test_generated_lines_are_read_right_and_no_offset_is_wrong() -> None:
    """At least 95 of 100 lines, and an offset is the printed one or missing."""
    lines = made_lines()
    wrong, wrong_offsets = [], []
    for made in lines:
        language, country = made.locale.split("_")
        read = read_stamp(made.line, StampContext(language=language, country=country))
        stamp = read.stamp if read else ""
        if (stamp[:16], stamp[19:]) != (made.local, made.offset):
            wrong.append((made, stamp))
        if stamp[19:] not in {"", made.offset}:
            wrong_offsets.append((made, stamp))

    assert len(lines) >= 500
    assert not wrong_offsets
    assert len(wrong) <= 0.05 * len(lines), wrong


def test_every_date_and_time_of_cldr_is_read_right_in_every_locale() -> None:
    """CLDR's short, medium, long and full forms and its skeletons; the long zone names of other languages are open.

    A release of CLDR younger than the tables may have names that are not read, never one that is read as another day.
    """
    rng = random.Random(20220204)  # noqa: S311 -- the same lines at each run
    unread, misread, lines = [], [], 0
    for locale, zone in LOCALES.items():
        language, country = locale.split("_")
        for form in ("short", "medium", "long", "full", "yMMMEd", "yMMMMd", "yMEd"):
            local = _wall_clock(rng)
            aware = local.replace(tzinfo=ZoneInfo(zone))
            if form.startswith("y"):
                line, printed = format_skeleton(form, aware, tzinfo=aware.tzinfo, locale=locale), 10
            else:
                line, printed = format_datetime(aware, form, tzinfo=aware.tzinfo, locale=locale), 16
            read = read_stamp(line, StampContext(language, country))
            stamp = read.stamp if read else ""
            lines += 1
            # babel takes Irish time for its own reverse (IST in winter, GMT in summer)
            right_offset = country == "IE" or stamp[19:] in {"", aware.isoformat()[-6:]}
            if not local.isoformat().startswith(stamp[:16]) or not right_offset:
                misread.append((locale, line, stamp))
            elif len(stamp[:16]) < printed:
                unread.append((locale, line, stamp))

    assert not misread
    assert len(unread) <= 0.02 * lines, unread


@pytest.mark.parametrize("made", made_lines()[::7], ids=lambda made: made.line)
def test_without_country_or_language_a_generated_line_never_gets_a_wrong_offset(made: Made) -> None:
    read = read_stamp(made.line, StampContext())

    assert read is None or read.stamp[19:] in {"", made.offset}


def test_each_label_of_the_data_is_read_as_its_kind() -> None:
    table = tomllib.loads((resources.files("worker.article.data") / "labels.toml").read_text(encoding="utf-8"))
    misread = [
        label for kind in ("published", "modified") for label in table[kind] if label_of(f"{label}: 10.11.2017") != kind
    ]

    assert not misread
