"""Bylines of many languages on the line below the headline, with a body in that language."""

import pytest

from worker.article.metadata.metadata import Metadata, find_metadata
from worker.article.payload import Payload
from worker.article.rules import Limits
from worker.article.text import lines_of_text
from worker.article.witnesses.witnesses import gather

TEXTS = {
    "hi": (
        "नदी रात में दो मीटर बढ़ी",
        "नदी का पानी रात में दो मीटर बढ़ गया और सुबह तक निचली सड़कें पानी में डूब गईं जिससे सब लोग रुके रहे।",
    ),
    "ar": (
        "النهر يرتفع مترين",
        "ارتفع منسوب النهر مترين خلال الليل وبحلول الصباح كانت الشوارع السفلى مغمورة بالمياه في المدينة كلها.",
    ),
    "fa": (
        "رودخانه دو متر بالا آمد",
        "آب رودخانه در طول شب دو متر بالا آمد و تا صبح خیابان‌های پایین شهر زیر آب رفت و مدرسه‌ها بسته شد.",
    ),
    "he": (
        "הנהר עלה בשני מטרים",
        "הנהר עלה בשני מטרים במהלך הלילה ועד הבוקר הרחובות התחתונים היו מתחת למים בכל העיר הישנה.",
    ),
    "th": (
        "แม่น้ำสูงขึ้นสองเมตร",
        "แม่น้ำสูงขึ้น สองเมตร ในตอนกลางคืน และในตอนเช้า ถนนด้านล่าง จมอยู่ใต้น้ำ ทั่วทั้งเมือง แล้ว",
    ),
    "zh": (
        "河水一夜上涨两米",
        "河水在夜间上涨了两米，到早晨下游的街道已经被水淹没，交通全部中断，学校停课一天。",
    ),
    "ja": (
        "川の水位が二メートル上昇",
        "川の水位は夜のうちに二メートル上がり、朝までに下町の通りは水につかった。交通はすべて止まった。",
    ),
    "ko": (
        "강물이 밤사이 2미터 불어나",
        "강물이 밤사이 2미터 불어나 아침까지 아래쪽 거리가 물에 잠겼다고 시는 밝혔다. 교통도 모두 끊겼다.",
    ),
    "latin": (
        "The river rose by two metres",
        "The river rose by two metres in the night and by morning the lower streets were under water.",
    ),
    "cyrillic": (
        "Річка піднялася на два метри",
        "Річка піднялася за ніч на два метри, і до ранку нижні вулиці міста опинилися під водою.",
    ),
    "el": (
        "Το ποτάμι ανέβηκε δύο μέτρα",
        "Το ποτάμι ανέβηκε δύο μέτρα μέσα στη νύχτα και ως το πρωί οι κάτω δρόμοι ήταν στο νερό.",
    ),
}


def found_in(language: str, head: str) -> Metadata:
    title, body = TEXTS[language]
    text = f"{title}\n{head}\n{body}"
    lines = lines_of_text(text, Limits())
    kept = [line == body for line in lines.text]
    return find_metadata(lines, kept, gather(lines.tree), Payload(text=text), fallback=lambda: None)


