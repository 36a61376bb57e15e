"""Postings as they were seen on the web: kept with their jobs, looked at again, recognised."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from core import clock, database
from core.actor import Actor, Scope
from core.canonical_url import canonical_url
from core.database import transaction
from core.errors import Conflict, NotFound
from core.page import Row
from core.rate_limit import Tier
from core.text import words
from models.job_posting import JobPosting, PostingState
from models.run import RunKind
from resolvers import job_reads, running, runs
from resolvers.running import RunFailed, Running
from scraping.boards.registry import identify
from scraping.errors import ScrapeCode, ScrapeError
from scraping.fetch import Fetcher
from scraping.posting import Extraction
from scraping.scrape import scrape

_COLUMNS = "url, key, state, content, checksum, provenance, seen_at, checked_at"


async def read(actor: Actor, job_id: UUID) -> Row:
    """A job's posting as it was last seen. Raises NotFound where there is no such job or nothing was seen."""
    found = await find(actor, job_id)
    if found is None:
        raise NotFound("Nothing is kept of this job's posting: check it first.")
    return found


async def find(actor: Actor, job_id: UUID) -> Row | None:
    """The same; None where there is nothing."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS}, job.id::text AS job_id FROM job JOIN job_posting USING (job_id) "
        "WHERE job.user_id = $1 AND job.id = $2 AND job.deleted_at IS NULL",
        actor.allowed(Scope.READ), job_id,
    )  # fmt: skip
    return next((row | {"provenance": orjson.loads(row["provenance"])} for row in rows), None)


async def saved(actor: Actor, postings: Sequence[tuple[str | None, str]]) -> list[str | None]:
    """For each key and address the live job of the actor's that has either."""
    addresses = [canonical_url(url) if url else None for _, url in postings]
    rows = await database.fetch(
        "SELECT job.id::text AS id, canonical_url, job_posting.key AS key "
        "FROM job LEFT JOIN job_posting USING (job_id) WHERE job.user_id = $1 AND job.deleted_at IS NULL "
        "AND (canonical_url = ANY($2::text[]) OR job_posting.key = ANY($3::text[]))",
        actor.allowed(Scope.READ), [one for one in addresses if one], [key for key, _ in postings if key],
    )  # fmt: skip
    by_address = {row["canonical_url"]: row["id"] for row in rows}
    by_key = {row["key"]: row["id"] for row in rows if row["key"]}
    return [
        by_address.get(address) or by_key.get(key) for address, (key, _) in zip(addresses, postings, strict=True)
    ]  # fmt: skip


async def keep(actor: Actor, job_key: int, found: Extraction, state: PostingState = PostingState.LIVE) -> None:
    """Keeps what was seen of a job's posting, in place of what was kept before. `job_key` is the integer id."""
    moment = clock.now()
    await JobPosting.bulk_create(
        [
            JobPosting(
                job_id=job_key, user_id=actor.allowed(Scope.WRITE), key=found.posting.key,
                url=found.posting.source_url or "", provenance=dict(found.provenance), content=found.snapshot_html,
                checksum=_checksum(found), seen_at=moment, state=state, checked_at=moment,
            )
        ],
        update_fields=["key", "url", "provenance", "content", "checksum", "seen_at", "state", "checked_at"],
        on_conflict=["job_id"],
    )  # fmt: skip


async def start_check(actor: Actor, job_id: UUID) -> Row:
    """A run that looks whether a job's posting is still there. Raises NotFound or Conflict."""
    actor.allowed(Scope.WRITE)
    await actor.spend(Tier.SCRAPER)
    return await _start_check(actor, job_id)


async def check_run(run: Running, *, fetcher: Fetcher) -> None:
    """Carries out a run: what the posting's page says now."""
    result = await check(run.actor, UUID(run.asked["job_id"]), fetcher=fetcher)
    if result is None:
        raise RunFailed("NOT_FOUND", job_reads.NO_SUCH_JOB)
    await running.finish(run, result)


@transaction
async def _start_check(actor: Actor, job_id: UUID) -> Row:
    job = await job_reads.get_for_update(actor, job_id)
    if job.source_url is None:
        raise Conflict("The job has no address to look at: give it a source_url first.")
    return await runs.start(actor, RunKind.CHECK, {"job_id": str(job_id)})


async def check(actor: Actor, job_id: UUID, *, fetcher: Fetcher) -> dict[str, Any] | None:
    """Looks at a job's posting: `state`, `reason` and `checked_at`; None for a job that is no longer there."""
    job = await job_reads.read(actor, job_id, ["job_id", "source_url"])
    if job is None or job["source_url"] is None:
        return None
    try:
        found = await scrape(job["source_url"], fetcher.get)
    except ScrapeError as error:
        return await _note(actor, job["job_id"], _state_of(error, job["source_url"]), error.code)
    return await _compare(actor, job["job_id"], found)


@transaction
async def _compare(actor: Actor, job_key: int, found: Extraction) -> dict[str, Any]:
    if found.expired:
        return await _note(actor, job_key, PostingState.GONE, "EXPIRED")
    known: Any = await JobPosting.owned_by(actor).filter(job_id=job_key).select_for_update().first()
    is_same = known is None or known.checksum in ("", _checksum(found))
    state = PostingState.LIVE if is_same else PostingState.CHANGED
    await keep(actor, job_key, found, state)
    return {"state": state.value, "reason": None, "checked_at": clock.now()}


async def _note(actor: Actor, job_key: int, state: PostingState, reason: str) -> dict[str, Any]:
    """What was seen before stays."""
    moment = clock.now()
    await database.fetch(
        "INSERT INTO job_posting (job_id, user_id, url, provenance, content, checksum, seen_at, state, checked_at) "
        "SELECT job.job_id, $1, job.source_url, '{}', '', '', $4, $3, $4 FROM job "
        "WHERE job.user_id = $1 AND job.job_id = $2 AND job.source_url IS NOT NULL "
        "ON CONFLICT (job_id) DO UPDATE SET state = excluded.state, checked_at = excluded.checked_at",
        actor.allowed(Scope.WRITE), job_key, state.value, moment,
    )  # fmt: skip
    return {"state": state.value, "reason": reason, "checked_at": moment}


def _state_of(error: ScrapeError, url: str) -> PostingState:
    """A board that shows its list where a posting was has taken the posting down."""
    is_elsewhere = error.code in (ScrapeCode.NO_POSTING, ScrapeCode.SEVERAL_POSTINGS) and identify(url) is not None
    return PostingState.GONE if error.code is ScrapeCode.NOT_FOUND or is_elsewhere else PostingState.UNCERTAIN


def _checksum(found: Extraction) -> str:
    """Of what the posting says: its words, whatever its markup."""
    posting = found.posting
    text = " ".join(words(posting.company_name, posting.job_title, posting.location, posting.job_description))
    pay = f"{posting.salary_min} {posting.salary_max} {posting.salary_currency} {posting.salary_period}"
    return sha256(f"{text}\n{pay}".encode()).hexdigest()
