"""Pages to lines."""

import pytest

from worker.article.page import Flag, lines_of_page
from worker.article.rules import Limits

LIMITS = Limits()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>two</b>\n three.</p><p>Four</p>", ["One two three.", "Four"]),
        ("one<br>two<div>three</div>four", ["one", "two", "three", "four"]),
        ("<script>no</script><style>no</style><!-- no --><p>yes", ["yes"]),
        ("<table><tr><th>Team<th>Points<tr><td>Kiel<td>12</table>", ["Team Points", "Kiel 12"]),
        ("<table><tr><td><p>First.</p><p>Second.</p></td></tr></table>", ["First.", "Second."]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("", []),
        ("no markup at all", ["no markup at all"]),
    ],
)
def test_a_line_ends_where_a_reader_sees_it_end(html: str, expected: list[str]) -> None:
    lines = lines_of_page(html, LIMITS)

    assert lines.text == expected
    assert lines.number == list(range(1, len(expected) + 1))


def test_a_line_knows_its_links() -> None:
    lines = lines_of_page("<p>go <a href=x>there</a> <strong>now</strong></p><p><a href=x> <div>on</div></a>", LIMITS)

    assert lines.link == [5, 2]


@pytest.mark.parametrize(
    ("html", "flag"),
    [
        ("<article><div><p>x", Flag.ARTICLE),
        ("<div role=navigation><p>x", Flag.NAVIGATION),
        ("<figure><figcaption>x", Flag.FIGURE),
        ("<div style='display: none'><p>x", Flag.HIDDEN),
        ("<div hidden><p>x", Flag.HIDDEN),
        ("<div itemprop=articleBody><p>x", Flag.BODY_PROPERTY),
        ("<blockquote><p>x", Flag.QUOTE),
        ("<table><tr><td>x", Flag.TABLE),
    ],
)
def test_a_line_knows_what_its_ancestors_are(html: str, flag: Flag) -> None:
    lines = lines_of_page(html, LIMITS)

    assert Flag(lines.blocks.flags[lines.block[0]]) & flag


def test_blocks_stand_after_their_parents() -> None:
    blocks = lines_of_page("<div class='a b' id=c><section><p>x</section></div><p>y", LIMITS).blocks

    assert blocks.parent[0] == -1
    assert all(parent < row for row, parent in enumerate(blocks.parent))
    assert blocks.attributes[1] == "a b c"
    assert blocks.tag == ["body", "div", "section", "p", "p"]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_of_any_kind_are_the_same_to_the_parser(newline: str) -> None:
    html = "<title>A\nb</title><div\nclass='a\nb'><script>1\n2</script><!--\n--><pre>\nOne\ntwo</pre>\n<p>&#10;x\n\ny"

    given, expected = (lines_of_page(page, LIMITS).tree for page in (html.replace("\n", newline).encode(), html))

    assert given is not None
    assert expected is not None
    assert given.html == expected.html


def test_class_names_without_end_are_cut() -> None:
    names = lines_of_page(f"<p class='{'story ' * 1_000}'>One", LIMITS).blocks.attributes

    assert list(map(len, names)) == [0, 2_000]


def test_titles_are_the_names_the_page_gives_itself() -> None:
    html = "<title>A storm \n comes - The Gull</title><meta property='og:title' content='A storm comes'><p>x"

    assert lines_of_page(html, LIMITS).titles == ("A storm comes - The Gull", "A storm comes")


@pytest.mark.parametrize(
    ("limits", "html", "flag"),
    [
        (Limits(max_nodes=3), "<p>a<p>b<p>c<p>d<p>e", "limit-hit:max-nodes"),
        (Limits(max_depth=3), "<div><div><p>a<b><i>deep</i></b></p></div></div><p>e", "limit-hit:max-depth"),
        (Limits(max_lines=2), "<p>a<p>b<p>c", "limit-hit:max-lines"),
        (Limits(max_line_chars=5), "<p>one two three", "limit-hit:max-line-chars"),
    ],
)
def test_a_limit_is_never_silent(limits: Limits, html: str, flag: str) -> None:
    assert lines_of_page(html, limits).flags == (flag,)


@pytest.mark.parametrize(
    "html", ["<b>" * 100_000 + "x", "<p>a<b>" * 20_000, "<ul>" + "<li>" * 100_000, "<div>" * 20_000]
)
@pytest.mark.timeout(30)
def test_deep_and_unclosed_markup_is_read_without_recursion(html: str) -> None:
    lines = lines_of_page(html, LIMITS)

    assert len(lines) <= LIMITS.max_lines
