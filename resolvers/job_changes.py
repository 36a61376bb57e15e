"""What changed about a user's jobs: since a token, for clients that keep a copy, and as it happens."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import orjson

from core import database
from core.actor import Actor, Scope
from core.errors import ValidationFailed
from core.json_text import Fragment
from core.notifications import Change, Notifications
from core.page import Row
from core.projection import Read
from models.job import FIELDS
from resolvers.job_json import Shapes, shapes
from resolvers.job_listing import JobFilter, JobQuery, matching
from resolvers.job_reads import columns, decoded

MAX_CHANGES = 500
DEFAULT_CHANGES = 100
_BEGINNING = (0, UUID(int=0))
_OWNER_DIGITS = 8
_MAX_REVISION = 2**63


class ChangeOp(StrEnum):
    """What a copy has to do: set the job, drop it, or ask for everything since its last token."""

    UPSERT = "UPSERT"
    DELETE = "DELETE"
    RESYNC = "RESYNC"


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows of `op`, `id` and `job`, oldest change first; `token` asks for what comes after them."""

    rows: list[Row]
    token: str
    has_more: bool


async def since(
    actor: Actor, token: str | None, limit: int, fields: Iterable[str] = FIELDS, read: Read | None = None
) -> Changes:
    """The jobs that were created, updated or deleted since a token, each once, in its newest state.

    With `read` a job is what PostgreSQL built, else a dict of the fields. Complete under concurrent writes
    (docs/decisions/0009). Raises ValidationFailed naming `since` for a token that is not one of this account.
    """
    user_id = actor.allowed(Scope.READ)
    revision, after = _BEGINNING if token is None else _position(token, user_id)
    shaped = shapes([read], 4) if read else Shapes(columns(list(fields) or ["id"]), "")
    rows = await database.fetch(
        _SINCE.format(columns=shaped.columns, joins=shaped.joins),
        user_id, revision, after, limit + 1, *shaped.parameters,
    )  # fmt: skip
    known = rows[0].pop("known") if rows else await _known_revision(actor)
    if revision > known:
        raise ValidationFailed.of("since", "is from another state of this server: begin without it")
    has_more, rows = len(rows) > limit, rows[:limit]
    if rows:
        revision, after = rows[-1]["_revision"], rows[-1]["_id"]
    return Changes([_change(row) for row in rows], _token(revision, after, user_id), has_more)


def follow(
    actor: Actor, given: JobFilter, fields: Iterable[str], *, notifications: Notifications
) -> AsyncGenerator[Row, None]:
    """The same rows as they happen. Raises Unauthorized or Forbidden.

    A job that no longer meets the filter is told as DELETE; a new one that does not is not told. RESYNC, without a
    job, says that something may have been missed.
    """
    actor.allowed(Scope.READ)
    return _follow(actor, given, list(fields), notifications)


async def _follow(
    actor: Actor, given: JobFilter, fields: list[str], notifications: Notifications
) -> AsyncGenerator[Row, None]:
    with notifications.follow("job", str(actor.user_id)) as following:
        while True:
            changes = await following.next()
            if changes is None:
                yield {"op": ChangeOp.RESYNC, "id": None, "job": None}
                continue
            for row in await _news(actor, given, changes, fields):
                yield row


async def _news(actor: Actor, given: JobFilter, changes: Sequence[Change], fields: list[str]) -> list[Row]:
    """What the actor may see of the changes now, in their order."""
    where = matching(actor, JobQuery(given))
    where.add("job.id = ANY(?::uuid[])", [change.id for change in changes])
    rows = await database.fetch(
        f"SELECT job.id::text AS _id, {columns(fields or ['id'])} FROM job WHERE {where}", *where.parameters
    )
    found = {row.pop("_id"): row for row in decoded(rows)}
    told = [change for change in changes if change.id in found or change.what != "created"]
    return [
        {"op": ChangeOp.UPSERT if change.id in found else ChangeOp.DELETE, "id": change.id, "job": found.get(change.id)}
        for change in told
    ]


async def _known_revision(actor: Actor) -> int:
    found = await database.fetch_value("SELECT revision FROM data_revision WHERE user_id = $1", actor.user_id)
    return found or 0


# Both halves come from indexes, in their order; a job that was purged is found among the tombstones.
_SINCE = """
SELECT place.revision AS _revision, place.id::text AS _id, place.is_gone AS _is_gone,
       (SELECT revision FROM data_revision WHERE user_id = $1) AS known, {columns}
FROM (
    (SELECT revision, id, deleted_at IS NOT NULL AS is_gone FROM job
     WHERE job.user_id = $1 AND (revision, id) > ($2, $3) ORDER BY revision, id LIMIT $4)
    UNION ALL
    (SELECT revision, id, true FROM job_tombstone
     WHERE job_tombstone.user_id = $1 AND (revision, id) > ($2, $3) ORDER BY revision, id LIMIT $4)
    ORDER BY 1, 2 LIMIT $4
) AS place LEFT JOIN job ON job.user_id = $1 AND job.id = place.id AND NOT place.is_gone{joins}
ORDER BY place.revision, place.id
"""


def _change(row: Row) -> Row:
    job_id, is_gone = row.pop("_id"), row.pop("_is_gone")
    for name in ("_revision", "known"):
        row.pop(name, None)
    if is_gone:
        return {"op": ChangeOp.DELETE, "id": job_id, "job": None}
    job = Fragment(row["_json0"]) if "_json0" in row else decoded([row])[0]
    return {"op": ChangeOp.UPSERT, "id": job_id, "job": job}


def _token(revision: int, after: object, user_id: UUID) -> str:
    """Opaque and safe in a URL; it names its account, so that another's is recognised."""
    parts = orjson.dumps([user_id.hex[:_OWNER_DIGITS], revision, str(after)])
    return urlsafe_b64encode(parts).rstrip(b"=").decode()


def _position(token: str, user_id: UUID) -> tuple[int, UUID]:
    wrong = ValidationFailed.of("since", "is not a token of this account: begin without it")
    try:
        owner, revision, after = orjson.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if owner != user_id.hex[:_OWNER_DIGITS] or type(revision) is not int or not 0 <= revision < _MAX_REVISION:
            raise wrong
        return revision, UUID(after)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise wrong from None
