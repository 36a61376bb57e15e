"""The one source of the current time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current instant, aware and in UTC."""
    return datetime.now(UTC)
