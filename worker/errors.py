"""The errors of Copydesk: one tree, a sentence each."""

from collections.abc import Sequence

__all__ = [
    "BadPayloadError",
    "ConservationError",
    "CopydeskError",
    "IntakeFullError",
    "ReplicasBehindError",
    "ServerError",
    "SettingsError",
    "SinkUnavailableError",
]


class CopydeskError(Exception):
    """The root: whatever Copydesk raises on purpose is one of these, and its text can be shown to a user."""


class BadPayloadError(CopydeskError):
    """The payload can never be read; its entry is dead at once.

    `reason` is a value of `worker.article.outcome.Reason`, `pointer` an RFC 6901 JSON
    Pointer to the field at fault, or "".
    """

    def __init__(self, reason: str, detail: str, pointer: str = "") -> None:
        super().__init__(f"{pointer}: {detail}" if pointer else detail)
        self.reason = reason
        self.pointer = pointer


class SettingsError(CopydeskError):
    """A setting is missing, unknown or contradicts another; the text says which, and what to write instead."""


class ServerError(CopydeskError):
    """No usable Redis: not reachable, too old, or none to start; the text says what to do."""


class ReplicasBehindError(ServerError):
    """The entries are on the primary, but not yet on as many replicas as were asked for; push them again later.

    `ids` are theirs. What comes twice ends as `duplicate`.
    """

    def __init__(self, detail: str, ids: Sequence[str]) -> None:
        super().__init__(detail)
        self.ids = tuple(ids)


class IntakeFullError(CopydeskError):
    """The intake refuses more payloads: the backlog's cap or the server's memory is reached; push again later."""


class SinkUnavailableError(CopydeskError):
    """A sink cannot take documents now: not the article's fault, so nothing gets a fate and the reader waits."""


class ConservationError(CopydeskError):
    """Entries that went in and fates that came out no longer add up."""
