"""Each line that is neither body nor metadata has one fitting reason."""

import pytest

from tests.patience import cpu_limit
from worker.article.data.tables import toml_table
from worker.article.page import lines_of_page
from worker.article.reasons.reasons import LINE_REASONS, reason_of_removed
from worker.article.rules import Limits
from worker.article.text import lines_of_text

BODY = "The council voted on Monday evening to rebuild the old bridge over the river."

FLATTENED = f"""
Council votes to rebuild the old bridge                     | used
Photo                                                       | image-placeholder
DPA Neustadt (Germany)                                      | used
{BODY}                                                      | kept
Disclaimer: This report was filed by an outside service     | disclaimer
*Subscribe to The Neustadt Courier digital and get free access to the archive | subscription-offer
Courier Start                                               | subscription-plan
€9                                                          | price
1 Month                                                     | price
€9/Month                                                    | price
SAVE 10%                                                    | price
Courier Complete                                            | subscription-plan
€1,080                                                      | price
10 Years                                                    | price
€9/Month                                                    | price
*Complimentary museum access for the first year is sent by post | subscription-offer
Renews automatically until you write to us                  | subscription-terms
Subscribe                                                   | call-to-action
Here’s what’s included in our subscription plans            | subscription-offer
Puzzles                                                     | subscription-feature
• Three crosswords a day, set by our readers                | subscription-feature
Newsletters                                                 | subscription-feature
• The week in Neustadt, every Friday morning                | subscription-feature
Archive                                                     | subscription-feature
• All pages since 1874                                      | subscription-feature
More From This Section                                      | related-links-heading
Mayor opens the new swimming pool                           | related-link
Next Story                                                  | navigation
"""


def test_a_flattened_page_is_explained_line_by_line() -> None:
    rows = [row.rsplit("|", 1) for row in FLATTENED.strip().splitlines()]
    expected = [reason.strip() for _, reason in rows]
    lines = lines_of_text("\n\n".join(text.strip() for text, _ in rows), Limits())
    used = {at for at, reason in enumerate(expected) if reason == "used"}
    kept = [reason == "kept" for reason in expected]

    reasons = reason_of_removed(lines, kept, used, [None] * len(lines))

    assert [(lines.text[at], reasons.get(at, expected[at])) for at in range(len(lines))] == [
        (lines.text[at], expected[at]) for at in range(len(lines))
    ]
    assert set(reasons) == {at for at, reason in enumerate(expected) if reason not in {"used", "kept"}}


