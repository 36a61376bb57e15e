"""What a user may want to do next: jobs by name and how long they have waited, and the week's goal."""

import math
from datetime import timedelta
from typing import Any

from core import database
from core.actor import Actor, Scope
from core.page import Row
from resolvers import analytics
from resolvers import analytics_calendar as calendar
from resolvers import analytics_rates as rates
from resolvers.analytics_figure import Cohort, Frame
from resolvers.analytics_inputs import GHOST_AFTER_DAYS
from resolvers.insight_facts import is_enough

UNTOUCHED_DAYS = 14
# How long to wait for an answer before asking, and the bounds of what is learnt about that.
_PATIENCE, _LEAST_PATIENCE, _MOST_PATIENCE = 10, 5, 21
_NAMED = 5
_FITS, _FITTING_SCORE = 3, 60
_WEEK = 7


async def patience(actor: Actor) -> Row:
    """After how many days to follow up: when three quarters of the answers had come, or 10 where few are known."""
    _, (found,) = await analytics.read(actor, Cohort(), [rates.time_to_response()])
    if not is_enough(found["n"]):
        return {"days": _PATIENCE, "n": found["n"], "is_learnt": False}
    learnt = min(max(math.ceil(found["p75"]), _LEAST_PATIENCE), _MOST_PATIENCE)
    return {"days": learnt, "n": found["n"], "is_learnt": True}


async def follow_ups(actor: Actor, frame: Frame, after: int) -> Row:
    """Applications without an answer for `after` local days or more, and not for so long that they count as ghosts."""
    return await _listed(
        f"{_SILENT} AND $3 - (job_facts.applied_at AT TIME ZONE $2)::date BETWEEN $4 AND {GHOST_AFTER_DAYS - 1}",
        "job_facts.applied_at", actor, frame, after,
    )  # fmt: skip


async def ghosts(actor: Actor) -> int:
    """Applications that count as ghosted (docs/analytics.md)."""
    _, (found,) = await analytics.read(actor, Cohort(), [rates.ghosted(GHOST_AFTER_DAYS)])
    return int(found)


async def untouched(actor: Actor, frame: Frame) -> Row:
    """Saved jobs, not applied for, at which nothing was changed for two weeks."""
    return await _listed(
        "job.status = 'interested' AND $3 - (job.updated_at AT TIME ZONE $2)::date >= $4",
        "job.updated_at", actor, frame, UNTOUCHED_DAYS,
    )  # fmt: skip


async def best_fits(actor: Actor) -> list[Row]:
    """The saved jobs, not applied for, that were scored highest; ties go to the newer one."""
    return await database.fetch(
        "SELECT job.id::text AS id, company_name, job_title, ai_match_score AS score FROM job "
        "WHERE job.user_id = $1 AND job.deleted_at IS NULL AND job.status = 'interested' AND ai_match_score >= $2 "
        "ORDER BY ai_match_score DESC, job.job_id DESC LIMIT $3",
        actor.allowed(Scope.READ), _FITTING_SCORE, _FITS,
    )  # fmt: skip


async def goal(actor: Actor, frame: Frame) -> Row | None:
    """The week's goal with the days that are left for it, today included; None where there is none."""
    _, (found,) = await analytics.read(actor, Cohort(), [calendar.weekly_goal()])
    if not found["target"]:
        return None
    last = found["week_start"] + timedelta(days=_WEEK - 1)
    return {
        "target": found["target"],
        "done": found["done"],
        "remaining": found["remaining"],
        "last_day": last.isoformat(),
        "days_left": (last - frame.today).days + 1,
    }


_SILENT = "job_facts.status = 'applied' AND answered_at IS NULL"


async def _listed(condition: str, since: str, actor: Actor, frame: Frame, *parameters: Any) -> Row:
    """How many there are, and the first of them, those that have waited longest."""
    rows = await database.fetch(
        f"SELECT job.id::text AS id, company_name, job_title, $3 - ({since} AT TIME ZONE $2)::date AS days, "
        "count(*) OVER () AS total FROM job JOIN job_facts USING (job_id) "
        f"WHERE job.user_id = $1 AND job.deleted_at IS NULL AND {condition} "
        f"ORDER BY {since}, job.job_id LIMIT {_NAMED}",
        actor.allowed(Scope.READ), frame.timezone, frame.today, *parameters,
    )  # fmt: skip
    total = rows[0]["total"] if rows else 0
    return {"total": total, "jobs": [{name: row[name] for name in _NAMES} for row in rows]}


_NAMES = ("id", "company_name", "job_title", "days")
