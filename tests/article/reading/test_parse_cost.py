"""Pages that would take a parser minutes or gigabytes are known before they are parsed; others are not held up."""

import pytest

from tests.golden import golden_pages
from tests.patience import cpu_limit
from worker.article.outcome import Reason, Rejection
from worker.article.payload import Payload
from worker.article.pipeline import extract
from worker.article.reading.parse_cost import may_be_extracted, why_not_parsed
from worker.article.rules import Limits, Rules

MANY = 30_000
BODY = "<p>The river rose again on Thursday evening, and the people were brought to the school by boat.</p>" * 5
PAD = "<p>Ferries stayed in the harbour.</p>" * 3_000

GROUP = " ".join(f"a{{0}}x{n}" for n in range(2_500))
LONG = "y" * 20_100
FAR = " " * 30

DEAR = {
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(MANY)) + ">",
    "attributes without values": "<p " + " ".join(f"a{n}" for n in range(MANY)) + ">",
    "attributes with slashes between": "<p " + "/".join(f"a{n}" for n in range(MANY)) + ">",
    "attributes with marks in quotes": "<p " + " ".join(f"a{n}='<p>'" for n in range(MANY)) + ">",
    "attributes with quotes and spaces": "<p " + "\n".join(f'a{n} = "x>y"' for n in range(MANY)) + ">",
    "attributes, never ended": "<p " + " ".join(f"a{n}=1" for n in range(MANY)),
    "attributes after a script": "<script>if (a<b && c>d) x='<p'</script><p " + " ".join(f"a{n}" for n in range(MANY)),
    "attributes between long values": "<p " + " ".join(f"{GROUP.format(n)} z{n}='{LONG}>'" for n in range(12)),
    "attributes between values far from their names": "<p " + " ".join(f"a{n}={FAR}'>'" for n in range(MANY)) + ">",
    "attributes after a quote in a comment": "<!--<a b='--><p y='>' " + " ".join(f"a{n}" for n in range(MANY)) + ">",
    "attributes after an empty comment": "<!--><p " + " ".join(f"a{n}" for n in range(MANY)) + ">",
    "attributes after a comment with a wrong end": "<!-- --!><p " + " ".join(f"a{n}" for n in range(MANY)) + ">",
    "attributes in a script of a drawing": "<svg><script><p " + " ".join(f"a{n}" for n in range(MANY)) + ">",
    "attributes in a style of a drawing": "<svg><style><p " + " ".join(f"a{n}" for n in range(MANY)) + ">",
    "attributes in what is no script": "<script-x><p " + " ".join(f"a{n}" for n in range(MANY)) + ">",
    "attributes in a template": "<template><p " + " ".join(f"a{n}" for n in range(MANY)) + "></p></template>",
    "attributes in many tags, few in each": ("<p " + " ".join(f"a{n}" for n in range(9_000)) + "></p>") * 12,
    "attributes in very many tags": ("<p " + " ".join(f"a{n}" for n in range(2_500)) + "></p>") * 200,
    "attributes of many bodies": "".join(f"<bOdy a{n}=1></body>" for n in range(MANY)),
    "attributes of many roots": "".join(f"<html/a{n}=1 b{n}></html>" for n in range(MANY)),
    "attributes of bodies in quotes": "".join(f"<body a{n}='<body >' b{n}></body>" for n in range(MANY)),
    "options": "<select>" + "<option>One" * MANY,
    "options, each closed": "<select>" + "<option>One</option>" * MANY,
    "depth": "<div>" * MANY,
    "end tags of what is not open": "<div>" * 9_000 + "</section>" * MANY,
    "inline end tags that reach nothing": "<span><div></span></div>" * MANY,
    "formatting": "<p>" + "".join(f"<b a{n}>" for n in range(1_000)) + "</p>" + "<p>x</p>" * 5_000,
}


@pytest.mark.parametrize("name", DEAR)
@pytest.mark.parametrize("before", ["", PAD], ids=["alone", "within a page"])
def test_a_page_that_would_take_minutes_is_turned_away_at_once(name: str, before: str) -> None:
    with cpu_limit():
        found = extract(Payload(html=f"{before}{DEAR[name]}{BODY}"), Rules())

    assert isinstance(found, Rejection)
    assert found.reason is Reason.LIMIT_HIT


@pytest.mark.parametrize(
    "html",
    [
        "<p " + " ".join(f"a{n}=1" for n in range(5_000)) + ">",
        "<!-- " + "<p " + "a=1 " * MANY + " -->",
        "<script>let page = '<p " + "a b " * MANY + "'</script>",
        "<style>a<b " + "x y " * MANY + "</style>",
        ("<p " + " ".join(f"a{n}" for n in range(900)) + "></p>") * 100,
        "<body a=1>" * 5_000,
        f'<img src="data:image/png;base64,{"A" * 500_000}">',
        f"<div data-state='{'&quot;a&quot;: 1, ' * 20_000}'></div>",
        "<ul>" + '<li><i class="icon"></i><b id=b>One</b>' * MANY + "</ul>",
        "<select>" + "<option>One</option>" * 5_000 + "</select>",
        "<table>" + "<tr><td>1<td>2" * MANY + "</table>",
    ],
)
def test_a_page_that_is_only_large_is_parsed(html: str) -> None:
    assert why_not_parsed((PAD + html + BODY).encode(), Limits()) is None


def test_what_only_looks_like_crowded_tags_is_not_told_at_any_price() -> None:
    tag = "<p " + " ".join(f"a{n}" for n in range(MANY)) + " "
    with cpu_limit():
        assert why_not_parsed(f"<!-- {tag * 3} --><p>x".encode(), Limits()) is None
        assert why_not_parsed(f"<!-- {tag * 50} --><p>x".encode(), Limits())
        assert why_not_parsed(f"<!-- {'<a' * 200_000} {tag} --><p>x".encode(), Limits())


def test_no_golden_page_is_turned_away() -> None:
    assert not [page.name for page in golden_pages() if why_not_parsed(page.decoded.encode(), Limits())]


def test_the_same_words_in_a_text_are_words() -> None:
    text = "<div> is how one begins.\n" * MANY

    found = extract(Payload(text=text), Rules())

    assert not (isinstance(found, Rejection) and found.reason is Reason.LIMIT_HIT)


FAR_INSIDE = {
    "paragraphs": "<div>" * 240 + "<p>Read more here</p>" * 40_000,
    "bold words": "<div>" * 1_900 + "<b>ab</b>" * 20_000,
    "steps of a stair": "<div>Down we go." * 5_000,
}


@pytest.mark.parametrize("name", FAR_INSIDE)
def test_extractors_are_not_asked_for_what_stands_far_inside(name: str) -> None:
    """They take time for each element that is open around each: a paragraph for every reader, minutes for them."""
    page = f"<h1>River</h1>{FAR_INSIDE[name]}{BODY}"
    with cpu_limit(10):
        extract(Payload(html=page), Rules())

    assert not may_be_extracted(page.encode())


def test_extractors_are_not_asked_about_a_table_of_megabytes() -> None:
    assert may_be_extracted(b"<tr><td>1</td></tr>" * 10_000)
    assert not may_be_extracted(b"<tr><td>1</td></tr>" * 30_000)


def test_extractors_are_asked_about_pages_that_people_read() -> None:
    assert all(may_be_extracted(page.raw) for page in golden_pages())
    assert may_be_extracted(PAD.encode() * 5)
