"""Two jobs that are one posting made one job, with both histories."""

from typing import Any
from uuid import UUID

from pydantic import Field

from core import clock, database
from core.actor import Actor
from core.database import transaction
from core.errors import ValidationFailed
from core.inputs import Input
from core.page import Row
from core.text import case_key
from models.job import EDITABLE, Job, JobStatus
from resolvers.job_history import announce, restamp
from resolvers.job_reads import get_for_update

_MAX_NOTES, _MAX_TAGS = 10_000, 20
# What the job that stays takes from the other where it has nothing to say itself.
_FILLED = [name for name in EDITABLE if name not in {"status", "notes", "tags"}]


class Merge(Input):
    """Which job to merge into another."""

    duplicate_id: UUID = Field(strict=False, description="The job that is merged, and then deleted.")


@transaction
async def merge(actor: Actor, job_id: UUID, duplicate_id: UUID, *, version: int | None = None) -> Row:
    """Gives a job the history, notes and tags of another, and what else it lacks; deletes that other, restorably.

    Its status is then that of the newest event. Raises NotFound, VersionConflict or ValidationFailed.
    """
    if job_id == duplicate_id:
        raise ValidationFailed.of("duplicate_id", "must be another job")
    # In one order whichever is merged into which, or two requests could wait for each other.
    locked = {one: await get_for_update(actor, one) for one in sorted((job_id, duplicate_id))}
    job, duplicate = locked[job_id], locked[duplicate_id]
    if version is not None:
        await get_for_update(actor, job_id, version=version)
    await _delete(duplicate)
    changed = job.apply(_united(job, duplicate))
    await _copy_history(actor, duplicate, job)
    changed |= await restamp(actor, job) | _settle(job, await _newest_status(actor, job))
    await job.save(update_fields=sorted(changed | job.touch(clock.now())))
    await _hand_over_posting(actor, duplicate, job)
    announce(job, "changed")
    return job.as_row()


async def _delete(duplicate: Job) -> None:
    duplicate.deleted_at = moment = clock.now()
    await duplicate.save(update_fields=["deleted_at", *duplicate.touch(moment)])
    announce(duplicate, "deleted")


def _united(job: Job, duplicate: Job) -> dict[str, Any]:
    taken = {
        name: getattr(duplicate, name)
        for name in _FILLED
        if getattr(job, name) in (None, EDITABLE[name]) and getattr(duplicate, name) is not None
    }
    if {"salary_min", "salary_max"} & taken.keys() and (job.salary_min, job.salary_max) != (None, None):
        taken = {name: value for name, value in taken.items() if not name.startswith("salary_")}
    notes = "\n\n".join(dict.fromkeys(note for note in (job.notes, duplicate.notes) if note))
    tags: dict[str, str] = {}
    for tag in (*job.tags, *duplicate.tags):
        tags.setdefault(case_key(tag), tag)
    return taken | {"notes": notes[:_MAX_NOTES] or None, "tags": list(tags.values())[:_MAX_TAGS]}


async def _copy_history(actor: Actor, source: Job, target: Job) -> None:
    """Copied and not moved, so that the other job can be restored with its own."""
    columns = "type, from_status, to_status, occurred_at, recorded_at, note, actor"
    await database.fetch(
        f"INSERT INTO job_event (id, user_id, job_id, {columns}) SELECT gen_random_uuid(), $1, $3, {columns} "
        "FROM job_event AS other WHERE other.user_id = $1 AND other.job_id = $2",
        actor.user_id, source.job_id, target.job_id,
    )  # fmt: skip


async def _newest_status(actor: Actor, job: Job) -> JobStatus:
    return JobStatus(
        await database.fetch_value(
            "SELECT to_status FROM job_event WHERE job_event.user_id = $1 AND job_id = $2 "
            "ORDER BY occurred_at DESC, recorded_at DESC, id DESC LIMIT 1",
            actor.user_id, job.job_id,
        )
    )  # fmt: skip


def _settle(job: Job, status: JobStatus) -> set[str]:
    if job.status is status:
        return set()
    job.status = status
    return {"status"}


async def _hand_over_posting(actor: Actor, source: Job, target: Job) -> None:
    await database.fetch(
        "UPDATE job_posting SET job_id = $3 WHERE job_posting.user_id = $1 AND job_id = $2 "
        "AND NOT EXISTS (SELECT FROM job_posting AS own WHERE own.user_id = $1 AND own.job_id = $3)",
        actor.user_id, source.job_id, target.job_id,
    )  # fmt: skip
