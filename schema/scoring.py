"""Match scores: why a job fits its user, and runs that score all of them."""

from datetime import datetime
from typing import Annotated

import strawberry
from pydantic import Field

from core import errors
from core.inputs import Input
from resolvers import scoring
from schema.context import Info
from schema.errors import Conflict, NotFound, ProfileIncomplete, ValidationError
from schema.rows import INPUT, as_type, uuid
from schema.run_types import Run


@strawberry.pydantic.input(description="Which job to score.")
class ScoreJobInput(Input):
    """A target."""

    job_id: strawberry.ID = Field(description="The job's id.")


@strawberry.type(description="A skill that the posting wants and the user has.")
class MatchedSkill:
    """With what shows it."""

    skill: str = strawberry.field(description="The skill's usual name.")
    evidence: str = strawberry.field(description="What in the profile shows it.")
    wanted: str = strawberry.field(description="Where the posting asks for it.")


@strawberry.type(description="A skill that the posting wants and the user does not show.")
class MissingSkill:
    """With what asks for it."""

    skill: str = strawberry.field(description="The skill's usual name.")
    wanted: str = strawberry.field(description="Where the posting asks for it.")
    required: bool = strawberry.field(description="Whether it is more than nice to have.")


@strawberry.type(description="A part of a score.")
class ScorePart:
    """The contributions of all parts add up to the score."""

    name: str = strawberry.field(
        description="What was compared: skills, role, text, seniority, preferences; `demands` where one is not met."
    )
    weight: float = strawberry.field(description="How much it counts; the weights add up to 1.")
    value: float = strawberry.field(description="How well it fits, 0 to 1.")
    contribution: int = strawberry.field(description="The points that came of it; those of `demands` are taken away.")


@strawberry.type(description="How well a job fits its user, and why.")
class JobScore:
    """Every field of the REST resource, in camel case."""

    job_id: strawberry.ID = strawberry.field(description="The job.")
    score: int = strawberry.field(description="0 to 100.")
    matched_skills: list[MatchedSkill] = strawberry.field(description="The most important to the posting first.")
    missing_skills: list[MissingSkill] = strawberry.field(description="The most important to the posting first.")
    reasoning: str = strawberry.field(description="The score in a paragraph.")
    parts: list[ScorePart] = strawberry.field(description="What it is made of.")
    scorer: str = strawberry.field(description="What made it.")
    version: str = strawberry.field(description="The version of that.")
    scored_at: datetime = strawberry.field(description="When.")


@strawberry.type(description="The new score.")
class ScoreJobPayload:
    """Success."""

    score: JobScore = strawberry.field(description="The score and why.")


@strawberry.type(description="The run that was started.")
class ScoreAllJobsPayload:
    """Follow it with `runProgressed`."""

    run: Run = strawberry.field(description="The run, queued.")


ScoreJobResult = Annotated[
    ScoreJobPayload | ValidationError | NotFound | ProfileIncomplete,
    strawberry.union("ScoreJobResult", description="The score, or why there is none."),
]
ScoreAllJobsResult = Annotated[
    ScoreAllJobsPayload | Conflict,
    strawberry.union("ScoreAllJobsResult", description="The run, or why none was started."),
]
JobId = Annotated[strawberry.ID, strawberry.argument(description="The job's id.")]


async def job_scores(info: Info, job_id: JobId) -> list[JobScore] | None:
    """A job's scores, newest first; null when there is no such job."""
    try:
        return as_type(await scoring.history(info.context.actor, uuid(job_id)))
    except errors.NotFound:
        return None


async def score_job(info: Info, input: Annotated[ScoreJobInput, INPUT]) -> ScoreJobResult:  # noqa: A002
    """Scores a job."""
    context = info.context
    return ScoreJobPayload(
        score=as_type(await scoring.score(context.actor, uuid(input.job_id), model=context.app.model))
    )


async def score_all_jobs(info: Info) -> ScoreAllJobsResult:
    """Starts scoring every job that has no score, or whose inputs have changed."""
    return ScoreAllJobsPayload(run=as_type(await scoring.start_all(info.context.actor)))
