"""The producer on a real server: what it puts on the intake, refuses, repeats and costs to import."""

import socket
import socketserver
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.system import System, open_system
from worker.article.payload import Payload, read_payload
from worker.client import BATCH_ENTRIES, Producer, entry_of
from worker.errors import BadPayloadError, IntakeFullError, SettingsError

ARTICLE = "The river rose by two metres within a single day. " * 10
PAGE = f"<html><body><p>Caf\u00e9 owners carried sandbags. {ARTICLE}</p></body></html>".encode("windows-1252")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with open_system(tmp_path_factory.mktemp("client")) as system:
        yield system


@pytest.fixture
def system(served: System) -> System:
    served.client.flushall()
    return served


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"html": "<p>Hello", "id": 7}, {"payload": b'{"id":7,"html":"<p>Hello"}'}),
        (Payload(text="Hello", http_status=200), {"payload": b'{"text":"Hello","httpStatus":200}'}),
        ({"http_status": 200, "text": "Hello"}, {"payload": b'{"text":"Hello","httpStatus":200}'}),
        (
            {"body": PAGE, "contentType": "text/html; charset=windows-1252"},
            {"payload": b'{"contentType":"text/html; charset=windows-1252"}', "body": PAGE},
        ),
        ({"bodyBase64": "PHA+SGVsbG8="}, {"payload": b"{}", "body": b"<p>Hello"}),
        (
            {"text": "Hello", "fetchedAt": "2026-01-31T08:00:00+05:30", "meta": {"depth": [1, None]}},
            {"payload": b'{"text":"Hello","fetchedAt":"2026-01-31T08:00:00+05:30","meta":{"depth":[1,null]}}'},
        ),
    ],
)
def test_push_puts_one_entry_that_workers_read_as_the_same_payload(
    system: System, given: Any, expected: dict[str, bytes]
) -> None:
    with Producer(system.url) as desk:
        entry = desk.push(given)

    assert system.waiting() == {entry: expected}
    again = read_payload(expected, max_bytes=10_000)
    assert {name: value.encode() if isinstance(value, str) else value for name, value in entry_of(again).items()} == (
        expected
    )


@pytest.mark.parametrize(
    ("given", "pointer", "detail"),
    [
        ({"html": "<p>", "text": "Hello"}, "", "exactly one of html, text, bodyBase64; got html, text"),
        ({"url": "https://example.org/"}, "", "got none"),
        ({"text": "Hello", "titel": "x"}, "/titel", "unknown field 'titel'; put it into meta"),
        ({"text": "Hello", "hints": {"authors": [3]}}, "/hints/authors/0", "valid string"),
        ({"text": "Hello", "fetchedAt": "2026-01-31T08:00:00"}, "/fetchedAt", "timezone"),
        ({"text": "Hello", "httpStatus": 999}, "/httpStatus", "less than or equal to 599"),
        ({"bodyBase64": "!"}, "/bodyBase64", ""),
        ({"body": "<p>Hello"}, "/body", "put decoded HTML into html"),
        ({"text": "Hello", "meta": {"page": object()}}, "", "cannot be written as JSON"),
        ({"text": "Hello", "id": "\ud800"}, "", "cannot be written as JSON"),
    ],
)
def test_what_fits_no_payload_is_refused_before_it_is_sent(
    system: System, given: dict[str, Any], pointer: str, detail: str
) -> None:
    with Producer(system.url) as desk, pytest.raises(BadPayloadError) as refused:
        desk.push(given)

    assert refused.value.pointer == pointer
    assert detail in str(refused.value)
    assert system.waiting() == {}


def test_a_full_intake_refuses_and_takes_again_once_there_is_room(system: System) -> None:
    with Producer(system.url, max_backlog=1) as desk:
        desk.push({"text": ARTICLE})

        with pytest.raises(IntakeFullError, match="max_backlog"):
            desk.push({"text": ARTICLE})
        assert system.work() == {"stored": 1}
        desk.push({"text": ARTICLE})

    assert len(system.waiting()) == 1


def test_a_server_whose_memory_is_nearly_used_up_refuses(system: System) -> None:
    try:
        system.client.config_set("maxmemory", "2mb")
        with Producer(system.url, pack=False) as desk, pytest.raises(IntakeFullError):
            list(desk.push_many({"text": ARTICLE * 100} for _ in range(100)))
    finally:
        system.client.config_set("maxmemory", 0)

    assert len(system.waiting()) < 40


def test_push_many_yields_the_ids_of_all_in_order(system: System) -> None:
    count = 2 * BATCH_ENTRIES + 3

    with Producer(system.url) as desk:
        ids = list(desk.push_many({"id": number, "text": "Hello"} for number in range(count)))

    assert ids == list(system.waiting())
    assert [payload["id"] for payload in system.payloads()] == list(range(count))


def test_push_many_sends_nothing_until_it_is_read(system: System) -> None:
    with Producer(system.url) as desk:
        ids = desk.push_many([{"text": "Hello"}])
        assert system.waiting() == {}
        assert len(list(ids)) == 1


