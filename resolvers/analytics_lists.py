"""Figures that list things: the latest events, and the companies."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.errors import ValidationFailed
from core.page import MAX_PAGE_SIZE, Row, Slice, Window, decode_cursor, encode_cursor
from models.job import FIELDS
from resolvers.analytics_figure import Figure, Frame, is_small, ratio
from resolvers.analytics_sources import FACTS, OWNER

ACTIVITIES = 10
# What a list of events says of the job that each belongs to.
JOB_SUMMARY = ("id", "job_id", "company_name", "job_title", "status")
_EVENT = ("id", "type", "from_status", "to_status", "occurred_at", "recorded_at", "note", "actor")
_MOMENTS = frozenset(
    ["occurred_at", "recorded_at", "applied_at", "interviewing_at", "offer_at", "rejected_at", "created_at",
     "updated_at", "deleted_at"]
)  # fmt: skip


def activity(limit: int = ACTIVITIES, job_fields: Iterable[str] = JOB_SUMMARY) -> Figure:
    """The last events of live jobs, newest first in the order of the history, each with its job.

    Raises ValidationFailed naming `first` for a limit that no page may have.
    """
    if not 0 <= limit <= MAX_PAGE_SIZE:
        raise ValidationFailed.of("first", f"must be from 0 to {MAX_PAGE_SIZE}")
    wanted = set(job_fields)
    job = [name for name in FIELDS if name in wanted]
    sql = f"""SELECT json_agg(json_build_array(event, job) ORDER BY occurred_at DESC, recorded_at DESC, id DESC)
        FROM (
            SELECT {_object("job_event", _EVENT)} AS event, {_object("job", job)} AS job,
                occurred_at, recorded_at, job_event.id
            FROM job_event JOIN job USING (job_id)
            WHERE job_event.user_id = {OWNER} AND job.deleted_at IS NULL
            ORDER BY occurred_at DESC, recorded_at DESC, job_event.id DESC LIMIT {limit}
        ) AS latest"""
    # In the text, since PostgreSQL makes no lasting plan for a limit that it does not know.
    return Figure(sql, (), _as_activities)


def companies(after_days: int, *, limit: int, offset: int) -> Figure:
    """A page of the companies with applications in the cohort: the most applications first, then by name.

    Each with its applications, the share that was answered, the median days to a response (elapsed time), the
    share that is ghosted (resolvers.analytics_rates.ghosted), and the local day of the last application.
    """
    return _companies(after_days, ("true", "false", "ASC"), (limit, offset))


def companies_beyond(after_days: int, window: Window) -> Figure:
    """The same on one side of a cursor. Raises ValidationFailed for a cursor that is not one of these."""
    direction = "DESC" if window.backwards else "ASC"
    if window.cursor is None:
        return _companies(after_days, ("true", "false", direction), (window.size + 1, 0))
    position = _position(window)
    ahead, behind = ("<", ">=") if window.backwards else (">", "<=")
    sides = (f"{_ORDER} {ahead} {_PLACE}", f"{_ORDER} {behind} {_PLACE}", direction)
    return _companies(after_days, sides, (*position, window.size + 1, 0, *position))


def companies_slice(found: Row, window: Window) -> Slice:
    """What `companies_beyond` found, in the order of the list, with cursors."""
    rows, keys = (found[part][: window.size] for part in ("rows", "keys"))
    more, behind = len(found["rows"]) > window.size, found["behind"]
    cursors = [
        encode_cursor(_CURSOR, f"{row['applications']} {key}", _NO_ID) for row, key in zip(rows, keys, strict=True)
    ]
    if window.backwards:
        return Slice(rows[::-1], cursors[::-1], has_next=behind, has_previous=more)
    return Slice(rows, cursors, has_next=more, has_previous=behind)


# The condition behind resolvers.analytics_rates.ghosted; its question mark is the number of days.
_GHOSTED = "status = 'applied' AND answered_at IS NULL AND (applied_at AT TIME ZONE zone)::date <= today - ?::int"
_CURSOR = "companies"
_NO_ID = UUID(int=0)
_ORDER = '(-applications, company_key COLLATE "C")'
_PLACE = "(?::bigint, ?::text)"


def _companies(after_days: int, sides: tuple[str, str, str], parameters: tuple[Any, ...]) -> Figure:
    ahead, behind, direction = sides
    sql = f"""WITH companies AS MATERIALIZED (
            SELECT company_key, count(*) AS applications, count(answered_at) AS responded,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY response_days) AS median,
                count(*) FILTER (WHERE {_GHOSTED}) AS ghosted,
                max((applied_at AT TIME ZONE zone)::date) AS last_applied_on, max(job_id) AS newest
            FROM {FACTS} AND {{is_counted}} GROUP BY company_key
        )
        SELECT json_build_object('total', (SELECT count(*) FROM companies), 'rows', (
            SELECT json_agg(page) FROM (
                SELECT companies.*, (SELECT company_name FROM job WHERE job.user_id = $1 AND job_id = newest) AS name
                FROM companies WHERE {ahead}
                ORDER BY applications {_REVERSE[direction]}, company_key COLLATE "C" {direction} LIMIT ? OFFSET ?
            ) AS page
        ), 'behind', EXISTS (SELECT FROM companies WHERE {behind}))"""
    return Figure(sql, (), _as_companies, (after_days, *parameters))


_REVERSE = {"ASC": "DESC", "DESC": "ASC"}


def _object(table: str, names: Iterable[str]) -> str:
    pairs = [f"'{name}', {table}.{name}" for name in names]
    return f"json_build_object({', '.join(pairs)})"


def _position(window: Window) -> tuple[int, str]:
    place, _ = decode_cursor(window.cursor or "", _CURSOR, str, window.argument)
    applications, _, key = str(place).partition(" ")
    if not (applications.isascii() and applications.isdigit() and len(applications) < _DIGITS):
        raise ValidationFailed.of(window.argument, "is not a cursor of this list in this order")
    return -int(applications), key


# More applications than any account has.
_DIGITS = 10


def _as_activities(found: Any, _frame: Frame) -> list[Row]:
    return [_with_moments(event) | {"job": _with_moments(job)} for event, job in found or []]


def _with_moments(row: Row) -> Row:
    for name in _MOMENTS & row.keys():
        if row[name] is not None:
            row[name] = datetime.fromisoformat(row[name])
    return row


def _as_companies(found: Any, _frame: Frame) -> Row:
    rows = found["rows"] or []
    return {**found, "rows": [_company(row) for row in rows], "keys": [row["company_key"] for row in rows]}


def _company(row: Row) -> Row:
    applications = row["applications"]
    return {
        "company_name": row["name"],
        "applications": applications,
        "responded": row["responded"],
        "response_rate": ratio(row["responded"], applications),
        "small_sample": is_small(applications),
        "median_days_to_response": row["median"],
        "ghosted": row["ghosted"],
        "ghosted_share": ratio(row["ghosted"], applications),
        "last_applied_on": date.fromisoformat(row["last_applied_on"]),
    }
