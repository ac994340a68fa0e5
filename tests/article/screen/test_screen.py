"""What is no article is turned away with a reason, what has a catch is flagged, and articles pass."""

from typing import Any, get_args

import pytest

from worker.article.data.tables import toml_table
from worker.article.document import InputKind
from worker.article.lines import Lines
from worker.article.outcome import Reason, Rejection
from worker.article.page import lines_of_page
from worker.article.rules import REJECT, Finding, Limits, Rules
from worker.article.screen.screen import ScreenFacts, screen
from worker.article.text import lines_of_text
from worker.article.word_count import word_count

SENTENCE = "The council voted on Monday to rebuild the old bridge over the river."
PARAGRAPH = f"<p>{' '.join([SENTENCE] * 5)}</p>"


def seen(html: str, rules: Rules | None = None, **facts: Any) -> Rejection | tuple[str, ...]:
    """The verdict on a page whose paragraphs are its body."""
    lines = lines_of_page(html, Limits())
    kept = [lines.blocks.tag[block] == "p" for block in lines.block]
    return verdict(lines, kept, rules, **facts)


def verdict(lines: Lines, kept: list[bool], rules: Rules | None = None, **facts: Any) -> Rejection | tuple[str, ...]:
    body = sum(word_count(text) for text, is_kept in zip(lines.text, kept, strict=True) if is_kept)
    return screen(lines, kept, body, ScreenFacts(**facts), rules or Rules())


ARTICLE = f"<title>Council votes on bridge | Courier</title><h1>Council votes on bridge</h1>{PARAGRAPH * 5}"
LED = "".join(f"<p><a href=/{n}>Mayor opens swimming pool number {n}</a></p><p>{SENTENCE}</p>" for n in range(10))
TEASERS = "".join(f"<div><a href=/{n}>Mayor opens swimming pool number {n}</a></div>" for n in range(40))


@pytest.mark.parametrize(
    ("html", "facts", "reason"),
    [
        (ARTICLE, {"http_status": 404}, Reason.HTTP_STATUS),
        (ARTICLE, {"http_status": 503}, Reason.HTTP_STATUS),
        ("", {}, Reason.NO_TEXT),
        ("<div>Council votes</div>", {}, Reason.NO_TEXT),
        ("<div id=root></div><script src=/app.js></script>", {}, Reason.JAVASCRIPT_SHELL),
        ("<div id=root>Loading</div><link rel=modulepreload href=/app.js>", {}, Reason.JAVASCRIPT_SHELL),
        ("<img src=/scan.png><script>window.print()</script>", {}, Reason.NO_TEXT),
        ("<div>Mayor opens pool in May</div><div>2 hours ago</div>" * 8, {}, Reason.NOT_AN_ARTICLE),
        ("<div>Please enable JavaScript to read this page.</div>", {}, Reason.JAVASCRIPT_SHELL),
        ("<title>Just a moment...</title><h2>Checking your browser</h2>", {}, Reason.BOT_CHECK),
        ("<title>Courier</title><p>Please verify you are a human to go on.</p>", {}, Reason.BOT_CHECK),
        ("<title>Zugriff verweigert</title><p>Ihre Adresse ist gesperrt.</p>", {}, Reason.BOT_CHECK),
        ("<title>Courier</title><p>Пожалуйста, подтвердите, что вы не робот.</p>", {}, Reason.BOT_CHECK),
        ("<title>404 | Courier</title><p>Gone fishing.</p>", {}, Reason.ERROR_PAGE),
        ("<title>Seite nicht gefunden - Kurier</title><p>Schade.</p>", {}, Reason.ERROR_PAGE),
        ("<title>Courier</title><p>The page you are looking for has moved.</p>", {}, Reason.ERROR_PAGE),
        ("<p>Schade.</p>", {"headline": "Artikel nicht gefunden"}, Reason.ERROR_PAGE),
        ("<title>Kurier</title><p>Mit Werbung weiterlesen oder ein Abo wählen.</p>", {}, Reason.CONSENT_WALL),
        ("<p>Weiter zum Kurier?</p>", {"url": "https://consent.example.org/kurier"}, Reason.CONSENT_WALL),
        (f"<title>Courier</title>{TEASERS}{PARAGRAPH}", {"url": "https://example.org/"}, Reason.NOT_AN_ARTICLE),
        (
            f"<title>Courier</title>{TEASERS}{PARAGRAPH}",
            {"url": "https://example.org/news/local"},
            Reason.NOT_AN_ARTICLE,
        ),
        (LED * 2, {"url": "https://example.org/news/local"}, Reason.NOT_AN_ARTICLE),
        (LED, {"url": "https://example.org/author/jane-doe-the-second-of-12"}, Reason.NOT_AN_ARTICLE),
        (LED, {"url": "https://example.org/search?q=bridge"}, Reason.NOT_AN_ARTICLE),
        ("<p>Please enable JS and disable any ad blocker</p>", {}, Reason.BOT_CHECK),
        ("<title>404 Not Found：新都新聞</title><p>またお越しください。</p>", {}, Reason.ERROR_PAGE),
        ("<title>Kurier</title><p>Dieser Artikel ist leider nicht mehr verfügbar.</p>", {}, Reason.ERROR_PAGE),
        ("<title>Correio</title><p>Ops! Página não encontrada</p>", {}, Reason.ERROR_PAGE),
        ("<title>Courier</title><p>Error 503 Backend fetch failed</p><p>Guru Meditation:</p>", {}, Reason.ERROR_PAGE),
        ("<title>Courier</title><p>451: Unavailable due to legal reasons</p>", {}, Reason.ERROR_PAGE),
        ("<p>Council votes on bridge.</p>", {}, Reason.TOO_SHORT),
        ("<p>新桥开通了。</p>", {}, Reason.TOO_SHORT),
    ],
)
def test_what_is_no_article_is_turned_away(html: str, facts: dict[str, Any], reason: Reason) -> None:
    rejection = seen(html, **facts)

    assert isinstance(rejection, Rejection)
    assert rejection.reason is reason
    assert rejection.detail


