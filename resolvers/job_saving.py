"""Saving new jobs with their first events: a statement for one, or for several that different people save at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import orjson

from core import database
from core.batching import Together, Unshared
from core.json_text import array
from models.job import COLUMNS, Job
from models.job_event import EventActor

# Whose words PostgreSQL takes long to put into their index keeps nobody else waiting: bytes.
_LONG = 16_384


@dataclass(frozen=True, slots=True)
class _New:
    """What is stored of a job and its first event, each as JSON."""

    id: str
    user_id: UUID
    job: bytes
    event: bytes


async def save(job: Job, occurred_at: datetime, by: EventActor) -> None:
    """Saves a new job with its first event, and sets `job_id`. Raises IntegrityError for an address that is taken."""
    values = job.__dict__
    new = _New(
        str(job.id), job.user_id,
        orjson.dumps({name: values[name] for name in COLUMNS if values[name] is not None}, default=str),
        orjson.dumps({"job": values["id"], "id": uuid4(), "occurred_at": occurred_at, "actor": by}),
    )  # fmt: skip
    is_alone = len(new.job) > _LONG or database.is_in_transaction()
    job.job_id = await (_alone(new) if is_alone else _saving.ask(new))


async def _alone(new: _New) -> int:
    return (await _saved(_SAVE, [new]))[new.id]


async def _together(several: Sequence[_New]) -> Sequence[int | Unshared]:
    """Leaves out whose account somebody else is writing to, which would be waited for, and whose address is taken."""
    saved = await _saved(_SAVE_FREE, several)
    return [saved.get(new.id, Unshared()) for new in several]


async def _saved(sql: str, several: Sequence[_New]) -> dict[str, int]:
    """The `job_id` of each job that was saved, by its id."""
    jobs, events = array([new.job for new in several]), array([new.event for new in several])
    rows = await database.fetch(sql, jobs, events, [new.user_id for new in several])
    return {row["id"]: row["job_id"] for row in rows}


_saving: Together[_New, int] = Together(_together, _alone)


def _sql(free: str = "", condition: str = "", conflict: str = "") -> str:
    columns = ", ".join(COLUMNS)
    return f"""
        WITH {free} saved AS (
            INSERT INTO job ({columns})
            SELECT {columns} FROM json_populate_recordset(NULL::job, $1::json)
            WHERE user_id = ANY($3::uuid[]) {condition} {conflict} RETURNING *
        ), noted AS (
            INSERT INTO job_event (id, user_id, job_id, type, to_status, occurred_at, recorded_at, actor)
            SELECT event.id, saved.user_id, saved.job_id, 'created', saved.status, event.occurred_at,
                saved.updated_at, event.actor
            FROM saved JOIN json_to_recordset($2::json) AS event(job UUID, id UUID, occurred_at TIMESTAMPTZ, actor TEXT)
                ON event.job = saved.id
        )
        SELECT id::text, job_id FROM saved"""


_SAVE = _sql()
# Waits for nobody: neither for the row that numbers an account's changes nor for the account, which may be about to go.
_SAVE_FREE = _sql(
    """free AS MATERIALIZED (
            SELECT data_revision.user_id FROM data_revision JOIN account ON account.id = data_revision.user_id
            WHERE data_revision.user_id = ANY($3::uuid[])
            FOR NO KEY UPDATE OF data_revision SKIP LOCKED FOR KEY SHARE OF account SKIP LOCKED
        ),""",
    "AND user_id IN (SELECT user_id FROM free)",
    "ON CONFLICT DO NOTHING",
)
