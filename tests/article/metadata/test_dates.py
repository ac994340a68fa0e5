"""Which witnesses of a whole page give its dates, and which are kept out."""

import pytest

from worker.article.lines import Lines
from worker.article.metadata.metadata import Metadata, find_metadata
from worker.article.page import lines_of_page
from worker.article.payload import Payload
from worker.article.rules import Limits, Rules
from worker.article.text import lines_of_text
from worker.article.witnesses.witnesses import gather
from worker.errors import BadPayloadError

HEADLINE = "<h1>The ferry to the island is back</h1>"
BODY = """<p>The ferry to the island sails again since Monday, and the children of Westholm are back at school.</p>
<p>It had lain in the harbour for a month with a broken shaft, while the bakers rowed their bread across.</p>"""


STRICT = Rules(published_from_modified=False)


def found_in(lines: Lines, payload: Payload, rules: Rules = STRICT) -> Metadata:
    kept = [60 < len(text) < 150 for text in lines.text]
    return find_metadata(lines, kept, gather(lines.tree), payload, fallback=lambda: None, rules=rules)


def dates_of_page(body: str, head: str = "") -> tuple[str | None, str | None]:
    html = f"<html lang=en-GB><head>{head}</head><body>{body}</body></html>"
    found = found_in(lines_of_page(html, Limits()), Payload(html=html))
    return found.date_published, found.date_modified


@pytest.mark.parametrize(
    ("body", "published", "modified"),
    [
        # the words before a time element say which date it is
        ("<p>Last updated: <time datetime='2021-05-03'>3 May 2021</time></p>", None, "2021-05-03"),
        ("<p>Last updated:</p><p><time datetime='2021-05-03'>3 May 2021</time></p>", None, "2021-05-03"),
        ("<p><time class=published datetime='2021-05-03'>Updated 3 May 2021</time></p>", None, "2021-05-03"),
        ("<div class=posted-on><time class=modified datetime='2021-05-03'>3 May 2021</time></div>", None, "2021-05-03"),
        ("<div class=updated><time class=posted datetime='2021-05-03'>3 May 2021</time></div>", "2021-05-03", None),
        # hAtom asks for a class "updated" on every entry
        ("<time class=updated datetime='2021-05-03'>3 May 2021</time>", "2021-05-03", None),
        ("<time class='entry-date updated' datetime='2021-05-03'>3 May 2021</time>", "2021-05-03", None),
        ("<time class=updated pubdate datetime='2021-05-03'>3 May 2021</time>", "2021-05-03", None),
        (
            "<time class=posted datetime='2021-05-03'>3 May</time>; <time class=updated datetime='2021-05-04'>4 May",
            "2021-05-03",
            "2021-05-04",
        ),
        # what readers see goes before an attribute that says something else
        ("<time datetime='2021-06-30T09:00:00Z'>3 May 2021</time>", "2021-05-03", None),
        ("<aside class=post-meta><time datetime='2021-05-03'>3 May</time></aside>", "2021-05-03", None),
        ("<aside><time datetime='2021-05-03'>3 May</time></aside>", None, None),
        # lines
        ("<p>3 May 2021 - Updated 4 May 2021</p>", "2021-05-03", "2021-05-04"),
        ("<p>Written: 2021-05-03 15:03 / Updated: 2021-05-04 15:30</p>", "2021-05-03T15:03:00", "2021-05-04T15:30:00"),
        ("<p>By Anna BergUpdated: 3 May 2021</p>", None, "2021-05-03"),
        ("<p>Reviewed by Anna Berg 3 May 2021</p>", "2021-05-03", None),
        ("<p>Date:3 May 2021</p>", "2021-05-03", None),
    ],
)
def test_a_stamp_below_the_headline_is_read_with_its_label(
    body: str, published: str | None, modified: str | None
) -> None:
    assert dates_of_page(HEADLINE + body + BODY) == (published, modified)


