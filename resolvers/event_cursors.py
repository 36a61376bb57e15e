"""Places in a job's history, newest first."""

from datetime import UTC, datetime
from uuid import UUID

from core.errors import ValidationFailed
from core.json_text import moment_text
from core.page import Row, Window, decode_cursor, encode_cursor

ORDER = "occurred_at recorded_at"


def encode(row: Row) -> str:
    """The cursor of an event; `resolvers.job_json` has PostgreSQL make the same text."""
    return encode_cursor(ORDER, f"{moment_text(row['occurred_at'])} {moment_text(row['recorded_at'])}", row["id"])


def position(window: Window) -> tuple[datetime, datetime, UUID]:
    """What the window's cursor says. Raises ValidationFailed for one that is not of a history."""
    times, event_id = decode_cursor(window.cursor or "", ORDER, str, window.argument)
    try:
        occurred, recorded = (datetime.fromisoformat(part).astimezone(UTC) for part in str(times).split(" "))
    except (ValueError, OverflowError):
        raise ValidationFailed.of(window.argument, "is not a cursor of this list in this order") from None
    return occurred, recorded, event_id
