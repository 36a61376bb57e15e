"""What REST answers about runs, as models for the reference."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from models.insight import InsightType
from models.job import JobType, SalaryPeriod
from models.job_posting import PostingState
from models.run import RunKind, RunStatus
from rest_compat.resources import Integer, Resource
from scraping.posting import Provenance


class RunError(Resource):
    """Why a run came to nothing."""

    code: str
    message: str


class FoundPosting(Resource):
    """What was found of a posting, in a job's words."""

    company_name: str | None
    job_title: str | None
    job_description: Annotated[str | None, Field(description="Markdown.")]
    source_url: str | None
    application_url: str | None
    job_type: JobType
    location: str | None
    is_remote: bool
    salary_min: Integer | None
    salary_max: Integer | None
    salary_currency: str | None
    salary_period: SalaryPeriod | None
    posted_at: datetime | None
    valid_through: datetime | None


class Duplicate(Resource):
    """A job that may be the same posting."""

    job_id: UUID
    score: Annotated[int, Field(ge=0, le=100)]
    reasons: list[str]


class Candidate(Resource):
    """A posting to choose."""

    title: str
    url: str
    location: str | None
    key: str | None
    job_id: UUID | None


class ScrapeResult(Resource):
    """What reading a posting found."""

    posting: FoundPosting | None
    provenance: dict[str, Provenance]
    missing: list[str]
    expired: bool
    duplicates: list[Duplicate]
    candidates: list[Candidate]
    job_id: Annotated[UUID | None, Field(description="The job that was saved.")]


class BoardResult(Resource):
    """A board's postings."""

    candidates: list[Candidate]


class CheckResult(Resource):
    """What a look at a posting's page said."""

    state: PostingState
    reason: str | None
    checked_at: datetime


class Insight(Resource):
    """What the user's own data say."""

    id: UUID
    type: InsightType
    title: Annotated[str, Field(description="One line of plain text.")]
    content: Annotated[str, Field(description="Markdown.")]
    metadata: Annotated[
        dict[str, Any], Field(description="`n`, `confidence`, `period`, and the figures that the words rest on.")
    ]
    created_at: datetime


class ScoreResult(Resource):
    """What scoring all jobs came to."""

    scored: Integer
    unchanged: Integer


class Run(Resource):
    """Work that goes on behind requests."""

    id: UUID
    kind: RunKind
    status: RunStatus
    progress: Annotated[float, Field(ge=0, le=1)]
    result: ScrapeResult | BoardResult | CheckResult | ScoreResult | Insight | None
    error: RunError | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class Posting(Resource):
    """A posting as it was last seen on the web."""

    job_id: UUID
    url: str
    key: str | None
    state: PostingState
    content: Annotated[str, Field(description="Sanitised HTML.")]
    checksum: Annotated[str, Field(description="SHA-256 of its words and salary.")]
    provenance: dict[str, Any]
    seen_at: datetime
    checked_at: datetime