def test_a_time_alone_in_an_element_of_the_last_change_is_a_change() -> None:
    time = "<time datetime='2021-05-03'>3 May 2021</time>"

    assert dates_of_page(f"{HEADLINE}<div class=last-modified>{time}</div>{BODY}") == (None, "2021-05-03")
    assert (
        dates_of_page(f"{HEADLINE}<div class=last-modified>{time} | Updated 4 May 2021</div>{BODY}")[0] == "2021-05-03"
    )


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta property=og:locale content=en_GB>", "2021-05-03"),
        ("<meta property=og:locale content=en_US>", "2021-03-05"),
        ("<meta property=og:locale content=de_DE>", None),
        ("", None),
    ],
)
def test_the_region_of_the_page_tells_day_from_month(head: str, published: str | None) -> None:
    html = f"<html lang=en><head>{head}</head><body>{HEADLINE}<p>Anna Berg - 03/05/2021</p>{BODY}</body></html>"

    assert found_in(lines_of_page(html, Limits()), Payload(html=html)).date_published == published


def test_a_label_of_its_own_line_may_speak_of_something_else() -> None:
    assert dates_of_page(f"{HEADLINE}<p>Member since</p><p>3 May 2021</p>{BODY}") == (None, None)


def test_the_time_beside_the_headline_goes_before_those_of_teasers() -> None:
    teaser = "<div><a>Goats</a> <time datetime='2021-06-0{0}T08:00:00Z'>0{0}/06/2021</time></div>"
    teasers = "".join(teaser.format(day) for day in range(1, 6))
    own = "<p><time datetime='2021-05-03T08:00:00Z'>03/05/2021</time></p>"

    assert dates_of_page(teasers + HEADLINE + own + BODY + teasers)[0] == "2021-05-03T08:00:00+00:00"


def test_of_two_times_around_the_headline_the_one_below_counts() -> None:
    above = "<p><time datetime='2021-06-01'>1 June 2021</time></p>"
    below = "<p><time datetime='2021-05-03'>3 May 2021</time></p>"

    assert dates_of_page(above + HEADLINE + below + BODY)[0] == "2021-05-03"


@pytest.mark.parametrize(
    ("opening", "published"),
    [
        ("(3.5.2021) The ferry is back", "2021-05-03"),
        ("Westholm (3 May 2021). The ferry is back", "2021-05-03"),
        ("WESTHOLM, May 3, 2021 - The ferry is back", "2021-05-03"),
        ("3 May 2021 – The ferry is back", "2021-05-03"),
        ("03.05.2021 10:16 – The ferry is back", "2021-05-03T10:16:00"),
        ("Press release of 3 May 2021 | Westholm - The ferry is back", "2021-05-03"),
        ("Posted on May 3, 2021May 4, 2021 in Boats. The ferry is back", "2021-05-03"),
        ("Posted by Anna Berg on Monday 3 May 2021 from the old harbour. The ferry is back", "2021-05-03"),
        ("Jo Lind / 3.5.2021 The ferry is back", "2021-05-03"),
        ("3.5.2021, 15:30 UhrThe ferry is back", "2021-05-03T15:30:00"),
        ("3.5.2021The ferry is back", "2021-05-03"),
        ("On 3 May 2021 – a Monday – the ferry came back", None),
        ("On Monday, 3 May 2021 – a sunny day – the ferry came back", None),
        ("On 3 May 2021 the ferry came back", None),
        ("The ferry came back (3 May 2021) after a month", None),
    ],
)
def test_a_stamp_that_opens_the_story_is_read(opening: str, published: str | None) -> None:
    story = f"<p>{opening} to the island, and the children of Westholm are back at school since then.</p>"

    assert dates_of_page(HEADLINE + story + BODY)[0] == published


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        ("<p>3 May 2021</p>", "2021-05-03"),
        ("<p>3 May 2021</p><p>4 May 2021</p>", None),
    ],
)
def test_several_days_below_the_story_are_those_of_others(lines: str, published: str | None) -> None:
    assert dates_of_page(HEADLINE + 4 * BODY + lines)[0] == published


