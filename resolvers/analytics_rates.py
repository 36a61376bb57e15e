"""Headline numbers and counts: how many, how many of them were answered, how long it took.

Every rate is over the cohort and says how many applications it rests on. The definitions are docs/analytics.md's.
"""

from functools import cache, lru_cache
from typing import Any

from core.page import Row
from core.projection import Projection
from models.job import JobStatus
from resolvers.analytics_figure import Figure, Frame, Shape, is_small, ratio, trend
from resolvers.analytics_json import printer
from resolvers.analytics_sources import FACTS, WINDOW, window_of

# The scores from one bound to below the next; the last band holds 100 too.
_BANDS = ((0, 39), (40, 59), (60, 79), (80, 100))


@cache
def total_applications(*, has_trend: bool = True) -> Figure:
    """Applications in the cohort: jobs ever applied for, or answered without that.

    Its trend counts the applications dated in each window, as those of all rates do.
    """
    return (
        Figure(_COUNTS, ("days",), _as_count)
        if has_trend
        else _alone("is_answered", "tally.is_answered", _as_bare_count)
    )


@cache
def interview_rate(*, has_trend: bool = True) -> Figure:
    """The share of the cohort that ever reached interviewing; an offer implies it."""
    return Figure(_COUNTS, ("days",), _as_interview_rate) if has_trend else _alone("reached >= 2", "tally.reached")


@cache
def response_rate(*, has_trend: bool = True) -> Figure:
    """The share of the cohort that an employer ever answered: by an interview, an offer or a rejection."""
    return Figure(_COUNTS, ("days",), _as_response_rate) if has_trend else _alone("is_answered", "tally.is_answered")


@cache
def positive_response_rate(*, has_trend: bool = True) -> Figure:
    """The share of the cohort that was ever answered by an interview or an offer."""
    return interview_rate(has_trend=has_trend)


@cache
def offer_rate(*, has_trend: bool = True) -> Figure:
    """The share of the cohort that ever reached an offer."""
    return Figure(_COUNTS, ("days",), _as_offer_rate) if has_trend else _alone("reached >= 3", "tally.reached")


@cache
def avg_match_score() -> Figure:
    """The mean score, 0 to 100, over the live jobs that have one; its trend over those saved in each window."""
    sums = [f"json_build_array(coalesce(sum(score){when}, 0), coalesce(sum(scored){when}, 0))" for when in _SAVED]
    return Figure(f"SELECT json_build_array({', '.join(sums)}) FROM tally", ("tally.saved_in", "tally.score"), _as_mean)


@cache
def active_companies() -> Figure:
    """Distinct companies, ignoring case, of live jobs neither rejected nor no longer interesting.

    Its trend counts the companies of such jobs saved in each window.
    """
    sql = f"""SELECT json_build_array(count(*), count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE was_new))
        FROM (
            SELECT bool_or({window_of("saved_at")} = 0) AS is_new, bool_or({window_of("saved_at")} = 1) AS was_new
            FROM {FACTS} AND status NOT IN ('rejected', 'not_interested') GROUP BY company_key
        ) AS company"""
    return Figure(sql, (), _as_companies)


@cache
def time_to_response() -> Figure:
    """Days from applied to the first response, over the cohort: median and upper quartile, interpolated.

    Elapsed time over 86,400 seconds. `excluded` counts what was answered before it was applied for, going by the
    dates; an application that began with an answer has no time either, and is not counted anywhere here. The
    trend is the median's.
    """
    medians = [
        f"percentile_cont(0.5) WITHIN GROUP (ORDER BY response_days) FILTER (WHERE {window_of('applied_at')} = {nth})"
        for nth in (0, 1)
    ]
    sql = f"""SELECT json_build_array(
            percentile_cont(ARRAY[0.5, 0.75]) WITHIN GROUP (ORDER BY response_days) FILTER (WHERE {{is_counted}}),
            count(response_days) FILTER (WHERE {{is_counted}}),
            count(*) FILTER (WHERE is_answered_early AND {{is_counted}}), {", ".join(medians)})
        FROM {FACTS} AND answered_at IS NOT NULL"""
    return Figure(sql, (), _as_duration)


@lru_cache(maxsize=256)
def by_status(shape: Projection | None = None) -> Figure:
    """How many live jobs have each status now; every status, in the order of the pipeline.

    Rows, or JSON already of the `shape` that a client selected.
    """
    sql = "SELECT json_object_agg(status, jobs) FROM (SELECT status, sum(jobs) AS jobs FROM tally GROUP BY 1) AS each"
    if shape is None:
        return Figure(sql, ("tally.status",), _as_statuses)
    printed = printer(shape, ("status", "count"), ("status",))
    return Figure(
        sql, ("tally.status",), lambda found, _: printed((name, (found or {}).get(one, 0)) for one, name in _STATUSES)
    )


@cache
def by_source() -> Figure:
    """Per source, the most frequent first: its live jobs, and the cohort's applications and responses among them."""
    sql = f"""SELECT json_agg(json_build_array(source, count, applied, responded)
            ORDER BY count DESC, applied DESC, source COLLATE "C")
        FROM (SELECT source, sum(jobs) AS count, {_COUNTED} FROM tally GROUP BY source) AS each"""
    return Figure(sql, ("tally.source", *_OF_COUNTED), _as_sources)


