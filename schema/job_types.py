"""Jobs and their history as GraphQL types; the values come from rows."""

from datetime import date, datetime

import strawberry

from core.page import Row, window
from schema.connections import After, Before, First, Last, PageInfo, connection
from schema.context import Info
from schema.enums import EventActor, EventType, JobStatus, JobType, SalaryPeriod
from schema.node import Node
from schema.scalars import JSON
from schema.selection import selected
from schema.shaping import SHAPEABLE


@strawberry.type(description="The month's captures.")
class Quota:
    """Counted from the first of the month, 00:00 UTC."""

    used: int = strawberry.field(description="How many were made.")
    limit: int = strawberry.field(description="How many may be made; -1 for no limit.")
    remaining: int = strawberry.field(description="How many are left; -1 for no limit.")
    reset_date: date = strawberry.field(description="When the count starts anew.")


@strawberry.type(description="One change of a job's status.")
class JobEvent(Node):
    """Append-only but for when it happened and the note."""

    id: strawberry.ID = strawberry.field(description="The event's id, the same as on REST.")
    type: EventType = strawberry.field(description="What happened.")
    from_status: JobStatus | None = strawberry.field(description="The status before; null for a new job.")
    to_status: JobStatus = strawberry.field(description="The status that was reached.")
    occurred_at: datetime = strawberry.field(description="When it happened; the user may correct it.")
    recorded_at: datetime = strawberry.field(description="When the server learnt of it.")
    note: str | None = strawberry.field(description="A remark.")
    actor: EventActor = strawberry.field(description="What the change was made with.")


@strawberry.type(description="An event and its place in the history.")
class JobEventEdge:
    """As the Relay specification has it."""

    cursor: str = strawberry.field(description="Marks this place.")
    node: JobEvent = strawberry.field(description="The event.")


@strawberry.type(description="A job's history, newest first.")
class JobEventConnection:
    """As the Relay specification has it."""

    edges: list[JobEventEdge] = strawberry.field(description="The events with their cursors.")
    nodes: list[JobEvent] = strawberry.field(description="The events alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")
    total_count: int = strawberry.field(description="How many events there are in all; counted only when asked for.")


async def _events(
    root: strawberry.Parent[Row],
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> JobEventConnection:
    context, key = info.context, root["job_id"]
    piece = await context.history(key, window(first, after, last, before))
    total = await context.history_size(key) if "total_count" in selected(info) else None
    return connection(piece, total_count=total)


@strawberry.type(description="A posting that the user tracks.")
class Job(Node):
    """Every field of the REST resource, in camel case."""

    id: strawberry.ID = strawberry.field(description="The job's id, the same as on REST.")
    job_id: int = strawberry.field(description="An integer id, unique on this server.")
    company_name: str = strawberry.field(description="The employer.")
    job_title: str = strawberry.field(description="The position.")
    job_description: str | None = strawberry.field(description="The posting's text.")
    source_url: str | None = strawberry.field(description="Where the posting was found, as it was given.")
    application_url: str | None = strawberry.field(description="Where to apply.")
    source: str = strawberry.field(description="Where the job came from.")
    status: JobStatus = strawberry.field(description="How far the application has come.")
    job_type: JobType = strawberry.field(description="The kind of employment.")
    location: str | None = strawberry.field(description="Where the work is done.")
    is_remote: bool = strawberry.field(description="Whether the work can be done from anywhere.")
    salary_min: int | None = strawberry.field(description="The least that is offered, in major units.")
    salary_max: int | None = strawberry.field(description="The most that is offered, in major units.")
    salary_currency: str | None = strawberry.field(description="ISO 4217 code.")
    salary_period: SalaryPeriod | None = strawberry.field(description="What the salary is paid for.")
    notes: str | None = strawberry.field(description="The user's own notes.")
    tags: list[str] = strawberry.field(description="The user's tags, in their order.")
    ai_match_score: int | None = strawberry.field(description="How well the job fits, 0 to 100; null until scored.")
    ai_reasoning: str | None = strawberry.field(description="Why it has that score.")
    ai_parsed_data: JSON | None = strawberry.field(description="What scoring read out of the posting.")
    applied_at: datetime | None = strawberry.field(description="When it was first applied for.")
    interviewing_at: datetime | None = strawberry.field(description="When interviews first began.")
    offer_at: datetime | None = strawberry.field(description="When an offer was first received.")
    rejected_at: datetime | None = strawberry.field(description="When it was first rejected.")
    version: int = strawberry.field(description="Counts the user's changes from 1; send it to update conditionally.")
    created_at: datetime = strawberry.field(description="When it was saved.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")
    deleted_at: datetime | None = strawberry.field(description="When it was deleted; restorable for 30 days.")
    events: JobEventConnection = strawberry.field(
        resolver=_events, description="The history, newest first.", metadata=SHAPEABLE
    )
