"""The sources that figures read, and the one statement that a request for figures becomes.

All of them rest on `job_facts` and `job_stay`, which the database derives from the history (docs/analytics.md).
"""

from collections.abc import Sequence
from functools import lru_cache

from resolvers.analytics_figure import Figure

# Every statement takes the actor, the current moment, the zone, the week's start, and the cohort's two days.
_FIRST_FREE = 7

# Trends compare the thirty local days up to today with the thirty before.
WINDOW = 30
# The account by way of `asked`: conditions on $1 itself would have PostgreSQL believe that each account deserves a plan
# of its own, and planning takes as long as counting.
OWNER = "(SELECT user_id FROM asked)"
FACTS = "asked JOIN job_facts USING (user_id) WHERE is_live"


def window_of(moment: str) -> str:
    """Which window of a trend a moment lies in: 0 for the 30 local days up to today, 1 for those before, in SQL.

    Earlier ones are null where that is plain without their zone, and some other number where it is not.
    """
    local = f"({moment} AT TIME ZONE zone)::date"
    return f"(CASE WHEN {moment} >= recently THEN floor((today - {local}) / {WINDOW}.0) END)"


_ASKED = f"""
    SELECT $1::uuid AS user_id, revision, zone, week_start, weekly_goal, since, until,
        ($2::timestamptz AT TIME ZONE zone)::date AS today,
        $2::timestamptz - interval '{2 * WINDOW + 2} days' AS recently,
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
# What live jobs are counted by, as far as figures ask for it; `is_counted` is the cohort, `saved_in` a trend's window.
_TALLIED = {
    "status": "status",
    "source": "source",
    "stage": "stage",
    "is_counted": "{is_counted}",
    "is_answered": "answered_at IS NOT NULL",
    "reached": "reached",
    "band": "CASE WHEN match_score IS NOT NULL THEN least(greatest(match_score / 20, 1), 4) END",
    "saved_in": window_of("saved_at"),
}
# Besides: how many of them have a score, and the sum of the scores.
_SCORES = ", count(match_score) AS scored, sum(match_score) AS score"
# Every local day with an application, and what became of those of the day; `silent` are without a response and
# applied by status still.
_DAYS = f"""
    SELECT (applied_at AT TIME ZONE zone)::date AS day, count(*) AS applied, count(answered_at) AS answered,
        count(*) FILTER (WHERE reached >= 2) AS interviewed, count(*) FILTER (WHERE reached >= 3) AS offered,
        count(*) FILTER (WHERE status = 'applied' AND answered_at IS NULL) AS silent
    FROM {FACTS} AND reached > 0 GROUP BY 1
"""
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
    needed = {source for _, sources, _ in figures for source in sources}
    sources = [f"asked AS MATERIALIZED ({_ASKED})"]
    tallied = {name: text for name, text in _TALLIED.items() if f"tally.{name}" in needed}
    if tallied:
        sources.append(f"tally AS MATERIALIZED ({_tally(tallied, _SCORES if 'tally.score' in needed else '')})")
    if "days" in needed:
        sources.append(f"days AS MATERIALIZED ({_DAYS})")
    columns = ["revision", "zone", "week_start", "weekly_goal", "today"]
    number = _FIRST_FREE
    for nth, (sql, _, count) in enumerate(figures):
        columns.append(f"({_numbered(sql, number, count)}) AS figure_{nth}")
        number += count
    text = f"WITH {', '.join(sources)} SELECT {', '.join(columns)} FROM asked"
    return text.replace("{is_counted}", _DATED_APPLICATIONS if is_bounded else _EVERY_APPLICATION)


def _tally(tallied: dict[str, str], scores: str) -> str:
    """How many live jobs there are of each kind."""
    columns = ", ".join(f"{text} AS {name}" for name, text in tallied.items())
    groups = ", ".join(map(str, range(1, len(tallied) + 1)))
    return f"SELECT {columns}, count(*) AS jobs{scores} FROM {FACTS} GROUP BY {groups}"


def _numbered(sql: str, first: int, count: int) -> str:
    pieces = sql.split("?")
    assert len(pieces) == count + 1
    return pieces[0] + "".join(f"${first + nth}{piece}" for nth, piece in enumerate(pieces[1:]))