@pytest.mark.parametrize(
    ("html", "facts"),
    [
        (ARTICLE, {"http_status": 200, "url": "https://example.org/council-votes-on-bridge"}),
        (ARTICLE + TEASERS, {"url": "https://example.org/council-votes-on-bridge-again"}),
        (PARAGRAPH + TEASERS, {"url": "https://example.org/news", "og_type": "article"}),
        (PARAGRAPH + TEASERS, {"url": "https://example.org/news/12345"}),
        (PARAGRAPH + TEASERS, {}),
        (PARAGRAPH * 2 + "<div>14:30</div><div><a href=/x>Mayor opens pool</a></div>" * 20 + PARAGRAPH * 2, {}),
        (ARTICLE.replace("Council votes on bridge", "404"), {}),
        (f"<title>Courier</title>{PARAGRAPH}<div>Accept all cookies</div>{'<div>Bridges and boats</div>' * 200}", {}),
        (f"<title>Error | Courier</title>{PARAGRAPH * 5}", {}),
        (
            f"{PARAGRAPH}<p>The page you are looking for is gone, it said.</p>",
            {"json_ld_types": frozenset(["NewsArticle"])},
        ),
        (ARTICLE, {"json_ld_types": frozenset(["VideoObject"])}),
        (f"<title>Consent: what the council knew</title>{PARAGRAPH * 2}", {"url": "https://example.org/consent/1"}),
        (f"<title>Page not found: how a letter came back | Courier</title>{PARAGRAPH * 2}", {}),
        (LED, {"url": "https://example.org/garden/guide"}),
        (f"<p>4.25</p>{PARAGRAPH}" * 6, {}),
        (ARTICLE + "<p>To continue reading the sign, he put on his glasses.</p>", {}),
        (LED * 2, {"url": "https://example.org/news/ten-pools-to-swim-in"}),
        (LED + PARAGRAPH * 8, {"url": "https://example.org/topics/pools"}),
        (LED * 2, {"url": "https://example.org/news/local", "og_type": "article"}),
        (f"{PARAGRAPH * 3}<p>Machines ask whether you are a robot: are you a robot?</p>", {}),
    ],
)
def test_articles_pass_without_a_flag(html: str, facts: dict[str, Any]) -> None:
    assert seen(html, **facts) == ()


@pytest.mark.parametrize(
    ("html", "facts", "flag"),
    [
        (ARTICLE, {"is_accessible_for_free": False}, "paywall"),
        (f"{ARTICLE}<div>To continue reading, subscribe today.</div>", {}, "paywall"),
        (f"{ARTICLE}<div>Nur für Abonnenten</div>", {}, "paywall"),
        (f"{ARTICLE}<div>有料会員限定の記事です</div>", {}, "paywall"),
        (f"{ARTICLE}<div>Endast för prenumeranter</div>", {}, "paywall"),
        (f"{PARAGRAPH}<p>Il vous reste 75 % de cet article à lire.</p>", {}, "paywall"),
        (f"<p>9.14 Uhr</p>{PARAGRAPH}" * 6, {}, "live-blog"),
        (f"<p>{SENTENCE} {SENTENCE} {SENTENCE}</p>", {"url": "https://example.org/videos/bridge-12345"}, "video-page"),
        (f"<p>{SENTENCE} {SENTENCE} {SENTENCE} And then …</p>", {}, "stub"),
        (ARTICLE, {"json_ld_types": frozenset(["LiveBlogPosting"])}, "live-blog"),
        (ARTICLE, {"url": "https://example.org/liveticker/bridge-day"}, "live-blog"),
        (f"<div>14:30</div>{PARAGRAPH}" * 8, {}, "live-blog"),
        (f"<div>2.30 pm</div><div>The bridge</div>{PARAGRAPH}" * 8, {}, "live-blog"),
        (f"<article>{PARAGRAPH * 3}</article><article>{PARAGRAPH * 2}</article>", {}, "several-articles"),
        (PARAGRAPH, {"og_type": "video.other"}, "video-page"),
        (PARAGRAPH, {"json_ld_types": frozenset(["VideoObject"])}, "video-page"),
    ],
)
def test_a_catch_is_a_flag_unless_the_rules_reject_it(html: str, facts: dict[str, Any], flag: Finding) -> None:
    assert seen(html, **facts) == (flag,)

    rejection = seen(html, Rules(reject=frozenset([flag])), **facts)

    assert isinstance(rejection, Rejection)
    assert rejection.reason == flag