def test_a_day_above_the_story_goes_before_one_of_a_comment() -> None:
    far = "".join(f"<p>Part {n}</p>" for n in "abcdef")

    assert dates_of_page(HEADLINE + far + "<p>3 May 2021</p>" + BODY + "<p>Jo</p><p>4 May 2021</p>")[0] == "2021-05-03"


def test_a_label_of_its_own_line_is_heard_at_the_end_of_the_page() -> None:
    links = "".join(f"<p>Link {n}</p>" for n in "abcdefghij")

    assert dates_of_page(HEADLINE + BODY + links + "<p>Published</p><p>3 May 2021</p>")[0] == "2021-05-03"


def test_a_long_sentence_at_the_end_that_says_when_it_was_posted_is_heard() -> None:
    links = "".join(f"<p>Link {n}</p>" for n in "abcdefghij")
    posted = f"<p>This entry was posted on Monday, May 3rd, 2021 at 12:00 and is filed under {'Boats, ' * 22}</p>"
    written = f"<p>Dieser Artikel wurde am 3. Mai 2021 um 12:00 von Jo geschrieben und unter {'Boats, ' * 22}</p>"

    assert dates_of_page(HEADLINE + BODY + links + posted)[0] == "2021-05-03T12:00:00"
    assert dates_of_page(HEADLINE + BODY + links + written)[0] == "2021-05-03T12:00:00"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name=date content="2021-06-01T08:00:00Z">', "2021-05-03"),
        ('<meta name=pubdate content="2021-06-01T08:00:00Z">', "2021-06-01T08:00:00+00:00"),
        (
            '<meta name=date content="2021-06-01T08:00:00Z"><meta name=pubdate content="2021-06-01">',
            "2021-06-01T08:00:00+00:00",
        ),
    ],
)
def test_a_meta_tag_that_may_be_the_last_save_gives_way_to_a_line_below_the_headline(head: str, published: str) -> None:
    assert dates_of_page(HEADLINE + "<p>3 May 2021</p>" + BODY, head)[0] == published


def test_a_text_gives_the_stamp_that_opens_its_story() -> None:
    text = "The ferry is back\n\nWestholm (3.5.2021). The ferry to the island sails again since Monday morning.\n"
    found = found_in(lines_of_text(text, Limits()), Payload(text=text))

    assert found.date_published == "2021-05-03"


def test_a_kept_sentence_of_the_menu_does_not_move_the_article_away_from_its_date() -> None:
    menu = "<p>Our readers say that nobody knows the island, its goats and its bakers, as well as we do.</p>"
    links = "".join(f"<p>Link {n}</p>" for n in "abcdefghijklmnopqrstuvwxyzabcdefghijkl")

    assert dates_of_page(menu + links + "<p>The ferry is back</p><p>3 May 2021</p>" + 5 * BODY)[0] == "2021-05-03"


@pytest.mark.parametrize(
    ("between", "published"),
    [
        ("<p>3 May 2021</p>", "2021-05-03"),
        ("<p>Published</p><p>3 May 2021</p>", "2021-05-03"),
        ("<p>3 May 2021</p><p>4 May 2021</p>", None),
        ("<p>© 3 May 2021</p>", None),
        ("<footer><p>3 May 2021</p></footer>", None),
    ],
)
def test_where_nothing_else_gives_a_date_a_lone_line_farther_from_the_headline_does(
    between: str, published: str | None
) -> None:
    links = "".join(f"<p>Link {n}</p>" for n in "abcdefghijklmnopqrst")

    assert dates_of_page(HEADLINE + BODY + links + between + links + BODY)[0] == published


def test_a_long_line_beside_the_headline_that_is_no_sentence_is_read() -> None:
    line = "<p>On Behalf of the Harbour Office of Westholm | May 3, 2021 | Ferries and Boats</p>"

    assert dates_of_page(HEADLINE + line.replace("Boats", "B") + BODY)[0] == "2021-05-03"


FAR = "<p>Link</p>" * 70


