"""The names of everything Copydesk keeps on the server."""

from dataclasses import dataclass

__all__ = ["GROUP", "Keys"]

GROUP = "workers"
"""The one consumer group of the intake stream."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of the system named `prefix`; its hash tag puts them all on one node of a cluster.

    >>> Keys("copydesk").intake
    '{copydesk}:in'
    """

    prefix: str

    def __getitem__(self, name: str) -> str:
        return f"{{{self.prefix}}}:{name}"

    @property
    def intake(self) -> str:
        """Stream of payloads that wait or are in work."""
        return self["in"]

    @property
    def inbox(self) -> str:
        """List for producers that only know LPUSH."""
        return self["inbox"]

    @property
    def out(self) -> str:
        """Stream of stored documents."""
        return self["out"]

    @property
    def rejected(self) -> str:
        """Stream of payloads that were read and turned away."""
        return self["rejected"]

    @property
    def dead(self) -> str:
        """Stream of payloads that can never be read, or failed at each delivery."""
        return self["dead"]

    @property
    def fates(self) -> str:
        """Capped stream: what became of each entry."""
        return self["fates"]

    @property
    def tries(self) -> str:
        """Hash: what the ended deliveries of a pending entry came to."""
        return self["tries"]

    @property
    def hands(self) -> str:
        """Hash: the process that is each consumer, and since when."""
        return self["hands"]

    @property
    def stats(self) -> str:
        """Hash of counters that only grow."""
        return self["stats"]

    @property
    def workers(self) -> str:
        """Hash: the heartbeat of each worker."""
        return self["workers"]

    @property
    def celery(self) -> str:
        """Prefix of Celery's own keys."""
        return self["celery"] + ":"

    def ledger(self, document_id: str) -> str:
        """Hash: content hash and version of one identity."""
        return self[f"doc:{document_id}"]
