"""What it looks like when the server is away: no fault of any article."""

from redis.exceptions import BusyLoadingError, ConnectionError, ReadOnlyError, TimeoutError  # noqa: A004 -- redis-py's names

__all__ = ["OUTAGES"]

OUTAGES = (BusyLoadingError, ConnectionError, ReadOnlyError, TimeoutError)
"""Away, still loading, too slow, or a replica after a failover. Wait and try again; nothing gets a fate."""
