"""The core fetches nothing: where every socket is refused, no page makes it ask for one."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

PROGRAM = """
import json, socket, sys

asked = []

def refuse(event, arguments):
    if event in ("socket.__new__", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen",
                 "os.system", "os.exec", "os.posix_spawn", "urllib.Request"):
        asked.append(event)
        raise PermissionError(event)

from worker.article.rules import Rules
from worker.ingest import outcome_of

sys.addaudithook(refuse)
try:
    socket.socket()
except PermissionError:
    asked.clear()
else:
    sys.exit("sockets are not refused, so this proves nothing")

fates = []
for line in sys.stdin.buffer:
    fates.append(outcome_of(line, rules=Rules(body=sys.argv[1])).fate)
print(json.dumps({"fates": fates, "asked": asked}))
"""

HOSTILE = (
    '<!DOCTYPE html SYSTEM "http://192.0.2.1/x.dtd"><html><head><base href="http://192.0.2.1/">'
    '<link rel="canonical" href="http://192.0.2.1/c"><meta http-equiv="refresh" content="0;url=http://192.0.2.1/">'
    '<link rel="alternate" href="http://192.0.2.1/feed"><script src="http://192.0.2.1/x.js"></script>'
    '<link rel="stylesheet" href="http://192.0.2.1/x.css"></head><body><iframe src="http://192.0.2.1/"></iframe>'
    '<img src="http://192.0.2.1/x.png"><article><h1>Ferry sails again</h1>{}</article></body></html>'
)


def test_no_page_makes_the_core_open_a_socket_or_start_a_program() -> None:
    sentence = "<p>The harbour master said on Monday that the ferry would sail again before the winter storms came.</p>"
    pages = [path.read_bytes().decode("utf-8", "replace") for path in sorted((ROOT / "tests/pages").glob("*.html"))]
    pages.append(HOSTILE.format(sentence * 12))
    payloads = [json.dumps({"url": f"http://192.0.2.1/{n}", "html": page}) for n, page in enumerate(pages)]
    payloads.append(json.dumps({"text": "http://192.0.2.1/only-an-address"}))
    for body in ("auto", "trafilatura"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, body],
            input="\n".join(payloads),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)

        assert told["asked"] == []
        assert len(told["fates"]) == len(payloads)
        assert told["fates"][-2] == "stored"