@cache
def score_bands() -> Figure:
    """Per band of match scores: its live jobs, and the response rate of the cohort's applications among them."""
    sql = f"""SELECT json_object_agg(band, json_build_array(count, applied, responded)) FROM (
        SELECT band, sum(jobs) AS count, {_COUNTED} FROM tally WHERE band IS NOT NULL GROUP BY band) AS each"""
    return Figure(sql, ("tally.band", *_OF_COUNTED), _as_bands)


def ghosted(after_days: int) -> Figure:
    """Applications of the cohort without a response, applied by status still, this many local days ago or more."""
    sql = """SELECT to_json(coalesce(sum(silent), 0)) FROM days CROSS JOIN asked
        WHERE day >= since AND day < until AND day <= today - ?::int"""
    return Figure(sql, ("days",), as_it_is, (after_days,))


_OF_COUNTED = ("tally.is_counted", "tally.is_answered")
_COUNTED = (
    "coalesce(sum(jobs) FILTER (WHERE is_counted), 0) AS applied, "
    "coalesce(sum(jobs) FILTER (WHERE is_counted AND is_answered), 0) AS responded"
)
# The cohort, and the windows of a trend, the current one first.
_STRETCHES = (
    "day >= since AND day < until",
    f"day > today - {WINDOW} AND day <= today",
    f"day > today - {2 * WINDOW} AND day <= today - {WINDOW}",
)
# As they are stored, and as GraphQL has them.
_STATUSES = [(status.value, status.name) for status in JobStatus]
_SAVED = ("", " FILTER (WHERE saved_in = 0)", " FILTER (WHERE saved_in = 1)")


def _counts(stretch: str) -> str:
    columns = ("applied", "answered", "interviewed", "offered")
    sums = [f"coalesce(sum({column}) FILTER (WHERE {stretch}), 0)" for column in columns]
    return f"json_build_array({', '.join(sums)})"


# What all rates are made from: how many of each stretch were applied for, answered, interviewed, offered.
_COUNTS = f"SELECT json_build_array({', '.join(map(_counts, _STRETCHES))}) FROM days CROSS JOIN asked"


def _alone(condition: str, source: str, shape: Shape | None = None) -> Figure:
    """A rate without its trend: how many of the cohort are so, and how many it has."""
    sql = f"""SELECT json_build_array(json_build_array(
            coalesce(sum(jobs) FILTER (WHERE {condition}), 0), coalesce(sum(jobs), 0))) FROM tally WHERE is_counted"""
    return Figure(sql, ("tally.is_counted", source), shape or _as_mean)


def _as_count(found: Any, _frame: Frame) -> Row:
    (value, *_), (current, *_), (previous, *_) = found
    return {"value": value, "trend": trend(current, previous)}


def _as_bare_count(found: Any, _frame: Frame) -> Row:
    ((_, value),) = found
    return {"value": value}


def _as_response_rate(found: Any, _frame: Frame) -> Row:
    return _ratios([(answered, applied) for applied, answered, _, _ in found])


def _as_interview_rate(found: Any, _frame: Frame) -> Row:
    return _ratios([(interviewed, applied) for applied, _, interviewed, _ in found])


def _as_offer_rate(found: Any, _frame: Frame) -> Row:
    return _ratios([(offered, applied) for applied, _, _, offered in found])


def _as_mean(found: Any, _frame: Frame) -> Row:
    return _ratios(found)


def _ratios(parts: list[tuple[int, int]]) -> Row:
    """Of the cohort and, where its trend is asked for, of the two windows."""
    part, whole = parts[0]
    row: Row = {"value": ratio(part, whole), "n": whole, "small_sample": is_small(whole)}
    if len(parts) > 1:
        row["trend"] = trend(ratio(*parts[1]), ratio(*parts[2]))
    return row


def _as_companies(found: Any, _frame: Frame) -> Row:
    value, current, previous = found
    return {"value": value, "trend": trend(current, previous)}


def _as_duration(found: Any, _frame: Frame) -> Row:
    quantiles, n, excluded, current, previous = found
    median, p75 = quantiles or (None, None)
    return {"median": median, "p75": p75, "n": n, "excluded": excluded, "trend": trend(current, previous)}


def _as_statuses(found: Any, _frame: Frame) -> list[Row]:
    return [{"status": status, "count": (found or {}).get(status, 0)} for status in JobStatus]


def _as_sources(found: Any, _frame: Frame) -> list[Row]:
    return [{"source": source} | _answered(*counts) for source, *counts in found or []]


def _as_bands(found: Any, _frame: Frame) -> list[Row]:
    return [
        {"band": f"{least}-{most}", "min": least, "max": most} | _answered(*(found or {}).get(str(nth), (0, 0, 0)))
        for nth, (least, most) in enumerate(_BANDS, start=1)
    ]


def _answered(count: int, applied: int, responded: int) -> Row:
    return {"count": count, "applied": applied, "responded": responded, "response_rate": ratio(responded, applied)}


def as_it_is(found: Any, _frame: Frame) -> Any:
    """The shape of what the database already gives as clients see it."""
    return found