def of_text(line: str) -> str:
    lines = lines_of_text(f"{BODY}\n\n{line}", Limits())
    return reason_of_removed(lines, [True, False], (), [None, None])[1]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Bild", "image-placeholder"),
        ("Diese Website verwendet Cookies, um Inhalte zu zeigen.", "cookie-notice"),
        ("The views expressed in this column are those of the writer.", "disclaimer"),
        ("© 2024 Neustadt Courier", "copyright"),
        ("Wszelkie prawa zastrzeżone", "copyright"),
        ("Все права защищены.", "copyright"),
        ("版权所有 不得转载", "copyright"),
        ("Sign up for our newsletter", "newsletter"),
        ("Abonnieren Sie unseren Newsletter", "newsletter"),
        ("Jederzeit kündbar", "subscription-terms"),
        ("Réservé aux abonnés", "subscription-offer"),
        ("会員限定記事です", "subscription-offer"),
        ("12,50 € im Monat", "price"),
        ("Rs. 999", "price"),
        ("Read more…", "call-to-action"),
        ("Leer más", "call-to-action"),
        ("Читать далее", "call-to-action"),
        ("続きを読む", "call-to-action"),
        ("Share on Facebook", "share"),
        ("Partager", "share"),
        ("Поделиться", "share"),
        ("Startseite", "navigation"),
        ("上一篇：桥梁重建", "navigation"),
        ("Klick, um auf Facebook zu teilen (Wird in neuem Fenster geöffnet)", "share"),
        ("Leave a Reply Cancel reply", "comment"),
        ("Your email address will not be published. Required fields are marked *", "comment"),
        ("Recuperación de contraseña", "form"),
        ("We value your privacy", "cookie-notice"),
        ("Weiterführende Links", "related-links-heading"),
        ("Notice: Undefined index: boats in /www/river.php on line 3", "boilerplate"),
        ("Das könnte Sie auch interessieren", "related-links-heading"),
        ("Lo más leído", "related-links-heading"),
        ("Читайте также", "related-links-heading"),
        ("相关新闻", "related-links-heading"),
        ("Czytaj także: Burmistrz otworzył basen", "related-link"),
        ("Leggi anche: apre la nuova piscina", "related-link"),
        ("Anzeige", "advertisement"),
        ("广告", "advertisement"),
        ("3 Kommentare", "comment"),
        ("Dodaj komentarz", "comment"),
        ("Jane Doe is a reporter in Neustadt. She has kept bees since 1999.", "author-bio"),
        ("By Jane Doe and Max Muster", "byline"),
        ("Von Erika Mustermann", "byline"),
        ("Publicado el 3 de marzo", "stamp"),
        ("vor 3 Stunden", "stamp"),
        ("03.05.2024, 14:30", "stamp"),
        ("2024年5月3日", "stamp"),
        ("5 min read", "stamp"),
        ("Friday, Nov 10", "stamp"),
        ("10. November", "stamp"),
        ("Published on Friday, 10 November 2017, at 5 pm IST", "stamp"),
        ("November 2017", "stamp"),
        ("12 lutego", "stamp"),
        ("3 Sept", "stamp"),
        ("Magazines (7)", "navigation"),
        ("The bridge stands in the river again (Foto: Erika Mustermann)", "caption"),
        ("Die Brücke im März [Bild: Erika Mustermann]", "caption"),
        ("Related tags:", "tag"),
        ("Benachrichtige mich über neue Antworten", "comment"),
        ("Foto: Erika Mustermann", "credit"),
        ("A crane lifts the first arch. Max Muster/Getty Images", "credit"),
        ("Tags: bridge, council", "tag"),
        ("(With inputs from agencies)", "byline"),
        ("Notwendige Cookies", "cookie-notice"),
        ("Für Käufe über diese Links erhalten wir eine Provision.", "disclaimer"),
        ("Neueste Beiträge", "related-links-heading"),
        ("Tel. 0123 456", "footer"),
        ("7 Min.", "stamp"),
        ("Schlagworte", "tag"),
        ("Datenschutzerklärung", "footer"),
        ("Über uns", "footer"),
        ("Tel +49 123 45 67 89", "footer"),
        ("0123 / 45 67 890", "footer"),
        ("desk@courier.example", "footer"),
        ("Mill Lane 4, 12345 Neustadt", "footer"),
        ("00-123 Nowe Miasto", "footer"),
        ("Newtown, TX 12345", "footer"),
        ("Newtown AB1 2CD", "footer"),
        ("12 Mill Street", "footer"),
        ("Mühlgasse 3a", "footer"),
        ("1234 Neudorf, Am Fluss", "footer"),
        ("12 rue du Moulin", "footer"),
        ("Via Roma 3", "footer"),
        ("Like the Neustadt Courier on Facebook", "share"),
        ("Suivez le Courrier sur Instagram", "share"),
        ("Gefällt mir", "share"),
        ("Alle ablehnen", "cookie-notice"),
        ("Leserbrief schreiben", "comment"),
        ("Können wir helfen?", "call-to-action"),
        ("¿Tienes preguntas?", "call-to-action"),
        ("This column is for informational purposes only.", "disclaimer"),
        ("Alle Angaben ohne Gewähr", "disclaimer"),
        ("Erika M says:", "comment"),
        ("Max Muster schrieb am 3. Mai:", "related-link"),
        ("Анна пишет:", "comment"),
        ("Bluesky Mastodon WhatsApp", "share"),
        ("Auf Mastodon teilen", "share"),
        ("Find us on TikTok and Twitch", "share"),
        ("Read full article", "call-to-action"),
        ("Leer nota", "call-to-action"),
        ("Показать ещё", "call-to-action"),
        ("詳しくはこちら", "call-to-action"),
        ("Kommentar verfassen", "comment"),
        ("Zostaw komentarz", "comment"),
        ("Release date", "stamp"),
        ("Suche nach:", "form"),
        ("Vorheriger Beitrag", "navigation"),
        ("Предыдущая запись", "navigation"),
        ("Artículos relacionados", "related-links-heading"),
        ("猜你喜欢", "related-links-heading"),
        ("Mohlo by vás zajímat", "related-links-heading"),
        ("Password", "form"),
        ("The museum on the other bank has been closed since a fire destroyed its roof last year.", "other-text"),
    ],
)
def test_a_line_speaks_for_itself(line: str, reason: str) -> None:
    assert of_text(line) == reason


def of_page(markup: str) -> list[str]:
    """Reasons of the lines of `markup` below a body."""
    lines = lines_of_page(f"<body class='comments-open nav'><form><p>{BODY}</p>{markup}</form>", Limits())
    kept = [text == BODY for text in lines.text]
    return list(reason_of_removed(lines, kept, (), [None] * len(lines)).values())