@pytest.mark.parametrize(
    ("others", "published"),
    [
        ("", None),
        ("<p>Goats, 12/31/2020</p>", "2021-05-03"),
        ("<p>Goats, 31/12/2020</p>", "2021-03-05"),
        ("<p>Goats, 12/31/2020</p><p>Bees, 30/12/2020</p>", None),
        ("<p>Goats, 4/4/2020</p><p>Bees, 5/5/2020</p>", None),
        (f"<p>{'Goats ' * 12} 12/31/2020</p>", None),
    ],
)
def test_other_numbers_of_the_page_tell_day_from_month(others: str, published: str | None) -> None:
    html = f"<html lang=en><body>{HEADLINE}<p>Anna Berg - 05/03/2021</p>{BODY}{FAR}{others}</body></html>"

    assert found_in(lines_of_page(html, Limits()), Payload(html=html)).date_published == published


CAPTION = f"Shoppers on the quay of the old town, on 2 May 2021, with {'bread and ' * 9}butter (Westholm Picture Desk)"
LINKS = "Share\n\nMore\n\nBoats\n\nBread\n\nPrint\n\n"
TEXT = """The ferry to the island is back
{0}

The ferry to the island sails again since Monday, and the children of Westholm are back at school.

It had lain in the harbour for a month with a broken shaft, while the bakers rowed their bread across.
"""


@pytest.mark.parametrize(
    ("between", "published"),
    [
        # below the headline rather than above the first sentence
        ("3 May 2021\n\nShare\n\nMore on ferries\n\nThe harbour\n\nThe bakers\n\n4 May 2021\n", "2021-05-03"),
        # in a caption
        (
            f"{CAPTION}\n\n{LINKS}Westholm - 03/05/2021 20:00\n\n{LINKS}",
            "2021-05-03T20:00:00",
        ),
    ],
)
def test_a_text_gives_the_stamp_below_its_headline(between: str, published: str) -> None:
    text = TEXT.format(between)
    payload = Payload(text=text, overrides={"inLanguage": "en-GB"})

    assert found_in(lines_of_text(text, Limits()), payload).date_published == published


def test_of_two_stamps_below_the_headline_of_a_text_the_nearer_one_counts() -> None:
    text = TEXT.format("\njl 3 May 2021\n\nGoats on the roof of the old customs house\n\n4 May 2021\n")
    payload = Payload(text=text, overrides={"inLanguage": "en-GB"})

    assert found_in(lines_of_text(text, Limits()), payload).date_published == "2021-05-03"


@pytest.mark.parametrize(
    ("below", "published"),
    [
        ("<p>Anna BergMay 3, 2021</p><p>Previous</p><p>Goats on the roof</p><p>Anna BergMay 9, 2021</p>", "2021-05-03"),
        ("<p>May 3, 2021</p><p>More stories</p><p>May 9, 2021</p>", "2021-05-03"),
        ("<p>May 3, 2021</p><p>The baker</p><p>May 9, 2021</p>", None),
    ],
)
def test_a_day_below_a_heading_of_other_articles_is_theirs(below: str, published: str | None) -> None:
    assert dates_of_page(HEADLINE + 4 * BODY + below)[0] == published


def test_a_day_right_below_read_also_is_of_the_other_article() -> None:
    assert dates_of_page(HEADLINE + "<p>Read also:</p><p>3 May 2020</p>" + BODY)[0] is None
    assert dates_of_page(HEADLINE + "<p>News</p><p>3 May 2020</p>" + BODY)[0] == "2020-05-03"


@pytest.mark.parametrize(
    ("last", "published"),
    [("3 May 2021 · 6 Comments", "2021-05-03"), ("The ferry sails until 3 May 2021, the harbour office says.", None)],
)
def test_a_stamp_that_was_kept_as_the_end_of_the_body_is_read(last: str, published: str | None) -> None:
    text = TEXT.format("") + "\n\n" + last
    lines = lines_of_text(text, Limits())
    payload = Payload(text=text, overrides={"inLanguage": "en-GB"})
    kept = [at > 0 for at in range(len(lines))]
    found = find_metadata(lines, kept, gather(None), payload, fallback=lambda: None, rules=STRICT)

    assert found.date_published == published


