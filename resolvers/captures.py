"""Captures: postings saved by the browser extension, counted against the monthly quota."""

from typing import Annotated

from pydantic import Field

from core.actor import Actor, Scope
from core.database import transaction
from core.inputs import Document, Input, Line, Name, NotNull, Remark, Url, optional
from core.page import Row
from models.job_event import EventActor
from resolvers import jobs, quota, scoring
from resolvers.job_inputs import JobDraft, Type

SOURCE = "extension"


class Capture(Input):
    """A posting as an extension sees it."""

    company_name: Name = Field(description="The employer, 1 to 255 characters.")
    job_title: Name = Field(description="The position, 1 to 255 characters.")
    job_description: Document = Field(description="The posting's text, up to 50,000 characters; may be empty.")
    location: Line = Field(description="Where the work is done; may be empty.")
    source_url: Url = Field(description="The page's address, http or https.")
    application_url: Url | None = optional("Where to apply, http or https.")
    job_type: Annotated[Type | None, NotNull] = optional("The kind of employment.")
    notes: Remark | None = optional("The user's own notes, up to 10,000 characters.")


async def capture(actor: Actor, posting: Capture, *, free_captures: int, scores: bool = False) -> Row:
    """Saves a posting and counts it; with `scores` it is scored soon.

    Raises DuplicateJob, which costs nothing, or QuotaExceeded.
    """
    draft = JobDraft.model_validate(posting.given() | {"source": SOURCE})
    return await jobs.or_duplicate(actor, posting.source_url, lambda: _capture(actor, draft, free_captures, scores))


@transaction
async def _capture(actor: Actor, draft: JobDraft, free_captures: int, scores: bool) -> Row:  # noqa: FBT001 the setting
    """The job comes first: a duplicate ends the transaction before the quota is looked at."""
    row = await jobs.insert(actor, draft, by=EventActor.EXTENSION, scope=Scope.CAPTURE)
    await quota.take(actor, free_captures=free_captures)
    if scores:
        await scoring.queue_new(actor, row["id"])
    return row
