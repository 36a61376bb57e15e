"""Jobs: save, change, replace, delete and restore, each with its history, each whole or not at all."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

from tortoise.exceptions import IntegrityError

from core import clock
from core.actor import Actor, Scope
from core.canonical_url import canonical_url
from core.database import one_statement, transaction
from core.errors import Conflict, DuplicateJob, NotFound, ValidationFailed
from core.page import Row
from models.job import EDITABLE, Job, JobStatus
from models.job_event import EventActor
from resolvers.job_history import announce, correct_firsts, record, refuse_future
from resolvers.job_inputs import JobChange, JobDraft, JobFields
from resolvers.job_reads import NO_SUCH_JOB, get_for_update, read_by_canonical_url
from resolvers.job_saving import save


async def create(actor: Actor, draft: JobDraft) -> Row:
    """Saves a job. Raises DuplicateJob when its address is in the list already."""
    return await or_duplicate(actor, draft.source_url, lambda: insert(actor, draft))


async def update(actor: Actor, job_id: UUID, change: JobChange, *, version: int | None = None) -> Row:
    """Changes what was sent. Raises NotFound, DuplicateJob, ValidationFailed, or VersionConflict.

    A change that changes nothing keeps the version.
    """
    return await or_duplicate(actor, change.source_url, lambda: _update(actor, job_id, change, version))


async def replace(actor: Actor, job_id: UUID, draft: JobDraft, *, version: int | None = None) -> Row:
    """Sets every editable field, those left out to what a new job has. Raises what `update` raises."""
    return await or_duplicate(actor, draft.source_url, lambda: _replace(actor, job_id, draft, version))


@transaction
async def delete(actor: Actor, job_id: UUID, *, version: int | None = None) -> Row:
    """Deletes a job, restorably for 30 days. Raises NotFound or VersionConflict."""
    job = await get_for_update(actor, job_id, version=version)
    job.deleted_at = moment = clock.now()
    await job.save(update_fields=["deleted_at", *job.touch(moment)])
    announce(job, "deleted")
    return job.as_row()


async def restore(actor: Actor, job_id: UUID, *, version: int | None = None) -> Row:
    """Brings a deleted job back; a live one stays as it is.

    Raises NotFound, VersionConflict, or DuplicateJob on a collision.
    """
    try:
        return await _restore(actor, job_id, version)
    except IntegrityError:
        job = await get_for_update(actor, job_id, deleted=True)
        raise await _duplicate(actor, job.canonical_url) from None


@one_statement
async def insert(actor: Actor, draft: JobDraft, *, by: EventActor = EventActor.USER, scope: Scope = Scope.WRITE) -> Row:
    """A new row with its first event. Raises IntegrityError for an address that is taken: see `or_duplicate`."""
    user_id = actor.allowed(scope)
    refuse_future("occurred_at", draft.occurred_at)
    moment = clock.now()
    job = Job.new(uuid4(), user_id, moment)
    job.apply(draft.columns())
    occurred_at = draft.occurred_at or moment
    job.reach(job.status, occurred_at)
    await save(job, occurred_at, by)
    announce(job, "created")
    return job.as_row()


@transaction
async def _update(actor: Actor, job_id: UUID, change: JobChange, version: int | None) -> Row:
    job = await get_for_update(actor, job_id, version=version)
    before = job.status
    changed = job.apply(change.columns())
    if "status" in changed:
        changed |= await _move(job, before, change)
    elif change.occurred_at is not None:
        raise ValidationFailed.of("occurred_at", "goes with a change of status")
    changed |= await correct_firsts(actor, job, change.corrections())
    await _save(job, changed)
    return job.as_row()


@transaction
async def _replace(actor: Actor, job_id: UUID, draft: JobDraft, version: int | None) -> Row:
    job = await get_for_update(actor, job_id, version=version)
    before = job.status
    changed = job.apply(EDITABLE | draft.columns())
    if "status" in changed:
        changed |= await _move(job, before, draft)
    await _save(job, changed)
    return job.as_row()


@transaction
async def _restore(actor: Actor, job_id: UUID, version: int | None) -> Row:
    job = await get_for_update(actor, job_id, deleted=True, version=version)
    moment = clock.now()
    if job.deleted_at is not None:
        if not job.is_restorable(moment):
            raise NotFound(NO_SUCH_JOB)
        job.deleted_at = None
        await job.save(update_fields=["deleted_at", *job.touch(moment)])
        announce(job, "changed")
    return job.as_row()


async def _move(job: Job, before: JobStatus, sent: JobFields) -> set[str]:
    refuse_future("occurred_at", sent.occurred_at)
    touched = job.touch(clock.now())
    occurred_at = sent.occurred_at or job.updated_at
    await record(job, occurred_at, before)
    return touched | job.reach(job.status, occurred_at)


async def _save(job: Job, changed: set[str]) -> None:
    if changed and "version" not in changed:
        changed |= job.touch(clock.now())
    if changed:
        await job.save(update_fields=sorted(changed))
        announce(job, "changed")


async def or_duplicate(actor: Actor, url: str | None, work: Callable[[], Awaitable[Row]]) -> Row:
    """The unique index decides whether an address is new; its refusal becomes DuplicateJob."""
    try:
        return await work()
    except IntegrityError:
        raise await _duplicate(actor, canonical_url(url) if url else None) from None


async def _duplicate(actor: Actor, canonical: str | None) -> Conflict:
    existing = await read_by_canonical_url(actor, canonical) if canonical else None
    if existing is None:  # the other job was deleted in the meantime
        return Conflict("The address was taken by a job that has just been deleted: try again.")
    return DuplicateJob(existing)
