"""The queries and mutations of jobs."""

from typing import Annotated

import strawberry
from pydantic import Field

from core.inputs import Count, Input, NotNull, optional
from core.page import window
from models.job import FIELDS
from resolvers import job_events, job_listing, job_reads, jobs
from resolvers.job_inputs import JobChange, JobDraft
from resolvers.job_listing import JobFilter, JobOrder
from schema.connections import After, Before, First, Last, PageInfo, connection
from schema.context import Info
from schema.errors import Conflict, DuplicateJob, NotFound, ValidationError, VersionConflict
from schema.job_types import Job, JobEvent
from schema.rows import INPUT, as_type, uuid
from schema.selection import reads, selected

ExpectedVersion = Annotated[Count | None, NotNull]
_VERSION = "Refuses the change unless this is the job's version."
_ID = "The job's id."
# What of a list needs no look at where the page lies.
_PLAIN = {"nodes", "total_count", "__typename"}

strawberry.pydantic.input(name="JobFilter", description="Conditions that must all hold.")(JobFilter)
strawberry.pydantic.input(name="JobOrder", description="How to order jobs; ties are broken by id.")(JobOrder)
strawberry.pydantic.input(name="CreateJobInput", description="A job to save.")(JobDraft)


@strawberry.pydantic.input(description="A change of a job: what is left out stays, null clears.")
class UpdateJobInput(JobChange):
    """JobChange with its target."""

    id: strawberry.ID = Field(description=_ID)
    expected_version: ExpectedVersion = optional(_VERSION)


@strawberry.pydantic.input(description="Which job to delete.")
class DeleteJobInput(Input):
    """A target."""

    id: strawberry.ID = Field(description=_ID)
    expected_version: ExpectedVersion = optional(_VERSION)


@strawberry.pydantic.input(description="Which job to restore.")
class RestoreJobInput(Input):
    """A target."""

    id: strawberry.ID = Field(description=_ID)
    expected_version: ExpectedVersion = optional(_VERSION)


@strawberry.pydantic.input(description="A correction of an event in a job's history.")
class UpdateJobEventInput(job_events.EventChange):
    """EventChange with its target."""

    job_id: strawberry.ID = Field(description=_ID)
    id: strawberry.ID = Field(description="The event's id.")


@strawberry.type(description="A job and its place in the list.")
class JobEdge:
    """As the Relay specification has it."""

    cursor: str = strawberry.field(description="Marks this place in this order.")
    node: Job = strawberry.field(description="The job.")


@strawberry.type(description="A list of jobs.")
class JobConnection:
    """As the Relay specification has it, with the nodes alone and the total besides."""

    edges: list[JobEdge] = strawberry.field(description="The jobs with their cursors.")
    nodes: list[Job] = strawberry.field(description="The jobs alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")
    total_count: int = strawberry.field(description="How many jobs match in all; counted only when asked for.")


@strawberry.type(description="The saved job.")
class CreateJobPayload:
    """Success."""

    job: Job = strawberry.field(description="The job as saved.")


@strawberry.type(description="The changed job.")
class UpdateJobPayload:
    """Success."""

    job: Job = strawberry.field(description="The job as it is now.")


@strawberry.type(description="The deleted job.")
class DeleteJobPayload:
    """Success."""

    job: Job = strawberry.field(description="The job, with deletedAt set.")


@strawberry.type(description="The restored job.")
class RestoreJobPayload:
    """Success."""

    job: Job = strawberry.field(description="The job, live again.")


@strawberry.type(description="The corrected event.")
class UpdateJobEventPayload:
    """Success."""

    event: JobEvent = strawberry.field(description="The event as it is now.")
    job: Job = strawberry.field(description="The job, whose times follow its history.")


CreateJobResult = Annotated[
    CreateJobPayload | ValidationError | DuplicateJob | Conflict,
    strawberry.union("CreateJobResult", description="The saved job, or why it was not saved."),
]
UpdateJobResult = Annotated[
    UpdateJobPayload | ValidationError | NotFound | DuplicateJob | VersionConflict | Conflict,
    strawberry.union("UpdateJobResult", description="The changed job, or why it was not changed."),
]
DeleteJobResult = Annotated[
    DeleteJobPayload | ValidationError | NotFound | VersionConflict,
    strawberry.union("DeleteJobResult", description="The deleted job, or why it was not deleted."),
]
RestoreJobResult = Annotated[
    RestoreJobPayload | ValidationError | NotFound | DuplicateJob | VersionConflict | Conflict,
    strawberry.union("RestoreJobResult", description="The restored job, or why it was not restored."),
]
UpdateJobEventResult = Annotated[
    UpdateJobEventPayload | ValidationError | NotFound,
    strawberry.union("UpdateJobEventResult", description="The corrected event, or why it was not corrected."),
]

