"""Verbs for whoever runs the system: exporter and health."""

import time
from pathlib import Path

import click
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from worker.cli.opened import open_system
from worker.errors import ServerError
from worker.intake.heartbeat import ALIVE_SECONDS, heartbeats
from worker.intake.keys import GROUP, Keys
from worker.server import check_server, known_url, probe
from worker.settings import load_settings

__all__ = ["exporter", "health"]

ANSWER_SECONDS = 4
"""How long the exporter waits for the server, at most twice: Prometheus gives a scrape 10 s."""


@click.command()
@click.option("--host", help="Address to listen on; else metrics_host.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port, 0 for a free one; else metrics_port.")
@click.pass_obj
def exporter(config: Path | None, host: str | None, port: int | None) -> None:
    """Tell Prometheus about the whole system, at http://HOST:PORT/metrics, until Ctrl-C. One a system is enough.

    What it tells needs no password: leave it on loopback, or in a network that only Prometheus reaches.
    """
    from prometheus_client import CollectorRegistry, start_http_server

    from worker.exporter import SystemCollector

    with (
        open_system(config) as system,
        probe(system.settings.redis_url, seconds=ANSWER_SECONDS, retries=1) as client,
    ):
        collector = SystemCollector(client, system.settings)
        collector.start()
        registry = CollectorRegistry()
        registry.register(collector)
        address = host or system.settings.metrics_host
        wanted = system.settings.metrics_port if port is None else port
        try:
            server, _ = start_http_server(wanted, address, registry)
        except OSError as error:
            raise click.UsageError(f"{address}:{wanted}: {error.strerror}; choose another --port") from error
        click.echo(f"metrics at http://{address}:{server.server_port}/metrics", err=True)
        try:
            while True:
                time.sleep(3600)
        finally:
            server.shutdown()
            server.server_close()


@click.command()
@click.argument("what", type=click.Choice(["live", "ready"]))
@click.option("--worker", "name", help="Celery's name of the worker, or its part after the @; else this host's.")
@click.option("--max-age", type=click.FloatRange(min=1), default=ALIVE_SECONDS, show_default=True, help="Seconds.")
@click.pass_obj
def health(config: Path | None, what: str, name: str | None, max_age: float) -> None:
    """Ask, for a supervisor's probes: exit code 0 where all is well, 1 where not.

    `live`: the worker on this host was heard of within --max-age. A server that does not answer is not the worker's
    fault, and no restart mends it: exit code 0. `ready`: the server answers, is new enough, and the intake is there.
    """
    settings = load_settings(config)
    keys = Keys(settings.key_prefix)
    with probe(known_url(settings)) as client:
        try:
            trouble = _not_live(client, keys, name, max_age) if what == "live" else _not_ready(client, keys)
        except (RedisError, ServerError) as error:
            trouble = None if what == "live" else str(error)
            click.echo(f"the server does not answer: {error}", err=True)
    if trouble:
        click.echo(trouble, err=True)
        raise click.exceptions.Exit(1)


def _not_live(client: Redis, keys: Keys, name: str | None, max_age: float) -> str | None:
    import socket

    wanted = name or socket.gethostname()
    mine = [beat for beat in heartbeats(client, keys) if wanted in {beat.worker, beat.worker.partition("@")[2]}]
    if not mine:
        return f"no worker of the name {wanted} was heard of"
    age = min(beat.age_seconds for beat in mine)
    return f"{wanted} was last heard of {age:.0f} s ago" if age > max_age else None


def _not_ready(client: Redis, keys: Keys) -> str | None:
    check_server(client)
    try:
        groups = client.xinfo_groups(keys.intake)
    except ResponseError:
        groups = []
    if any(group["name"] == GROUP.encode() for group in groups):
        return None
    return "the intake is not there yet: no worker has connected"
