import datetime as dt
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from celery import Celery
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from kombu.exceptions import OperationalError

from tests.server.conftest import StartServer, celery_connection, free_port
from worker.errors import ServerError, SettingsError
from worker.server import celery_url, check_server, connect, open_server, shown
from worker.server.address import probe
from worker.settings import Settings

PASSWORD = "s;e/c r#e?t:%@1é"  # noqa: S105 -- each character that means something in a URL
QUOTED = quote(PASSWORD, safe="")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("redis://localhost", "redis://localhost/0"),
        ("redis://localhost/", "redis://localhost/0"),
        ("redis://localhost:6380/3", "redis://localhost:6380/3"),
        ("redis://localhost:6380?db=3", "redis://localhost:6380/3"),
        ("redis://localhost/2?db=3", "redis://localhost/3"),
        ("redis://localhost/2?socket_timeout=5&protocol=3", "redis://localhost/2"),
        ("redis://[::1]:6379/1", "redis://[::1]:6379/1"),
        ("redis://:secret@localhost", "redis://:secret@localhost/0"),
        ("redis://desk:secret@localhost/1", "redis://desk:secret@localhost/1"),
        ("redis://desk@localhost/1", "redis://desk@localhost/1"),
        (f"redis://desk:{QUOTED}@localhost/1", f"redis://desk:{QUOTED}@localhost/1"),
        ("redis://desk:a;b+c@localhost/1", "redis://desk:a%3Bb%2Bc@localhost/1"),
        ("redis://localhost/1?username=desk&password=a%3Bb", "redis://desk:a%3Bb@localhost/1"),
        ("rediss://localhost", "rediss://localhost/0?ssl_cert_reqs=required"),
        ("rediss://:x@h:6380/1?ssl_cert_reqs=none", "rediss://:x@h:6380/1?ssl_cert_reqs=none"),
        (
            "rediss://h/0?ssl_ca_certs=/etc/my ca.pem&ssl_check_hostname=no&socket_timeout=5",
            "rediss://h/0?ssl_ca_certs=%2Fetc%2Fmy+ca.pem&ssl_check_hostname=false&ssl_cert_reqs=required",
        ),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
        ("unix:///run/redis.sock?db=4", "redis+socket:///run/redis.sock?virtual_host=4"),
        ("unix://desk:a;b@/run/redis.sock?db=4", "redis+socket://desk:a%3Bb@/run/redis.sock?virtual_host=4"),
        ("unix:///run/redis.sock?password=x&db=1", "redis+socket://:x@/run/redis.sock?virtual_host=1"),
        ("unix:///run/a%20b%3Bc%25.sock", "redis+socket:///run/a%20b%3Bc%25.sock?virtual_host=0"),
        ("redis+socket:///run/redis.sock?virtual_host=4", "redis+socket:///run/redis.sock?virtual_host=4"),
    ],
)
def test_celery_reads_the_same_address(given: str, expected: str) -> None:
    assert celery_url(given) == expected


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("", "write redis://host:port/db"),
        ("localhost:6379", "write redis://host:port/db"),
        ("amqp://guest:geheim@localhost//", "write redis://host:port/db"),
        ("http://localhost:6379", "write redis://host:port/db"),
        ("unix://", "unix:///path"),
        ("redis://:geheim@localhost:sixthousand/0", "Port could not be cast"),
        ("redis://:geheim@localhost:99999/0", "Port out of range"),
        ("redis://:geheim@[::1/0", "Invalid IPv6 URL"),
        ("redis://:geheim@localhost/news", "the database is a number, not 'news'"),
        ("redis://:geheim@localhost?db=-1", "the database is a number, not '-1'"),
        ("rediss://:geheim@localhost?ssl_cert_reqs=maybe", "none, optional or required, not 'maybe'"),
    ],
)
def test_a_malformed_address_says_what_to_write_and_not_the_password(url: str, part: str) -> None:
    with pytest.raises(SettingsError) as told:
        celery_url(url)

    assert part in str(told.value)
    assert "geheim" not in str(told.value)


