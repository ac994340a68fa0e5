"""The exporter: one for a system, tells Prometheus what the server's keys and the fates stream say."""

from worker.exporter.collector import SystemCollector

__all__ = ["SystemCollector"]
