"""Figures as GraphQL types; the values come from rows. What each means is in docs/analytics.md."""

import datetime as dt

import strawberry

from schema.connections import PageInfo
from schema.enums import Bucket, EventActor, EventType, FunnelStage, JobStatus, Period
from schema.job_types import Job

_N = "How many applications it rests on."
_SMALL = "Whether it rests on fewer than 10."
_MEDIAN = "The median in days, interpolated; null of too few."
_P75 = "The upper quartile in days, interpolated; null of too few."
_RATE = "The share that was answered, 0 to 1; null where nothing was applied for."


@strawberry.type(description="The last 30 days against the 30 before; nulls where there is nothing to compare.")
class Trend:
    """Days are local."""

    current: float | None = strawberry.field(description="The number over the last 30 days.")
    previous: float | None = strawberry.field(description="The number over the 30 days before.")
    delta: float | None = strawberry.field(description="current less previous.")
    delta_percent: float | None = strawberry.field(description="delta in per cent of previous; null where that is 0.")


@strawberry.type(description="A number of things.")
class CountFigure:
    """A headline number."""

    value: int = strawberry.field(description="How many.")
    trend: Trend = strawberry.field(description="How it has changed.")


@strawberry.type(description="A share from 0 to 1, or a mean, with what it rests on.")
class RatioFigure:
    """A headline number."""

    value: float | None = strawberry.field(description="The share or mean; null where it rests on nothing.")
    n: int = strawberry.field(description=_N)
    small_sample: bool = strawberry.field(description=_SMALL)
    trend: Trend = strawberry.field(description="How it has changed.")


@strawberry.type(description="How long something took, in days.")
class DurationFigure:
    """A headline number."""

    median: float | None = strawberry.field(description=_MEDIAN)
    p75: float | None = strawberry.field(description=_P75)
    n: int = strawberry.field(description=_N)
    excluded: int = strawberry.field(description="How many were left out, being answered before they were applied for.")
    trend: Trend = strawberry.field(description="How the median has changed.")


@strawberry.type(description="How many live jobs have a status now.")
class StatusCount:
    """One of every status."""

    status: JobStatus = strawberry.field(description="The status.")
    count: int = strawberry.field(description="How many live jobs have it.")


@strawberry.type(description="What came of the jobs from one source.")
class SourceCount:
    """One of every source that live jobs have."""

    source: str = strawberry.field(description="The source.")
    count: int = strawberry.field(description="How many live jobs have it.")
    applied: int = strawberry.field(description="How many applications of the cohort have it.")
    responded: int = strawberry.field(description="How many of these were answered.")
    response_rate: float | None = strawberry.field(description=_RATE)


@strawberry.type(description="What came of the jobs with such a match score.")
class ScoreBand:
    """One of four bands."""

    band: str = strawberry.field(description="The band's name, e.g. `40-59`.")
    min: int = strawberry.field(description="The lowest score in it.")
    max: int = strawberry.field(description="The highest score in it.")
    count: int = strawberry.field(description="How many live jobs are in it.")
    applied: int = strawberry.field(description="How many applications of the cohort are in it.")
    responded: int = strawberry.field(description="How many of these were answered.")
    response_rate: float | None = strawberry.field(description=_RATE)


@strawberry.type(description="One step of the funnel, by furthest stage ever reached.")
class FunnelStep:
    """Each step holds the next."""

    stage: FunnelStage = strawberry.field(description="The stage.")
    reached: int = strawberry.field(description="How many of the cohort came this far or further.")
    rate_from_applied: float | None = strawberry.field(description="Their share of the cohort, 0 to 1.")
    rate_from_previous: float | None = strawberry.field(
        description="Their share of those that reached the step before; null for the first step."
    )
    current: int = strawberry.field(description="How many of the cohort have that status now.")


@strawberry.type(description="How long jobs stay in a stage, over stays that have ended, in days.")
class StageTime:
    """One of every stage."""

    stage: JobStatus = strawberry.field(description="The stage.")
    median: float | None = strawberry.field(description=_MEDIAN)
    p75: float | None = strawberry.field(description=_P75)
    n: int = strawberry.field(description="How many stays have ended.")
    still_in: int = strawberry.field(description="How many jobs are there still.")