@pytest.mark.parametrize(
    "line",
    [
        "The best bridges of 2017",
        "United 10",
        "From our kitchen",
        "Council votes to rebuild",
        "by the mill and back",
        "The council of the town by the river says:",
        "2010 Boat Race",
        "30000 boats on one river",
        "1 2 3 4 5 6 7 8",
        "Facebook lays off rowers",
        "Instagram and Facebook",
        "Version 1.90.0 of it",
        "12 boats a street needs",
    ],
)
def test_a_word_or_a_number_is_not_enough(line: str) -> None:
    assert of_page(f"<p>{line}</p>") == ["boilerplate"]


@pytest.mark.parametrize(
    ("markup", "reasons"),
    [
        ("<nav><a href=/a>Mayor opens the new swimming pool by the mill</a></nav>", ["related-link"]),
        ("<nav><a href=/a>← Mayor opens the new swimming pool by the mill</a></nav>", ["navigation"]),
        ("<nav><ul><li><a href=/a>Facebook</a><li><a href=/b>Bridges</a></ul></nav>", ["share", "navigation"]),
        ("<div class=card><a href=/a>Old bridges</a></div><div>Boats</div>", ["navigation", "navigation"]),
        ("<div class=card><a href=/a>Brückenbauausschuss vertagt Entscheidung</a></div>", ["related-link"]),
        ("<nav><ul><li><a href=/a>Bridges</a><li><a href=/b>Premium</a></ul></nav>", ["navigation", "navigation"]),
        ("<div class=breadcrumbs><p>Bridges</p></div>", ["navigation"]),
        ("<div id=disqus_thread><p>Anna: I never liked it.</p><p>Reply</p></div>", ["comment", "comment"]),
        ("<figure><figcaption>The bridge in March</figcaption></figure>", ["caption"]),
        ("<figure><a href=/x><h3>Mayor opens the pool</h3></a></figure>", ["related-link"]),
        ("<div class=comment><p class=credit>Anna</p><form><p>2</p></form></div>", ["comment", "comment"]),
        (
            "<h3>Comments</h3><p><a href=/x>Mayor opens the new pool today</a><p>so-so, they say",
            ["comment", "related-link", "boilerplate"],
        ),
        ("<article><footer><p>Bridges, they say to us</p></footer></article>", ["boilerplate"]),
        ("<nav><a href=/a>Privacy policy</a></nav>", ["footer"]),
        (
            "<div class=related><h3>Our river</h3><p>3 May</p><a href=/x>A boat and its owner on a river</a></div>",
            ["related-links-heading", "stamp", "related-link"],
        ),
        ("<h4>Our river</h4><p>By Erika Mill and Max Weir</p>", ["related-links-heading", "byline"]),
        ("<ul><li><a href=/a>May (12)</a><li><a href=/b>5 May 2020 (3)</a></ul>", ["navigation", "navigation"]),
        ("<p>All that happens by the river</p><p>Sign up for our newsletter", ["newsletter", "newsletter"]),
        (
            "<p>Bread is what we eat<p>Salt is what we sell<p>News of all we do<p>Read it day by day<p>Our newsletter",
            ["boilerplate", "boilerplate", "newsletter", "newsletter", "newsletter"],
        ),
        ("<ul class=pricing><li><a href=/a>Pro</a><li><a href=/b>Pro, 9 a year</a></ul>", ["navigation", "price"]),
        (
            "<h3>Mayor opens the new pool</h3><p>At six<p><a href=/a>So</a><h3>Council sells the old mill</h3>",
            ["related-link", "navigation", "navigation", "related-link"],
        ),
        ("<h4><a href=/a>Mill Lane: closed</a></h4><h4><a href=/b>Rivers</a></h4>", ["related-link", "navigation"]),
        (
            "<div class=card><h3>Related Posts</h3><p><a href=/a>Bridges</a><p><a href=/b>Rivers</a></div>",
            ["related-links-heading", "related-link", "navigation"],
        ),
        ("<div class=job-offer><a href=/a>The town looks for someone who counts boats</a></div>", ["related-link"]),
        ("<footer><a href=/a>Help and advice | Terms of use | Report a leak</a></footer>", ["footer"]),
        ("<p><a href=/a>All rivers | All boats | All mills and weirs</a>", ["navigation"]),
        ("<footer><a href=/a>Mayor opens the new swimming pool at last</a></footer>", ["related-link"]),
        ("<table><tr><td>United<td>3<tr><td>Rovers<td>1</table>", ["table", "table"]),
        ("<div class=date><a href=/x>Mayor opens the new swimming pool</a></div>", ["related-link"]),
        ("<footer><p>Mill Lane 4, Neustadt</p><p>© Courier</p></footer>", ["footer", "copyright"]),
        ("<div class='author-bio'><p>Lives by the river.</p></div>", ["author-bio"]),
        ("<p><a href=/x>The best bridges of 2017, and how long they will stand</a>", ["related-link"]),
        ("<p><a href=/x>November 2017</a><p><a href=/y>10 November 2017</a>", ["navigation", "stamp"]),
        ("<div class=date><a href=/x>Today</a></div><div class=date>Today</div>", ["navigation", "stamp"]),
        (
            "<div class=date><a href=/x>In 2017 the mayor opened the new swimming pool by the mill</a></div>",
            ["related-link"],
        ),
        ("<div class=byLine><p>Erika Mustermann</p></div>", ["byline"]),
        ("<h3>By Role</h3>", ["boilerplate"]),
        (
            "<div class=byline><p>Erika writes of rivers, of those who cross them and of what they pay</p></div>",
            ["author-bio"],
        ),
        ("<div class=author-box><p class=author>Erika</p></div>", ["author-bio"]),
        ("<ul class=authors>" + "<li><a href=/x>Erika M</a>" * 6 + "</ul>", ["navigation"] * 6),
        ("<div class=share><a class=btn href=/x>Mastodon</a><a class=btn href=/y>Email us</a></div>", ["share"]),
        ("<div class=share><p>Email us</p></div>", ["share"]),
        ("<div class=page-footer><a href=/x>Our cookie policy</a></div>", ["footer"]),
        ("<div class='margin-bottom'><p>unclear</p></div>", ["boilerplate"]),
        ("<table class=pager><tr><td>Rovers, 3 points<tr><td>United, 1 point</table>", ["table", "table"]),
        ("<div class=sidebar><p>Emergency 112</p></div>", ["boilerplate"]),
        (
            "<div class=toc><ul><li><a href=#a>What the old bridge cost and who paid it</a></ul></div>",
            ["navigation"],
        ),
        (
            "<nav><ul><li><a href=/a>Bridges</a><li><a href=/b>How the town pays for what it wants</a></ul></nav>",
            ["navigation", "navigation"],
        ),
        (
            "<div class=card><p><a href=/b>Mayor opens the new pool<p><a href=/a>Rivers<p><a href=/c>Erika M</a></div>",
            ["related-link", "related-link", "navigation"],
        ),
        (
            "<h3>Mayor opens the new pool</h3><a href=/a>So</a><h3>Council sells the old mill</h3><a href=/b>So</a>",
            ["related-link", "navigation", "related-link", "navigation"],
        ),
        (
            "<a href=/a>A new pool was opened</a><p>It was six in the morning<p><a href=/b>Council sells the old mill",
            ["related-link", "related-link", "related-link"],
        ),
        ("<p hidden>Only for machines</p>", ["hidden"]),
        ("<div class=poll><label>Which bridge?</label></div>", ["form"]),
        ("<div class=ad-slot><p>Bricks at half price</p></div>", ["advertisement"]),
        (
            "<h3>Zum Weiterdenken</h3><p><a href=/x>Mayor opens the new pool</a>",
            ["related-links-heading", "related-link"],
        ),
        ("<p><a href=/x>Bridges</a>", ["navigation"]),
        ("<p><a href=/x>Mayor opens the new swimming pool</a>", ["related-link"]),
        (f"<div><p>{BODY} Twice.</p></div><div><p>{BODY} Twice.</p></div>", ["other-text", "duplicate"]),
        ("<p>unclear</p>", ["boilerplate"]),
        ("<h3>Mayor opens the new swimming pool</h3><p>unclear, as they say here</p>", ["related-link", "boilerplate"]),
        ("<p>Bridges</p><p>Rivers</p><p>Boats</p>", ["navigation", "navigation", "navigation"]),
        (
            "<p>Bridges</p><p>Rivers</p><p>Boats</p><p>unclear, as they say here</p><p><a href=/x>Mills</a>",
            ["boilerplate", "boilerplate", "navigation", "boilerplate", "navigation"],
        ),
        (
            "<p>Kommentare</p><p>Well done, council</p><p>Impressum</p><p>so-so, they say to us</p>",
            ["comment", "comment", "footer", "boilerplate"],
        ),
    ],
)
def test_markup_and_neighbours_speak_where_words_do_not(markup: str, reasons: list[str]) -> None:
    assert of_page(markup) == reasons


