"""A worker that goes deaf as Celery's may after a lost connection, when started with `-I tests.chaos.deaf`.

It lives, its pump offers tickets, and its consumer listens to no queue once the environment's DEAF_FILE exists; it
takes the file away when it has gone deaf.
"""

import os
import threading
import time
from pathlib import Path
from typing import Any

from celery.signals import worker_ready


@worker_ready.connect  # type: ignore[untyped-decorator]  # Celery has no types
def _go_deaf(sender: Any, **_: object) -> None:
    """Sender is the consumer."""
    file = Path(os.environ["DEAF_FILE"])

    def wait() -> None:
        while not file.exists():
            time.sleep(0.02)
        for queue in ("tickets", "deliveries"):
            sender.call_soon(sender.task_consumer.cancel_by_queue, queue)
        sender.call_soon(file.unlink)

    threading.Thread(target=wait, daemon=True).start()
