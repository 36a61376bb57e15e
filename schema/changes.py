"""Changes of jobs: since a token, and as they happen."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from core.errors import ValidationFailed
from models.job import FIELDS
from resolvers import job_changes
from resolvers.job_changes import DEFAULT_CHANGES, MAX_CHANGES
from resolvers.job_listing import JobFilter
from schema.context import Info
from schema.enums import ChangeOp
from schema.job_types import Job
from schema.rows import as_type
from schema.scalars import SyncToken
from schema.selection import reads, selected


@strawberry.type(description="A job that was created, updated or deleted.")
class JobChange:
    """One per job, whatever happened to it in between."""

    op: ChangeOp = strawberry.field(description="UPSERT to set the job, DELETE to drop it.")
    id: strawberry.ID = strawberry.field(description="Which job.")
    job: Job | None = strawberry.field(description="The job as it is now; null on DELETE.")


@strawberry.type(description="What changed about the user's jobs, oldest change first.")
class JobChanges:
    """As REST answers it."""

    changes: list[JobChange] = strawberry.field(description="Each job once, in its newest state.")
    token: SyncToken = strawberry.field(description="Asks for what comes after these.")
    has_more: bool = strawberry.field(description="Whether there is more already.")


@strawberry.type(description="Something that happened to the user's jobs.")
class JobChanged:
    """An event of a subscription."""

    op: ChangeOp = strawberry.field(
        description="UPSERT, DELETE (also for a job that no longer meets the filter), or RESYNC: something may have "
        "been missed, ask for `changes` since the last token."
    )
    id: strawberry.ID | None = strawberry.field(description="Which job; null on RESYNC.")
    job: Job | None = strawberry.field(description="The job as it is now; null on DELETE and RESYNC.")


Since = Annotated[SyncToken | None, strawberry.argument(description="The token of the last answer; all if left out.")]
First = Annotated[int, strawberry.argument(description="How many at most: 1 to 500.")]
Filter = Annotated[JobFilter | None, strawberry.argument(description="Only jobs that meet these conditions.")]


async def changes(info: Info, since: Since = None, first: First = DEFAULT_CHANGES) -> JobChanges:
    """What changed about the user's jobs since a token."""
    if not 1 <= first <= MAX_CHANGES:
        raise ValidationFailed.of("first", f"must be from 1 to {MAX_CHANGES}")
    fields, read = _fields(selected(info, "changes", "job")), reads(info).get("changes.job")
    found = await job_changes.since(info.context.actor, since, first, fields, read)
    return as_type({"changes": found.rows, "token": found.token, "has_more": found.has_more})


def job_changed(info: Info, filter: Filter = None) -> AsyncGenerator[JobChanged, None]:  # noqa: A002
    """Tells what happens to the user's jobs from now on."""
    context = info.context
    fields = _fields(selected(info, "job"))
    return as_type(
        job_changes.follow(context.actor, filter or JobFilter(), fields, notifications=context.app.notifications)
    )


def _fields(names: set[str]) -> list[str]:
    """The columns behind the selected fields; the history hangs on the integer key."""
    wanted = names | {"job_id"} if "events" in names else names
    return [name for name in FIELDS if name in wanted]