Id = Annotated[strawberry.ID, strawberry.argument(description=_ID)]
Filter = Annotated[JobFilter | None, strawberry.argument(description="Only jobs that meet these conditions.")]
Search = Annotated[
    str | None,
    strawberry.argument(description="Words that must all occur, each as a prefix, ignoring case and accents."),
]
OrderBy = Annotated[JobOrder | None, strawberry.argument(description="Newest first unless given.")]


async def job(info: Info, id: Id) -> Job | None:  # noqa: A002 the contract's name
    """One job by its id; null when there is none."""
    if (shape := reads(info).get("")) is not None:
        return as_type(await job_reads.read_shaped(info.context.actor, uuid(id), shape))
    return as_type(await job_reads.read(info.context.actor, uuid(id), _columns(selected(info))))


async def list_jobs(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
    filter: Filter = None,  # noqa: A002 the contract's name
    search: Search = None,
    order_by: OrderBy = None,
) -> JobConnection:
    """The user's jobs, newest first unless ordered otherwise."""
    actor = info.context.actor
    query = job_listing.query(filter, search, order_by)
    asked, shaped = selected(info), reads(info)
    ends = window(first, after, last, before)
    if shaped.keys() == {"nodes"} and asked <= _PLAIN and not ends.backwards:
        nodes, total = await job_listing.head(actor, query, ends, shaped["nodes"], counts="total_count" in asked)
        return as_type({"nodes": nodes, "total_count": total})
    fields = _columns(selected(info, "edges", "node") | selected(info, "nodes"))
    piece = await job_listing.cut(
        actor, query, ends, fields,
        reads=tuple(shaped.values()), both_ends="page_info" in asked,
        cursors=not asked.isdisjoint({"page_info", "edges"}),
    )  # fmt: skip
    total = await job_listing.count(actor, query) if "total_count" in asked else None
    return connection(piece, tuple(shaped), total_count=total)


async def create_job(info: Info, input: Annotated[JobDraft, INPUT]) -> CreateJobResult:  # noqa: A002
    """Saves a job."""
    return CreateJobPayload(job=as_type(await jobs.create(info.context.actor, input)))


async def update_job(info: Info, input: Annotated[UpdateJobInput, INPUT]) -> UpdateJobResult:  # noqa: A002
    """Changes a job."""
    changed = await jobs.update(info.context.actor, uuid(input.id), input, version=input.expected_version)
    return UpdateJobPayload(job=as_type(changed))


async def delete_job(info: Info, input: Annotated[DeleteJobInput, INPUT]) -> DeleteJobResult:  # noqa: A002
    """Deletes a job, restorably for 30 days."""
    deleted = await jobs.delete(info.context.actor, uuid(input.id), version=input.expected_version)
    return DeleteJobPayload(job=as_type(deleted))


async def restore_job(info: Info, input: Annotated[RestoreJobInput, INPUT]) -> RestoreJobResult:  # noqa: A002
    """Brings a deleted job back."""
    restored = await jobs.restore(info.context.actor, uuid(input.id), version=input.expected_version)
    return RestoreJobPayload(job=as_type(restored))


async def update_job_event(info: Info, input: Annotated[UpdateJobEventInput, INPUT]) -> UpdateJobEventResult:  # noqa: A002
    """Corrects when something happened to a job."""
    event, job_row = await job_events.correct_with_job(info.context.actor, uuid(input.job_id), uuid(input.id), input)
    return UpdateJobEventPayload(event=as_type(event), job=as_type(job_row))


def _columns(names: set[str]) -> list[str]:
    """The columns behind the selected fields; the history hangs on the integer key."""
    wanted = names | {"job_id"} if "events" in names else names
    return [name for name in FIELDS if name in wanted]
