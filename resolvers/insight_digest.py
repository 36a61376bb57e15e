"""Digests: what happened on the last whole local day or in the last whole week, and what is due next."""

from datetime import timedelta

from core import database
from core.actor import Actor, Scope
from core.page import Row
from models.insight import InsightType
from resolvers import analytics
from resolvers import analytics_calendar as calendar
from resolvers import insight_due as due
from resolvers import insight_phrases as say
from resolvers import insight_recommendation as recommendation
from resolvers.analytics_figure import Frame
from resolvers.analytics_inputs import Bucket, TimelineQuery
from resolvers.insight_facts import Confidence, Facts, Period, Words

_NAMED = 10
_EVENTS = (
    "FROM job_event JOIN job USING (job_id) WHERE job_event.user_id = $1 AND job.deleted_at IS NULL "
    "AND job_event.to_status <> 'interested' AND occurred_at >= $3::date::timestamp AT TIME ZONE $2::text "
    "AND occurred_at < $4::date::timestamp AT TIME ZONE $2::text"
)

# What an employer did comes before what the user did.
_WEIGHT = (
    "array_position(ARRAY['offer_received', 'interviewing', 'rejected', 'applied', 'not_interested'], "
    "job_event.to_status::text)"
)


def period(kind: InsightType, frame: Frame) -> Period:
    """The last day, or week by the profile's start of weeks, that is over."""
    bucket = _BUCKETS[kind]
    until = calendar.bucket_start(bucket, frame.today, frame.week_start)
    return Period(calendar.bucket_start(bucket, until - timedelta(days=1), frame.week_start), until)


async def daily(actor: Actor, frame: Frame) -> Facts:
    return await _facts(actor, frame, InsightType.DAILY_DIGEST)


async def weekly(actor: Actor, frame: Frame) -> Facts:
    return await _facts(actor, frame, InsightType.WEEKLY_SUMMARY)


def word(facts: Facts) -> Words:
    """Counts beside those of the period before, then the events by name, the weightiest first, then what is due."""
    figures = facts.figures
    is_daily = facts.type is InsightType.DAILY_DIGEST
    name = say.day(facts.period.first) if is_daily else f"Week of {say.short_day(facts.period.first)}"
    happened = f"{_counts(figures['counts'])} {'The day' if is_daily else 'The week'} before: {_before(figures)}."
    if (missed := figures.get("goal_missed_by")) is not None:
        happened += f" You missed your goal by {say.count(missed, 'application')}." if missed else _REACHED
    events = [f"{say.job(row)}: {say.reached(row['status'])}" for row in figures["events"]]
    if rest := figures["events_total"] - len(events):
        events.append(f"and {rest:,} more")
    next_steps = [words.content for part in _NEXT if (words := part(figures)) is not None]
    sections = [happened, say.bullets(events), "Next:" if next_steps else "", say.bullets(next_steps)]
    return Words(f"{name}: {_headline(figures['counts'])}", "\n\n".join(filter(None, sections)))


async def _facts(actor: Actor, frame: Frame, kind: InsightType) -> Facts:
    """Counts are exact, so there is nothing to doubt about them."""
    over = period(kind, frame)
    before = calendar.bucket_start(_BUCKETS[kind], over.first - timedelta(days=1), frame.week_start)
    query = TimelineQuery.model_validate({"from": before, "to": over.until, "bucket": _BUCKETS[kind]})
    _, (found,) = await analytics.read(actor, query.cohort, [calendar.timeline(query)])
    previous, current = ({series: row[series] for series in calendar.SERIES} for row in found["data"])
    patience = await due.patience(actor)
    figures = {
        "counts": current,
        "previous": previous,
        **await _events(actor, frame, over),
        "follow_up_after": patience,
        "follow_ups": await due.follow_ups(actor, frame, patience["days"]),
        "goal": await due.goal(actor, frame),
    }
    if kind is InsightType.WEEKLY_SUMMARY and frame.weekly_goal:
        figures["goal_missed_by"] = max(0, frame.weekly_goal - current["applied"])
    return Facts(kind, over, figures["events_total"] + current["saved"], Confidence.HIGH, figures)


async def _events(actor: Actor, frame: Frame, over: Period) -> Row:
    rows = await database.fetch(
        "SELECT job.id::text AS id, company_name, job_title, job_event.to_status AS status, count(*) OVER () AS total "
        f"{_EVENTS} ORDER BY {_WEIGHT}, occurred_at, recorded_at, job_event.id LIMIT {_NAMED}",
        actor.allowed(Scope.READ), frame.timezone, over.since, over.until,
    )  # fmt: skip
    total = rows[0]["total"] if rows else 0
    return {"events": [{name: row[name] for name in _NAMES} for row in rows], "events_total": total}


def _headline(counts: Row) -> str:
    parts = [say.count(counts[series], noun) for series, noun in _NOUNS.items() if counts[series]]
    return say.listed(parts) or "nothing new"


def _counts(counts: Row) -> str:
    saved, applied, answered = (counts[series] for series in ("saved", "applied", "responded"))
    return (
        f"You saved {say.count(saved, 'job')}, applied for {say.count(applied, 'job')} "
        f"and had {say.count(answered, 'answer')}."
    )


def _before(figures: Row) -> str:
    before = figures["previous"]
    return f"{before['saved']:,} saved, {before['applied']:,} applied for, {before['responded']:,} answered"


_REACHED = " You reached your goal."
_NAMES = ("id", "company_name", "job_title", "status")
_BUCKETS = {InsightType.DAILY_DIGEST: Bucket.DAY, InsightType.WEEKLY_SUMMARY: Bucket.WEEK}
_NOUNS = {"saved": "saved job", "applied": "application", "responded": "answer", "offers": "offer"}
_NEXT = (recommendation.follow_up, recommendation.reach_goal)
