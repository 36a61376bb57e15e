"""What analytics and the profile answer, as models for the reference; docs/analytics.md says what each means."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from models.job import JobStatus
from models.job_event import EventActor, EventType
from resolvers.analytics_inputs import Bucket, Period
from resolvers.analytics_stages import FunnelStage
from rest_compat.resources import Integer, Resource

Share = Annotated[float, Field(ge=0, le=1)]
Day = date


class Trend(Resource):
    """The last 30 local days against the 30 before."""

    current: float | None
    previous: float | None
    delta: float | None
    delta_percent: Annotated[float | None, Field(description="null where previous is 0.")]


class CountFigure(Resource):
    """A number of things."""

    value: Integer
    trend: Trend


class RatioFigure(Resource):
    """A share from 0 to 1, or a mean, with what it rests on."""

    value: float | None
    n: Integer
    small_sample: Annotated[bool, Field(description="Whether n is less than 10.")]
    trend: Trend


class DurationFigure(Resource):
    """How long something took, in days; the trend is the median's."""

    median: float | None
    p75: float | None
    n: Integer
    excluded: Annotated[Integer, Field(description="Answered before they were applied for, by their dates.")]
    trend: Trend


class StatusCount(Resource):
    """How many live jobs have a status now."""

    status: JobStatus
    count: Integer


class Answered(Resource):
    """What came of some of the jobs."""

    count: Annotated[Integer, Field(description="Live jobs.")]
    applied: Annotated[Integer, Field(description="Applications of the cohort.")]
    responded: Annotated[Integer, Field(description="Those of them that were answered.")]
    response_rate: Share | None


class SourceCount(Answered):
    """What came of the jobs from one source."""

    source: str


class ScoreBand(Answered):
    """What came of the jobs with such a match score."""

    band: Literal["0-39", "40-59", "60-79", "80-100"]
    min: Integer
    max: Integer


class FunnelStep(Resource):
    """One step of the funnel, by furthest stage ever reached."""

    stage: FunnelStage
    reached: Integer
    rate_from_applied: Share | None
    rate_from_previous: Share | None
    current: Integer


class StageTime(Resource):
    """How long jobs stay in a stage, in days; null under 3 stays that ended."""

    stage: JobStatus
    median: float | None
    p75: float | None
    n: Integer
    still_in: Integer


class DayCount(Resource):
    """How many applications were made on a local day."""

    date: Day
    count: Integer


class Streak(Resource):
    """Local days in a row with an application."""

    current: Integer
    longest: Integer
    last_active_on: date | None


class WeeklyGoal(Resource):
    """This week's applications against the profile's goal."""

    target: Integer | None
    done: Integer
    remaining: Integer | None
    week_start: Annotated[date, Field(description="The day on which this week began.")]


class ActivityJob(Resource):
    """The job that an event belongs to."""

    id: UUID
    job_id: Integer
    company_name: str
    job_title: str
    status: JobStatus


class Activity(Resource):
    """Something that happened, with the job it happened to."""

    id: UUID
    type: EventType
    from_status: JobStatus | None
    to_status: JobStatus
    occurred_at: datetime
    recorded_at: datetime
    note: str | None
    actor: EventActor
    job: ActivityJob


class Dashboard(Resource):
    """The numbers of a whole page."""

    total_applications: CountFigure
    active_companies: CountFigure
    interview_rate: RatioFigure
    response_rate: RatioFigure
    positive_response_rate: RatioFigure
    offer_rate: RatioFigure
    avg_match_score: RatioFigure
    time_to_response: DurationFigure
    by_status: list[StatusCount]
    by_source: list[SourceCount]
    funnel: list[FunnelStep]
    time_in_stage: list[StageTime]
    applications_over_time: list[DayCount]
    heatmap: list[DayCount]
    activities: list[Activity]
    streak: Streak
    weekly_goal: WeeklyGoal
    ghosted: Integer
    score_bands: list[ScoreBand]


class TimelinePoint(Resource):
    """How many jobs arrived at each stage for the first time; `end` is the day after the last."""

    start: date
    end: date
    saved: Integer
    applied: Integer
    responded: Integer
    interviewing: Integer
    offers: Integer
    rejected: Integer


class Timeline(Resource):
    """What happened when: every bucket, oldest first, zeros included."""

    period: Annotated[Period | None, Field(description="null with from or to.")]
    bucket: Bucket
    timezone: str
    data: list[TimelinePoint]


class FlowNode(Resource):
    """A stage or outcome."""

    id: str
    label: str


class FlowLink(Resource):
    """How many applications went from one node to the next."""

    source: str
    target: str
    value: Integer


class Flow(Resource):
    """Sankey data."""

    nodes: list[FlowNode]
    links: list[FlowLink]


class Company(Resource):
    """What came of the applications to one company."""

    company_name: str
    applications: Integer
    responded: Integer
    response_rate: Share | None
    small_sample: bool
    median_days_to_response: float | None
    ghosted: Integer
    ghosted_share: Share | None
    last_applied_on: date
