"""The queries of analytics: each works out what is selected, and all of one operation share a round trip."""

from datetime import date
from typing import Annotated, Any, TypeVar

import strawberry
from pydantic import ValidationError

from core.errors import ValidationFailed
from core.inputs import Input, faults
from core.page import window
from resolvers import analytics, analytics_calendar, analytics_lists, analytics_rates, analytics_stages
from resolvers.analytics_figure import Cohort, Figure
from resolvers.analytics_inputs import CohortQuery, GhostingQuery, TimelineQuery
from schema.analytics_types import (
    Activity,
    CompanyConnection,
    Dashboard,
    Flow,
    FunnelStep,
    StageTime,
    Streak,
    Timeline,
)
from schema.connections import After, Before, First, Last, connection
from schema.context import Info
from schema.enums import Bucket, Period, WeekStart
from schema.errors import camel
from schema.rows import as_type
from schema.selection import reads, selected

Q = TypeVar("Q", bound=Input)
Timezone = Annotated[
    str | None, strawberry.argument(description="IANA name of the zone in which days begin; the profile's, else UTC.")
]
From = Annotated[date | None, strawberry.argument(name="from", description="The first local day that counts.")]
To = Annotated[date | None, strawberry.argument(name="to", description="The local day before which days count.")]
Weeks = Annotated[
    WeekStart | None, strawberry.argument(description="The day on which weeks begin; the profile's, else Monday.")
]
Patience = Annotated[
    int | None, strawberry.argument(description="How many days without a response make an application ghosted: 30.")
]
Stretch = Annotated[
    Period | None, strawberry.argument(description="How far back from today, 30 days unless given; not with from, to.")
]
Count = Annotated[Bucket | None, strawberry.argument(description="What to count by; as fits the stretch unless given.")]
_FIELDS = {name: camel(name) for name in analytics.DASHBOARD}
Latest = Annotated[int, strawberry.argument(description="How many, at most 100.")]


async def dashboard(
    info: Info,
    timezone: Timezone = None,
    from_: From = None,
    to: To = None,
    week_start: Weeks = None,
    ghost_after_days: Patience = None,
) -> Dashboard:
    """The numbers of a whole page; only what is selected is worked out."""
    sent = {"timezone": timezone, "from": from_, "to": to, "week_start": week_start}
    query = _checked(GhostingQuery, **sent, ghost_after_days=ghost_after_days)
    asked = selected(info)
    names = [name for name in analytics.DASHBOARD if name in asked]
    trends = [name for name in names if "trend" in selected(info, _FIELDS[name])]
    figures = analytics.dashboard(query, names, trends)
    if (shape := reads(info).get("byStatus")) is not None:
        figures["by_status"] = analytics_rates.by_status(shape.projection)
    if "activities" in asked:
        job_fields = _job_fields(info, "activities", "job")
        figures["activities"] = analytics_lists.activity(job_fields=job_fields)
    values = await info.context.figures(query.cohort, list(figures.values()))
    return as_type(dict(zip(figures, values, strict=True)))


async def timeline(
    info: Info,
    period: Stretch = None,
    bucket: Count = None,
    timezone: Timezone = None,
    from_: From = None,
    to: To = None,
    week_start: Weeks = None,
) -> Timeline:
    """What happened when."""
    sent = {"timezone": timezone, "from": from_, "to": to, "week_start": week_start}
    query = _checked(TimelineQuery, **sent, period=period, bucket=bucket)
    shape = reads(info).get("data")
    figure = analytics_calendar.timeline(query, shape.projection if shape else None)
    return await _one(info, query.cohort, figure)


async def funnel(
    info: Info, timezone: Timezone = None, from_: From = None, to: To = None, week_start: Weeks = None
) -> list[FunnelStep]:
    """How far applications came."""
    return await _one(info, _cohort(timezone, from_, to, week_start), analytics_stages.funnel())


async def time_in_stage(
    info: Info, timezone: Timezone = None, from_: From = None, to: To = None, week_start: Weeks = None
) -> list[StageTime]:
    """How long jobs stay in each stage."""
    cohort = _cohort(timezone, from_, to, week_start)
    return await _one(info, cohort, analytics_stages.time_in_stage(is_bounded=cohort.is_bounded))


async def flow(
    info: Info, timezone: Timezone = None, from_: From = None, to: To = None, week_start: Weeks = None
) -> Flow:
    """Which way applications went."""
    return await _one(info, _cohort(timezone, from_, to, week_start), analytics_stages.flow())


async def streak(
    info: Info, timezone: Timezone = None, from_: From = None, to: To = None, week_start: Weeks = None
) -> Streak:
    """Days in a row with an application."""
    return await _one(info, _cohort(timezone, from_, to, week_start), analytics_calendar.streak())


async def activity(info: Info, first: Latest = analytics_lists.ACTIVITIES) -> list[Activity]:
    """The latest events, newest first."""
    return await _one(info, Cohort(), analytics_lists.activity(first, _job_fields(info, "job")))


async def companies(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
    timezone: Timezone = None,
    from_: From = None,
    to: To = None,
    week_start: Weeks = None,
    ghost_after_days: Patience = None,
) -> CompanyConnection:
    """What came of the applications to each company."""
    sent = {"timezone": timezone, "from": from_, "to": to, "week_start": week_start}
    query = _checked(GhostingQuery, **sent, ghost_after_days=ghost_after_days)
    asked = window(first, after, last, before)
    found = await _one(info, query.cohort, analytics_lists.companies_beyond(query.patience, asked))
    return connection(analytics_lists.companies_slice(found, asked), total_count=found["total"])


async def _one(info: Info, cohort: Cohort, figure: Figure) -> Any:
    (value,) = await info.context.figures(cohort, [figure])
    return as_type(value)


def _cohort(timezone: str | None, from_: date | None, to: date | None, week_start: WeekStart | None) -> Cohort:
    sent = {"timezone": timezone, "from": from_, "to": to, "week_start": week_start}
    return _checked(CohortQuery, **sent).cohort


def _checked(model: type[Q], **sent: object) -> Q:
    """Arguments as the input that REST takes; null is as good as not sent. Raises ValidationFailed."""
    try:
        return model.model_validate({name: value for name, value in sent.items() if value is not None})
    except ValidationError as error:
        raise ValidationFailed(faults(error.errors(include_input=False, include_url=False))) from None


def _job_fields(info: Info, *path: str) -> set[str]:
    """The columns behind the selected fields of jobs; the history hangs on the integer key."""
    names = selected(info, *path)
    return names | {"job_id"} if "events" in names else names
