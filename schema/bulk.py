"""Many changes of jobs in one mutation."""

from typing import Annotated, Any

import strawberry
from pydantic import Field

from core.inputs import Count, Input, NotNull, optional
from resolvers import bulk
from resolvers.bulk import MAX_OPERATIONS, Outcome
from resolvers.job_inputs import JobChange
from schema.context import Info
from schema.enums import BulkOp
from schema.errors import Error, ValidationError, as_member
from schema.job_types import Job
from schema.rows import INPUT, as_type, uuid

strawberry.pydantic.input(
    name="BulkJobData", description="The fields of a create or update; a create needs companyName and jobTitle."
)(JobChange)


@strawberry.pydantic.input(description="One change of a job.")
class BulkJobOperation(Input):
    """What to do with which job."""

    op: Annotated[BulkOp, Field(strict=False)] = Field(description="What to do.")
    id: strawberry.ID | None = optional("The job's id; needed by all but CREATE.")
    expected_version: Annotated[Count | None, NotNull] = optional("Refuses the change unless this is the version.")
    data: JobChange | None = optional("The fields of a create or update.")


@strawberry.pydantic.input(description="Up to 200 changes, carried out in order.")
class BulkUpdateJobsInput(Input):
    """What to do."""

    operations: list[BulkJobOperation] = Field(description="What to do.", min_length=1, max_length=MAX_OPERATIONS)
    atomic: Annotated[bool | None, NotNull] = optional("All or none; else each by itself.")


@strawberry.type(description="What became of one operation: a job or an error.")
class BulkJobOutcome:
    """One per operation, in their order."""

    index: int = strawberry.field(description="The operation's place in the input, from 0.")
    job: Job | None = strawberry.field(description="The job as it is now; null on failure.")
    error: Error | None = strawberry.field(description="Why it failed; null on success.")


@strawberry.type(description="What became of every operation.")
class BulkUpdateJobsPayload:
    """Success of the mutation, not of each operation."""

    results: list[BulkJobOutcome] = strawberry.field(description="In the order of the operations.")


BulkUpdateJobsResult = Annotated[
    BulkUpdateJobsPayload | ValidationError,
    strawberry.union("BulkUpdateJobsResult", description="What became of the operations, or why none began."),
]


async def bulk_update_jobs(
    info: Info,
    input: Annotated[BulkUpdateJobsInput, INPUT],  # noqa: A002
) -> BulkUpdateJobsResult:
    """Changes many jobs."""
    operations = [_operation(sent) for sent in input.operations]
    outcomes = await bulk.run(info.context.actor, operations, is_atomic=bool(input.atomic))
    return BulkUpdateJobsPayload(results=[as_type(_outcome(outcome)) for outcome in outcomes])


def _operation(sent: BulkJobOperation) -> bulk.Operation:
    job_id = None if sent.id is None else uuid(sent.id)
    return bulk.Operation(sent.op, job_id, sent.expected_version, sent.data)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    error = None if outcome.error is None else as_member(outcome.error)
    return {"index": outcome.index, "job": outcome.row, "error": error}