def test_an_option_that_redis_py_does_not_know_is_an_error_of_the_settings() -> None:
    with pytest.raises(SettingsError, match=r"redis_url: redis://:\*\*\*@localhost/0\?tempo=1: .*tempo"):
        connect("redis://:geheim@localhost/0?tempo=1")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://localhost/0", "redis://localhost/0"),
        ("redis://:secret@localhost/0", "redis://:***@localhost/0"),
        ("redis://desk:sec@ret@localhost/0", "redis://desk:***@localhost/0"),
        ("unix://desk:secret@/run/redis.sock?db=1", "unix://desk:***@/run/redis.sock?db=1"),
        ("unix:///run/redis.sock?password=secret&db=1", "unix:///run/redis.sock?db=1"),
        ("rediss://localhost?password=secret", "rediss://localhost"),
        ("nonsense", "nonsense"),
    ],
)
def test_passwords_are_not_shown(url: str, expected: str) -> None:
    assert shown(url) == expected


def meets_itself(url: str) -> None:
    """What redis-py writes at `url`, Celery reads at its translation, and the other way round."""
    with connect(url) as client, celery_connection(celery_url(url)) as connection:
        client.flushdb()
        connection.ensure_connection(max_retries=1)
        queue = connection.SimpleQueue("tickets")
        queue.put({"told": "celery"})

        assert client.llen("tickets") == 1
        assert queue.get(timeout=5).payload == {"told": "celery"}
        queue.close()
    app = Celery(broker=celery_url(url), set_as_current=False)
    with connect(url) as client, app.connection_for_write() as connection:
        app.send_task("nothing", queue="sent", connection=connection)
        assert client.llen("sent") == 1
    app.close()


@pytest.mark.parametrize("tail", ["", "/", "/0", "/5", "?db=5", "/3?db=5"])
def test_celery_and_redis_py_meet_over_tcp(start_server: StartServer, tail: str) -> None:
    meets_itself(f"redis://127.0.0.1:{start_server()}{tail}")


def test_celery_and_redis_py_meet_behind_a_password(start_server: StartServer) -> None:
    port = start_server("--requirepass", PASSWORD)

    meets_itself(f"redis://:{QUOTED}@127.0.0.1:{port}/2")
    meets_itself(f"redis://default:{QUOTED}@127.0.0.1:{port}/2")
    meets_itself(f"redis://127.0.0.1:{port}/2?password={QUOTED}")


@pytest.mark.parametrize("name", ["redis.sock", "a b;c%?#é+.sock"])
def test_celery_and_redis_py_meet_over_a_unix_socket(start_server: StartServer, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    start_server("--unixsocket", str(path))

    meets_itself(f"unix://{quote(str(path))}?db=3")


def test_celery_and_redis_py_meet_over_a_unix_socket_behind_a_password(
    start_server: StartServer, tmp_path: Path
) -> None:
    path = tmp_path / "redis.sock"
    start_server("--unixsocket", str(path), "--requirepass", PASSWORD)

    meets_itself(f"unix://:{QUOTED}@{path}?db=3")
    meets_itself(f"unix://{path}?db=3&password={QUOTED}")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of its own authority for 127.0.0.1, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "copydesk test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
def tls_port(start_server: StartServer, certificate: Path) -> Iterator[int]:
    """TLS in front of a server: the bundled one is built without."""
    inner = start_server()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_serve_tls, args=(door, context, inner), daemon=True).start()
        yield int(door.getsockname()[1])
        door.shutdown(socket.SHUT_RDWR)


