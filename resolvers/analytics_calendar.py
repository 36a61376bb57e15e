"""Figures by local day, week and month: timelines, the heatmap, the streak and the week's goal."""

import itertools
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from core.page import Row
from core.projection import Projection
from models.profile import WeekStart
from resolvers.analytics_figure import Figure, Frame, Shape
from resolvers.analytics_inputs import PERIODS, Bucket, Period, TimelineQuery
from resolvers.analytics_json import printer
from resolvers.analytics_sources import FACTS

_WEEK_DAYS, _MONTH_DAYS, _YEAR_DAYS = 7, 30, 365
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
_SERIES = len(SERIES)
_POINT = ("start", "end", *SERIES)
# Buckets have numbers: months since the year 0, days and weeks since this Monday or the Sunday before. In the
# database the number and the series of a count are one number.
_ORIGIN = date(1900, 1, 1)


def timeline(query: TimelineQuery, shape: Projection | None = None) -> Figure:
    """First arrivals per bucket: each job counts once per series, on the local day of its first event of that kind.

    A period begins with the whole bucket that its first day lies in; with `from` and `to` only what lies between
    counts, and the buckets at the ends are named whole: they are its own, not those of the cohort. The buckets are
    rows, or JSON already of the `shape` that a client selected. Raises what `TimelineQuery.stretch` raises.
    """
    period, bucket = query.stretch()
    parameters = () if period else (query.since, query.until)
    return Figure(_timeline(period, bucket), (), _shape(period, bucket, shape), parameters, ignores_bounds=True)


@cache
def _timeline(period: Period | None, bucket: Bucket) -> str:
    reach = PERIODS[period][0] if period else None
    first = "date '-infinity'" if reach is None else _start_of(bucket, f"(today - {reach - 1})")
    begins, ends = (first, "today + 1") if period else (f"coalesce(?::date, {first})", "coalesce(?::date, today + 1)")
    # No zone is a day away from UTC: what lies further out need not be looked up in it. OFFSET 0 keeps the planner
    # from looking the rest up once for each condition on its day.
    return f"""
        WITH span AS MATERIALIZED (
            SELECT *, date '{_ORIGIN}' - (week_start = '{WeekStart.SUNDAY}')::int AS origin,
                (begins - 1)::timestamp AT TIME ZONE 'UTC' AS earliest,
                (ends + 1)::timestamp AT TIME ZONE 'UTC' AS latest
            FROM (SELECT zone, week_start, {begins} AS begins, {ends} AS ends FROM asked) AS local
        ), recent AS MATERIALIZED (
            SELECT {", ".join(SERIES.values())} FROM {FACTS}
                AND greatest({", ".join(SERIES.values())}) >= (SELECT earliest FROM span)
        ), arrival AS (
            {" UNION ALL ".join(_arrivals(nth, moment) for nth, moment in enumerate(SERIES.values()))} OFFSET 0
        ), counts AS ({_COUNTED[bucket]})
        SELECT json_build_array(CASE WHEN isfinite(begins) THEN begins END, ends,
            (SELECT json_build_array(array_agg(place), array_agg(jobs)) FROM counts))
        FROM span"""


def _arrivals(nth: int, moment: str) -> str:
    return f"""SELECT {nth} AS series, ({moment} AT TIME ZONE (SELECT zone FROM span))::date AS day FROM recent
        WHERE {moment} >= (SELECT earliest FROM span) AND {moment} < (SELECT latest FROM span)"""


def _counted(number: str) -> str:
    return f"""SELECT {_SERIES} * {number} + series AS place, count(*) AS jobs FROM arrival
        WHERE day >= (SELECT begins FROM span) AND day < (SELECT ends FROM span) GROUP BY 1"""


# A day's month is costly to find, so that days are counted first.
_DAY_NUMBER = "(day - (SELECT origin FROM span))"
_COUNTED = {
    Bucket.DAY: _counted(_DAY_NUMBER),
    Bucket.WEEK: _counted(f"({_DAY_NUMBER} / 7)"),
    Bucket.MONTH: f"""
        SELECT {_SERIES} * (12 * extract(year FROM day) + extract(month FROM day) - 1)::int + series AS place,
            sum(jobs) AS jobs
        FROM (SELECT (SELECT origin FROM span) + place / {_SERIES} AS day, place % {_SERIES} AS series, jobs
            FROM ({_counted(_DAY_NUMBER)}) AS numbered) AS dated
        GROUP BY 1""",
}


@cache
def applications_over_time() -> Figure:
    """Applications on each of the last 30 local days."""
    return Figure(_YEAR, ("days",), _as_month)


@cache
def heatmap() -> Figure:
    """Applications on each of the last 365 local days."""
    return Figure(_YEAR, ("days",), _as_year)


@cache
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


@cache
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


@lru_cache(maxsize=256)
def _shape(period: Period | None, bucket: Bucket, projection: Projection | None) -> Shape:
    printed = printer(projection, _POINT, ("start", "end")) if projection else None

    def shape(found: Any, frame: Frame) -> Row:
        points = _points(bucket, found, frame)
        data = printed(points) if printed else [dict(zip(_POINT, point, strict=True)) for point in points]
        return {"period": period, "bucket": bucket, "timezone": frame.timezone, "data": data}

    return shape


def _points(bucket: Bucket, found: Any, frame: Frame) -> list[tuple[Any, ...]]:
    """Every bucket: its first day, the day after its last, and its counts."""
    first, last, (places, jobs) = found
    until = date.fromisoformat(last)
    if first is not None:
        start = bucket_start(bucket, date.fromisoformat(first), frame.week_start)
    elif places:
        start = _numbered(bucket, min(places) // _SERIES, frame.week_start)
    else:
        start = bucket_start(bucket, until - timedelta(days=1), frame.week_start)
    days = [start]
    while days[-1] < until:
        days.append(bucket_end(bucket, days[-1]))
    before = _SERIES * _number(bucket, start, frame.week_start)
    series = [0] * (_SERIES * len(days))
    for place, count in zip(places or (), jobs or (), strict=True):
        series[place - before] = count
    return [(*ends, *series[_SERIES * nth : _SERIES * (nth + 1)]) for nth, ends in enumerate(itertools.pairwise(days))]


def _number(bucket: Bucket, start: date, week_start: str) -> int:
    """The number of the bucket that begins on `start`."""
    if bucket is Bucket.MONTH:
        return _DECEMBER * start.year + start.month - 1
    return (start - _origin(week_start)).days // (_WEEK_DAYS if bucket is Bucket.WEEK else 1)


def _numbered(bucket: Bucket, number: int, week_start: str) -> date:
    """The first day of the bucket with that number."""
    if bucket is Bucket.MONTH:
        return date(number // _DECEMBER, number % _DECEMBER + 1, 1)
    return _origin(week_start) + timedelta(days=number * (_WEEK_DAYS if bucket is Bucket.WEEK else 1))


def _origin(week_start: str) -> date:
    return _ORIGIN - timedelta(days=week_start == WeekStart.SUNDAY)


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