@pytest.mark.parametrize(
    ("language", "head", "names"),
    [
        ("hi", "लेखक: राहुल शर्मा", ["राहुल शर्मा"]),
        ("hi", "द्वारा राहुल शर्मा", ["राहुल शर्मा"]),
        ("hi", "रिपोर्ट: राहुल शर्मा", ["राहुल शर्मा"]),
        ("hi", "राहुल शर्मा\n11 नवंबर 2025", ["राहुल शर्मा"]),
        ("ar", "بقلم: أحمد علي", ["أحمد علي"]),
        ("ar", "كتب: أحمد علي", ["أحمد علي"]),
        ("ar", "كتبت سارة محمود", ["سارة محمود"]),
        ("ar", "بقلم:\nأحمد علي", ["أحمد علي"]),
        ("fa", "نویسنده: علی رضایی", ["علی رضایی"]),
        ("fa", "به قلم علی رضایی", ["علی رضایی"]),
        ("he", "מאת: דוד כהן", ["דוד כהן"]),
        ("he", "דוד כהן\n11.11.2025", ["דוד כהן"]),
        ("th", "โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("zh", "作者：王小明、李华", ["王小明", "李华"]),
        ("zh", "记者 王小明", ["王小明"]),
        ("zh", "文/王小明", ["王小明"]),
        ("zh", "来源:新华社 作者:王小明", ["王小明"]),
        ("zh", "来源: 新华社 记者 王小明", ["王小明"]),
        ("zh", "記者王小明、李華／台北報導", ["王小明", "李華"]),
        ("zh", "【河邊報╱記者王小明／台北報導】", ["王小明"]),
        ("zh", "作者： 王小明 责任编辑： 李华", ["王小明"]),
        ("ja", "山田太郎\n2025年11月11日", ["山田太郎"]),
        ("ja", "記者 山田太郎", ["山田太郎"]),
        ("ja", "取材・文：山田太郎", ["山田太郎"]),
        ("ko", "홍길동 기자", ["홍길동"]),
        ("ko", "홍길동 기자 hong@example.com", ["홍길동"]),
        ("ko", "(서울=연합뉴스) 홍길동 기자 =", ["홍길동"]),
        ("ko", "글: 홍길동", ["홍길동"]),
        ("latin", "Haber: Ayşe Yılmaz", ["Ayşe Yılmaz"]),
        ("latin", "Anna Berg @annaberg\n11 November 2025", ["Anna Berg"]),
        ("latin", "Írta: Kovács Anna", ["Kovács Anna"]),
        ("latin", "Autor: Jana Nováková", ["Jana Nováková"]),
        ("latin", "Napsal: Jan Novák", ["Jan Novák"]),
        ("latin", "De Ion Popescu", ["Ion Popescu"]),
        ("latin", "Publisert av Anna Berg", ["Anna Berg"]),
        ("latin", "Kirjoittanut Matti Virtanen", ["Matti Virtanen"]),
        ("latin", "Teksti: Matti Virtanen", ["Matti Virtanen"]),
        ("latin", "Theo Nguyễn Văn An", ["Nguyễn Văn An"]),
        ("latin", "Penulis: Siti Rahma", ["Siti Rahma"]),
        ("latin", "oprac. Anna Kowalska", ["Anna Kowalska"]),
        ("cyrillic", "Авторка: Оксана Шевченко", ["Оксана Шевченко"]),
        ("el", "Του Γιώργου Παπαδόπουλου", ["Γιώργου Παπαδόπουλου"]),
        ("el", "Συντάκτης: Μαρία Παπαδοπούλου", ["Μαρία Παπαδοπούλου"]),
    ],
)
def test_openers_and_titles_of_many_languages_make_bylines(language: str, head: str, names: list[str]) -> None:
    assert [author.name for author in found_in(language, head).authors] == names


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("hi", "ताज़ा खबर\n11 नवंबर 2025"),
        ("hi", "फोटो: राहुल शर्मा"),
        ("hi", "द्वारा जारी बयान में कहा गया"),
        ("ar", "أخبار العالم\n11 نوفمبر 2025"),
        ("ar", "علي خامنئي يحذر\n11 نوفمبر 2025"),
        ("ar", "كتب أحمد علي كتابا عن النهر"),
        ("ar", "تصوير: أحمد علي"),
        ("he", "כתב אישום"),
        ("zh", "记者会今日举行"),
        ("zh", "国际新闻\n2025年11月11日"),
        ("zh", "责任编辑：李华"),
        ("zh", "摄影：王小明"),
        ("ja", "山田太郎"),
        ("ja", "記者会見"),
        ("zh", "記者王小明／攝影"),
        ("zh", "2025-11-11 09:46 来源: 作者: 手机版"),
        ("ja", "東京新聞\n2025年11月11日"),
        ("ko", "기자 회견"),
        ("ko", "사진 홍길동 기자"),
        ("ko", "정치부\n2025.11.11 10:15"),
        ("ko", "경제 뉴스\n2025.11.11 10:15"),
        ("latin", "Haber: Son Dakika"),
        ("latin", "Fot. Anna Kowalska/PAP"),
        ("el", "Του Νοεμβρίου"),
    ],
)
def test_other_lines_of_many_languages_name_nobody(language: str, head: str) -> None:
    assert found_in(language, head).authors == ()


@pytest.mark.parametrize(
    ("language", "head", "name", "raw"),
    [
        ("zh", "记者王小明", "王小明", "记者王小明"),
        ("ja", "山田太郎記者", "山田太郎", "山田太郎記者"),
        ("ko", "[부산=뉴시스] 홍길동 기자 =", "홍길동", "홍길동 기자"),
    ],
)
def test_the_printed_form_keeps_the_title(language: str, head: str, name: str, raw: str) -> None:
    (author,) = found_in(language, head).authors

    assert (author.name, author.name_raw) == (name, raw)


@pytest.mark.parametrize(
    ("language", "head", "authors", "agency"),
    [
        ("latin", "Anna Kowalska/PAP", [("Anna Kowalska", "person"), ("PAP", "agency")], "PAP"),
        ("latin", "Ayşe Yılmaz / DHA", [("Ayşe Yılmaz", "person"), ("DHA", "agency")], "DHA"),
        ("latin", "Redazione ANSA", [("Redazione ANSA", "desk")], "ANSA"),
        ("latin", "di Redazione ANSA", [("Redazione ANSA", "desk")], "ANSA"),
        ("zh", "来源:新华社 作者:王小明", [("王小明", "person")], "Xinhua"),
        ("zh", "2025年11月11日 10:15 来源：新华社", [], "Xinhua"),
        ("ko", "(서울=연합뉴스) 홍길동 기자 =", [("홍길동", "person")], "Yonhap"),
        ("hi", "स्रोत: भाषा", [], "PTI"),
        ("ar", "المصدر: رويترز", [], "Reuters"),
        ("el", "Πηγή: ΑΠΕ-ΜΠΕ", [], "AMNA"),
        ("cyrillic", "Джерело: Укрінформ", [], "Ukrinform"),
    ],
)
def test_an_agency_is_found_beside_person_desk_or_label(
    language: str, head: str, authors: list[tuple[str, str]], agency: str
) -> None:
    found = found_in(language, head)

    assert [(author.name, author.kind.value) for author in found.authors] == authors
    assert found.agency is not None
    assert found.agency.name == agency
