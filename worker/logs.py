"""Logs: one event with fields a line; JSON for machines, readable on a terminal."""

import logging
import sys
from io import StringIO
from typing import TYPE_CHECKING, Literal, TextIO

import structlog

from worker.printable import escaped

if TYPE_CHECKING:
    from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

__all__ = ["configure_logs"]


def configure_logs(log_format: Literal["auto", "json", "console"], level: str) -> None:
    """Send structlog and the standard library's loggers to standard error; `auto` is for people on a terminal only."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    human = log_format == "console" or (log_format == "auto" and sys.stderr.isatty())
    last: list[Processor] = (
        [_without_commands, structlog.dev.ConsoleRenderer(exception_formatter=_told_exception)]
        if human
        else [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it tells of a page, the outcome tells
    if level != "DEBUG":
        for chatty in ("celery.worker.strategy", "celery.app.trace"):  # each ticket, twice
            logging.getLogger(chatty).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _without_commands(_logger: "WrappedLogger", _method: str, event: "EventDict") -> "EventDict":
    """What pages and producers say must not be a command to the terminal, nor begin a line of its own."""
    return {name: escaped(value) if isinstance(value, str) else value for name, value in event.items()}


def _told_exception(output: TextIO, exc_info: "ExcInfo") -> None:
    told = StringIO()
    structlog.dev.plain_traceback(told, exc_info)
    output.write(escaped(told.getvalue(), keep="\n"))
