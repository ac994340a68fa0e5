"""The verb as a user runs it, on a handful of pages."""

import json
import os
import subprocess
import sys
from pathlib import Path

from worker.bench.plot import plot

COPYDESK = [sys.executable, "-c", "from worker.cli import main; main()"]
PAGES = Path(__file__).parents[1] / "pages"


def test_bench_gives_figures_that_fit_together_and_a_picture(tmp_path: Path) -> None:
    pages = [str(PAGES / f"{name}.html") for name in ("article-json-ld", "article-small-page", "section-index")]
    options = ["--articles", "24", "--latencies", "2", "-c", "1", "--peers", "celery-trafilatura,pool-trafilatura"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}

    done = subprocess.run(
        [*COPYDESK, "bench", *pages, *options, "--json", "--plot", str(tmp_path / "bench.svg")],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])

    assert told["articles"] == 24
    assert told["pages"] == 3
    assert told["articlesPerSecond"] > 1
    assert told["cpuMsPerArticle"] > 1
    assert told["extractionMsPerArticle"] > 1
    assert told["overheadMsPerArticle"] < told["cpuMsPerArticle"]
    assert 0 < told["efficiency"] < 2
    assert 0 < told["latencyMs"]["p50"] <= told["latencyMs"]["p99"] < 10_000
    assert told["memoryMb"]["children"] > 20
    assert told["memoryMb"]["serverBytesPerPayloadByte"] > 0.1
    assert told["peers"].keys() == {"celery-trafilatura", "pool-trafilatura"}
    assert all(peer["articlesPerSecond"] > 1 and peer["cpuMsPerArticle"] > 1 for peer in told["peers"].values())
    assert told["stages"]["commit, next"] > 0
    assert not list(tmp_path.glob("copydesk-bench-*"))
    assert "celery-trafilatura" in (tmp_path / "bench.svg").read_text()


def test_bench_knows_what_a_backlog_costs(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COPYDESK, "bench", "--backlog", "3000"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    empty, full = json.loads(done.stdout)

    assert (empty["waiting"], full["waiting"]) == (0, 3000)
    assert 0 < full["commitMs"] < 1000


def test_plot_escapes_names() -> None:
    svg = plot({"articlesPerSecond": 2.0, "peers": {"a<b": {"articlesPerSecond": 1.0}}, "stages": {"x&y": 1.0}})

    assert "a&lt;b" in svg
    assert "x&amp;y" in svg
