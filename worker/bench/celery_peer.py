"""The usual way, for comparison: a Celery application with one task an article, and trafilatura in it."""

import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path

from celery import Celery
from redis import Redis

from worker.article.trafilatura_fence import extraction
from worker.server import connect

__all__ = ["BY_REFERENCE", "IN_MESSAGE", "QUEUE", "app", "write_article"]

QUEUE = "peer"
IN_MESSAGE = "peer.in_message"
BY_REFERENCE = "peer.by_reference"

app = Celery("peer", set_as_current=False)
app.conf.update(
    task_default_queue=QUEUE,
    task_ignore_result=True,
    task_compression="zstd",
    worker_prefetch_multiplier=4,
    worker_send_task_events=True,
    accept_content=["json"],
)


@app.task(name=IN_MESSAGE)  # type: ignore[untyped-decorator]  # Celery has no types
def in_message(number: int, html: str, folder: str) -> None:
    """The page came in the message."""
    write_article(number, html, folder)


@app.task(name=BY_REFERENCE)  # type: ignore[untyped-decorator]  # Celery has no types
def by_reference(number: int, key: str, url: str, folder: str) -> None:
    """The page lies on the server, under `key`."""
    client = _client(url, os.getpid())
    html = client.getdel(key)
    write_article(number, html.decode() if isinstance(html, bytes) else "", folder)


def write_article(number: int, html: str, folder: str) -> None:
    """What trafilatura finds, with metadata, into a file that is not synced."""
    found = extraction(html, None, as_a_peer=True)
    Path(folder, f"{number}.json").write_text(json.dumps(asdict(found) if found else None, ensure_ascii=False), "utf-8")


@cache
def _client(url: str, pid: int) -> Redis:
    del pid  # a forked child must not share its parent's connection
    return connect(url)
