"""The browser extension's routes: captures and their quota."""

from typing import Annotated

from pydantic import ConfigDict, Field

from core.actor import Scope
from core.inputs import Document, Line, Name, NotNull, Remark, Url, optional
from resolvers import captures, quota
from resolvers.captures import Capture
from resolvers.job_inputs import Type
from rest_compat.answer import Answer
from rest_compat.errors import Dialect
from rest_compat.operation import Call, Claim, IgnoredQuery, Operation
from rest_compat.resources import Captured, Quota

_OURS = frozenset({"title", "company", "sourceUrl", "jobType", "applicationUrl"})


class CaptureBody(Capture):
    """A posting in the extension's names; whatever else is sent is ignored."""

    model_config = ConfigDict(extra="ignore")

    company_name: Name = Field(alias="company", description="The employer, 1 to 255 characters.")
    job_title: Name = Field(alias="title", description="The position, 1 to 255 characters.")
    job_description: Document = Field(alias="description", description="The posting's text; may be empty.")
    location: Line = Field(description="Where the work is done; may be empty.")
    source_url: Url = Field(alias="sourceUrl", description="The page's address, http or https.")
    application_url: Url | None = optional("Where to apply, http or https.", alias="applicationUrl")
    job_type: Annotated[Type | None, NotNull] = optional("The kind of employment.", alias="jobType")
    notes: Remark | None = optional("The user's own notes.")


async def capture(call: Call[CaptureBody, IgnoredQuery]) -> Answer:
    settings = call.app.settings
    row = await captures.capture(
        call.actor, call.body, free_captures=settings.free_monthly_captures, scores=settings.score_on_capture
    )
    return Answer({"message": "Job created successfully", "jobId": row["job_id"], "id": row["id"]})


async def read_quota(call: Call[None, IgnoredQuery]) -> Answer:
    return Answer(await quota.read(call.actor, free_captures=call.app.settings.free_monthly_captures))


OPERATIONS = [
    Operation(
        "POST", "/api/jobs", capture, "Captures a posting", Captured, body=CaptureBody, query=IgnoredQuery,
        dialect=Dialect.B, claim=Claim(_OURS, frozenset({"company_name", "job_title"})), scopes=(Scope.CAPTURE,),
        creates=True, errors=("QUOTA_EXCEEDED", "DUPLICATE_JOB"),
    ),
    Operation("GET", "/api/jobs/quota", read_quota, "The month's captures", Quota, query=IgnoredQuery,
              dialect=Dialect.B, scopes=(Scope.READ, Scope.CAPTURE)),
]  # fmt: skip