def reasons_above(markup: str) -> list[str]:
    """Reasons of the lines of `markup` above a body."""
    lines = lines_of_page(f"<body><div>{markup}</div><p>{BODY}</p>", Limits())
    kept = [text == BODY for text in lines.text]
    return list(reason_of_removed(lines, kept, (), [None] * len(lines)).values())


@pytest.mark.parametrize(
    ("markup", "reasons"),
    [
        ("<a href=#main>Leave the menus out and read on</a>", ["navigation"]),
        ("<p>Contact us</p>", ["navigation"]),
        ("<p>unclear</p><div class=bottom-bar><a href=/x>Old bridges</a></div>", ["navigation", "navigation"]),
        ("<ul class=tags>" + "<li><a href=/x>Rivers</a>" * 3 + "</ul>", ["tag"] * 3),
        ("<ul class=tags>" + "<li><a href=/x>Rivers</a>" * 5 + "</ul>", ["navigation"] * 5),
    ],
)
def test_what_stands_above_the_body_is_no_footer_and_has_few_tags(markup: str, reasons: list[str]) -> None:
    assert reasons_above(markup) == reasons


def test_a_name_below_a_label_that_was_used_is_a_byline() -> None:
    lines = lines_of_page(f"<p>{BODY}</p><p>Von:</p><p><a href=/x>Erika Mustermann</a></p>", Limits())

    assert reason_of_removed(lines, [True, False, False], {1}, [None] * 3) == {2: "byline"}


