"""Pictures and what is printed below them."""

import pytest

from tests.patience import cpu_limit
from worker.article.page import lines_of_page
from worker.article.rules import Limits
from worker.article.witnesses.figures import split_credit
from worker.article.witnesses.witnesses import gather


@pytest.mark.parametrize(
    ("words", "caption", "credit"),
    [
        ("The bridge on Friday. Photograph: Jane Roe/AFP", "The bridge on Friday.", "Jane Roe/AFP"),
        ("Photo by Jane Roe/Getty Images", "", "Jane Roe/Getty Images"),
        ("The bridge (Photo by Jane Roe)", "The bridge", "Jane Roe"),
        ("The bridge (AP Photo/Jane Roe)", "The bridge", "AP Photo/Jane Roe"),
        ("Bridge | Credit: Jane (AP)", "Bridge", "Jane (AP)"),
        ("Die Brücke am Freitag (Foto: dpa)", "Die Brücke am Freitag", "dpa"),
        ("Die Brücke. Bild: Jana Roth", "Die Brücke.", "Jana Roth"),
        ("Die Brücke © dpa / Jana Roth", "Die Brücke", "dpa / Jana Roth"),
        ("Le pont vendredi. Crédit photo : Jeanne Roe", "Le pont vendredi.", "Jeanne Roe"),
        ("桥 图片来源：新华社", "桥", "新华社"),
        ("A photo by the door", "A photo by the door", ""),
        ("The bridge (left) on Friday", "The bridge (left) on Friday", ""),
        ("The bridge.", "The bridge.", ""),
    ],
)
def test_a_credit_is_told_from_the_caption(words: str, caption: str, credit: str) -> None:
    assert split_credit(words) == (caption, credit)


@pytest.mark.parametrize("words", ["photo by " * 70, "(" * 600, "© " * 300, "photo: " * 80])
def test_hostile_captions_take_no_time(words: str) -> None:
    with cpu_limit():
        split_credit(words)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("<img src=/a.jpg><figcaption>The bridge</figcaption>", [("/a.jpg", "The bridge", "")]),
        ("<p><img src=/a.jpg></p><div><figcaption>The bridge</figcaption></div>", [("/a.jpg", "The bridge", "")]),
        ("<img src=data:x data-src=/b.jpg><figcaption>The bridge</figcaption>", [("/b.jpg", "The bridge", "")]),
        (
            "<img src=/blank.gif srcset='/c.jpg 2x, /d.jpg'><figcaption>The bridge</figcaption>",
            [("/c.jpg", "The bridge", "")],
        ),
        (
            "<img src=/a.jpg><figcaption>The bridge <span class=credit>Photo: Jane Roe</span></figcaption>",
            [("/a.jpg", "The bridge", "Jane Roe")],
        ),
        (
            "<img src=/a.jpg><figcaption><i class=Copyright>dpa</i> Die Brücke</figcaption>",
            [("/a.jpg", "Die Brücke", "dpa")],
        ),
        ("<video src=/a.mp4></video><figcaption>The bridge</figcaption>", []),
        ("<img src=/a.jpg><figcaption> </figcaption>", []),
    ],
)
def test_a_figure_is_a_picture_and_its_caption(figure: str, expected: list[tuple[str, str, str]]) -> None:
    witnesses = gather(lines_of_page(f"<main><figure>{figure}</figure></main>", Limits()).tree)

    assert [(one.url, *one.told()) for one in witnesses.figures] == expected


def test_figures_of_teasers_and_stray_captions_are_none() -> None:
    figure = "<figure><img src=/a.jpg><figcaption>The bridge</figcaption></figure>"
    html = f"<div class=related>{figure}</div><aside>{figure}</aside><figcaption>Alone</figcaption>"

    assert gather(lines_of_page(html, Limits()).tree).figures == ()
