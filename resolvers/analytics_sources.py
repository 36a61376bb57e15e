"""The sources that figures read, and the one statement that a request for figures becomes.

All of them rest on `job_facts` and `job_stay`, which the database derives from the history (docs/analytics.md).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from resolvers.analytics_figure import Figure

# Every statement takes the actor, the current moment, the zone, the week's start, and the cohort's two days.
_FIRST_FREE = 7

FACTS = "job_facts CROSS JOIN asked WHERE job_facts.user_id = $1 AND is_live"
# Trends compare the thirty days up to today with the thirty before.
_WINDOW = 30

_ASKED = """
    SELECT revision, zone, week_start, weekly_goal, ($2::timestamptz AT TIME ZONE zone)::date AS today, since, until,
        (since - 1)::timestamp AT TIME ZONE 'UTC' AS since_perhaps,
        (since + 1)::timestamp AT TIME ZONE 'UTC' AS since_surely,
        (until - 1)::timestamp AT TIME ZONE 'UTC' AS until_surely,
        (until + 1)::timestamp AT TIME ZONE 'UTC' AS until_perhaps
    FROM (
        SELECT coalesce($3::text, profile.timezone, 'UTC') AS zone, weekly_goal,
            coalesce($4::text, profile.week_start, 'monday') AS week_start,
            coalesce(data_revision.revision, 0) AS revision,
            coalesce($5::date, '-infinity') AS since, coalesce($6::date, 'infinity') AS until
        FROM (SELECT) AS nothing
        LEFT JOIN profile ON profile.user_id = $1 LEFT JOIN data_revision ON data_revision.user_id = $1
    ) AS settings
"""
# Live jobs counted by everything that rates and lists ask of them; `is_counted` is the cohort.
_TALLY = f"""
    SELECT status, source, stage, reached, answered_at IS NOT NULL AS is_answered, {{is_counted}} AS is_counted,
        CASE WHEN match_score IS NOT NULL THEN least(greatest(match_score / 20, 1), 4) END AS band,
        count(*) AS jobs, count(match_score) AS scored, sum(match_score) AS score
    FROM {FACTS} GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_TOTALS = """
    SELECT coalesce(sum(jobs) FILTER (WHERE is_counted), 0) AS applied,
        coalesce(sum(jobs) FILTER (WHERE is_counted AND is_answered), 0) AS answered,
        coalesce(sum(jobs) FILTER (WHERE is_counted AND reached >= 2), 0) AS interviewed,
        coalesce(sum(jobs) FILTER (WHERE is_counted AND reached >= 3), 0) AS offered,
        coalesce(sum(scored), 0) AS scored, coalesce(sum(score), 0) AS score
    FROM tally
"""
# What was applied for or saved in the windows of the trends: window 0 is the current one, 1 the one before. A
# day more than the windows have is read, because the zone's days may begin earlier than UTC's.
_RECENT = f"""
    SELECT answered_at, reached, response_days, match_score, company_key, status,
        CASE WHEN today - applied_on BETWEEN 0 AND {2 * _WINDOW - 1} THEN (today - applied_on) / {_WINDOW} END
            AS applied_in,
        CASE WHEN today - saved_on BETWEEN 0 AND {2 * _WINDOW - 1} THEN (today - saved_on) / {_WINDOW} END AS saved_in
    FROM (
        SELECT job_facts.*, today, (applied_at AT TIME ZONE zone)::date AS applied_on,
            (saved_at AT TIME ZONE zone)::date AS saved_on
        FROM {FACTS} AND greatest(applied_at, saved_at) >= $2::timestamptz - interval '{2 * _WINDOW + 2} days'
    ) AS dated
"""
_TRENDS = """
    SELECT nth, count(*) FILTER (WHERE applied_in = nth) AS applied,
        count(answered_at) FILTER (WHERE applied_in = nth) AS answered,
        count(*) FILTER (WHERE applied_in = nth AND reached >= 2) AS interviewed,
        count(*) FILTER (WHERE applied_in = nth AND reached >= 3) AS offered,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY response_days) FILTER (WHERE applied_in = nth) AS response_days,
        count(match_score) FILTER (WHERE saved_in = nth) AS scored,
        coalesce(sum(match_score) FILTER (WHERE saved_in = nth), 0) AS score,
        count(DISTINCT company_key COLLATE "C") FILTER (
            WHERE saved_in = nth AND status NOT IN ('rejected', 'not_interested')
        ) AS companies
    FROM generate_series(0, 1) AS nth LEFT JOIN recent ON true GROUP BY nth
"""
# Every local day with an application; `silent` are those without a response that are applied by status still.
_DAYS = f"""
    SELECT (applied_at AT TIME ZONE zone)::date AS day, count(*) AS applied,
        count(*) FILTER (WHERE status = 'applied' AND answered_at IS NULL) AS silent
    FROM {FACTS} AND reached > 0 GROUP BY 1
"""
# In the order in which one may read another.
_SOURCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "tally": (_TALLY, ()),
    "totals": (_TOTALS, ("tally",)),
    "recent": (_RECENT, ()),
    "trends": (_TRENDS, ("recent",)),
    "days": (_DAYS, ()),
}
# The cohort as a condition on a job's facts. No zone is a day away from UTC, so that most moments lie within or
# without whatever the zone is: only those near the ends are looked up in it, which is what costs time.
_EVERY_APPLICATION = "reached > 0"
_DATED_APPLICATIONS = """(reached > 0 AND CASE
    WHEN applied_at >= since_surely AND applied_at < until_surely THEN true
    WHEN applied_at < since_perhaps OR applied_at >= until_perhaps THEN false
    ELSE (applied_at AT TIME ZONE zone)::date >= since AND (applied_at AT TIME ZONE zone)::date < until END)"""


def statement(figures: Sequence[Figure], *, is_bounded: bool) -> str:
    """One statement for all of the figures, which come as `figure_0` and so on after the columns of the frame."""
    return _statement(tuple((one.sql, one.sources, len(one.parameters)) for one in figures), is_bounded)


@lru_cache(maxsize=256)
def _statement(figures: tuple[tuple[str, tuple[str, ...], int], ...], is_bounded: bool) -> str:  # noqa: FBT001
    needed = _with_those_they_read(source for _, sources, _ in figures for source in sources)
    sources = [f"asked AS MATERIALIZED ({_ASKED})"]
    sources += [f"{name} AS MATERIALIZED ({text})" for name, (text, _) in _SOURCES.items() if name in needed]
    columns = ["revision", "zone", "week_start", "weekly_goal", "today"]
    number = _FIRST_FREE
    for nth, (sql, _, count) in enumerate(figures):
        columns.append(f"({_numbered(sql, number, count)}) AS figure_{nth}")
        number += count
    text = f"WITH {', '.join(sources)} SELECT {', '.join(columns)} FROM asked"
    return text.replace("{is_counted}", _DATED_APPLICATIONS if is_bounded else _EVERY_APPLICATION)


def _with_those_they_read(names: Iterable[str]) -> set[str]:
    needed: set[str] = set()
    for name in names:
        needed |= {name} | _with_those_they_read(_SOURCES[name][1])
    return needed


def _numbered(sql: str, first: int, count: int) -> str:
    pieces = sql.split("?")
    assert len(pieces) == count + 1
    return pieces[0] + "".join(f"${first + nth}{piece}" for nth, piece in enumerate(pieces[1:]))
