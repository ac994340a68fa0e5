"""Texts have no markup: what a removed line is, its neighbours tell."""

import pytest

from worker.article.reasons.reasons import reason_of_removed
from worker.article.rules import Limits
from worker.article.text import lines_of_text

BODY = "The council voted on Monday evening to rebuild the old bridge over the river."


def reasons_of(*rows: str, score: float | None = None) -> list[str]:
    """Reasons of `rows`, one a line, of which those that are BODY are kept."""
    lines = lines_of_text("\n".join(rows), Limits())
    kept = [text == BODY for text in lines.text]
    return list(reason_of_removed(lines, kept, (), [score] * len(lines)).values())


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        (("Rivers", "How we count boats here", BODY), ["navigation", "navigation"]),
        ((BODY, "Rivers", "Mills", "How we count boats here", "Weirs", "Locks"), ["navigation"] * 5),
        ((BODY, "Mayor opens the new swimming pool by the mill"), ["related-link"]),
        (
            (BODY, "Mayor opens the new pool", "Boatmen ask for a second lock", "Erika leaves the board"),
            ["related-link", "related-link", "navigation"],
        ),
        (
            (
                BODY,
                "Mayor opens the new pool",
                "He swam a length himself, and the children of the town were let in after that.",
                "Boatmen ask for a second lock",
            ),
            ["related-link"] * 3,
        ),
        (
            (
                BODY,
                "Impressum",
                "The paper has been printed in the house by the mill ever since the year of the flood.",
            ),
            ["footer", "other-text"],
        ),
        ((BODY, "The arches", BODY), ["boilerplate"]),
        ((BODY, "(12)", "Rivers", "1", "2", "3"), ["boilerplate", *["navigation"] * 4]),
        (
            (BODY, "Old river boats for rent", "New river boats for rent", "Very small boats for rent", "Weirs"),
            ["related-link", "navigation", "related-link", "navigation"],
        ),
        ((BODY, "Home » Rivers » How the boats on them are counted"), ["navigation"]),
        ((BODY, "RiversBoats & BargesMillsWeirs and locks"), ["navigation"]),
        ((BODY, "The McAdam road and the YouTube star who walks it"), ["related-link"]),
        (
            (BODY, "桥梁重建", "河流新闻", "市长出席新游泳池开幕式并发表讲话"),
            ["navigation", "navigation", "related-link"],
        ),
    ],
)
def test_menus_are_short_and_titles_are_not(rows: tuple[str, ...], reasons: list[str]) -> None:
    assert reasons_of(*rows) == reasons


def test_prose_between_body_that_the_model_nearly_kept_is_doubtful() -> None:
    assert reasons_of(BODY, "What the arches of the old bridge are made of", BODY, score=0.4) == ["doubtful"]


def test_what_stands_above_a_credit_is_a_caption() -> None:
    assert reasons_of(BODY, "The new bridge stands in the river", "Foto: Erika M", BODY) == ["caption", "credit"]
    assert reasons_of(BODY, "Rivers", "Foto: Erika M", BODY)[0] != "caption"


def test_what_stands_among_lines_on_cookies_is_of_their_notice() -> None:
    rows = ("We use cookies to count.", "Yes", "Courier Counting Ltd.", "Alle ablehnen", "Rivers")

    assert reasons_of(BODY, *rows) == ["cookie-notice"] * 4 + ["navigation"]


def test_a_menu_below_other_articles_is_none_of_them() -> None:
    rows = ("Lesen Sie auch", "Mayor opens the new swimming pool", "Rivers", "Mills", "Weirs", "Locks")

    assert reasons_of(BODY, *rows) == ["related-links-heading", "related-link", *["navigation"] * 4]


def test_names_and_days_of_comments_are_comments() -> None:
    rows = (
        "2 Kommentare",
        "Anna",
        "3. Mai 2024, 14:30",
        "Well done, they say to us.",
        "Max",
        "4. Mai 2024, 9:15",
        "So so.",
    )

    assert reasons_of(BODY, *rows) == ["comment"] * 7


def test_comments_end_where_a_menu_begins() -> None:
    assert reasons_of(BODY, "Anna says:", "Well done.", "Rivers", "Mills", "Weirs", "Locks")[3:] == ["navigation"] * 3


def test_no_comments_stand_above_the_body() -> None:
    assert reasons_of("Kommentare", "How we count the boats on rivers", BODY) == ["comment", "related-link"]


def test_the_latest_is_an_entry_of_a_menu_above_and_a_head_below() -> None:
    menu = ("Rivers", "Mills", "Latest", "Weirs", "Locks")

    assert reasons_of(*menu, BODY) == ["navigation"] * 5
    assert reasons_of(BODY, *menu)[2] == "related-links-heading"


