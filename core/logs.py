"""One line per event: for a person on a terminal, as JSON elsewhere. Tracebacks never show values."""

import logging
import sys

import structlog

from core.json_text import render


def configure(level: str) -> None:
    """Sends structlog's events, and the warnings of libraries, to standard error."""
    on_terminal = sys.stderr.isatty()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if on_terminal:
        shared.append(structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback))
    else:
        shared += [structlog.processors.format_exc_info, _as_json]
    structlog.configure(
        processors=shared,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr) if on_terminal
        else structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )  # fmt: skip
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(_Line(logging.BASIC_FORMAT))
    logging.basicConfig(level=max(logging.WARNING, logging.getLevelName(level.upper())), handlers=[lines])


class _Line(logging.Formatter):
    """A library's warning takes a line: asyncpg would add a traceback whenever the database is away."""

    def format(self, record: logging.LogRecord) -> str:
        if record.levelno < logging.ERROR and record.exc_info and record.exc_info[0]:
            kind, record.exc_info = record.exc_info[0], None
            return f"{super().format(record)} ({kind.__name__})"
        return super().format(record)


def _as_json(_logger: object, _name: str, event: structlog.typing.EventDict) -> bytes:
    return render(event)
