"""Runs as a worker carries them out: begun, advanced, and ended once, whatever happens to workers.

A run may be begun again after its worker died, so work changes nothing until it `hold`s its run in the transaction
that also ends it: of two workers that come so far, the second finds it ended.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from core import clock, database
from core.actor import Actor, Client, Identity
from core.database import transaction
from core.errors import AppError
from core.json_text import render
from core.page import Row
from models.run import UNFINISHED, RunStatus
from resolvers.runs import announce

_WAITING = [status.value for status in UNFINISHED]


@dataclass(frozen=True, slots=True)
class Running:
    """A run in a worker's hands; `page` is what the client sent to be read, `is_last` whether no other try follows."""

    id: UUID
    actor: Actor
    asked: dict[str, Any]
    page: str | None
    is_last: bool


class RunFailed(Exception):  # noqa: N818 named for what happened, as core.errors is
    """The run comes to nothing, for a reason that its user is told; `is_passing` when a later try may do better."""

    def __init__(self, code: str, message: str, *, is_passing: bool = False) -> None:
        self.code = code
        self.message = message
        self.is_passing = is_passing
        super().__init__(code)


Work = Callable[[Running], Awaitable[None]]


async def carry_out(run_id: UUID, work: Work, *, is_last: bool) -> None:
    """Does a run's work, which ends the run itself; what it raises passes on when another try is to follow."""
    run = await _begin(run_id, is_last=is_last)
    if run is None:
        return
    try:
        await work(run)
    except RunFailed as failure:
        if failure.is_passing and not is_last:
            raise
        await fail(run_id, failure.code, failure.message)


async def give_up(run_id: UUID) -> None:
    """Ends a run whose every try went wrong on our side."""
    await fail(run_id, AppError.code, AppError.message)


def on_behalf_of(row: Row) -> Actor:
    """The user that a worker acts for, by `user_id` and `plan`: with every scope, and without limits."""
    return Actor(Client(user_agent="worker"), Identity(row["user_id"], row["plan"]))


async def advance(run: Running, progress: float) -> None:
    """Says how far the run has come, 0 to 1; nothing for one that was cancelled."""
    await _note(run.id, "progress = $2", progress)


async def hold(run: Running) -> bool:
    """Locks the run for the rest of the transaction; False when it was ended meanwhile, and so nothing may be done."""
    status = await database.fetch_value("SELECT status FROM run WHERE run.id = $1 FOR UPDATE", run.id)
    return bool(status == RunStatus.RUNNING)


async def succeed(run: Running, result: dict[str, Any]) -> None:
    """Ends a run that the transaction holds."""
    await _end(run.id, RunStatus.SUCCEEDED, result=result)


@transaction
async def finish(run: Running, result: dict[str, Any]) -> None:
    """Ends a run whose work has changed nothing else, unless it was ended meanwhile."""
    if await hold(run):
        await succeed(run, result)


@transaction
async def fail(run_id: UUID, code: str, message: str, result: dict[str, Any] | None = None) -> None:
    """Ends a run that came to nothing; what it did find is its result all the same."""
    await _end(run_id, RunStatus.FAILED, code=code, message=message, result=result)


async def _begin(run_id: UUID, *, is_last: bool) -> Running | None:
    """None for a run that was ended or deleted before its turn came."""
    row = await database.fetch_row(
        "UPDATE run SET status = 'running', started_at = coalesce(started_at, $2) FROM account "
        "WHERE run.id = $1 AND run.status = ANY($3) AND account.id = run.user_id "
        "RETURNING run.user_id, account.plan, run.asked, run.page",
        run_id, clock.now(), _WAITING,
    )  # fmt: skip
    if row is None:
        return None
    announce(row["user_id"], run_id)
    return Running(run_id, on_behalf_of(row), orjson.loads(row["asked"]), row["page"], is_last)


async def _end(
    run_id: UUID,
    status: RunStatus,
    *,
    result: dict[str, Any] | None,
    code: str | None = None,
    message: str | None = None,
) -> None:
    await _note(
        run_id,
        "status = $2::text, result = $3::jsonb, error_code = $4, error_message = $5, finished_at = $6, page = NULL, "
        "progress = CASE WHEN $2::text = 'succeeded' THEN 1 ELSE progress END",
        status.value, None if result is None else render(result).decode(), code, message, clock.now(),
    )  # fmt: skip


async def _note(run_id: UUID, changes: str, *values: object) -> None:
    rows = await database.fetch(
        f"UPDATE run SET {changes} WHERE run.id = $1 AND run.status IN ('queued', 'running') RETURNING user_id",
        run_id, *values,
    )  # fmt: skip
    if rows:
        announce(rows[0]["user_id"], run_id)
