"""Drafts for a job by the language model."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry
from pydantic import Field

from core import errors
from resolvers import writing
from resolvers.writing import DraftWish
from schema.context import Info
from schema.enums import DraftKind
from schema.node import Node
from schema.rows import as_type, uuid


@strawberry.pydantic.input(description="A text to write.")
class WriteDraftInput(DraftWish):
    """DraftWish with its target."""

    job_id: strawberry.ID = Field(description="The job it is for.")


@strawberry.type(description="A text that the language model wrote for a job.")
class Draft(Node):
    """Every field of the REST resource, in camel case."""

    id: strawberry.ID = strawberry.field(description="The draft's id.")
    job_id: strawberry.ID = strawberry.field(description="The job.")
    kind: DraftKind = strawberry.field(description="What it is.")
    text: str = strawberry.field(description="The text.")
    model: str = strawberry.field(description="The model that wrote it.")
    created_at: datetime = strawberry.field(description="When.")


@strawberry.type(description="A piece of a draft as it is written.")
class DraftPiece:
    """The texts of all pieces make up the draft's."""

    text: str = strawberry.field(description="What comes next; empty with the last piece.")
    draft: Draft | None = strawberry.field(description="With the last piece the draft as it was kept.")


JobId = Annotated[strawberry.ID, strawberry.argument(description="The job's id.")]
Asked = Annotated[WriteDraftInput, strawberry.argument(description="What to write.")]


async def drafts(info: Info, job_id: JobId) -> list[Draft] | None:
    """A job's drafts, newest first; null when there is no such job."""
    try:
        return as_type(await writing.everything(info.context.actor, uuid(job_id)))
    except errors.NotFound:
        return None


def draft_written(info: Info, input: Asked) -> AsyncGenerator[DraftPiece, None]:  # noqa: A002 as mutations have it
    """Writes a draft, and tells it piece by piece."""
    context = info.context
    return as_type(writing.write(context.actor, uuid(input.job_id), input, model=context.app.model))
