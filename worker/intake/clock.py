"""The server's clock: the only one that all hosts share."""

from redis import Redis

__all__ = ["ms_of", "server_ms", "server_seconds"]


def ms_of(told: tuple[int, int]) -> float:
    """Milliseconds since 1970 of what TIME answers, seconds and microseconds.

    >>> ms_of((1700000000, 250000))
    1700000000250.0
    """
    seconds, microseconds = told
    return seconds * 1000 + microseconds / 1000


def server_ms(client: Redis) -> int:
    """Now, in whole milliseconds since 1970."""
    return int(ms_of(client.time()))


def server_seconds(client: Redis) -> float:
    """Now, in seconds since 1970."""
    return ms_of(client.time()) / 1000
