"""The fence around trafilatura: its failures are nothing found; what it loads, and when."""

import subprocess
import sys

import pytest

from tests.patience import cpu_limit
from worker.article.trafilatura_fence import extraction, title

QUOTED = '"\\'
PARAGRAPH = "<p>The river rose again and many people were brought to the school by boat.</p>"


def test_a_page_that_makes_it_fail_has_nothing_for_it() -> None:
    """`<math>` as the root ends in an assertion in one of its libraries."""
    assert extraction("<math>One" + PARAGRAPH * 4, None) is None


def test_json_ld_that_it_hands_on_as_it_stands_is_no_headline() -> None:
    block = '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": {"@value": "River rose"}}'
    html = f"<html><head><script type='application/ld+json'>{block}</script></head><body>{PARAGRAPH * 4}</body></html>"
    found = extraction(html, None)

    assert found is not None
    assert found.title is None


@pytest.mark.parametrize(
    "head",
    [
        f"<meta name=author content='{'( ' * 50_000}'>",
        f"<script type='application/ld+json'>{QUOTED * 30_000}</script>",
        f"<script type='application/ld+json'>{'<' * 200_000}</script>",
    ],
)
def test_only_the_title_is_asked_for_where_the_rest_would_take_minutes(head: str) -> None:
    with cpu_limit():
        assert title(f"<html><head>{head}</head><body><h2>River rose</h2>{PARAGRAPH * 4}</body></html>") == "River rose"


def test_what_it_fails_on_has_no_title() -> None:
    assert title("") is None


def test_a_stamp_it_cannot_read_loads_no_other_reader() -> None:
    html = f"<html><body><div class='author byline'>Tuesday 03 foo 2026</div>{PARAGRAPH * 3}</body></html>"
    code = f"from worker.article.trafilatura_fence import extraction; extraction({html!r}, None); import sys; "
    code += "sys.exit('dateparser.data.date_translation_data.fr' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_stop_words_are_there_before_a_page_needs_them() -> None:
    """In a fresh process: a worker's children share what their parent has loaded."""
    script = (
        "from trafilatura import external\n"
        "from worker.article import trafilatura_fence\n"
        "before = external.JT_STOPLIST\n"
        "trafilatura_fence.load()\n"
        "print(bool(before), len(external.JT_STOPLIST) > 100_000)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.split() == ["False", "True"]
