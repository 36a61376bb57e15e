"""Writing a job's history: what happened, when, and what that says about the job. Used inside transactions."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from core import clock, database, notifications
from core.actor import Actor
from core.errors import ValidationFailed
from core.notifications import Change
from models.job import STAMPS, Job, JobStatus
from models.job_event import EventActor, EventType, JobEvent


def refuse_future(field: str, moment: datetime | None) -> None:
    """Raises ValidationFailed naming the field when the moment is yet to come."""
    if moment is not None and moment > clock.now():
        raise ValidationFailed.of(field, "must not be in the future")


def announce(job: Job, what: str) -> None:
    """Tells whoever follows the user's jobs once the transaction is committed: `created`, `changed` or `deleted`."""
    notifications.announce(Change("job", str(job.user_id), str(job.id), what))


async def record(job: Job, occurred_at: datetime, before: JobStatus) -> None:
    """Appends the event of a saved job having reached its status from the one before."""
    await JobEvent.create(
        id=uuid4(),
        user_id=job.user_id,
        job=job,
        type=EventType.STATUS_CHANGED,
        from_status=before,
        to_status=job.status,
        occurred_at=occurred_at,
        recorded_at=job.updated_at,
        actor=EventActor.USER,
    )


async def correct_firsts(actor: Actor, job: Job, corrections: dict[JobStatus, datetime]) -> set[str]:
    """Moves the first event of each status to the moment given; the columns of the job that changed.

    Raises ValidationFailed for a status that the job never reached.
    """
    for status, moment in corrections.items():
        refuse_future(STAMPS[status], moment)
        events: Any = JobEvent.owned_by(actor).filter(job_id=job.job_id, to_status=status)
        event = await events.order_by("occurred_at", "recorded_at", "id").first()
        if event is None:
            raise ValidationFailed.of(
                STAMPS[status], f"the job never was {status.value}: send status with occurred_at instead"
            )
        event.occurred_at = moment
        await event.save(update_fields=["occurred_at"])
    return await restamp(actor, job) if corrections else set()


async def restamp(actor: Actor, job: Job) -> set[str]:
    """Derives the first times from the history anew; the columns that changed."""
    rows = await database.fetch(
        "SELECT to_status, min(occurred_at) AS first FROM job_event "
        "WHERE job_event.user_id = $1 AND job_id = $2 GROUP BY to_status",
        actor.user_id, job.job_id,
    )  # fmt: skip
    firsts = {row["to_status"]: row["first"] for row in rows}
    return job.stamp({column: firsts.get(status.value) for status, column in STAMPS.items()})
