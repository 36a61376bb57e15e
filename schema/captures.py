"""Captures and their quota."""

from typing import Annotated

import strawberry

from resolvers import captures, quota
from resolvers.captures import Capture
from schema.context import Info
from schema.errors import Conflict, DuplicateJob, QuotaExceeded, ValidationError
from schema.job_types import Job, Quota
from schema.rows import INPUT, as_type

strawberry.pydantic.input(name="CaptureJobInput", description="A posting as an extension sees it.")(Capture)


@strawberry.type(description="The captured job.")
class CaptureJobPayload:
    """Success."""

    job: Job = strawberry.field(description="The job as saved.")


CaptureJobResult = Annotated[
    CaptureJobPayload | ValidationError | DuplicateJob | QuotaExceeded | Conflict,
    strawberry.union("CaptureJobResult", description="The captured job, or why it was not saved."),
]


async def capture_job(info: Info, input: Annotated[Capture, INPUT]) -> CaptureJobResult:  # noqa: A002
    """Saves a posting and counts it against the month's quota."""
    settings = info.context.app.settings
    row = await captures.capture(
        info.context.actor, input, free_captures=settings.free_monthly_captures, scores=settings.score_on_capture
    )
    return CaptureJobPayload(job=as_type(row))


async def read_quota(info: Info) -> Quota:
    """The month's captures."""
    free = info.context.app.settings.free_monthly_captures
    return as_type(await quota.read(info.context.actor, free_captures=free))
