"""The doors to one job: fetching it is the permission check."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson

from core import batching, database
from core.actor import Actor, Scope
from core.errors import NotFound, VersionConflict
from core.json_text import Fragment
from core.page import Row
from core.projection import Read
from models.job import FIELDS, Job
from resolvers.job_json import EVERYTHING, shapes

NO_SUCH_JOB = "There is no such job; it may have been deleted."


def columns(names: Iterable[str]) -> str:
    """The select list for fields of a job. The id becomes text in the database, which is cheapest there."""
    return ", ".join("job.id::text AS id" if name == "id" else f"job.{name}" for name in names)


def decoded(rows: list[Row]) -> list[Row]:
    """Rows as read, with JSON columns parsed."""
    for row in rows:
        if isinstance(parsed := row.get("ai_parsed_data"), str):
            row["ai_parsed_data"] = orjson.loads(parsed)
    return rows


async def read(actor: Actor, job_id: UUID, fields: Iterable[str] = FIELDS) -> Row | None:
    """The wanted columns of a job of the actor's; None when there is none."""
    rows = await database.fetch(
        f"SELECT {columns(fields)} FROM job WHERE job.user_id = $1 AND job.id = $2 AND job.deleted_at IS NULL",
        actor.allowed(Scope.READ), job_id,
    )  # fmt: skip
    return next(iter(decoded(rows)), None)


async def read_shaped(actor: Actor, job_id: UUID, shape: Read) -> Fragment | None:
    """A live job as PostgreSQL built it; None when there is none. Raises Unauthorized or Forbidden."""
    shaped = shapes([shape], 2)
    sql = _one(shaped.columns, shaped.joins)
    row = await batching.fetch_row(sql, actor.allowed(Scope.READ), job_id, *shaped.parameters)
    return None if row is None else Fragment(row["_json0"])


async def get_printed(actor: Actor, job_id: UUID) -> tuple[Fragment, int]:
    """All of a live job as PostgreSQL built it, and its version. Raises NotFound, Unauthorized or Forbidden."""
    row = await batching.fetch_row(_EVERYTHING, actor.allowed(Scope.READ), job_id)
    if row is None:
        raise NotFound(NO_SUCH_JOB)
    return Fragment(row["_json0"]), row["version"]


def _one(columns: str, joins: str) -> str:
    return f"SELECT {columns} FROM job{joins} WHERE job.user_id = $1 AND job.id = $2 AND job.deleted_at IS NULL"


_WHOLE = shapes([EVERYTHING], 2)
_EVERYTHING = _one(f"job.version, {_WHOLE.columns}", _WHOLE.joins)


async def read_many(actor: Actor, ids: Sequence[UUID], fields: Iterable[str] = FIELDS) -> list[Row]:
    """The live ones of these jobs, in no order. Raises Unauthorized or Forbidden."""
    rows = await database.fetch(
        f"SELECT {columns(fields)} FROM job "
        "WHERE job.user_id = $1 AND job.id = ANY($2::uuid[]) AND job.deleted_at IS NULL",
        actor.allowed(Scope.READ), list(ids),
    )  # fmt: skip
    return decoded(rows)


async def get(actor: Actor, job_id: UUID, fields: Iterable[str] = FIELDS) -> Row:
    """The same, but raises NotFound when there is none."""
    row = await read(actor, job_id, fields)
    if row is None:
        raise NotFound(NO_SUCH_JOB)
    return row


async def read_by_canonical_url(actor: Actor, canonical: str) -> Row | None:
    """The live job that has this canonical address."""
    rows = await database.fetch(
        f"SELECT {columns(FIELDS)} FROM job "
        "WHERE job.user_id = $1 AND job.canonical_url = $2 AND job.deleted_at IS NULL",
        actor.user_id, canonical,
    )  # fmt: skip
    return next(iter(decoded(rows)), None)


async def get_for_update(actor: Actor, job_id: UUID, *, deleted: bool = False, version: int | None = None) -> Job:
    """Locks a job for the rest of the transaction.

    Raises NotFound, and VersionConflict when `version` is given and is not the current one.
    """
    actor.allowed(Scope.WRITE)
    found: Any = Job.owned_by(actor).filter(id=job_id).select_for_update()
    job: Job | None = await found.first()
    if job is None or (job.deleted_at is not None and not deleted):
        raise NotFound(NO_SUCH_JOB)
    if version is not None and version != job.version:
        raise VersionConflict(job.as_row())
    return job
