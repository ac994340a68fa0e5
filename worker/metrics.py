"""The metrics: every name, its kind, its labels and what it counts; and families filled by name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

__all__ = ["METRICS", "WORKER_METRICS", "Families", "Metric", "exported_names"]

Family = CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily


class Metric(NamedTuple):
    """One metric as Prometheus knows it, without the suffixes `_total`, `_bucket`, `_sum` and `_count`."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    about: str


METRICS = (
    Metric("copydesk_up", "gauge", (), "1 where the server answered this scrape; 0 and no other metric where not"),
    Metric("copydesk_entries_added", "counter", (), "Entries that were ever put on the intake"),
    Metric("copydesk_fates", "counter", ("fate", "reason"), "Entries that got this fate, for this reason"),
    Metric("copydesk_entries_waiting", "gauge", (), "Entries that no worker has taken yet"),
    Metric("copydesk_entries_in_work", "gauge", (), "Entries that a worker holds, or held when it died"),
    Metric("copydesk_entries_inbox", "gauge", (), "Payloads in the inbox list, not on the intake yet"),
    Metric("copydesk_oldest_waiting_seconds", "gauge", (), "Age of the oldest entry that waits; 0 where none does"),
    Metric("copydesk_oldest_in_work_seconds", "gauge", (), "Age of the oldest entry in work; 0 where none is"),
    Metric("copydesk_backlog_limit", "gauge", (), "Entries that may wait: max_backlog"),
    Metric("copydesk_tickets", "gauge", ("queue",), "Celery messages queued: `tickets` for articles, `deliveries`"),
    Metric("copydesk_conservation_gap", "gauge", (), "Entries added less all that is known of; must be 0"),
    Metric("copydesk_letters_gap", "gauge", (), "Dead and rejected less those kept, replayed and dropped; must be 0"),
    Metric("copydesk_letters", "gauge", ("kind",), "Letters that are kept: `dead` or `rejected`"),
    Metric("copydesk_sink_behind", "gauge", ("sink",), "Documents that the sink has not been given"),
    Metric("copydesk_sink_in_work", "gauge", ("sink",), "Documents that the sink was given and has not acknowledged"),
    Metric("copydesk_article_milliseconds", "histogram", ("fate",), "Milliseconds of work on one article"),
    Metric("copydesk_deliveries", "counter", ("attempt",), "Articles by the delivery that gave them their fate"),
    Metric("copydesk_publisher_articles", "counter", ("publisher", "body"), "Articles by body: full, short or none"),
    Metric("copydesk_model_articles", "counter", ("model",), "Documents by the version of the model that made them"),
    Metric("copydesk_votes_asked", "counter", (), "Articles whose body was in doubt, so that extractors were asked"),
    Metric("copydesk_workers_alive", "gauge", (), "Workers whose heartbeat is fresh"),
    Metric("copydesk_worker_heartbeat_age_seconds", "gauge", ("worker",), "Seconds since the worker was heard of"),
    Metric("copydesk_worker_pool_size", "gauge", ("worker",), "Processes of the worker's pool"),
    Metric("copydesk_worker_children_replaced", "counter", ("worker",), "Processes of the pool that were replaced"),
    Metric("copydesk_worker_clock_skew_seconds", "gauge", ("worker",), "The worker's clock less the server's"),
    Metric("copydesk_worker_info", "gauge", ("worker", "version"), "1 for each living worker, with its release"),
    Metric("copydesk_server_memory_bytes", "gauge", (), "Memory that the server uses"),
    Metric("copydesk_server_memory_limit_bytes", "gauge", (), "The server's maxmemory; 0 for none"),
)  # fmt: skip

WORKER_METRICS = (
    Metric("copydesk_parent_children", "gauge", (), "Processes of the pool as it is now"),
    Metric("copydesk_parent_tickets", "counter", ("task",), "Tickets that a process of this worker began"),
    Metric("copydesk_parent_last_ticket_seconds", "gauge", (), "Seconds since the last of them; 0 before the first"),
    Metric("copydesk_parent_memory_bytes", "gauge", ("process",), "Resident memory; what is shared counts in each"),
    Metric("copydesk_parent_cpu_seconds", "counter", ("process",), "CPU time of the `parent` and of its `children`"),
)  # fmt: skip
"""What each worker's parent tells of itself, where `worker_metrics_port` is set."""

_CLASSES = {"counter": CounterMetricFamily, "gauge": GaugeMetricFamily, "histogram": HistogramMetricFamily}


class Families:
    """The families of one scrape, filled metric by metric."""

    def __init__(self, metrics: Iterable[Metric] = METRICS) -> None:
        self._metrics = {metric.name: metric for metric in metrics}
        self._families: dict[str, Family] = {}

    def __iter__(self) -> Iterator[Family]:
        return iter(self._families.values())

    def set(self, name: str, value: float, **labels: str) -> None:
        """Give a counter or gauge its value.

        Raises: KeyError for a metric or a set of labels that METRICS does not name.
        """
        family = self._family(name)
        if isinstance(family, HistogramMetricFamily):
            raise KeyError(name)
        family.add_metric([labels.pop(label) for label in self._metrics[name].labels], value)
        if labels:
            raise KeyError(*labels)

    def set_histogram(self, name: str, labels: Sequence[str], buckets: Mapping[float, int], total: float) -> None:
        """Give a histogram its cumulated counts by upper bound, the last of which is infinite, and its sum."""
        family = self._family(name)
        if not isinstance(family, HistogramMetricFamily):
            raise KeyError(name)
        bounds = [("+Inf" if bound == float("inf") else str(bound), float(n)) for bound, n in buckets.items()]
        family.add_metric(list(labels), bounds, sum_value=total)

    def _family(self, name: str) -> Family:
        if name not in self._families:
            metric = self._metrics[name]
            self._families[name] = _CLASSES[metric.kind](metric.name, metric.about, labels=metric.labels)
        return self._families[name]


def exported_names(metrics: Iterable[Metric] = METRICS) -> set[str]:
    """Names as queries write them, suffixes included."""
    suffixes = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
    return {metric.name + suffix for metric in metrics for suffix in suffixes[metric.kind]}
