"""What hostile input is made of: tags, tokens, words and addresses, and ways to put them together and to spoil them."""

import json
import random
from typing import Any

__all__ = ["LABELS", "TAGS", "TOKENS", "URLS", "json_text", "json_value", "markup", "mutated", "printed", "words"]

_TAGS = """< </ <!-- --> <![CDATA[ ]]> <script> </script> <style> <template> <svg> <math> <p> <br> <table><tr><td>
<a_href=' <article> </article> <h1> </h1> <time_datetime=' <base_href=' <html_lang=' <noscript> <frameset> <plaintext>
<b> <i_id=x> </b> </p> </div> <div> <span> </span> <li> <ul> <select> <option> <font_size=1> <form> <button> <dd> <dl>
</template> <iframe> <object> <td> <tr> <caption> <col> <h2> <nobr> <section> <body_id=x> <figure> <figcaption>
<meta_charset=utf-7> <meta_charset=utf-16> <div_hidden> <div_class='author_byline'> <meta_property='og:title'_content='
<script_type='application/ld+json'> <img_src='//x'_alt=' <link_rel=canonical_href='"""
TAGS = [tag.replace("_", " ") for tag in _TAGS.split()]
_MARKS = [" " * 500, "\n" * 200, "\r\n" * 50, "(" * 100, "- " * 100, "By " * 60, "and " * 60, ", " * 100, "|", "•", "…"]
_MARKS += ["&#xD800;", "&#0;", "&#x110000;", "&nbsp;" * 40, "&amp" * 40, "&lt;script&gt;", "\r", "\t", "http://[", "//"]
_MARKS += ["\u202e\u200b\ufeff\u2028\u0300" * 5, "\U0001f1e6\U0001f468\u200d\U0001f469", "ſŒﬁİı", "\u0301", "\x85", ">"]
_MARKS += ["2026-02-30T25:61:61+99:99", "Published: ", "Updated ", "12:00 PM IST ", "March 3, 2026 ", "(Reuters) - "]
_BYTES = [b"\x00", b"\x1b[2J", b"\x85", b"\x80", b"\xff\xfe", b"\xfe\xff", b"\xed\xa0\x80", b"\xc0\x80", b"~{"]
_BYTES += [b"\xf4\x90\x80\x80", b"\x1b$B", b"+AGEAYg-", b"\x8e\xa1", b"\x81\x30\x81\x30", b"\xe3\x81"]
TOKENS = [token.encode() for token in (*TAGS, *_MARKS)] + _BYTES
_LABELS_PRINTED = """utf-8 utf-7 utf-16le gbk gb18030 big5 iso-2022-jp shift_jis euc-kr windows-1251 x-user-defined
utf-8; replacement unicode-1-1-utf-8 hz-gb-2312 base64 rot13 idna é"""
LABELS = _LABELS_PRINTED.split()
LABELS += ["", "\x00"]
_URLS_PRINTED = """https://example.org/a http://[::1 http://example.org:99999/ javascript:1 //x https://é.example/ü?a=\ud7ff
http://xn--a/ https://user:p@example.org/#f /a/../b?utm_source=x&&a ?q data:text/html,x https://m.example.org/amp/
https://example-org.cdn.ampproject.org/c/s/example.org/a 2026/03/03/river HTTP://EXAMPLE.ORG:80/%7Ea/%zz"""
URLS = _URLS_PRINTED.split()
URLS += ["", "https://" + "a." * 200 + "example/", "https://example.org/" + "x/" * 500]
_KEYS_PRINTED = """@type @graph @id headline articleBody author name datePublished dateModified publisher image
url inLanguage keywords articleSection isAccessibleForFree mainEntityOfPage description itemListElement sameAs"""
_KEYS = _KEYS_PRINTED.split()
_TYPES = ["NewsArticle", "Person", "Organization", "BreadcrumbList", "http://schema.org/Article", "WebSite", *URLS]
_DATES_PRINTED = """2026 03 3 31 29 March mars März марта ٣ 三月 年 月 日 Mon Monday of at on 12:30 25:99 0:0 PM a.m.
Uhr IST EST CST GMT+5:30 +0530 Z T - / . , | Published Updated: ago yesterday today now 99999999999 1e9 -1 1772539200
1772539200000 0000-00-00 9999-12-31T23:59:60Z 2026-03-03T10:00:00.123456789+05:30 BC ( ) den le il około hace vor
Stunden 前 时间 वैशाख ۱۴۰۴ 令和8年 2569 13 32 03/04/2026 04.03.26 2026-W10 2026-062 T24:00 -00:00 +14:00 noon midnight"""
_DATES = _DATES_PRINTED.split()
_DATES += ["Last modified", "2 hours", "\u200f", "\u00a0", "\u2009"]
_NAMES_PRINTED = """By Von Por Par De Text: Written by Anna ANNA Miller Müller O'Neil van der García López-Ruiz Jr.
III and und y & , ; | / ( ) AFP Reuters dpa (AP) staff reporter Editor @anna anna@example.org in PARIS Paris LONDON,
WASHINGTON Berlin — – - : said 王小明 记者 新华社 иван Иванов محمد contributed the The of . … · Updated 3 May 2021"""
_NAMES = _NAMES_PRINTED.split()
_PLAIN = ["river", "rose", "<b>", "&amp;", '"', "'", "\\", "{", "é", "新闻", "\x01", *_NAMES[:20]]


