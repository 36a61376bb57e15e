"""A link or a page in, a job out: the runs of the scraper."""

from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import Field, StringConstraints, ValidationError
from tortoise.exceptions import IntegrityError

from core.actor import Actor, Scope
from core.database import transaction
from core.inputs import MAX_INT, Input, NotNull, Nul, Url, optional
from core.page import Row
from core.rate_limit import Tier
from models.job_event import EventActor
from models.run import RunKind
from resolvers import duplicates, jobs, postings, running, runs, scoring
from resolvers.job_inputs import JobDraft
from resolvers.running import RunFailed, Running
from scraping.errors import ScrapeError
from scraping.fetch import Fetcher
from scraping.posting import Candidate, Extraction, Posting, SeveralPostings
from scraping.reading import read
from scraping.scrape import list_board, scrape

# A page that a browser shows, in characters.
MAX_PAGE = 5 * 1024 * 1024
_JOB_FIELDS = (
    "company_name", "job_title", "job_description", "source_url", "application_url", "job_type", "location",
    "is_remote", "salary_min", "salary_max", "salary_currency", "salary_period",
)  # fmt: skip
_MOMENTS = ("posted_at", "valid_through")
# How far a run has come when its page was read.
_READ = 0.7


class ScrapeRequest(Input):
    """A posting to read."""

    url: Url = Field(description="The posting's address, http or https.")
    save: Annotated[bool | None, NotNull] = optional(
        "Whether to save it as a job; a link that cannot be read is then saved as it is. No unless sent."
    )
    html: Annotated[Annotated[str, StringConstraints(max_length=MAX_PAGE), Nul] | None, NotNull] = optional(
        "The page as a browser shows it, up to 5 MiB: it is read instead of being fetched."
    )


class BoardRequest(Input):
    """A job board to list."""

    url: Url = Field(description="The board's address, or that of one of its postings.")


async def start(actor: Actor, request: ScrapeRequest) -> Row:
    """A run that reads a posting; spends of the scraper's limit unless the page came along. Raises Conflict."""
    actor.allowed(Scope.WRITE)
    if request.html is None:
        await actor.spend(Tier.SCRAPER)
    asked = {"url": request.url, "save": bool(request.save)}
    return await runs.start(actor, RunKind.SCRAPE, asked, page=request.html)


async def start_board(actor: Actor, request: BoardRequest) -> Row:
    """A run that lists a whole job board. Raises Conflict."""
    actor.allowed(Scope.WRITE)
    await actor.spend(Tier.SCRAPER)
    return await runs.start(actor, RunKind.BOARD, {"url": request.url})


async def read_posting(run: Running, *, fetcher: Fetcher, scores: bool = False) -> None:
    """Carries out a run: the posting with where each field came from, saved when that was asked for.

    With `scores` a saved one is scored soon.
    """
    url = run.asked["url"]
    try:
        if run.page is not None:
            found = await read(run.page.encode(errors="replace"), url=url, charset="utf-8")
        else:
            found = await scrape(url, fetcher.get)
    except ScrapeError as error:
        if error.is_transient and not run.is_last:
            raise RunFailed(error.code, error.message, is_passing=True) from None
        await _keep_link(run, error)
        return
    await running.advance(run, _READ)
    await _finish(run, found, scores=scores)


async def read_board(run: Running, *, fetcher: Fetcher) -> None:
    """Carries out a run: the board's postings, with the job that has each already. Nothing is saved."""
    try:
        candidates = await list_board(run.asked["url"], fetcher.get)
    except ScrapeError as error:
        raise RunFailed(error.code, error.message, is_passing=error.is_transient) from None
    await _finish_board(run, candidates)


@transaction
async def _finish(run: Running, found: Extraction, *, scores: bool) -> None:
    if not await running.hold(run):
        return
    likely = await duplicates.find(run.actor, found.posting)
    job_id = await _save(run, found) if run.asked["save"] else None
    if scores and job_id is not None:
        await scoring.queue_new(run.actor, job_id)
    await running.succeed(run, _result(found, likely, job_id))


async def _save(run: Running, found: Extraction) -> str | None:
    """None where a job has the address already: that is among the duplicates."""
    source = "scraper" if run.page is None else "extension"
    by = EventActor.USER if run.page is None else EventActor.EXTENSION
    try:
        row = await jobs.insert(run.actor, _draft(found.posting, source), by=by)
    except IntegrityError:
        return None
    await postings.keep(run.actor, row["job_id"], found)
    return str(row["id"])


@transaction
async def _keep_link(run: Running, error: ScrapeError) -> None:
    """The run came to nothing; the link need not be lost."""
    if not await running.hold(run):
        return
    url, job_id = run.asked["url"], None
    if run.asked["save"]:
        site = _site(url)
        stub = {"company_name": site, "job_title": f"Posting at {site}"[:255], "source_url": url, "source": "scraper"}
        try:
            job_id = str((await jobs.insert(run.actor, JobDraft.model_validate(stub)))["id"])
        except IntegrityError:
            job_id = None
    posting = Posting(source_url=url, key=duplicates.key_of(url))
    likely = await duplicates.find(run.actor, posting)
    result = {**_empty(url), "duplicates": [one for one in likely if one["job_id"] != job_id], "job_id": job_id}
    if isinstance(error, SeveralPostings):
        result["candidates"] = [_candidate(one, None) for one in error.candidates]
    await running.fail(run.id, error.code, error.message, result)


@transaction
async def _finish_board(run: Running, candidates: list[Candidate]) -> None:
    if not await running.hold(run):
        return
    known = await postings.saved(run.actor, [(one.key, one.url) for one in candidates])
    listed = [_candidate(one, job_id) for one, job_id in zip(candidates, known, strict=True)]
    await running.succeed(run, {"candidates": listed})


def _draft(posting: Posting, source: str) -> JobDraft:
    """The posting as a job; a field that a job cannot have is left out rather than the job lost."""
    found = {name: value for name in _JOB_FIELDS if (value := getattr(posting, name)) is not None}
    found.setdefault("company_name", _site(posting.source_url or ""))
    if found.get("salary_min", 0) > found.get("salary_max", MAX_INT):
        del found["salary_min"], found["salary_max"]
    sent = found | {"source": source}
    try:
        return JobDraft.model_validate(sent)
    except ValidationError as error:
        wrong = {fault["loc"][0] for fault in error.errors()}
        return JobDraft.model_validate({name: value for name, value in sent.items() if name not in wrong})


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")[:200] or "unknown"


def _result(found: Extraction, likely: list[Row], job_id: str | None) -> dict[str, Any]:
    return {
        "posting": {name: getattr(found.posting, name) for name in (*_JOB_FIELDS, *_MOMENTS)},
        "provenance": dict(found.provenance),
        "missing": found.missing,
        "expired": found.expired,
        "duplicates": likely,
        "candidates": [],
        "job_id": job_id,
    }


def _empty(url: str) -> dict[str, Any]:
    result = _result(Extraction(Posting(source_url=url), {}), [], None)
    return result | {"posting": None}


def _candidate(one: Candidate, job_id: UUID | str | None) -> dict[str, Any]:
    return {"title": one.title, "url": one.url, "location": one.location, "key": one.key, "job_id": job_id}
