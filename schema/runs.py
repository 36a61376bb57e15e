"""Background runs, and those of the scraper: a posting read, a board listed, a posting looked at again."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry
from pydantic import Field

from core.inputs import Input
from core.page import window
from resolvers import postings, runs, scraping
from resolvers.scraping import BoardRequest, ScrapeRequest
from schema.connections import After, Before, First, Last, connection
from schema.context import Info
from schema.errors import Conflict, NotFound, ValidationError
from schema.rows import INPUT, as_type, uuid
from schema.run_types import JobPosting, Run, RunConnection
from schema.selection import selected

strawberry.pydantic.input(name="ScrapeJobInput", description="A posting to read.")(ScrapeRequest)
strawberry.pydantic.input(name="ScrapeBoardInput", description="A job board to list.")(BoardRequest)


@strawberry.pydantic.input(description="Which job's posting to look at.")
class CheckPostingInput(Input):
    """A target."""

    job_id: strawberry.ID = Field(description="The job's id.")


@strawberry.pydantic.input(description="Which run to cancel.")
class CancelRunInput(Input):
    """A target."""

    id: strawberry.ID = Field(description="The run's id.")


@strawberry.type(description="The run that was started.")
class ScrapeJobPayload:
    """Follow it with `runProgressed`."""

    run: Run = strawberry.field(description="The run, queued.")


@strawberry.type(description="The run that was started.")
class ScrapeBoardPayload:
    """Follow it with `runProgressed`."""

    run: Run = strawberry.field(description="The run, queued.")


@strawberry.type(description="The run that was started.")
class CheckPostingPayload:
    """Follow it with `runProgressed`."""

    run: Run = strawberry.field(description="The run, queued.")


@strawberry.type(description="The cancelled run.")
class CancelRunPayload:
    """Success."""

    run: Run = strawberry.field(description="The run as it is now.")


ScrapeJobResult = Annotated[
    ScrapeJobPayload | ValidationError | Conflict,
    strawberry.union("ScrapeJobResult", description="The run, or why none was started."),
]
ScrapeBoardResult = Annotated[
    ScrapeBoardPayload | ValidationError | Conflict,
    strawberry.union("ScrapeBoardResult", description="The run, or why none was started."),
]
CheckPostingResult = Annotated[
    CheckPostingPayload | ValidationError | NotFound | Conflict,
    strawberry.union("CheckPostingResult", description="The run, or why none was started."),
]
CancelRunResult = Annotated[
    CancelRunPayload | ValidationError | NotFound | Conflict,
    strawberry.union("CancelRunResult", description="The cancelled run, or why it was not."),
]

Id = Annotated[strawberry.ID, strawberry.argument(description="The run's id.")]
JobId = Annotated[strawberry.ID, strawberry.argument(description="The job's id.")]


async def run(info: Info, id: Id) -> Run | None:  # noqa: A002 the contract's name
    """One run by its id; null when there is none."""
    return as_type(next(iter(await runs.read_many(info.context.actor, [uuid(id)])), None))


async def list_runs(
    info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
) -> RunConnection:
    """The user's runs, newest first."""
    actor = info.context.actor
    piece = await runs.cut(actor, window(first, after, last, before))
    total = await runs.count(actor) if "total_count" in selected(info) else None
    return as_type(connection(piece, total_count=total))


async def posting(info: Info, job_id: JobId) -> JobPosting | None:
    """A job's posting as it was last seen; null when nothing was."""
    return as_type(await postings.find(info.context.actor, uuid(job_id)))


def run_progressed(info: Info, id: Id) -> AsyncGenerator[Run, None]:  # noqa: A002 the contract's name
    """A run as it is and whenever it has changed, until it has ended."""
    context = info.context
    return as_type(runs.follow(context.actor, uuid(id), notifications=context.app.notifications))


async def scrape_job(info: Info, input: Annotated[ScrapeRequest, INPUT]) -> ScrapeJobResult:  # noqa: A002
    """Starts reading a posting."""
    return ScrapeJobPayload(run=as_type(await scraping.start(info.context.actor, input)))


async def scrape_board(info: Info, input: Annotated[BoardRequest, INPUT]) -> ScrapeBoardResult:  # noqa: A002
    """Starts listing a board."""
    return ScrapeBoardPayload(run=as_type(await scraping.start_board(info.context.actor, input)))


async def check_posting(info: Info, input: Annotated[CheckPostingInput, INPUT]) -> CheckPostingResult:  # noqa: A002
    """Starts looking at a posting."""
    return CheckPostingPayload(run=as_type(await postings.start_check(info.context.actor, uuid(input.job_id))))


async def cancel_run(info: Info, input: Annotated[CancelRunInput, INPUT]) -> CancelRunResult:  # noqa: A002
    """Stops a run."""
    return CancelRunPayload(run=as_type(await runs.cancel(info.context.actor, uuid(input.id))))