def test_the_pages_own_name_is_told_from_the_body() -> None:
    lines = lines_of_page(
        f"<title>Council votes on the bridge | Courier</title><h1>Council votes on the bridge</h1><p>{BODY}</p>",
        Limits(),
    )

    assert reason_of_removed(lines, [False, True], (), [None, None]) == {0: "page-title"}


def test_a_repeated_body_line_is_a_duplicate() -> None:
    lines = lines_of_text(f"{BODY}\n\n{BODY}", Limits())

    assert reason_of_removed(lines, [True, False], (), [None, None]) == {1: "duplicate"}


def test_a_bare_time_inside_the_body_is_a_live_blogs() -> None:
    lines = lines_of_text(f"14:30\n\n{BODY}\n\n14:05 CET\n\n{BODY}", Limits())

    assert reason_of_removed(lines, [False, True, False, True], (), [None] * 4) == {0: "stamp", 2: "live-blog-stamp"}


def test_more_tags_than_articles_have_are_a_menu() -> None:
    def reasons(count: int) -> set[str]:
        return set(of_page("<ul class=categories>" + "".join(f"<li><a>River {n}x</a>" for n in range(count)) + "</ul>"))

    assert reasons(5) == {"tag"}
    assert reasons(30) == {"navigation"}


@pytest.mark.parametrize(("score", "reason"), [(0.4, "doubtful"), (0.01, "other-text"), (None, "other-text")])
def test_prose_that_the_model_nearly_kept_is_doubtful(score: float | None, reason: str) -> None:
    lines = lines_of_text(BODY, Limits())

    assert reason_of_removed(lines, [False], (), [score]) == {0: reason}


def test_prices_in_a_report_make_no_plans() -> None:
    lines = lines_of_text("Brickworks\n\n€12\n\nTimber & Sons\n\n€14\n\nRiver Boats\n\n€3", Limits())

    assert "subscription-plan" not in reason_of_removed(lines, [False] * 6, (), [None] * 6).values()


def test_what_stands_below_the_last_price_is_no_plan() -> None:
    lines = lines_of_text("Basic\n\n€9/Month\n\nComplete\n\n€12/Month\n\nPaper and pen", Limits())

    reasons = reason_of_removed(lines, [False] * 5, (), [None] * 5)

    assert [reasons[at] for at in range(4)] == ["subscription-plan", "price"] * 2
    assert reasons[4] != "subscription-plan"


def test_every_reason_that_is_given_is_explained() -> None:
    rules = toml_table("reasons")

    assert all(LINE_REASONS[name].endswith(".") for name in rules)
    assert {key for table in rules.values() for key in table} <= {
        "about", "whole", "starts", "contains", "heads", "after", "class", "max_words",
    }  # fmt: skip


def test_fifty_thousand_short_lines_cost_seconds_at_most() -> None:
    text = "\n".join(f"More {n} € AAAA {'Aa' * 20}" for n in range(50_000))
    lines = lines_of_text(text, Limits())
    with cpu_limit():
        reasons = reason_of_removed(lines, [False] * len(lines), (), [None] * len(lines))

    assert len(reasons) == len(lines)
