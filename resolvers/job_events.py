"""A job's history: read it, and correct when things happened."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from core import clock, database
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import NotFound
from core.inputs import Input, Moment, NotNull, Remark, optional
from core.json_text import Fragment
from core.page import Page, Row, Slice, Window
from models.job import Job
from models.job_event import CORRECTABLE, JobEvent
from resolvers import event_cursors
from resolvers.job_history import announce, refuse_future, restamp
from resolvers.job_json import events_printed
from resolvers.job_reads import NO_SUCH_JOB, get_for_update

FIELDS = ("id", "type", "from_status", "to_status", "occurred_at", "recorded_at", "note", "actor")
_COLUMNS = "id::text, type, from_status, to_status, occurred_at, recorded_at, note, actor"
_ANYWHERE = (None, None, None)


class EventChange(Input):
    """A correction of an event: what is left out stays as it is."""

    occurred_at: Annotated[Moment | None, NotNull] = optional("When it really happened, not in the future.")
    note: Remark | None = optional("A remark about it, up to 10,000 characters; null removes it.")


async def page(actor: Actor, job_id: UUID, number: int, limit: int) -> Page:
    """A job's events, newest first, printed. Raises NotFound."""
    rows = await database.fetch(_PAGE, actor.allowed(Scope.READ), job_id, limit, (number - 1) * limit)
    if not rows:
        raise NotFound(NO_SUCH_JOB)
    return Page(Fragment(rows[0]["rows"]), rows[0]["total"], number, limit)


async def read_many(actor: Actor, ids: Sequence[UUID]) -> list[Row]:
    """Those of these events that belong to live jobs, in no order. Raises Unauthorized or Forbidden."""
    return await database.fetch(
        f"SELECT {_COLUMNS} FROM job_event WHERE job_event.user_id = $1 AND job_event.id = ANY($2::uuid[]) "
        "AND EXISTS (SELECT FROM job WHERE job.user_id = $1 AND job.job_id = job_event.job_id "
        "AND job.deleted_at IS NULL)",
        actor.allowed(Scope.READ), list(ids),
    )  # fmt: skip


async def cut(actor: Actor, keys: Sequence[int], window: Window) -> list[Slice]:
    """For each integer job id the events on one side of a cursor, newest first, in one query.

    Both ends are exact. Raises ValidationFailed for a cursor that is not one of these.
    """
    before = after = None
    if window.cursor is not None:
        position = event_cursors.position(window)
        before, after = (None, position) if not window.backwards else (position, None)
    rows = await database.fetch(
        _BATCH.format(columns=_COLUMNS, direction="ASC" if window.backwards else "DESC"),
        actor.allowed(Scope.READ), list(keys), window.size + 1, *(after or _ANYWHERE), *(before or _ANYWHERE),
    )  # fmt: skip
    found: dict[int, list[Row]] = {key: [] for key in keys}
    for row in rows:
        found[row.pop("job_id")].append(row)
    return [_slice(found[key], window) for key in keys]


async def counts(actor: Actor, keys: Sequence[int]) -> list[int]:
    """How many events each job has, by integer job ids, in their order."""
    rows = await database.fetch(
        "SELECT job_id, count(*) AS events FROM job_event "
        "WHERE job_event.user_id = $1 AND job_id = ANY($2::int[]) GROUP BY job_id",
        actor.allowed(Scope.READ), list(keys),
    )  # fmt: skip
    found = {row["job_id"]: row["events"] for row in rows}
    return [found.get(key, 0) for key in keys]


async def correct(actor: Actor, job_id: UUID, event_id: UUID, change: EventChange) -> Row:
    """Corrects an event and the job's times that derive from it. Raises NotFound or ValidationFailed."""
    row, _ = await correct_with_job(actor, job_id, event_id, change)
    return row


@transaction
async def correct_with_job(actor: Actor, job_id: UUID, event_id: UUID, change: EventChange) -> tuple[Row, Row]:
    """The same; the event and the job as they are then."""
    job = await get_for_update(actor, job_id)
    refuse_future("occurred_at", change.occurred_at)
    event = await JobEvent.owned_by(actor).filter(job_id=job.job_id, id=event_id).first()
    if event is None:
        raise NotFound("There is no such event in this job's history.")
    changed = event.correct({name: value for name, value in change.given().items() if name in CORRECTABLE})
    if changed:
        await event.save(update_fields=sorted(changed))
        await _save_derived(actor, job)
    return {name: getattr(event, name) for name in FIELDS} | {"id": str(event.id)}, job.as_row()


async def _save_derived(actor: Actor, job: Job) -> None:
    changed = await restamp(actor, job)
    await job.save(update_fields=sorted(changed | job.touch(clock.now())))
    announce(job, "changed")


_ORDERED = "ORDER BY job_event.occurred_at DESC, job_event.recorded_at DESC, job_event.id DESC LIMIT $3 OFFSET $4"
_PAGE = f"""
SELECT {events_printed(FIELDS, f"AND job_event.job_id = job.job_id {_ORDERED}")} AS rows,
       (SELECT count(*) FROM job_event WHERE job_event.user_id = $1 AND job_event.job_id = job.job_id) AS total
FROM job WHERE job.user_id = $1 AND job.id = $2 AND job.deleted_at IS NULL
"""
_BATCH = """
SELECT wanted.job_id, page.* FROM unnest($2::int[]) AS wanted (job_id), LATERAL (
    SELECT {columns} FROM job_event
    WHERE job_event.user_id = $1 AND job_event.job_id = wanted.job_id
      AND ($4::timestamptz IS NULL OR (occurred_at, recorded_at, id) < ($4, $5::timestamptz, $6::uuid))
      AND ($7::timestamptz IS NULL OR (occurred_at, recorded_at, id) > ($7, $8::timestamptz, $9::uuid))
    ORDER BY occurred_at {direction}, recorded_at {direction}, job_event.id {direction} LIMIT $3
) AS page
"""


def _slice(rows: list[Row], window: Window) -> Slice:
    more, rows = len(rows) > window.size, rows[: window.size]
    if window.backwards:
        rows = rows[::-1]
    cursors = [event_cursors.encode(row) for row in rows]
    # A cursor is an event of the same history, so there is something on its other side: the event itself.
    behind = window.cursor is not None
    return Slice(rows, cursors, *((behind, more) if window.backwards else (more, behind)))
