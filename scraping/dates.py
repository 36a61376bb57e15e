"""Dates as postings write them, as moments in UTC."""

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # the day comes first wherever dots are used
_SPOKEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
_LAST = time(23, 59, 59, tzinfo=UTC)
_FIRST = time(0, tzinfo=UTC)
_MILLISECONDS = 100_000_000_000


def moment(value: object, *, is_end: bool = False) -> datetime | None:
    """The time that a text or a number (seconds or milliseconds since 1970) names; None where that is unclear.

    A time without an offset is taken as UTC. A day alone is its first second, or its last where `is_end`.
    """
    try:
        found = _parsed(value, is_end=is_end)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
    return found if found is not None and _EARLIEST <= found < _LATEST else None


def _parsed(value: object, *, is_end: bool) -> datetime | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000 if abs(value) >= _MILLISECONDS else value, UTC)
    if not isinstance(value, str):
        return None
    text = value.strip()[:64]
    if (day := _day(text)) is not None:
        return datetime.combine(day, _LAST if is_end else _FIRST)
    if text.isdigit():
        return _parsed(int(text), is_end=is_end)
    found = _iso(text) or parsedate_to_datetime(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _day(text: str) -> date | None:
    if match := _DAY.fullmatch(text):
        return date(*map(int, match.groups()))
    if match := _DOTTED.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    for form in _SPOKEN:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _iso(text: str) -> datetime | None:
    """ISO 8601, also as `2026-11-01 10:30:00 UTC` and with an offset like `+0100`."""
    text = text.removesuffix(" UTC")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