MENU = "\n\n".join(
    f"Our page on {word} tells visitors where to find the harbour, the baker and the goats of Westholm."
    for word in ("boats", "bread", "goats")
)
STORY = "".join(
    f"The ferry to the island sails again with {load}, and the children of Westholm, who had rowed for a month with "
    "the bakers and their bread, are back at school, the harbour office says.\n\n"
    for load in ("goats", "bees", "coal", "post")
)
FAR_LINKS = "\n\n".join(f"Link {word}" for word in 30 * ("one", "two", "three"))


@pytest.mark.parametrize(
    ("rest", "published"),
    [
        # the stamp stands below a title, and most of the prose below it
        (f"The ferry to the island is back\n\n3.5.2021\n\n{STORY}", "2021-05-03"),
        (f"The ferry to the island is back\n\n3.5.2021\n\n{STORY}Goats\n\n9.5.2021\n\nBread\n\n8.5.2021", "2021-05-03"),
        (f"Ferries\n\nPublished: 3.5.2021\n\n{STORY}", "2021-05-03"),
        # the last of a list
        (f"Goats\n\n9.5.2021\n\nBread\n\n3.5.2021\n\n{STORY}", None),
        # two stretches alike
        (
            f"A ferry is back on the island\n\n3.5.2021\n\n{STORY}A goat is back on the roof\n\n9.5.2021\n\n{STORY}",
            None,
        ),
        # no prose soon below it
        (f"The ferry to the island is back\n\n3.5.2021\n\n{FAR_LINKS}\n\n{STORY}", None),
        # a day that a sentence tells of
        (f"The ferry of the island, since 3.5.2021\n\n{STORY}", None),
    ],
)
def test_the_stamp_that_heads_most_of_the_prose_is_the_last_resort(rest: str, published: str | None) -> None:
    text = f"{MENU}\n\n{FAR_LINKS}\n\n{rest}"
    lines = lines_of_text(text, Limits())
    kept = [line in MENU or "with post" in line for line in lines.text]
    found = find_metadata(lines, kept, gather(None), Payload(text=text), fallback=lambda: None, rules=STRICT)

    assert found.date_published == published


def test_the_attributes_of_components_are_asked_last() -> None:
    attribute = '<div data-page=\'{"publishedAt":"2021-05-03"}\'></div>'
    script = '<script>x = {"publishedAt":"2021-05-04"}</script>'
    html = f"<html lang=en><body>{HEADLINE}{attribute}{BODY}</body></html>"
    found = found_in(lines_of_page(html, Limits()), Payload(html=html))

    assert (found.date_published, found.evidence["datePublished"].source) == ("2021-05-03", "attribute")
    assert dates_of_page(f"{HEADLINE}<p>2 May 2021</p>{attribute}{BODY}")[0] == "2021-05-02"
    assert dates_of_page(f"{HEADLINE}{attribute}{script}{BODY}")[0] == "2021-05-04"


