"""Logs: one event with fields a line; JSON for machines, readable on a terminal."""

import json
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
    if not human:
        _write_lines(level, [*shared, structlog.processors.dict_tracebacks])
        return
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _write_lines(level: str, processors: "list[Processor]") -> None:
    """Our own events go straight to the stream: the standard library's loggers cost an article five times as much."""
    encode = json.JSONEncoder(default=repr).encode
    stream = sys.stderr
    structlog.configure(
        processors=[*processors, lambda _logger, _method, event: encode(event) + "\n"],
        logger_factory=lambda name="copydesk": _Lines(name, stream),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=False,
    )


class _Lines:
    """Writes each line at once and whole, and holds no lock that a forked child would find taken."""

    def __init__(self, name: str, stream: TextIO) -> None:
        self.name = name
        self._stream = stream

    def info(self, line: str) -> None:
        self._stream.write(line)
        self._stream.flush()

    debug = warning = error = critical = exception = info


def _without_commands(_logger: "WrappedLogger", _method: str, event: "EventDict") -> "EventDict":
    """What pages and producers say must not be a command to the terminal, nor begin a line of its own."""
    return {name: escaped(value) if isinstance(value, str) else value for name, value in event.items()}


def _told_exception(output: TextIO, exc_info: "ExcInfo") -> None:
    told = StringIO()
    structlog.dev.plain_traceback(told, exc_info)
    output.write(escaped(told.getvalue(), keep="\n"))
