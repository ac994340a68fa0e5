"""Logs: one event with fields a line; JSON for machines, readable on a terminal."""

import json
import logging
import sys
from datetime import UTC, datetime
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
        _write_lines(level)
        return
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _write_lines(level: str) -> None:
    """Our own events go straight to the stream: the standard library's loggers cost an article five times as much."""
    stream = sys.stderr
    structlog.configure(
        logger_factory=lambda name="copydesk": _Lines(name, stream),
        wrapper_class=type("Teller", (_Teller,), {"least": logging.getLevelNamesMapping()[level]}),
        cache_logger_on_first_use=False,
    )


_encoder = json.JSONEncoder(default=repr)


class _Teller(structlog.BoundLoggerBase):
    """Does in one step what structlog's processors do in seven, for half the time."""

    least = logging.INFO

    def debug(self, event: str, **fields: object) -> None:
        self._tell("debug", logging.DEBUG, event, fields)

    def info(self, event: str, **fields: object) -> None:
        self._tell("info", logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        self._tell("warning", logging.WARNING, event, fields)

    def error(self, event: str, **fields: object) -> None:
        self._tell("error", logging.ERROR, event, fields)

    def exception(self, event: str, **fields: object) -> None:
        self.error(event, **{"exc_info": True, **fields})

    def _tell(self, name: str, level: int, event: str, fields: "EventDict") -> None:
        if level < self.least:
            return
        if fields.get("exc_info"):
            fields = structlog.processors.dict_tracebacks(None, name, fields)
        told: EventDict = {**self._context, **fields}
        told["event"] = event
        told["logger"] = self._logger.name
        told["level"] = name
        told["timestamp"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        self._logger.write(_encoder.encode(told) + "\n")


class _Lines:
    """Writes each line at once and whole, and holds no lock that a forked child would find taken."""

    def __init__(self, name: str, stream: TextIO) -> None:
        self.name = name
        self._stream = stream

    def write(self, line: str) -> None:
        """Write it."""
        self._stream.write(line)
        self._stream.flush()


def _without_commands(_logger: "WrappedLogger", _method: str, event: "EventDict") -> "EventDict":
    """What pages and producers say must not be a command to the terminal, nor begin a line of its own."""
    return {name: escaped(value) if isinstance(value, str) else value for name, value in event.items()}


def _told_exception(output: TextIO, exc_info: "ExcInfo") -> None:
    told = StringIO()
    structlog.dev.plain_traceback(told, exc_info)
    output.write(escaped(told.getvalue(), keep="\n"))
