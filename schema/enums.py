"""The domain's enums, registered once each; GraphQL spells their members in upper case."""

import strawberry

from core.actor import Scope
from models.job import JobStatus, JobType, SalaryPeriod
from models.job_event import EventActor, EventType
from models.profile import WeekStart
from models.user import Plan
from resolvers.analytics_inputs import Bucket, Period
from resolvers.analytics_stages import FunnelStage
from resolvers.bulk import BulkOp
from resolvers.job_listing import Direction, SortField

strawberry.enum(Scope, name="TokenScope", description="What an API token may be used for.")
strawberry.enum(BulkOp, description="What to do with a job.")
strawberry.enum(Plan, description="What an account may use.")
strawberry.enum(JobStatus, description="How far an application has come.")
strawberry.enum(JobType, description="The kind of employment; CONTRACT covers temporary work.")
strawberry.enum(SalaryPeriod, description="What a salary is paid for.")
strawberry.enum(EventType, description="What happened to a job.")
strawberry.enum(EventActor, description="What a change was made with.")
strawberry.enum(WeekStart, description="The day on which a week begins.")
strawberry.enum(Period, name="TimelinePeriod", description="A stretch of time that ends with today.")
strawberry.enum(Bucket, name="TimelineBucket", description="What a timeline counts by.")
strawberry.enum(FunnelStage, description="The steps that only narrow.")
strawberry.enum(SortField, name="JobOrderField", description="What a list of jobs can be ordered by.")
strawberry.enum(Direction, name="OrderDirection", description="Which end of an order comes first.")

__all__ = [
    "Bucket",
    "BulkOp",
    "Direction",
    "EventActor",
    "EventType",
    "FunnelStage",
    "JobStatus",
    "JobType",
    "Period",
    "Plan",
    "SalaryPeriod",
    "Scope",
    "SortField",
    "WeekStart",
]
