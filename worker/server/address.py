"""Reads the address of a server: for redis-py, for Celery, for people; and asks who answers there."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlencode, urlsplit

import redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import NoPermissionError
from redis.retry import Retry

from worker.errors import ServerError, SettingsError

__all__ = ["celery_url", "check_server", "connect", "probe", "shown"]

OLDEST = (7, 0)
"""Redis 7.0: XAUTOCLAIM that tells of deleted entries, `entries-added`, script flags."""
SOCKET_TIMEOUT_SECONDS = 30
LOADING_POLL_SECONDS = 0.25
LOADING_TELL_SECONDS = 5
FALSE_WORDS = {"0", "f", "false", "n", "no"}  # redis-py's
CERTIFICATE_WORDS = {"none", "optional", "required"}  # redis-py's; kombu knows them too


def connect(url: str) -> redis.Redis:
    """A client for long use, bytes in and bytes out.

    Commands wait 30 s for an answer, so a blocking read must ask for less. They are repeated for about 7 s while the
    server restarts or loads: what is sent must bear to be done twice.

    Raises: SettingsError for a malformed URL.
    """
    retry = Retry(ExponentialBackoff(cap=2, base=0.05), 8)
    return _client(url, retry, SOCKET_TIMEOUT_SECONDS, health_check_interval=30)


def probe(url: str, *, seconds: float = 10, retries: int = 0) -> redis.Redis:
    """A client that tries once and says at once what is wrong; no PINGs of its own, which a loading server refuses.

    It waits `seconds` for a connection, and for each answer.

    Raises: SettingsError for a malformed URL.
    """
    return _client(url, Retry(NoBackoff(), retries), seconds)


def check_server(client: redis.Redis, *, tell: Callable[[str], None] | None = None) -> str:
    """Name and version of the server, "Redis 7.0.15" or "Valkey 9.1.2"; waits while it loads its data.

    Raises: ServerError when nobody answers, the password is wrong, or it is older than 7.0.
    """
    try:
        _wait_for_loading(client, tell)
        name, version, compatible = _identity(client)
    except redis.RedisError as error:
        raise ServerError(f"no answer from Redis: {error}; start it, or mend redis_url") from error
    if _numbers(compatible)[:2] < OLDEST:
        raise ServerError(
            f"{name} {version} is too old, 7.0 is needed: upgrade it, or leave redis_url empty and "
            "`pip install 'copydesk[server]'` for one that Copydesk starts itself"
        )
    return f"{name} {version}"


def celery_url(url: str) -> str:
    """The same address as Celery's transport, kombu, reads it.

    `unix://[user:password@]/path?db=n` becomes `redis+socket://…/path?virtual_host=n`; the number of the database
    moves into the path of `redis://` and `rediss://`, where redis-py has it from either place. Of the query only
    the `ssl_` options stay: kombu refuses redis-py's others. `rediss://` gets `ssl_cert_reqs=required`, redis-py's
    default, where kombu alone would not verify. `redis+socket://` is Celery's own form and stays as it is.

    Raises: SettingsError for another scheme or a malformed URL; the text never holds the password.

    >>> celery_url("unix:///var/run/redis.sock?db=2")
    'redis+socket:///var/run/redis.sock?virtual_host=2'
    >>> celery_url("rediss://:secret@redis.example.org:6380?db=1")
    'rediss://:secret@redis.example.org:6380/1?ssl_cert_reqs=required'
    """
    if url.startswith("redis+socket://"):
        return url
    parts = _split(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    credentials = _credentials(parts, query)
    database = _database(parts, query)
    if parts.scheme == "unix":
        return f"redis+socket://{credentials}{_quoted(unquote(parts.path), keep='/')}?virtual_host={database}"
    place = parts.netloc.rpartition("@")[2]
    address = f"{parts.scheme}://{credentials}{place}/{database}"
    return f"{address}?{urlencode(_tls(query))}" if parts.scheme == "rediss" else address


def shown(url: str) -> str:
    """The address for people and logs, without its password.

    >>> shown("redis://desk:secret@127.0.0.1/0")
    'redis://desk:***@127.0.0.1/0'
    """
    scheme, slashes, rest = url.partition("//")
    before, at, after = rest.rpartition("@")
    user, colon, _ = before.partition(":")
    address, question, query = after.partition("?")
    kept = "&".join(part for part in query.split("&") if "password" not in part.partition("=")[0])
    return f"{scheme}{slashes}{user}{f'{colon}***' if colon else ''}{at}{address}{question if kept else ''}{kept}"


def _client(url: str, retry: Retry, timeout_seconds: float, **options: Any) -> redis.Redis:  # noqa: ANN401 -- redis-py's
    parts = _split(url)
    options |= {"socket_timeout": timeout_seconds, "retry": retry}
    if parts.scheme != "unix":
        options |= {"socket_connect_timeout": min(timeout_seconds, 10), "socket_keepalive": True}
    try:
        client = redis.Redis.from_url(url, client_name="copydesk", **options)
        pool = client.connection_pool
        pool.connection_class(**pool.connection_kwargs)  # connects to nothing, but reads the options
    except (ValueError, TypeError) as error:
        raise SettingsError(f"redis_url: {shown(url)}: {error}") from error
    return client


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 -- reading it is what checks it
    except ValueError as error:
        raise SettingsError(f"redis_url: {shown(url)}: {error}") from error
    if parts.scheme not in {"redis", "rediss", "unix"} or (parts.scheme == "unix" and not parts.path):
        raise SettingsError(
            f"redis_url: {shown(url)}: write redis://host:port/db, rediss://host:port/db or unix:///path?db=n"
        )
    return parts


def _credentials(parts: SplitResult, query: dict[str, str]) -> str:
    """`user:password@`, quoted throughout: kombu takes a bare `;` for the next of several addresses."""
    user = unquote(parts.username or "") or query.get("username", "")
    password = unquote(parts.password or "") or query.get("password", "")
    if not user and not password:
        return ""
    return f"{_quoted(user)}:{_quoted(password)}@" if password else f"{_quoted(user)}@"


def _database(parts: SplitResult, query: dict[str, str]) -> int:
    """The query's `db`, else the path's, else 0, as redis-py reads them."""
    in_path = "" if parts.scheme == "unix" else parts.path.strip("/")
    told = query.get("db") or in_path or "0"
    if not (told.isascii() and told.isdigit()):
        raise SettingsError(f"redis_url: the database is a number, not {told!r}")
    return int(told)


def _tls(query: dict[str, str]) -> dict[str, str]:
    given = {name: value for name, value in query.items() if name.startswith("ssl_")}
    certificates = given.setdefault("ssl_cert_reqs", "required")
    if certificates not in CERTIFICATE_WORDS:
        raise SettingsError(f"redis_url: ssl_cert_reqs is none, optional or required, not {certificates!r}")
    if "ssl_check_hostname" in given:
        given["ssl_check_hostname"] = str(given["ssl_check_hostname"].lower() not in FALSE_WORDS).lower()
    return given


def _quoted(text: str, keep: str = "") -> str:
    return quote(text, safe=keep)


def _wait_for_loading(client: redis.Redis, tell: Callable[[str], None] | None) -> None:
    told = time.monotonic()
    while True:
        try:
            client.ping()
        except redis.BusyLoadingError:
            if tell is not None and time.monotonic() >= told:
                tell(_loading(client))
                told = time.monotonic() + LOADING_TELL_SECONDS
            time.sleep(LOADING_POLL_SECONDS)
        else:
            return


def _loading(client: redis.Redis) -> str:
    try:
        info: dict[str, Any] = client.info("persistence")
    except redis.RedisError:
        return "Redis is loading its data"
    percent, left = info.get("loading_loaded_perc"), info.get("loading_eta_seconds")
    return f"Redis is loading its data: {percent} %, about {left} s left"


def _identity(client: redis.Redis) -> tuple[str, str, str]:
    """Name, its version, and the version of Redis it is compatible with."""
    try:
        info: dict[str, Any] = client.info("server")
    except NoPermissionError:  # INFO counts as dangerous, and careful rules forbid it
        answer: Any = client.execute_command("HELLO")  # type: ignore[no-untyped-call]  # redis-py left it so
        pairs = answer if isinstance(answer, dict) else dict(zip(answer[::2], answer[1::2], strict=True))
        version = pairs[b"version"].decode()
        return "Redis", version, version
    compatible = str(info["redis_version"])
    own = info.get("valkey_version")
    return ("Valkey", str(own), compatible) if own else ("Redis", compatible, compatible)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
