"""Two jobs that are one posting, made one."""

from typing import Annotated

import strawberry
from pydantic import Field

from core.inputs import Input, optional
from resolvers import merging
from schema.context import Info
from schema.errors import NotFound, ValidationError, VersionConflict
from schema.job_types import Job
from schema.jobs import ExpectedVersion
from schema.rows import INPUT, as_type, uuid


@strawberry.pydantic.input(description="Which job to merge into which.")
class MergeJobsInput(Input):
    """Two targets."""

    id: strawberry.ID = Field(description="The job that stays.")
    duplicate_id: strawberry.ID = Field(description="The job that is merged into it, and then deleted.")
    expected_version: ExpectedVersion = optional("Refuses the merge unless this is the version of the job that stays.")


@strawberry.type(description="The merged job.")
class MergeJobsPayload:
    """Success."""

    job: Job = strawberry.field(description="The job that stayed, with both histories.")


MergeJobsResult = Annotated[
    MergeJobsPayload | ValidationError | NotFound | VersionConflict,
    strawberry.union("MergeJobsResult", description="The merged job, or why nothing was merged."),
]


async def merge_jobs(info: Info, input: Annotated[MergeJobsInput, INPUT]) -> MergeJobsResult:  # noqa: A002
    """Makes two jobs one."""
    ids = uuid(input.id), uuid(input.duplicate_id)
    row = await merging.merge(info.context.actor, *ids, version=input.expected_version)
    return MergeJobsPayload(job=as_type(row))
