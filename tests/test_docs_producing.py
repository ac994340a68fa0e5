"""Every fenced snippet of docs/producing.md, run for real against a server and the ticket's loop."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.system import System, open_system
from worker.article.payload import Payload
from worker.client import Producer
from worker.intake.keys import Keys
from worker.settings import load_settings

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "producing.md").read_text("utf-8")
FENCE = re.compile(r"^(#+ [^\n]+)$|^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
URL = "redis://localhost:6379/0"
SITE = "https://example.org/news/"
ARTICLE = "<h1>The river rose</h1><p>" + "It rose by two metres in a single day, and the old bridge was closed. " * 5

REDIS_CLI = f"""#!{sys.executable}
# A stand-in where redis-cli is missing: sends the words it is given, and prints what is answered, a line each.
import sys, redis
words = sys.argv[1:]
assert words.pop(0) == "-u"
client = redis.Redis.from_url(words.pop(0))
if words[0] == "-x":
    words = [*words[1:], sys.stdin.buffer.read()]
answer = client.execute_command(*words)
for line in answer if isinstance(answer, (list, tuple)) else [answer]:
    print(line.decode() if isinstance(line, bytes) else line)
"""


@dataclass(frozen=True, slots=True)
class Snippet:
    section: str
    heading: str
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.language}: {self.heading}"


def snippets() -> Iterator[Snippet]:
    section = heading = ""
    for title, language, text in FENCE.findall(TEXT):
        if title:
            heading = title.lstrip("# ")
            section = heading if title.startswith("## ") else section
        else:
            yield Snippet(section, heading, language, text)


ALL = list(snippets())
SETTINGS = [s for s in ALL if s.language == "toml"]
SCRAPY_REDIS = [s for s in ALL if s.heading == "scrapy-redis" and s.language == "python"]
PRODUCING = [s for s in ALL if s.section == "Producing" and s not in SETTINGS + SCRAPY_REDIS]
READING = [s for s in ALL if s not in SETTINGS + SCRAPY_REDIS + PRODUCING]
NODE = [s for s in ALL if s.language == "js"]


class Site(BaseHTTPRequestHandler):
    """A front page with two articles."""

    def do_GET(self) -> None:
        front = "".join(f'<h2><a href="/{number}">{number}</a></h2>' for number in range(2))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((front if self.path == "/" else ARTICLE).encode())


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    (tmp_path / "page.html").write_text(ARTICLE, "utf-8")
    with open_system(tmp_path) as system:
        yield system


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A folder in which Node finds its Redis client; None where there is no Node, or no registry to have it from."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    folder = tmp_path_factory.mktemp("node")
    install = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--no-save", "redis"]
    try:
        ended = subprocess.run(install, cwd=folder, capture_output=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        return None
    return folder if ended.returncode == 0 else None


def ran(snippet: Snippet, url: str, folder: Path, node_folder: Path | None = None) -> str | None:
    """What the snippet prints, run in `folder`; None where there is nothing to run it with."""
    shorter = re.sub(r"\b5_?000\b", "300", snippet.text)  # milliseconds in which nothing new comes
    text = shorter.replace(URL, url)
    match snippet.language:
        case "sh":
            return output(["sh", "-eu", "-c", text], folder, PATH=f"{with_redis_cli(folder)}:{os.environ['PATH']}")
        case "python" if "scrapy.Spider" in text:
            (folder / "spider.py").write_text(text)
            return output([sys.executable, "-m", "scrapy", "runspider", "spider.py"], folder)
        case "python":
            return output([sys.executable, "-W", "error", "-c", text], folder)
        case "js":
            return output_of_node(text, folder, node_folder) if node_folder else None
        case language:
            pytest.fail(f"nothing runs {language!r}: {snippet}")


def output_of_node(text: str, folder: Path, node_folder: Path) -> str:
    (folder / "node_modules").symlink_to(node_folder / "node_modules")
    (folder / "snippet.mjs").write_text(text)
    return output(["node", "snippet.mjs"], folder)


def output(command: list[str], folder: Path, **environment: str) -> str:
    known = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    ended = subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def with_redis_cli(folder: Path) -> Path:
    """A folder that holds a redis-cli."""
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "redis-cli"
    if found := shutil.which("redis-cli") or shutil.which("valkey-cli"):
        program.symlink_to(found)
    else:
        program.write_text(REDIS_CLI)
        program.chmod(0o755)
    return programs


@pytest.mark.parametrize("snippet", PRODUCING, ids=str)
def test_what_it_produces_becomes_documents(
    system: System, site: str, tmp_path: Path, node_folder: Path | None, snippet: Snippet
) -> None:
    local = Snippet(snippet.section, snippet.heading, snippet.language, snippet.text.replace(SITE, site))
    printed = ran(local, system.tcp_url(), tmp_path, node_folder)
    entries, inbox = list(system.waiting()), system.client.llen(system.keys.inbox)
    tally = system.work()

    if printed is None:
        assert snippet in NODE  # its words are checked below
        return
    if "scrapy" in snippet.text:
        assert tally == {"stored": 2}
    else:
        assert printed.split() == [*entries, *(["1"] * inbox)]
        assert tally == {"stored": len(entries) + inbox}
        assert tally.total() > 0


@pytest.mark.parametrize("snippet", READING, ids=str)
def test_what_it_reads_is_what_came_out(
    system: System, tmp_path: Path, node_folder: Path | None, snippet: Snippet
) -> None:
    with Producer(system.url) as desk:
        done = [desk.push({"id": number, "source": "test", "html": ARTICLE}) for number in range(3)]
        assert system.work() == {"stored": 3}
        list(desk.push_many([{"text": "waiting"}] * 2))
    documents = [fields["id"].decode() for fields in system.entries(system.keys.out).values()]

    printed = ran(snippet, system.tcp_url(), tmp_path, node_folder)

    if printed is None:
        assert snippet in NODE
    elif "XLEN" in snippet.text:
        assert printed.split() == ["2"]
    elif "BLPOP" in snippet.text:
        key, document = printed.splitlines()
        assert (key, json.loads(document)["id"]) == ("news", documents[0])
    elif "fates" in snippet.text:
        assert [line.split() for line in printed.splitlines()] == [
            [entry, "stored", "-", str(number)] for number, entry in enumerate(done)
        ]
    else:
        assert sorted(printed.splitlines()) == sorted(f"{one} 1 The river rose" for one in documents)
        assert all(group["pending"] == 0 for group in system.client.xinfo_groups(system.keys.out))


@pytest.mark.parametrize("snippet", NODE, ids=str)
def test_the_words_of_nodes_snippets_are_known(system: System, snippet: Snippet) -> None:
    """Holds where Node cannot be had, too."""
    commands = re.findall(r"client\.(x\w+|l\w+|b\w+)\(", snippet.text)
    groups = {"xGroupCreate": "XGROUP"}
    fields = re.findall(r"^ +(\w+):", snippet.text, re.MULTILINE)
    known = system.client.command()

    assert commands
    assert {groups.get(name, name.upper()).lower() for name in commands} <= set(known)
    assert set(fields) <= {"payload", "body", *(field.alias for field in Payload.model_fields.values())}


def test_every_key_on_the_page_is_one_of_ours() -> None:
    keys = Keys("copydesk")
    named = set(re.findall(r"\{copydesk\}:[\w:*]+", TEXT))

    assert named == {keys.intake, keys.inbox, keys.out, keys.fates, keys.celery + "*"}


def test_every_field_of_a_payload_is_on_the_page() -> None:
    missing = [field.alias for field in Payload.model_fields.values() if f"`{field.alias}`" not in TEXT]

    assert missing == []


def test_scrapy_redis_is_pointed_at_the_inbox() -> None:
    [snippet] = SCRAPY_REDIS
    settings: dict[str, object] = {}
    exec(snippet.text, settings)  # noqa: S102 -- our own page

    assert str(settings["REDIS_ITEMS_KEY"]) % {"spider": "news"} == Keys("copydesk").inbox


@pytest.mark.parametrize("snippet", SETTINGS, ids=str)
def test_settings_on_the_page_are_settings(tmp_path: Path, snippet: Snippet) -> None:
    (tmp_path / "copydesk.toml").write_text(snippet.text)
    name, value = snippet.text.replace('"', "").split(" = ")

    assert str(getattr(load_settings(tmp_path / "copydesk.toml"), name)) == value.strip()


def test_every_snippet_is_run_by_one_of_these_tests() -> None:
    assert len(ALL) == TEXT.count("\n```") // 2
    assert len(PRODUCING) == 7
    assert len(READING) == 6
