import pytest

from worker.article.language import find_language, language_tag

GERMAN = (
    "Der Bundestag hat am Freitag das Gesetz über die Renten beschlossen, und der Minister lobte es danach sehr. " * 3
)
ENGLISH = "The parliament passed the law on pensions on Friday, and the minister praised it afterwards at length. " * 3


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (ENGLISH, [], ("en", "text")),
        (ENGLISH, ["en-GB"], ("en-GB", "markup")),
        (GERMAN, ["en", "de_AT"], ("de-AT", "markup")),
        (GERMAN, ["en"], ("de", "text")),
        ("Kurz.", ["de"], ("de", "markup")),
        ("Kurz.", [], None),
        ("", ["xx", "und", "no language"], None),
    ],
)
def test_text_and_markup_settle_the_language(text: str, declared: list[str], expected: tuple[str, str] | None) -> None:
    assert find_language(text, declared) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("en_US.UTF-8", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("de-x-private", "de"),
        ("es-419", "es-419"),
        ("Français", "fr"),
        ("", None),
        ("1", None),
    ],
)
def test_tags_are_bcp_47(declared: str, expected: str | None) -> None:
    assert language_tag(declared) == expected
