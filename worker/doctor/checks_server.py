"""Checks of the Redis server: what a promise of Copydesk rests on."""

from urllib.parse import urlsplit

from worker.doctor.facts import Facts
from worker.doctor.finding import Finding, fine, warning, wrong
from worker.intake.entries import MEMORY_SHARE
from worker.settings import Settings

__all__ = ["eviction", "ledger", "memory", "password", "persistence", "role", "server"]

LEDGER_SHARE = 0.4
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def server(facts: Facts, _settings: Settings) -> Finding:
    """Which server it is; one that is too old was refused at the door."""
    return fine("server", facts.version)


def persistence(facts: Facts, _settings: Settings) -> Finding:
    """The append-only file is on and is being written."""
    if not facts.info.get("aof_enabled"):
        return wrong(
            "persistence",
            "the append-only file is off",
            "a restart of the server forgets every article that waits and every document that no sink has yet",
            "CONFIG SET appendonly yes, and `appendonly yes` in redis.conf",
        )
    if facts.info.get("aof_last_write_status", "ok") != "ok":
        return wrong(
            "persistence",
            "the last write of the append-only file failed",
            "what has been accepted since is in memory only",
            "see the server's log; most often its disk is full",
        )
    return fine("persistence", "append-only file on")


def eviction(facts: Facts, _settings: Settings) -> Finding:
    """A full server refuses, it does not forget."""
    policy = facts.info.get("maxmemory_policy", "noeviction")
    if policy == "noeviction":
        return fine("eviction", "noeviction")
    return wrong(
        "eviction",
        f"maxmemory-policy is {policy}",
        "a full server throws away articles, documents or the ledger, and tells nobody",
        "CONFIG SET maxmemory-policy noeviction, and the same in redis.conf",
    )


def memory(facts: Facts, _settings: Settings) -> Finding:
    """There is a limit, and room below the share at which producers are refused."""
    used, limit = facts.info["used_memory"], facts.info.get("maxmemory", 0)
    if not limit:
        return warning(
            "memory",
            f"{_mb(used)} used, no maxmemory",
            "an intake that nobody empties grows until the kernel kills the server",
            "set maxmemory to about two thirds of the machine's memory",
        )
    told = f"{_mb(used)} of {_mb(limit)} used"
    if used > MEMORY_SHARE * limit:
        return wrong(
            "memory",
            told,
            f"producers are refused above {MEMORY_SHARE:.0%}",
            "add workers, or `copydesk drain`; drop letters (`copydesk rejected drop`); then raise maxmemory",
        )
    return fine("memory", told)


def ledger(facts: Facts, settings: Settings) -> Finding:
    """The ledger of known identities leaves room for articles."""
    limit = facts.info.get("maxmemory", 0) or facts.info.get("total_system_memory", 0)
    told = f"about {_mb(facts.ledger_bytes)}"
    if limit and facts.ledger_bytes > LEDGER_SHARE * limit:
        return warning(
            "ledger",
            f"{told}, {facts.ledger_bytes / limit:.0%} of what the server may hold",
            "it grows with every new article until the oldest are forgotten, and leaves less room for the intake",
            f"raise maxmemory, or lower ledger_days ({settings.ledger_days:g}): an older article that comes again "
            "is then stored again",
        )
    return fine("ledger", told)


def role(facts: Facts, _settings: Settings) -> Finding:
    """It is a primary."""
    if facts.info.get("role", "master") != "master":
        return wrong(
            "role",
            "this server is a replica",
            "it refuses writes, so nothing is taken and nothing stored",
            "let redis_url name the primary; after a failover, the new one",
        )
    replicas = facts.info.get("connected_slaves", 0)
    if not replicas:
        return fine("role", "primary, without replicas")
    return fine("role", f"primary with {replicas} replicas; a failover may lose what they have not got yet")


def password(_facts: Facts, settings: Settings) -> Finding:
    """A server that other machines reach asks who is there."""
    parts = urlsplit(settings.redis_url)
    if parts.scheme not in {"redis", "rediss"} or parts.hostname in LOOPBACK:
        return fine("password", "the server is on this machine")
    if not parts.password and "password=" not in parts.query:
        return warning(
            "password",
            "the server of another machine is used without a password",
            "whoever reaches it can read and delete every article",
            "give each kind of client a user of config/redis/users.acl",
        )
    if parts.scheme == "redis":
        return warning(
            "password",
            "the password crosses the network in the clear",
            "whoever listens can use it",
            "use rediss://, or a network that nobody else is on",
        )
    return fine("password", "password and TLS")


def _mb(count: int) -> str:
    return f"{count / 1024 / 1024:.0f} MB"
