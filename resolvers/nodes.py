"""Whatever has an id, by its id."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from uuid import UUID

from core.actor import Actor, Scope
from core.page import Row
from models.job import FIELDS as JOB_FIELDS
from resolvers import accounts, api_tokens, insights, job_events, job_reads, resumes, runs, sessions, writing

Reader = Callable[[Actor, Sequence[UUID], Collection[str]], Awaitable[list[Row]]]


async def read(actor: Actor, ids: Sequence[UUID], fields: Collection[str]) -> list[Row | None]:
    """The rows of the ids, in their order, each with its type as `__typename`; None for what the actor may not see.

    `fields` are columns wanted of any type. Kinds that were not found among the likelier ones are looked for next, so
    that a list of jobs costs one query. Raises Unauthorized or Forbidden.
    """
    actor.allowed(Scope.READ)
    found: dict[str, Row] = {}
    for name, reader in _READERS:
        missing = [one for one in dict.fromkeys(ids) if str(one) not in found]
        if not missing:
            break
        for row in await reader(actor, missing, fields):
            found[str(row["id"])] = row | {"__typename": name}
    return [found.get(str(one)) for one in ids]


async def _jobs(actor: Actor, ids: Sequence[UUID], fields: Collection[str]) -> list[Row]:
    wanted = {*fields, "id"} | ({"job_id"} if "events" in fields else set())
    return await job_reads.read_many(actor, ids, [name for name in JOB_FIELDS if name in wanted])


async def _events(actor: Actor, ids: Sequence[UUID], _fields: Collection[str]) -> list[Row]:
    return await job_events.read_many(actor, ids)


async def _user(actor: Actor, ids: Sequence[UUID], _fields: Collection[str]) -> list[Row]:
    return [await accounts.me(actor)] if actor.user_id in ids else []


async def _sessions(actor: Actor, ids: Sequence[UUID], _fields: Collection[str]) -> list[Row]:
    return _among(await sessions.everything(actor), ids)


async def _tokens(actor: Actor, ids: Sequence[UUID], _fields: Collection[str]) -> list[Row]:
    return _among(await api_tokens.everything(actor), ids)


def _among(rows: list[Row], ids: Sequence[UUID]) -> list[Row]:
    wanted = {str(one) for one in ids}
    return [row for row in rows if row["id"] in wanted]


async def _runs(actor: Actor, ids: Sequence[UUID], _fields: Collection[str]) -> list[Row]:
    return await runs.read_many(actor, ids)


async def _drafts(actor: Actor, ids: Sequence[UUID], _fields: Collection[str]) -> list[Row]:
    return await writing.read_many(actor, ids)


async def _insights(actor: Actor, ids: Sequence[UUID], _fields: Collection[str]) -> list[Row]:
    return await insights.read_many(actor, ids)


async def _resumes(actor: Actor, ids: Sequence[UUID], _fields: Collection[str]) -> list[Row]:
    return _among(await resumes.everything(actor), ids)


_READERS: list[tuple[str, Reader]] = [
    ("Job", _jobs),
    ("JobEvent", _events),
    ("Run", _runs),
    ("Draft", _drafts),
    ("Insight", _insights),
    ("Resume", _resumes),
    ("User", _user),
    ("OpenSession", _sessions),
    ("ApiToken", _tokens),
]
