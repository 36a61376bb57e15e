"""Runs and what they find, as GraphQL types; the values come from rows."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from core.page import Row
from models.job import FIELDS
from resolvers import job_reads
from schema.connections import PageInfo
from schema.context import Info
from schema.enums import JobType, PostingState, Provenance, RunKind, RunStatus, SalaryPeriod
from schema.insight_types import Insight
from schema.job_types import Job
from schema.node import Node
from schema.rows import as_type, uuid
from schema.scalars import JSON


@strawberry.type(description="What was found of a posting, in a job's words.")
class FoundPosting:
    """Null where a field was not found."""

    company_name: str | None = strawberry.field(description="The employer.")
    job_title: str | None = strawberry.field(description="The position.")
    job_description: str | None = strawberry.field(description="The posting's text as Markdown.")
    source_url: str | None = strawberry.field(description="The address that was read.")
    application_url: str | None = strawberry.field(description="Where to apply.")
    job_type: JobType = strawberry.field(description="The kind of employment.")
    location: str | None = strawberry.field(description="Where the work is done.")
    is_remote: bool = strawberry.field(description="Whether the work can be done from anywhere.")
    salary_min: int | None = strawberry.field(description="The least that is offered, in major units.")
    salary_max: int | None = strawberry.field(description="The most that is offered, in major units.")
    salary_currency: str | None = strawberry.field(description="ISO 4217 code.")
    salary_period: SalaryPeriod | None = strawberry.field(description="What the salary is paid for.")
    posted_at: str | None = strawberry.field(description="When it was published, as ISO 8601.")
    valid_through: str | None = strawberry.field(description="Until when it takes applications, as ISO 8601.")


@strawberry.type(description="Where a field was found.")
class FieldProvenance:
    """One per field that was found."""

    field: str = strawberry.field(description="The field's name as REST has it.")
    source: Provenance = strawberry.field(description="Where it was found.")


@strawberry.type(description="A job of the user's that may be the same posting.")
class PossibleDuplicate:
    """The user may keep both, or merge them."""

    job: Job | None = strawberry.field(description="The job; null if it was deleted since.")
    score: int = strawberry.field(description="How likely it is the same, up to 100.")
    reasons: list[str] = strawberry.field(
        description="SAME_ADDRESS, SAME_POSTING_ID, or SAME_COMPANY with SIMILAR_TITLE and SIMILAR_LOCATION."
    )


@strawberry.type(description="A posting to choose.")
class PostingCandidate:
    """One of a board's or a page's postings."""

    title: str = strawberry.field(description="The position.")
    url: str = strawberry.field(description="The posting's address, to be scraped.")
    location: str | None = strawberry.field(description="Where the work is done.")
    job_id: strawberry.ID | None = strawberry.field(description="The job that has this posting already.")


@strawberry.type(description="What reading a posting found.")
class ScrapeResult:
    """Also of a run that failed: then without a posting."""

    posting: FoundPosting | None = strawberry.field(description="The posting; null where none could be read.")
    provenance: list[FieldProvenance] = strawberry.field(description="Where each field was found.")
    missing: list[str] = strawberry.field(description="The fields that were not found.")
    expired: bool = strawberry.field(description="Whether the posting takes no applications any more.")
    duplicates: list[PossibleDuplicate] = strawberry.field(description="Likeliest first.")
    candidates: list[PostingCandidate] = strawberry.field(description="Where the page has several: which ones.")
    job: Job | None = strawberry.field(description="The job that was saved, if that was asked for.")


@strawberry.type(description="A board's postings.")
class BoardResult:
    """Nothing was saved."""

    candidates: list[PostingCandidate] = strawberry.field(description="In the board's order.")


@strawberry.type(description="What a look at a posting's page said.")
class CheckResult:
    """Also kept with the job."""

    state: PostingState = strawberry.field(description="Whether it is still there.")
    reason: str | None = strawberry.field(description="Why it is not known to be: a code of the scraper's.")
    checked_at: str = strawberry.field(description="When, as ISO 8601.")


@strawberry.type(description="What scoring all jobs came to.")
class ScoreResult:
    """The scores are on the jobs."""

    scored: int = strawberry.field(description="How many got a new score.")
    unchanged: int = strawberry.field(description="How many had one from the same inputs.")


RunResult = Annotated[
    ScrapeResult | BoardResult | CheckResult | ScoreResult | Insight,
    strawberry.union("RunResult", description="What a run found, by its kind."),
]


@strawberry.type(description="Why a run came to nothing.")
class RunError:
    """What to do is in the message."""

    code: str = strawberry.field(description="The kind of failure, e.g. BLOCKED_BY_SITE.")
    message: str = strawberry.field(description="What is wrong and what to do about it.")


async def _result(root: strawberry.Parent[Row], info: Info) -> RunResult | None:
    found: Any = root["result"]
    if found is None:
        return None
    if root["kind"] == RunKind.SCRAPE:
        return await _scraped(info, found)
    if root["kind"] == RunKind.BOARD:
        return BoardResult(candidates=as_type(found["candidates"]))
    if root["kind"] == RunKind.DIGEST:
        return as_type(found | {"__typename": "Insight", "created_at": datetime.fromisoformat(found["created_at"])})
    if root["kind"] == RunKind.SCORE:
        return ScoreResult(**found)
    return CheckResult(**{name: found[name] for name in ("state", "reason", "checked_at")})


async def _scraped(info: Info, found: Row) -> ScrapeResult:
    ids = [found["job_id"], *(one["job_id"] for one in found["duplicates"])]
    wanted = [uuid(one) for one in ids if one]
    rows = await job_reads.read_many(info.context.actor, wanted, FIELDS) if wanted else []
    by_id = {row["id"]: row for row in rows}
    return ScrapeResult(
        posting=as_type(found["posting"]),
        provenance=as_type([{"field": name, "source": source} for name, source in found["provenance"].items()]),
        missing=found["missing"],
        expired=found["expired"],
        duplicates=as_type([one | {"job": by_id.get(one["job_id"])} for one in found["duplicates"]]),
        candidates=as_type(found["candidates"]),
        job=as_type(by_id.get(found["job_id"])),
    )


@strawberry.type(description="Work that goes on behind requests.")
class Run(Node):
    """Every field of the REST resource, in camel case."""

    id: strawberry.ID = strawberry.field(description="The run's id, the same as on REST.")
    kind: RunKind = strawberry.field(description="What it does.")
    status: RunStatus = strawberry.field(description="How far it has come.")
    progress: float = strawberry.field(description="How much is done, 0 to 1.")
    result: RunResult | None = strawberry.field(resolver=_result, description="What it found; null until it has ended.")
    error: RunError | None = strawberry.field(description="Why it came to nothing.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    started_at: datetime | None = strawberry.field(description="When it was begun.")
    finished_at: datetime | None = strawberry.field(description="When it ended, one way or another.")


@strawberry.type(description="A run and its place in the list.")
class RunEdge:
    """As the Relay specification has it."""

    cursor: str = strawberry.field(description="Marks this place.")
    node: Run = strawberry.field(description="The run.")


@strawberry.type(description="The user's runs, newest first.")
class RunConnection:
    """As the Relay specification has it."""

    edges: list[RunEdge] = strawberry.field(description="The runs with their cursors.")
    nodes: list[Run] = strawberry.field(description="The runs alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")
    total_count: int = strawberry.field(description="How many runs there are in all; counted only when asked for.")


@strawberry.type(description="A posting as it was last seen on the web.")
class JobPosting:
    """Kept with the job, whatever becomes of the page."""

    url: str = strawberry.field(description="Where it was seen.")
    state: PostingState = strawberry.field(description="What the last look at it said.")
    content: str = strawberry.field(description="The posting as sanitised HTML; empty where only its absence was seen.")
    checksum: str = strawberry.field(description="SHA-256 of its words and salary: another one when they change.")
    provenance: JSON = strawberry.field(description="Where each field was found, by the name that REST has for it.")
    seen_at: datetime = strawberry.field(description="When the content was seen.")
    checked_at: datetime = strawberry.field(description="When it was last looked at.")
