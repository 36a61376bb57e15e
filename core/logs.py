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
    logging.basicConfig(level=max(logging.WARNING, logging.getLevelName(level.upper())), stream=sys.stderr)


def _as_json(_logger: object, _name: str, event: structlog.typing.EventDict) -> bytes:
    return render(event)