def test_months_in_a_row_are_an_archive() -> None:
    assert reasons_of(BODY, "May 2024", "April 2024", "March 2024") == ["navigation"] * 3
    assert reasons_of(BODY, "May 2024") == ["stamp"]


@pytest.mark.parametrize(
    ("tags", "reasons"),
    [
        (("Bridges", "Mill Lane", "Politik"), ["tag"] * 3),
        (("Bridges",) * 11, ["navigation"] * 11),
        (("How the town pays for what it wants", "Bridges"), ["related-link", "navigation"]),
    ],
)
def test_short_lines_below_a_head_of_keywords_are_tags(tags: tuple[str, ...], reasons: list[str]) -> None:
    assert reasons_of(BODY, "Schlagworte:", *tags) == ["tag", *reasons]


def test_a_street_above_its_town_is_an_address() -> None:
    assert reasons_of(BODY, "Alte Mühle 4", "12345 Neustadt") == ["footer", "footer"]
    assert reasons_of(BODY, "Alte Mühle 4", "Weirs") == ["navigation", "navigation"]


@pytest.mark.parametrize(
    ("rows", "score", "reasons"),
    [
        ((BODY, "Rivers and mills"), 0.35, ["doubtful"]),
        ((BODY, "Rivers and mills"), 0.25, ["navigation"]),
        ((BODY, *["Rivers"] * 6), 0.35, [*["doubtful"] * 4, *["navigation"] * 2]),
        ((BODY, *["Mayor opens the new swimming pool by the mill"] * 2), 0.35, ["doubtful"] * 2),
    ],
)
def test_what_the_model_nearly_kept_is_neither_menu_nor_title(
    rows: tuple[str, ...], score: float, reasons: list[str]
) -> None:
    assert reasons_of(*rows, score=score) == reasons


def test_comments_without_a_head_open_with_a_name_a_day_and_an_hour() -> None:
    first = ("Erika M 3. Mai 2024 um 14:30", "The bridge my mother crossed should have been left as it was.")
    second = ("geschrieben von Max am 4. Mai 2024, 09:15 [ antworten ]", "So I say, too.")

    assert reasons_of(BODY, *first, *second) == ["comment"] * 4
    assert "comment" not in reasons_of(BODY, *first)


def test_comments_end_where_none_is_near_below() -> None:
    titles = ("How we count the boats on rivers", "Why the mill by the bridge stands still")

    assert reasons_of(BODY, "Anna says:", "Well done, all of you.", *titles)[2:] == ["related-link"] * 2


def test_what_asks_for_a_mail_address_in_a_form_for_comments_is_of_the_form() -> None:
    rows = ("Kommentar", "Name", "Your email address, which nobody sees")

    assert reasons_of(BODY, *rows)[2] == "comment"
    assert reasons_of(BODY, *rows[1:])[1] == "newsletter"


def test_topics_and_authors_between_titles_are_of_their_teasers() -> None:
    title = "Mayor opens the new swimming pool by the mill"

    assert reasons_of(BODY, title, "Erika M", "3 May 2024", "Rivers", title)[1:4] == [
        "related-link",
        "stamp",
        "related-link",
    ]
    assert reasons_of(title, "Rivers", title, BODY)[1] == "navigation"


def test_buttons_in_a_menu_above_the_body_are_entries() -> None:
    assert reasons_of("Rivers", "Mills", "Log in", "Weirs", "Locks", BODY)[2] == "navigation"
    assert reasons_of(BODY, "Rivers", "Mills", "Log in", "Weirs", "Locks")[2] == "call-to-action"


def test_months_and_topics_with_how_many_articles_they_have_are_an_archive() -> None:
    assert reasons_of(BODY, "3 May 2024 (2)", "2 May 2024 (12)") == ["navigation"] * 2
    assert reasons_of(BODY, "3 May 2024 (2)", "Rivers") == ["stamp", "navigation"]


def test_long_lines_at_the_foot_of_a_site_are_its_foot() -> None:
    long = "What is printed in the house by the mill"
    rows = ("Rivers", "Mills", "Weirs", "Locks", "Boats", "Barges", "Banks", "Fords")

    assert reasons_of(BODY, *rows, long)[-1] == "footer"
    assert reasons_of(BODY, long)[-1] == "related-link"
    assert reasons_of(BODY, "Impressum", long, "Datenschutz", *rows)[1] == "footer"


def test_the_first_line_of_a_text_is_no_title_of_another_article() -> None:
    assert reasons_of("Mayor opens the new swimming pool by the mill", BODY) == ["navigation"]
    assert reasons_of("Rivers", "Mayor opens the new swimming pool by the mill", BODY)[1] == "related-link"
