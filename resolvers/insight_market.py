"""The market as a user's saved jobs show it: titles, places, remote work, pay, sources, and how that moves."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from core import database
from core.actor import Actor, Scope
from core.page import Row
from core.text import case_key
from models.insight import InsightType
from resolvers import insight_phrases as say
from resolvers.analytics_figure import Frame
from resolvers.insight_facts import Confidence, Facts, Period, Share, Words, confidence_in, differ, is_enough

_TOP = 5
_MONTHS = 6
_RECENT_DAYS = 90


async def facts(actor: Actor, frame: Frame) -> Facts:
    """Of the jobs that are not deleted, whatever became of them."""
    remote, n, recent, before = await _shares(actor, frame)
    period = Period(None, frame.today + timedelta(days=1))
    if not is_enough(n):
        return Facts(InsightType.MARKET_ANALYSIS, period, n, Confidence.LOW, {})
    moved = differ(recent, before)
    figures = {
        "titles": await _frequent(actor, "job_title"),
        "locations": await _frequent(actor, "location"),
        "sources": await _frequent(actor, "source"),
        "remote": Share(remote, n).row(),
        "remote_trend": moved and {"recent": recent.row(), "before": before.row(), "days": _RECENT_DAYS},
        "salaries": await _salaries(actor),
        "months": await _months(actor, frame),
    }
    return Facts(InsightType.MARKET_ANALYSIS, period, n, confidence_in(Share(remote, n)), figures)


def word(facts: Facts) -> Words:
    """What is most frequent of each is the title."""
    figures = facts.figures
    if not figures:
        return Words("Too few saved jobs to see a market", say.missing(facts.n, "saved job", "Seeing what is asked"))
    lines = [
        f"Titles: {_listed(figures['titles'])}.",
        f"Places: {_listed(figures['locations'])}.",
        f"Sources: {_listed(figures['sources'])}.",
        f"Remote: {say.share(figures['remote'])}, {say.likely(figures['remote'])}{_moved(figures['remote_trend'])}.",
        *(_paid(row) for row in figures["salaries"]),
        _saved(figures["months"]),
    ]
    return Words(f"What {say.count(facts.n, 'saved job')} ask for", say.bullets(lines))


async def _shares(actor: Actor, frame: Frame) -> tuple[int, int, Share, Share]:
    """Remote ones and all; the same among those saved in the last 90 local days, and among those from before."""
    (row,) = await database.fetch(
        "SELECT count(*) FILTER (WHERE is_remote) AS remote, count(*) AS n, "
        "count(*) FILTER (WHERE is_remote AND is_recent) AS recent_remote, count(*) FILTER (WHERE is_recent) AS recent "
        "FROM (SELECT job.is_remote, (saved_at AT TIME ZONE $2)::date > $3::date - $4::int AS is_recent "
        "FROM job JOIN job_facts USING (job_id) WHERE job.user_id = $1 AND job.deleted_at IS NULL) AS each",
        actor.allowed(Scope.READ), frame.timezone, frame.today, _RECENT_DAYS,
    )  # fmt: skip
    recent = Share(row["recent_remote"], row["recent"])
    return row["remote"], row["n"], recent, Share(row["remote"] - recent.part, row["n"] - recent.n)


async def _frequent(actor: Actor, column: str) -> list[Row]:
    """The most frequent values of a column, ignoring case, as they are spelt most often; ties in their order."""
    rows = await database.fetch(
        f"SELECT {column} AS value, count(*) AS count FROM job "
        f"WHERE job.user_id = $1 AND job.deleted_at IS NULL AND {column} IS NOT NULL "
        f'GROUP BY {column} ORDER BY count DESC, {column} COLLATE "C"',
        actor.allowed(Scope.READ),
    )  # fmt: skip
    spelt: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        key = case_key(row["value"])
        spelt.setdefault(key, row["value"])
        counts[key] += row["count"]
    return [{"value": spelt[key], "count": count} for key, count in counts.most_common(_TOP)]


async def _salaries(actor: Actor) -> list[Row]:
    """Quartiles of pay by currency and period, where enough jobs name one; of a range its middle counts."""
    rows = await database.fetch(
        "SELECT salary_currency AS currency, salary_period AS period, count(*) AS n, "
        "percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY middle) AS quartiles FROM ("
        "SELECT salary_currency, salary_period, (coalesce(salary_min, salary_max)::float "
        "+ coalesce(salary_max, salary_min)) / 2 AS middle FROM job WHERE job.user_id = $1 AND job.deleted_at IS NULL "
        "AND salary_currency IS NOT NULL AND salary_period IS NOT NULL AND coalesce(salary_min, salary_max) IS NOT NULL"
        ') AS paid GROUP BY 1, 2 ORDER BY n DESC, salary_currency COLLATE "C", salary_period COLLATE "C"',
        actor.allowed(Scope.READ),
    )  # fmt: skip
    return [_quartiles(row) for row in rows if is_enough(row["n"])]


async def _months(actor: Actor, frame: Frame) -> list[Row]:
    """How many were saved in each of the last six local months, this one included, and how many of those are remote."""
    months = [frame.today.replace(day=1)]
    while len(months) < _MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    rows = await database.fetch(
        "SELECT date_trunc('month', saved_at AT TIME ZONE $2)::date AS month, count(*) AS saved, "
        "count(*) FILTER (WHERE job.is_remote) AS remote FROM job JOIN job_facts USING (job_id) "
        "WHERE job.user_id = $1 AND job.deleted_at IS NULL "
        "AND saved_at >= $3::date::timestamp AT TIME ZONE $2 GROUP BY 1",
        actor.allowed(Scope.READ), frame.timezone, months[-1],
    )  # fmt: skip
    found = {row["month"]: row for row in rows}
    return [_month(month, found.get(month)) for month in reversed(months)]


def _quartiles(row: Row) -> Row:
    lower, median, upper = row.pop("quartiles")
    return {**row, "p25": lower, "median": median, "p75": upper}


def _month(month: date, row: Row | None) -> Row:
    return {"month": f"{month:%Y-%m}", "saved": row["saved"] if row else 0, "remote": row["remote"] if row else 0}


def _listed(rows: Iterable[Row]) -> str:
    return say.listed([f"{say.escaped(row['value'])} ({row['count']:,})" for row in rows]) or "none named"


def _moved(trend: Any) -> str:
    if not trend:
        return ""
    recent, before = (say.percent(trend[part]["rate"]) for part in ("recent", "before"))
    return f"; {recent} in the last {say.days(trend['days'])} against {before} before"


def _paid(row: Row) -> str:
    return (
        f"Pay in {row['currency']} per {row['period']}: half of {row['n']:,} jobs offer from {row['p25']:,.0f} "
        f"to {row['p75']:,.0f}, the median is {row['median']:,.0f}."
    )


def _saved(months: list[Row]) -> str:
    named = [f"{row['saved']:,} in {date.fromisoformat(row['month'] + '-01'):%B %Y}" for row in months]
    return f"Saved: {say.listed(named)}."
