"""Figures by local day, week and month: timelines, the heatmap, the streak and the week's goal."""

from datetime import date, timedelta
from typing import Any

from core.page import Row
from models.profile import WeekStart
from resolvers.analytics_figure import Figure, Frame
from resolvers.analytics_inputs import PERIODS, Bucket, Period, TimelineQuery
from resolvers.analytics_sources import FACTS

_MONTH_DAYS, _YEAR_DAYS = 30, 365
_DECEMBER = 12
# A timeline's series, and the fact whose local day is counted.
SERIES = {
    "saved": "saved_at",
    "applied": "applied_at",
    "responded": "answered_at",
    "interviewing": "interviewing_at",
    "offers": "offer_at",
    "rejected": "rejected_at",
}
_MOMENTS = ", ".join(f"('{series}', {moment})" for series, moment in SERIES.items())


def timeline(query: TimelineQuery) -> Figure:
    """First arrivals per bucket: each job counts once per series, on the local day of its first event of that kind.

    A period begins with the whole bucket that its first day lies in; with `from` and `to` only what lies between
    counts, and the buckets at the ends are named whole. Raises ValidationFailed as `TimelineQuery.stretch` does.
    """
    period, bucket = query.stretch()
    reach = PERIODS[period][0] if period else None
    first = "since" if reach is None else _start_of(bucket, f"(today - {reach - 1})")
    sql = f"""
        WITH span AS MATERIALIZED (
            SELECT begins, ends, begins::timestamp AT TIME ZONE zone - interval '1 day' AS earliest
            FROM (
                SELECT zone, {first} AS begins, CASE WHEN isfinite(until) THEN until ELSE today + 1 END AS ends
                FROM asked
            ) AS local
        ), recent AS NOT MATERIALIZED (
            SELECT job_facts.* FROM {FACTS} AND greatest({", ".join(SERIES.values())}) >= (SELECT earliest FROM span)
        ), arrivals AS (
            SELECT series, (moment AT TIME ZONE zone)::date AS day, count(*) AS jobs
            FROM recent CROSS JOIN asked CROSS JOIN LATERAL (VALUES {_MOMENTS}) AS arrival (series, moment)
            WHERE moment >= (SELECT earliest FROM span) GROUP BY 1, 2
        ), counts AS (
            SELECT series, {_start_of(bucket, "day")} AS start, sum(jobs) AS jobs
            FROM arrivals CROSS JOIN asked CROSS JOIN span WHERE day >= begins AND day < ends GROUP BY 1, 2
        )
        SELECT json_build_object('period', {_literal(period)}, 'bucket', {_literal(bucket)},
            'first', CASE WHEN isfinite(begins) THEN begins END, 'until', ends,
            'counts', (SELECT json_agg(json_build_array(start, series, jobs)) FROM counts))
        FROM span"""
    return Figure(sql, (), _as_timeline)


def applications_over_time() -> Figure:
    """Applications on each of the last 30 local days."""
    return Figure(_YEAR, ("days",), _as_month)


def heatmap() -> Figure:
    """Applications on each of the last 365 local days."""
    return Figure(_YEAR, ("days",), _as_year)


def streak() -> Figure:
    """Consecutive local days with at least one application of the cohort: the current run, the longest, the last day.

    A run that reached yesterday is current: today is not over yet.
    """
    sql = """SELECT json_build_object('longest', coalesce(max(length), 0), 'last_active_on', max(last),
            'current', coalesce(max(length) FILTER (WHERE last >= today - 1), 0))
        FROM (
            SELECT count(*) AS length, max(day) AS last, today FROM (
                SELECT day, today, day - row_number() OVER (ORDER BY day)::int AS run FROM days CROSS JOIN asked
                WHERE day >= since AND day < until
            ) AS dated GROUP BY run, today
        ) AS runs"""
    return Figure(sql, ("days",), _as_streak)


def weekly_goal() -> Figure:
    """The applications of the local week that today lies in, against the profile's goal, null where none is set."""
    start = _start_of(Bucket.WEEK, "today")
    sql = f"""SELECT json_build_array(start, (SELECT coalesce(sum(applied), 0) FROM days WHERE day >= start
        AND day < start + 7)) FROM (SELECT {start} AS start FROM asked) AS week"""
    return Figure(sql, ("days",), _as_goal)


def _start_of(bucket: Bucket, day: str) -> str:
    """The first day of the bucket that a day lies in, in SQL; weeks begin as `week_start` says."""
    if bucket is Bucket.WEEK:
        return f"{day} - (extract(isodow FROM {day})::int - 1 + (week_start = '{WeekStart.SUNDAY}')::int) % 7"
    return day if bucket is Bucket.DAY else f"date_trunc('month', {day}::timestamp)::date"


def _literal(value: Period | Bucket | None) -> str:
    return f"'{value}'" if value else "NULL"


def _as_timeline(found: Any, frame: Frame) -> Row:
    counts: dict[date, dict[str, int]] = {}
    for start, series, jobs in found["counts"] or []:
        counts.setdefault(date.fromisoformat(start), {})[series] = jobs
    bucket, until = Bucket(found["bucket"]), date.fromisoformat(found["until"])
    if found["first"] is not None:
        start = bucket_start(bucket, date.fromisoformat(found["first"]), frame.week_start)
    else:
        start = min(counts, default=bucket_start(bucket, until - timedelta(days=1), frame.week_start))
    rows = []
    while start < until:
        end = bucket_end(bucket, start)
        rows.append({"start": start, "end": end} | {series: counts.get(start, {}).get(series, 0) for series in SERIES})
        start = end
    return {"period": found["period"], "bucket": bucket, "timezone": frame.timezone, "data": rows}


def bucket_start(bucket: Bucket, day: date, week_start: str) -> date:
    """The first day of the bucket that a day lies in."""
    if bucket is Bucket.WEEK:
        return day - timedelta(days=(day.weekday() + (week_start == WeekStart.SUNDAY)) % 7)
    return day if bucket is Bucket.DAY else day.replace(day=1)


def bucket_end(bucket: Bucket, start: date) -> date:
    """The first day after the bucket that begins on `start`."""
    if bucket is Bucket.MONTH:
        return date(start.year + start.month // _DECEMBER, start.month % _DECEMBER + 1, 1)
    return start + timedelta(days=7 if bucket is Bucket.WEEK else 1)


# What the heatmap and its last month are made from.
_YEAR = f"""SELECT json_object_agg(day, applied) FROM days CROSS JOIN asked
    WHERE day > today - {_YEAR_DAYS} AND day <= today"""


def _as_month(found: Any, frame: Frame) -> list[Row]:
    return _filled(found or {}, frame.today, _MONTH_DAYS)


def _as_year(found: Any, frame: Frame) -> list[Row]:
    return _filled(found or {}, frame.today, _YEAR_DAYS)


def _filled(counts: dict[str, int], today: date, days: int) -> list[Row]:
    every = (today - timedelta(days=back) for back in range(days - 1, -1, -1))
    return [{"date": day, "count": counts.get(day.isoformat(), 0)} for day in every]


def _as_streak(found: Any, _frame: Frame) -> Row:
    last = found["last_active_on"]
    return {
        "current": found["current"],
        "longest": found["longest"],
        "last_active_on": None if last is None else date.fromisoformat(last),
    }


def _as_goal(found: Any, frame: Frame) -> Row:
    start, done = found
    target = frame.weekly_goal
    remaining = None if target is None else max(0, target - done)
    return {"target": target, "done": done, "remaining": remaining, "week_start": date.fromisoformat(start)}
