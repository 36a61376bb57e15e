"""Recommendations: whom to ask again, what to decide, what the week still needs, what fits best."""

from datetime import date, timedelta
from typing import Any

from core import database
from core.actor import Actor, Scope
from core.page import Row
from models.insight import InsightType
from resolvers import insight_due as due
from resolvers import insight_phrases as say
from resolvers.analytics_figure import Frame
from resolvers.analytics_inputs import GHOST_AFTER_DAYS
from resolvers.insight_facts import Confidence, Facts, Period, Words, confidence_by_count

_NOTHING = Words("Nothing is waiting for you", "No application waits for a follow-up and no saved job for a decision.")


async def facts(actor: Actor, frame: Frame) -> Facts:
    """All of them by date, but for the patience, which is learnt from the user's own answers where there are enough."""
    patience = await due.patience(actor)
    figures = {
        "follow_up_after": patience,
        "follow_ups": await due.follow_ups(actor, frame, patience["days"]),
        "goal": await due.goal(actor, frame),
        "untouched": await due.untouched(actor, frame) | {"after_days": due.UNTOUCHED_DAYS},
        "best_fits": await due.best_fits(actor),
        "ghosted": {"total": await due.ghosts(actor), "after_days": GHOST_AFTER_DAYS},
    }
    confidence = confidence_by_count(patience["n"]) if patience["is_learnt"] else Confidence.MEDIUM
    n = await _live_jobs(actor)
    return Facts(InsightType.RECOMMENDATION, Period(None, frame.today + timedelta(days=1)), n, confidence, figures)


def word(facts: Facts) -> Words:
    """The most urgent one is the title."""
    parts = [words for part in _PARTS if (words := part(facts.figures)) is not None]
    if not parts:
        return _NOTHING
    return Words(parts[0].title, say.bullets([words.content for words in parts]))


def follow_up(figures: Row) -> Words | None:
    """Also what a digest says of it."""
    found, after = figures["follow_ups"], figures["follow_up_after"]
    if not found["total"]:
        return None
    title = f"Follow up on {say.count(found['total'], 'application')}"
    learnt = f" (three quarters of your {after['n']:,} answers had come by then)" if after["is_learnt"] else ""
    return Words(title, f"{title} without an answer for {say.days(after['days'])} or more{learnt}: {_named(found)}.")


def reach_goal(figures: Row) -> Words | None:
    """Also what a digest says of it."""
    goal = figures["goal"]
    if goal is None or not goal["remaining"]:
        return None
    title = f"Apply for {say.count(goal['remaining'], 'more job', 'more jobs')} this week"
    last = date.fromisoformat(goal["last_day"])
    left = f"{say.count(goal['days_left'], 'day')} left, until {last:%A}"
    return Words(title, f"{title} to reach your goal of {goal['target']}: {goal['done']} done, {left}.")


def _decide(figures: Row) -> Words | None:
    found = figures["untouched"]
    if not found["total"]:
        return None
    title = f"Decide about {say.count(found['total'], 'saved job')}"
    return Words(title, f"{title} not touched for {say.days(found['after_days'])} or more: {_named(found)}.")


def _fit(figures: Row) -> Words | None:
    fits = figures["best_fits"]
    if not fits:
        return None
    names = [f"{say.job(row)} (score {row['score']})" for row in fits]
    return Words("Apply where you fit best", f"Of the jobs you saved, these fit best: {say.listed(names)}.")


def _let_go(figures: Row) -> Words | None:
    ghosted = figures["ghosted"]
    if not ghosted["total"]:
        return None
    title = f"Close {say.count(ghosted['total'], 'silent application')}"
    return Words(title, f"{title}, or ask once more: no answer for {say.days(ghosted['after_days'])} or more.")


_PARTS = (follow_up, reach_goal, _decide, _fit, _let_go)


def _named(found: Row) -> str:
    names = [f"{say.job(row)} ({say.days(row['days'])})" for row in found["jobs"]]
    rest = found["total"] - len(names)
    return say.listed([*names, *([f"{rest:,} more"] if rest else [])])


async def _live_jobs(actor: Actor) -> int:
    count: Any = await database.fetch_value(
        "SELECT count(*) FROM job WHERE job.user_id = $1 AND job.deleted_at IS NULL", actor.allowed(Scope.READ)
    )
    return int(count)