@pytest.mark.parametrize(
    "html",
    [
        f"<article><article>{PARAGRAPH * 3}</article><article>{PARAGRAPH * 2}</article></article>",
        f"<article>{PARAGRAPH * 4}</article><article><p>Mayor opens pool.</p></article>",
    ],
)
def test_an_article_with_small_ones_in_or_beside_it_is_one(html: str) -> None:
    assert seen(html) == ()


def test_what_is_not_to_be_rejected_is_a_flag() -> None:
    lenient = Rules(reject=frozenset())

    assert seen("<title>404</title><p>Gone</p><div>Subscribe to read</div>", lenient, http_status=404) == (
        "http-status", "error-page", "too-short", "paywall",
    )  # fmt: skip
    assert seen("", lenient) == ("no-text",)


def test_a_form_below_a_short_article_is_no_wall() -> None:
    menu = "".join(f"<div>Part {n}</div>" for n in range(40))
    captcha = "<div>I'm not a robot</div>"

    assert seen(f"<title>Courier</title><p>{SENTENCE} {SENTENCE}</p>{menu}{captcha}") == ()
    assert isinstance(seen(f"<title>Courier</title><p>{SENTENCE} {SENTENCE}</p>{captcha}{menu}"), Rejection)


def test_min_words_is_obeyed() -> None:
    assert seen(f"<p>{SENTENCE}</p>", Rules(min_words=5)) == ()


@pytest.mark.parametrize(("text", "detail"), [("", "the text is empty"), ("Menu", "none of them an article's")])
def test_a_text_without_body_is_told_from_an_empty_one(text: str, detail: str) -> None:
    lines = lines_of_text(text, Limits())
    rejection = verdict(lines, [False] * len(lines), kind=InputKind.TEXT)

    assert isinstance(rejection, Rejection)
    assert rejection.reason is Reason.NO_TEXT
    assert detail in rejection.detail


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("404 Not Found\nWe could not find what you asked for.", Reason.ERROR_PAGE),
        ("Courier | Seite nicht gefunden\nSchade.", Reason.ERROR_PAGE),
        ("Just a moment...\nExample.", Reason.BOT_CHECK),
        ("A letter\n404 Not Found", Reason.TOO_SHORT),
    ],
)
def test_a_text_calls_itself_by_its_first_line(text: str, reason: Reason) -> None:
    lines = lines_of_text(text, Limits())
    rejection = verdict(lines, [True] * len(lines), kind=InputKind.TEXT)

    assert isinstance(rejection, Rejection)
    assert rejection.reason is reason


HEADLINES = [f"Mayor opens swimming pool number {n} by the harbour" for n in range(20)]


@pytest.mark.parametrize(
    ("texts", "is_index"),
    [
        (HEADLINES, True),
        ([*HEADLINES, "Who pays for the pools?", "Rain!"], True),
        ([*HEADLINES, "The town has more pools than any other."], False),
        (HEADLINES[:19], False),
        ([*HEADLINES, *["Pool"] * 8], False),
        ([*HEADLINES, "and " * 25], False),
        (["นายกเทศมนตรีเปิดสระว่ายน้ำแห่งใหม่ที่ท่าเรือ ใน วัน จันทร์"] * 20, False),
        (["市長は月曜日に港の新しいプールを開いた"] * 20, False),
    ],
)
def test_a_text_of_headlines_and_no_sentence_is_no_article(texts: list[str], *, is_index: bool) -> None:
    lines = lines_of_text("\n\n".join(texts), Limits())
    rejection = verdict(lines, [True] * len(lines), kind=InputKind.TEXT)

    assert (isinstance(rejection, Rejection) and rejection.reason is Reason.NOT_AN_ARTICLE) == is_index


def test_every_table_and_every_default_is_a_reason() -> None:
    assert {*toml_table("screen"), *REJECT} <= {*get_args(Finding)} <= {reason.value for reason in Reason}