def words(choice: random.Random, count: int) -> str:
    """So many words of any kind."""
    return " ".join(choice.choices(_PLAIN + _DATES, k=count))


def printed(choice: random.Random, kind: str, most: int) -> str:
    """A short line as papers print it, if their printers went mad: `dates` or `names`, glued in places."""
    told = choice.choices(_DATES if kind == "dates" else _NAMES, k=choice.randint(1, most))
    if choice.random() < 0.2:
        told[choice.randrange(len(told))] = choice.choice(_MARKS + _DATES + _NAMES)
    return choice.choice([" ", " ", " ", "", "  ", "\u00a0"]).join(told)


def markup(choice: random.Random, most: int) -> str:
    """Tags and words in no order."""
    pieces = [
        choice.choice(TAGS) if choice.random() < 0.6 else words(choice, 2) for _ in range(choice.randint(1, most))
    ]
    return "".join(pieces)


def json_value(choice: random.Random, depth: int) -> Any:
    """Anything that JSON can say, in the words of schema.org."""
    kind = choice.randrange(10 if depth else 7)
    if kind < 2:
        number = choice.choice([0, -1, 2**63, 2**200, 1772539200, 0.1, -1e308, 1e-9])
        return choice.choice([None, choice.random() < 0.5, number])
    if kind == 2:
        return choice.choice(_TYPES)
    if kind < 7:
        return words(choice, choice.choice([0, 1, 5, 60]))
    if kind < 9:
        return {choice.choice(_KEYS): json_value(choice, depth - 1) for _ in range(choice.randrange(6))}
    return [json_value(choice, depth - 1) for _ in range(choice.randrange(5))]


def mutated(choice: random.Random, raw: bytes) -> bytes:
    """`raw` with a few bytes cut, doubled, replaced, or with tokens put in."""
    out = bytearray(raw)
    for _ in range(choice.choice([0, 1, 2, 5, 20])):
        at = choice.randrange(len(out) + 1)
        to = min(len(out), at + choice.choice([1, 4, 50, 2000]))
        match choice.randrange(5):
            case 0:
                out[at:to] = b""
            case 1:
                out[at:at] = choice.choice(TOKENS)
            case 2:
                out[at:at] = out[at:to] * choice.choice([1, 3, 30])
            case 3:
                out[at:to] = choice.randbytes(to - at)
            case _:
                del out[choice.choice([at, len(out)]) :]
    return bytes(out)


def json_text(choice: random.Random, depth: int) -> str:
    """JSON, at times nested without need."""
    block = json.dumps(json_value(choice, depth), ensure_ascii=choice.random() < 0.5)
    return "[" * choice.randrange(1, 5000) + block if choice.random() < 0.1 else block
