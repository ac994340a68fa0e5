"""The fence around trafilatura: what it loads, and when."""

import subprocess
import sys


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
