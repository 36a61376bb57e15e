"""One line per event: for a person on a terminal, as JSON elsewhere. Tracebacks never show values."""

import logging
import sys
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any, TextIO

from core.companions import without
from core.json_text import render

with without("rich"):  # five megabytes, for tracebacks that are printed here otherwise
    import structlog

_FRAMES = 30
# The request being answered, which its events name.
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: str) -> None:
    """Sends structlog's events, and the warnings of libraries, to standard error."""
    on_terminal = sys.stderr.isatty()
    shared: list[structlog.typing.Processor] = [
        _name_request,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if on_terminal:  # a path may hold what moves the cursor: texts are shown as Python writes them
        shared.append(structlog.dev.ConsoleRenderer(exception_formatter=_print_trace, repr_native_str=True))
    else:
        shared += [structlog.processors.ExceptionRenderer(_trace), _as_json]
    structlog.configure(
        processors=shared,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr) if on_terminal
        else structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )  # fmt: skip
    logging.basicConfig(level=max(logging.WARNING, logging.getLevelName(level.upper())), handlers=[_Libraries()])


def _name_request(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    if (named := request_id.get()) is not None:
        event["request_id"] = named
    return event


class _Libraries(logging.Handler):
    """Hands on what libraries have to say; the first line of it, since asyncio quotes errors in the next ones."""

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage().partition("\n")[0]
        about: dict[str, Any] = {"logger": record.name}
        if record.exc_info and record.exc_info[0]:
            # A warning takes a line: asyncpg would add a traceback whenever the database is away.
            is_ours = record.levelno >= logging.ERROR
            about |= {"exc_info": record.exc_info} if is_ours else {"error": record.exc_info[0].__name__}
        structlog.get_logger().log(record.levelno, said, **about)


def _print_trace(output: TextIO, exc_info: _Raised) -> None:
    output.write(f"\n{_trace(exc_info)}")


def _trace(exc_info: _Raised) -> str:
    """What was raised where, causes first. Messages are left out: they quote e-mail addresses and the like."""
    chain: list[BaseException] = []
    error: BaseException | None = exc_info[1]
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(line for error in reversed(chain) for line in _link(error))


def _link(error: BaseException) -> list[str]:
    kind = type(error)
    frames = traceback.format_tb(error.__traceback__, limit=-_FRAMES)
    return [*(frame.rstrip("\n") for frame in frames), f"{kind.__module__}.{kind.__qualname__}"]


def _as_json(_logger: object, _name: str, event: structlog.typing.EventDict) -> bytes:
    try:
        return render(event)
    except TypeError:
        return render({name: str(value) for name, value in event.items()})