@strawberry.type(description="How many applications were made on a local day.")
class DayCount:
    """A square of the heatmap."""

    date: dt.date = strawberry.field(description="The day.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="Days in a row with an application.")
class Streak:
    """Local days."""

    current: int = strawberry.field(description="The run that reaches today or yesterday; today is not over yet.")
    longest: int = strawberry.field(description="The longest run ever.")
    last_active_on: dt.date | None = strawberry.field(description="The last day with an application.")


@strawberry.type(description="This week's applications against the profile's goal.")
class WeeklyGoal:
    """The local week that today lies in."""

    target: int | None = strawberry.field(description="The goal; null where none is set.")
    done: int = strawberry.field(description="How many applications were made this week.")
    remaining: int | None = strawberry.field(description="How many are left to do; null without a goal.")
    week_start: dt.date = strawberry.field(description="The day on which this week began.")


@strawberry.type(description="Something that happened, with the job it happened to.")
class Activity:
    """A JobEvent with its job."""

    id: strawberry.ID = strawberry.field(description="The event's id, the same as on REST.")
    type: EventType = strawberry.field(description="What happened.")
    from_status: JobStatus | None = strawberry.field(description="The status before; null for a new job.")
    to_status: JobStatus = strawberry.field(description="The status that was reached.")
    occurred_at: dt.datetime = strawberry.field(description="When it happened; the user may correct it.")
    recorded_at: dt.datetime = strawberry.field(description="When the server learnt of it.")
    note: str | None = strawberry.field(description="A remark.")
    actor: EventActor = strawberry.field(description="What the change was made with.")
    job: Job = strawberry.field(description="The job.")


@strawberry.type(description="A stage or outcome in the flow.")
class FlowNode:
    """A node of a Sankey diagram."""

    id: str = strawberry.field(description="Its name in links.")
    label: str = strawberry.field(description="Its name for people, in English.")


@strawberry.type(description="How many applications went from one node to the next.")
class FlowLink:
    """A link of a Sankey diagram."""

    source: str = strawberry.field(description="The id of the node it leaves.")
    target: str = strawberry.field(description="The id of the node it enters.")
    value: int = strawberry.field(description="How many applications.")


@strawberry.type(description="Sankey data: every application enters at `applied` and leaves by one outcome.")
class Flow:
    """Without cycles; what enters an inner node leaves it."""

    nodes: list[FlowNode] = strawberry.field(description="The stages and outcomes that occur.")
    links: list[FlowLink] = strawberry.field(description="The ways between them.")


@strawberry.type(description="How many jobs arrived at each stage for the first time in a stretch of local days.")
class TimelinePoint:
    """A zero-filled bucket."""

    start: dt.date = strawberry.field(description="The first day.")
    end: dt.date = strawberry.field(description="The day after the last.")
    saved: int = strawberry.field(description="Jobs that were saved.")
    applied: int = strawberry.field(description="Jobs that were applied for.")
    responded: int = strawberry.field(description="Applications that an employer answered.")
    interviewing: int = strawberry.field(description="Jobs that came to an interview.")
    offers: int = strawberry.field(description="Jobs that came to an offer.")
    rejected: int = strawberry.field(description="Jobs that were rejected.")


@strawberry.type(description="What happened when.")
class Timeline:
    """Ready to draw."""

    period: Period | None = strawberry.field(description="The period; null with `from` or `to`.")
    bucket: Bucket = strawberry.field(description="What it is counted by.")
    timezone: str = strawberry.field(description="The zone in which days begin.")
    data: list[TimelinePoint] = strawberry.field(description="Every bucket, oldest first, zeros included.")


@strawberry.type(description="What came of the applications to one company.")
class Company:
    """Over the cohort."""

    company_name: str = strawberry.field(description="The company, as its newest job spells it.")
    applications: int = strawberry.field(description=_N)
    responded: int = strawberry.field(description="How many of these were answered.")
    response_rate: float | None = strawberry.field(description=_RATE)
    small_sample: bool = strawberry.field(description=_SMALL)
    median_days_to_response: float | None = strawberry.field(description=_MEDIAN)
    ghosted: int = strawberry.field(description="How many were never answered, for long enough.")
    ghosted_share: float | None = strawberry.field(description="The share that is ghosted, 0 to 1.")
    last_applied_on: dt.date = strawberry.field(description="The local day of the last application.")


@strawberry.type(description="A company and its place in the list.")
class CompanyEdge:
    """As the Relay specification has it."""

    cursor: str = strawberry.field(description="Marks this place.")
    node: Company = strawberry.field(description="The company.")


@strawberry.type(description="The companies of the cohort, the most applications first, then by name.")
class CompanyConnection:
    """As the Relay specification has it, with the nodes alone and the total besides."""

    edges: list[CompanyEdge] = strawberry.field(description="The companies with their cursors.")
    nodes: list[Company] = strawberry.field(description="The companies alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")
    total_count: int = strawberry.field(description="How many companies there are in all.")


@strawberry.type(description="The numbers of a whole page; only what is selected is worked out.")
class Dashboard:
    """Every field of the REST resource, in camel case."""

    total_applications: CountFigure = strawberry.field(description="The applications of the cohort.")
    active_companies: CountFigure = strawberry.field(
        description="Companies of live jobs that are neither rejected nor no longer interesting."
    )
    interview_rate: RatioFigure = strawberry.field(description="The share of the cohort that ever had an interview.")
    response_rate: RatioFigure = strawberry.field(description="The share that was ever answered, rejections included.")
    positive_response_rate: RatioFigure = strawberry.field(
        description="The share that was ever answered by an interview or an offer."
    )
    offer_rate: RatioFigure = strawberry.field(description="The share that ever had an offer.")
    avg_match_score: RatioFigure = strawberry.field(description="The mean match score of the live jobs that have one.")
    time_to_response: DurationFigure = strawberry.field(description="Days from applied to the first response.")
    by_status: list[StatusCount] = strawberry.field(description="Live jobs by what they are now, every status.")
    by_source: list[SourceCount] = strawberry.field(description="By source, the most frequent first.")
    funnel: list[FunnelStep] = strawberry.field(description="How far the cohort came.")
    time_in_stage: list[StageTime] = strawberry.field(description="How long jobs stay where.")
    applications_over_time: list[DayCount] = strawberry.field(description="The last 30 days, oldest first.")
    heatmap: list[DayCount] = strawberry.field(description="The last 365 days, oldest first.")
    activities: list[Activity] = strawberry.field(description="The last 10 events, newest first.")
    streak: Streak = strawberry.field(description="Days in a row with an application.")
    weekly_goal: WeeklyGoal = strawberry.field(description="This week against the goal.")
    ghosted: int = strawberry.field(description="Applications of the cohort without a response for `ghostAfterDays`.")
    score_bands: list[ScoreBand] = strawberry.field(description="What came of which match scores.")