@pytest.mark.parametrize(
    ("head", "line", "published", "source"),
    [
        ("", "<p>Updated 4 May 2021</p>", "2021-05-04", "modified:line"),
        ("", "<p><time class=modified datetime='2021-05-04'>4 May</time></p>", "2021-05-04", "modified:time"),
        (
            "<meta property=article:modified_time content=2021-05-04T09:00:00Z>",
            "<p>Updated 4 May 2021</p>",
            "2021-05-04T09:00:00+00:00",
            "modified:meta",
        ),
        # a page that says when it appeared, in whatever way, is believed
        ("", "<p>3 May 2021, updated 4 May 2021</p>", "2021-05-03", "line"),
        ("<meta name=pubdate content=2021-05-03>", "<p>Updated 4 May 2021</p>", "2021-05-03", "meta"),
        (
            "",
            '<p>Updated 4 May 2021</p><script>x={\'a\':1,"publishedAt":"2021-05-03"}</script>',
            "2021-05-03",
            "script",
        ),
        # what only a machine is told is not shown: an empty element, a title
        ("", "<time itemprop=dateModified datetime='2021-05-04'></time>", None, None),
        ("", "<p>Updated <abbr class=updated title='2021-05-04'>4 May 2021</abbr></p>", "2021-05-04", "modified:line"),
        # a content system writes when it last saved a page, whether that was ever dated or not
        ("<meta property=article:modified_time content=2021-05-04T09:00:00Z>", "", None, None),
    ],
)
def test_a_page_that_only_shows_a_change_was_published_then_and_says_so(
    head: str, line: str, published: str | None, source: str | None
) -> None:
    html = f"<html lang=en-GB><head>{head}</head><body>{HEADLINE}{line}{BODY}</body></html>"
    found = found_in(lines_of_page(html, Limits()), Payload(html=html), Rules())
    detail = found.date_details.published
    is_change = source is not None and source.startswith("modified:")

    assert (found.date_published, detail.source if detail else None) == (published, source)
    assert found.catches == (("published-from-modified",) if is_change else ())
    if is_change:
        assert (found.date_modified, found.evidence["datePublished"].source) == (published, source)


def test_the_server_of_a_page_and_its_producer_show_readers_no_change() -> None:
    html = f"<html lang=en><body>{HEADLINE}{BODY}</body></html>"
    payload = Payload(html=html, headers={"Last-Modified": "Tue, 04 May 2021 09:00:00 GMT"})
    found = found_in(lines_of_page(html, Limits()), payload, Rules())

    assert (found.date_published, found.date_modified) == (None, "2021-05-04T09:00:00+00:00")


def test_a_stamp_in_the_language_that_the_producer_names_is_read_on_a_page_in_another() -> None:
    html = f"<html lang=en><body>{HEADLINE}<p>10 listopada 2017, 17:12</p>{BODY}</body></html>"
    found = [
        found_in(lines_of_page(html, Limits()), Payload.model_validate({"html": html, "hints": {"inLanguage": tag}}))
        for tag in ("pl", "en")
    ]

    assert [one.date_published for one in found] == ["2017-11-10T17:12:00", None]
    assert found[0].in_language == "en"


@pytest.mark.parametrize("field", ["datePublished", "dateModified"])
@pytest.mark.parametrize("date", ["soon", "31/02/2021", "2021-05-09"])
def test_an_override_that_is_no_date_to_be_believed_is_named(field: str, date: str) -> None:
    page = {"html": f"<html lang=en-GB>{HEADLINE}{BODY}", "fetchedAt": "2021-05-03T08:00:00Z"}
    with pytest.raises(BadPayloadError) as caught:
        found_in(lines_of_page(page["html"], Limits()), Payload.model_validate(page | {"overrides": {field: date}}))

    assert caught.value.pointer == f"/overrides/{field}"
    assert "send ISO 8601" in str(caught.value)


def test_a_hint_that_is_no_date_is_none() -> None:
    page = {"html": f"<html lang=en-GB>{HEADLINE}<p>3 May 2021</p>{BODY}", "hints": {"datePublished": "soon"}}
    found = found_in(lines_of_page(str(page["html"]), Limits()), Payload.model_validate(page))

    assert found.date_published == "2021-05-03"


def test_an_offset_is_a_hinted_zone_as_a_name_is() -> None:
    page = {"html": f"<html lang=en>{HEADLINE}<p>3 May 2021, 17:12 IST</p>{BODY}", "hints": {"timezone": "+05:30"}}
    found = found_in(lines_of_page(str(page["html"]), Limits()), Payload.model_validate(page))

    assert found.date_published == "2021-05-03T17:12:00+05:30"
    assert found.date_details.published is not None
    assert (found.date_details.published.zone, found.date_details.published.zone_source) == ("+05:30", "hint")