def _serve_tls(door: socket.socket, context: ssl.SSLContext, inner: int) -> None:
    while True:
        try:
            raw, _ = door.accept()
        except OSError:
            return
        try:
            outside = context.wrap_socket(raw, server_side=True)
        except OSError:  # the client did not like the certificate
            raw.close()
            continue
        inside = socket.create_connection(("127.0.0.1", inner))
        for source, target in ((outside, inside), (inside, outside)):
            threading.Thread(target=_pass_on, args=(source, target), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        source.close()
        target.close()


def test_celery_and_redis_py_meet_over_tls(tls_port: int, certificate: Path) -> None:
    authority = quote(str(certificate))

    meets_itself(f"rediss://127.0.0.1:{tls_port}/1?ssl_ca_certs={authority}")
    meets_itself(f"rediss://127.0.0.1:{tls_port}/1?ssl_ca_certs={authority}&ssl_check_hostname=no")
    meets_itself(f"rediss://127.0.0.1:{tls_port}/1?ssl_cert_reqs=none&ssl_check_hostname=false")


def test_neither_talks_to_a_stranger(tls_port: int) -> None:
    """Without the authority's certificate the server may be anybody."""
    url = f"rediss://127.0.0.1:{tls_port}/0"
    with pytest.raises(ServerError, match=r"(?i)certificate.verify.failed"), probe(url) as client:
        check_server(client)
    with (
        pytest.raises(OperationalError, match=r"(?i)certificate.verify.failed"),
        celery_connection(celery_url(url)) as c,
    ):
        c.ensure_connection(max_retries=1)


def test_a_given_server_is_asked_for_its_version(start_server: StartServer) -> None:
    port = start_server()
    with open_server(Settings(redis_url=f"redis://127.0.0.1:{port}/2")) as server:
        assert server.url == f"redis://127.0.0.1:{port}/2"
        assert server.broker_url == server.url
        assert server.kind == "given"
        assert server.version.startswith("Valkey 9.")


def test_tickets_may_live_on_another_server(start_server: StartServer, tmp_path: Path) -> None:
    url = f"redis://127.0.0.1:{start_server()}/0"
    with open_server(Settings(redis_url=url, broker_url="unix:///run/tickets.sock?db=1")) as server:
        assert server.broker_url == "redis+socket:///run/tickets.sock?virtual_host=1"
    with open_server(Settings(data_dir=tmp_path / "data", broker_url=url)) as server:
        assert server.broker_url == url


def test_nobody_there_is_told_at_once() -> None:
    with (
        pytest.raises(ServerError, match=r"no answer from Redis: .*start it, or mend redis_url"),
        open_server(Settings(redis_url=f"redis://127.0.0.1:{free_port()}/0")),
    ):
        pass


def test_a_wrong_password_is_told_and_not_shown(start_server: StartServer) -> None:
    port = start_server("--requirepass", "right")
    with (
        pytest.raises(ServerError, match=r"no answer from Redis: .*password") as told,
        open_server(Settings(redis_url=f"redis://:geheim@127.0.0.1:{port}/0")),
    ):
        pass

    assert "geheim" not in str(told.value)


def test_an_old_server_is_refused_with_what_to_do() -> None:
    """A server that answers like Redis 6.2."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_answer_like_an_old_server, args=(door,), daemon=True).start()
        url = f"redis://127.0.0.1:{door.getsockname()[1]}/0?protocol=2"
        with (
            pytest.raises(ServerError, match=r"Redis 6\.2\.20 is too old.*upgrade it.*copydesk\[server\]"),
            probe(url) as client,
        ):
            check_server(client)


def _answer_like_an_old_server(door: socket.socket) -> None:
    connection, _ = door.accept()
    info = b"redis_version:6.2.20\r\nprocess_id:1\r\n"
    with connection:
        while data := connection.recv(65536):
            for command in data.upper().split(b"*")[1:]:
                match command.split(b"\r\n")[2]:
                    case b"PING":
                        connection.sendall(b"+PONG\r\n")
                    case b"INFO":
                        connection.sendall(b"$%d\r\n%s\r\n" % (len(info), info))
                    case _:
                        connection.sendall(b"+OK\r\n")


def test_a_user_who_may_not_ask_for_info_is_served(start_server: StartServer) -> None:
    """INFO is in the category "dangerous", which careful rules take away."""
    port = start_server()
    with connect(f"redis://127.0.0.1:{port}/0") as admin:
        admin.execute_command("ACL", "SETUSER", "desk", "on", ">geheim", "~*", "+@all", "-@dangerous")
    with probe(f"redis://desk:geheim@127.0.0.1:{port}/0") as client:
        assert check_server(client).startswith("Redis ")


def test_a_server_that_loads_its_data_is_waited_for(start_server: StartServer) -> None:
    with connect(f"redis://127.0.0.1:{start_server()}/0") as client:
        client.mset({f"key:{n}": "value" for n in range(20_000)})
        client.save()
    told: list[str] = []
    slow = start_server("--key-load-delay", "50", "--loading-process-events-interval-bytes", "1024")
    with probe(f"redis://127.0.0.1:{slow}/0") as client:
        version = check_server(client, tell=told.append)

        assert version.startswith("Valkey")
        assert client.dbsize() == 20_000
    assert re.fullmatch(r"Redis is loading its data: [\d.]+ %, about \d+ s left", told[0])
