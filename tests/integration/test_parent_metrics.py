"""What a worker's parent tells of itself, on its own port."""

import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.chaos.system import article, open_system
from tests.conftest import eventually
from tests.server.conftest import free_port
from worker.metrics import WORKER_METRICS, exported_names


def scraped(port: int) -> dict[tuple[str, str], float]:
    """Values by name and label; nothing where nobody listens."""
    with (
        suppress(urllib.error.URLError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as told,
    ):
        families = text_string_to_metric_families(told.read().decode())
        return {(one.name, "".join(one.labels.values())): one.value for family in families for one in family.samples}
    return {}


def test_a_parent_tells_of_its_pool_its_tickets_and_what_they_cost(tmp_path: Path) -> None:
    port = free_port()
    with open_system(tmp_path, worker_metrics_port=port) as system:
        worker = system.start()
        system.send(article(n) for n in range(40))
        system.finish()
        told = scraped(port)

        assert {name for name, _ in told} == exported_names(WORKER_METRICS)
        assert told["copydesk_parent_children", ""] == 2
        assert told["copydesk_parent_tickets_total", "copydesk.pull"] >= 1
        assert 0 < told["copydesk_parent_last_ticket_seconds", ""] < 60
        assert told["copydesk_parent_cpu_seconds_total", "children"] > 0.1
        assert told["copydesk_parent_memory_bytes", "parent"] > 20_000_000
        assert worker.stop() == 0
        assert scraped(port) == {}


def test_a_port_that_is_taken_costs_the_metrics_and_not_the_worker(tmp_path: Path) -> None:
    port = free_port()
    with open_system(tmp_path, worker_metrics_port=port) as system:
        system.start()
        eventually(lambda: bool(scraped(port)), seconds=60)
        second = system.start()
        eventually(lambda: b"no metrics" in second.log.read_bytes(), seconds=60)
        system.send(article(n) for n in range(40))
        system.finish()

        assert second.process.poll() is None
        system.check(article(n)["url"] for n in range(40))


def test_nobody_listens_where_no_port_is_set(tmp_path: Path) -> None:
    with open_system(tmp_path) as system:
        worker = system.start()
        system.send([article(0)])
        system.finish()

        assert b'"metrics"' not in worker.log.read_bytes()
