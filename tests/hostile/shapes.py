"""Pages and texts that are one nasty thing over and over: `SHAPES[name](n)` is an entry of about n bytes."""

import json
from collections.abc import Callable

__all__ = ["SHAPES"]

Entry = dict[str, bytes]

PARAGRAPH = "<p>The river rose on Thursday evening and people of the village were brought to the school by boat.</p>"
BODY = PARAGRAPH * 5


def _page(before: str, nasty: str, after: str = BODY) -> Callable[[int], Entry]:
    return lambda n: {"html": (before + nasty * (n // len(nasty)) + after).encode()}


def _line(nasty: str) -> Callable[[int], Entry]:
    return _page("<h1>River</h1><p>", nasty, f"</p>{BODY}")


def _text(nasty: str) -> Callable[[int], Entry]:
    body = "The river rose on Thursday evening and stayed there.\n" * 8
    return lambda n: {
        "payload": b'{"contentType": "text/plain"}',
        "body": (nasty * (n // len(nasty)) + "\n" + body).encode(),
    }


def _json_ld(n: int) -> Entry:
    graph = [{"@type": "NewsArticle", "@id": f"#{at}", "author": {"@id": f"#{at + 1}"}} for at in range(n // 70)]
    return _page(f"<script type='application/ld+json'>{json.dumps({'@graph': graph})}</script>", " ")(0)


def _tag(n: int, attribute: str) -> Entry:
    attributes = "".join(attribute.format(at) for at in range(n // (len(attribute) + 3)))
    return {"html": f"<h1>River</h1><p{attributes}>x</p>{BODY}".encode()}


def _tag_run(n: int) -> str:
    return "<p>" + "".join(f"<b id={at}>" for at in range(n // 12)) + "</p>"


SHAPES: dict[str, Callable[[int], Entry]] = {
    "divs, never closed": _page("", "<div>"),
    "bold, never closed": _page("", "<p><b><i>x "),
    "links across paragraphs": _page("", "<a><b><p></a>"),
    "tables in tables": _page("", "<table><tr><td>"),
    "less-than signs": _page("", "<"),
    "comments, never closed": _page("", "<!--"),
    "ampersands": _page("", "&"),
    "paragraphs": _page("<h1>River</h1>", PARAGRAPH),
    "list items": _page(f"<h1>River</h1>{BODY}<ul>", "<li>item 12:30 March 3 2026</li>", "</ul>"),
    "links": _page(f"<h1>River</h1>{BODY}", "<a href='/a'>Link text</a>", ""),
    "fallbacks": _page("", "<noscript><p>x</p></noscript>"),
    "headlines": _page("", "<h1>River rose</h1>"),
    "line breaks": _line("line of text here<br>"),
    "bylines in one": _line("By Anna Miller and "),
    "a name after a comma": _line("Anna Miller, "),
    "stamps": _line("March 3, 2026 12:30 PM IST "),
    "digits": _line("1"),
    "dashes": _line("- "),
    "brackets": _line("("),
    "datelines": _line("PARIS, March 3 (Reuters) - "),
    "combining marks": _line("\u0315\u0300"),
    "one long word": _line("a"),
    "spaces": _line("a" + " " * 900),
    "JSON-LD, nested": _page("<script type='application/ld+json'>", "[", f"</script>{BODY}"),
    "JSON-LD, a graph of references": _json_ld,
    "attributes": lambda n: _tag(n, " a{}=1"),
    "attributes with marks": lambda n: _tag(n, " a{}='>'"),
    "tags in an attribute": _page("<p title='", "<img src='//x' alt='"),
    "JSON-LD, spaces in what is broken": _page("<script type='application/ld+json'>[", "\t"),
    "JSON-LD, spaces behind a semicolon": _page("<script type='application/ld+json'>;", " "),
    "options": _page("<select>", "<option>One</option>", f"</select>{BODY}"),
    "options, never closed": _page("<select>", "<option>One", f"</select>{BODY}"),
    "end tags of what is not open": lambda n: _page("<div>" * (n // 20), "</section>")(n // 2),
    "formatting, never closed": lambda n: _page(_tag_run(n // 2), "<p>x</p>")(n // 2),
    "text: blank lines": _text("\n"),
    "text: short lines": _text("ab\n"),
    "text: lines broken inside": _text("the river rose,\nand then\n"),
    "text: one line": _text("The river rose on Thursday and stayed. "),
    "text: bylines": _text("By Anna Miller\n"),
    "text: stamps": _text("Published: March 3, 2026 12:30 PM IST\n"),
    "text: datelines": _text("PARIS, March 3 (Reuters) - The river rose again.\n"),
    "text: Chinese": _text("河水在星期四晚上再次上涨，村民被送往学校。"),
    "text: addresses": _text("https://example.org/a "),
}
