import pytest

from worker.article.metadata.language import find_language, language_tag

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
        (GERMAN, [], ("de", "text")),
        (ENGLISH + GERMAN, [], None),
        ("Kurz.", ["de"], ("de", "markup")),
        ("Kurz.", [], None),
        ("", ["xx", "und", "no language"], None),
        (f"\ud800 {ENGLISH}", [], ("en", "text")),
        ("12, 40 % – 2024: " * 20, [], None),
    ],
)
def test_text_and_markup_settle_the_language(text: str, declared: list[str], expected: tuple[str, str] | None) -> None:
    assert find_language(text, declared) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("市议会周一晚上投票决定重建河上的旧桥，工程2026年开始，耗资1200万欧元，市长对记者说。", "zh"),
        ("市議会は月曜の夜、川に架かる古い橋の再建を決めた。工事は来年始まると市長は記者団に語った。", "ja"),
        ("시의회는 월요일 저녁 강 위의 낡은 다리를 다시 짓기로 의결했다고 시장이 기자들에게 말했다.", "ko"),
        ("Το δημοτικό συμβούλιο ψήφισε τη Δευτέρα την ανακατασκευή της παλιάς γέφυρας, 12 εκατ. ευρώ.", "el"),
        ("מועצת העיר החליטה ביום שני לבנות מחדש את הגשר הישן מעל הנהר, אמר ראש העיר לעיתונאים.", "he"),
        ("Городской совет в понедельник решил восстановить старый мост через реку, сообщил мэр.", "ru"),
        ("Rada miasta zdecydowała w poniedziałek o odbudowie starego mostu, powiedział burmistrz.", "pl"),
        ("Le conseil municipal a voté lundi soir la reconstruction du vieux pont, a dit la maire.", "fr"),
    ],
)
def test_words_alone_tell_the_language(text: str, language: str) -> None:
    assert find_language(text, []) == (language, "text")


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
