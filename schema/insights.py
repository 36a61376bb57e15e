"""Insights of the user's own data, and digests asked for."""

from typing import Annotated

import strawberry

from core.errors import ValidationFailed
from core.page import MAX_PAGE_SIZE, PAGE_SIZE
from resolvers import digests, insights
from resolvers.digests import DigestRequest
from schema.context import Info
from schema.enums import InsightType
from schema.errors import Conflict, ValidationError
from schema.insight_types import Insight
from schema.rows import INPUT, as_type
from schema.run_types import Run

strawberry.pydantic.input(name="CreateDigestInput", description="A digest to make.")(DigestRequest)


@strawberry.type(description="The run that was started; its result is an Insight.")
class CreateDigestPayload:
    """Follow it with `runProgressed`."""

    run: Run = strawberry.field(description="The run, queued.")


CreateDigestResult = Annotated[
    CreateDigestPayload | ValidationError | Conflict,
    strawberry.union("CreateDigestResult", description="The run, or why none was started."),
]

Types = Annotated[
    list[InsightType] | None, strawberry.argument(description="Any of these types; all of them unless given.")
]
Newest = Annotated[int, strawberry.argument(description="How many of the newest: 0 to 100.")]


async def list_insights(info: Info, types: Types = None, first: Newest = PAGE_SIZE) -> list[Insight]:
    """What the user's own data say, newest first."""
    if not 0 <= first <= MAX_PAGE_SIZE:
        raise ValidationFailed.of("first", f"must be from 0 to {MAX_PAGE_SIZE}")
    context = info.context
    rewords = context.app.model is not None
    return as_type((await insights.page(context.actor, types or [], 1, first, rewords=rewords)).rows)


async def create_digest(info: Info, input: Annotated[DigestRequest, INPUT]) -> CreateDigestResult:  # noqa: A002
    """Starts making a digest."""
    return CreateDigestPayload(run=as_type(await digests.start(info.context.actor, input)))