@pytest.mark.parametrize("room", [0, 1, BATCH_ENTRIES - 1, BATCH_ENTRIES, BATCH_ENTRIES + 5])
def test_push_many_puts_as_many_as_there_is_room_for_and_says_how_many(system: System, room: int) -> None:
    done: list[str] = []

    with Producer(system.url, max_backlog=room) as desk, pytest.raises(IntakeFullError):
        done.extend(desk.push_many({"id": number, "text": "Hello"} for number in range(100)))

    assert len(done) == room
    assert [payload["id"] for payload in system.payloads()] == list(range(room))


@pytest.mark.parametrize("good", [0, 5, BATCH_ENTRIES, BATCH_ENTRIES + 1])
def test_a_bad_payload_among_many_stops_at_its_place(system: System, good: int) -> None:
    payloads: list[dict[str, Any]] = [*({"text": "Hello"} for _ in range(good)), {"text": 3}, {"text": "never sent"}]
    done: list[str] = []

    with Producer(system.url) as desk, pytest.raises(BadPayloadError) as refused:
        done.extend(desk.push_many(payloads))

    assert refused.value.pointer == "/text"
    assert len(done) == len(system.waiting()) == good


def test_push_many_sends_large_payloads_in_small_steps(system: System) -> None:
    sizes: list[int] = []

    class Counting(Producer):
        def push_entries(self, entries: list[Any]) -> list[str]:
            sizes.append(len(entries))
            return super().push_entries(entries)

    with Counting(system.url) as desk:
        list(desk.push_many({"body": bytes(3_000_000)} for _ in range(5)))

    assert sizes == [2, 2, 1]


def test_a_repeated_push_is_two_entries_of_which_one_ends_as_duplicate(system: System) -> None:
    page = {"url": "https://example.org/river", "body": PAGE, "contentType": "text/html; charset=windows-1252"}

    with Producer(system.url) as desk:
        first, second = desk.push(page), desk.push(page)

    assert first != second
    assert system.work() == {"stored": 1, "duplicate": 1}


def test_systems_with_different_prefixes_do_not_see_each_other(system: System) -> None:
    with Producer(system.url, prefix="other") as desk:
        desk.push({"text": "Hello"})

    assert system.waiting() == {}
    assert system.client.xlen("{other}:in") == 1


class Lossy(socketserver.BaseRequestHandler):
    """Passes words on to the server, and once, when told so, hangs up instead of passing the answer back."""

    server_socket: str
    lose_next = threading.Event()

    def handle(self) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.connect(self.server_socket)
            while words := self.request.recv(65536):
                server.sendall(words)
                answer = server.recv(65536)
                if self.lose_next.is_set():
                    self.lose_next.clear()
                    return
                self.request.sendall(answer)


def test_a_push_whose_answer_is_lost_is_repeated(system: System) -> None:
    Lossy.server_socket = str(system.client.connection_pool.connection_kwargs["path"])
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Lossy) as lossy:
        threading.Thread(target=lossy.serve_forever, daemon=True).start()
        with Producer(f"redis://127.0.0.1:{lossy.server_address[1]}/0") as desk:
            desk.push({"text": "first"})
            Lossy.lose_next.set()
            entry = desk.push({"text": "second"})
        lossy.shutdown()

    assert [payload["text"] for payload in system.payloads()] == ["first", "second", "second"]
    assert list(system.waiting())[-1] == entry


def test_a_server_that_stays_away_is_an_error(tmp_path: Path) -> None:
    with Producer(f"unix://{tmp_path}/nobody.sock") as desk, pytest.raises(redis.ConnectionError):
        desk.push({"text": "Hello"})


@pytest.mark.parametrize("url", ["localhost:6379", "http://localhost", "redis://localhost:notaport/0"])
def test_a_malformed_address_is_named_at_once(url: str) -> None:
    with pytest.raises(SettingsError, match="URL of Redis"):
        Producer(url)


HEAVY = ("trafilatura", "celery", "kombu", "selectolax", "lxml", "numpy", "pydantic_settings", "structlog")
IMPORT = f"""
import sys
import worker.client
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_importing_the_producer_loads_nothing_heavy() -> None:
    ended = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True, timeout=60)

    assert ended.stdout.split() == []


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"id": 7, "html": f"<p>Ćevapi {ARTICLE * 9}"}, {"payload"}),
        ({"contentType": "text/html; charset=windows-1252", "body": PAGE * 9}, {"payload", "bodyZstd"}),
        ({"meta": {"note": ARTICLE * 9}, "bodyBase64": b64encode(PAGE * 9).decode()}, {"payload", "bodyZstd"}),
    ],
)
def test_a_large_payload_travels_packed_and_is_read_as_the_same(
    system: System, given: dict[str, Any], names: set[str]
) -> None:
    with Producer(system.url) as packing, Producer(system.url, pack=False) as plain:
        packing.push(given)
        plain.push(given)
    small, large = system.waiting().values()

    assert set(small) == names
    assert sum(map(len, small.values())) < sum(map(len, large.values())) / 4
    assert read_payload(small, max_bytes=10_000) == read_payload(large, max_bytes=10_000)
