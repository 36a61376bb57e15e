"""Runs as their user sees them: started, listed, followed, cancelled."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson

from core import clock, database, notifications, queue
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import Conflict, NotFound
from core.json_text import moment_text
from core.notifications import Change, Notifications
from core.page import Page, Row, Slice, Window, decode_cursor, encode_cursor
from models.run import UNFINISHED, Run, RunKind, RunStatus

# Each may hold a page of megabytes until it is read.
MAX_UNFINISHED = 50
_ORDER = "run created_at"
_COLUMNS = "id::text, kind, status, progress, result, error_code, error_message, created_at, started_at, finished_at"
_NO_SUCH_RUN = "There is no such run."
_WAITING = [status.value for status in UNFINISHED]


@transaction
async def start(actor: Actor, kind: RunKind, asked: dict[str, Any], *, page: str | None = None) -> Row:
    """Queues work for the actor, in one transaction with the run that tells of it. Raises Conflict for too many."""
    user_id = actor.allowed(Scope.WRITE)
    # Locked, so that parallel requests do not pass the bound together.
    await database.fetch("SELECT FROM account WHERE account.id = $1 FOR UPDATE", user_id)
    if await Run.owned_by(actor).filter(status__in=_WAITING).count() >= MAX_UNFINISHED:
        raise Conflict(f"{MAX_UNFINISHED} runs are under way already: wait for one of them, or cancel it.")
    run = Run(id=uuid4(), user_id=user_id, kind=kind, asked=asked, page=page, created_at=clock.now())
    run.queue_id = await queue.enqueue(kind.value, str(run.id), key=f"run:{run.id}")
    await run.save(force_create=True)
    announce(user_id, run.id)
    [row] = await _rows(user_id, [run.id])
    return row


async def read(actor: Actor, run_id: UUID) -> Row:
    """Raises NotFound."""
    found = await read_many(actor, [run_id])
    if not found:
        raise NotFound(_NO_SUCH_RUN)
    return found[0]


async def read_many(actor: Actor, ids: Sequence[UUID]) -> list[Row]:
    """Those of these runs that are the actor's, in no order. Raises Unauthorized or Forbidden."""
    return await _rows(actor.allowed(Scope.READ), ids)


async def page(actor: Actor, number: int, limit: int) -> Page:
    """The actor's runs, newest first."""
    user_id, total = actor.allowed(Scope.READ), await count(actor)
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM run WHERE run.user_id = $1 ORDER BY run.created_at DESC, run.id DESC "
        "LIMIT $2 OFFSET $3",
        user_id, limit, (number - 1) * limit,
    )  # fmt: skip
    return Page([_printed(row) for row in rows], total, number, limit)


async def count(actor: Actor) -> int:
    """How many runs of the actor's there are."""
    return int(
        await database.fetch_value("SELECT count(*) FROM run WHERE run.user_id = $1", actor.allowed(Scope.READ))
    )  # fmt: skip


async def cut(actor: Actor, window: Window) -> Slice:
    """The runs on one side of a cursor, newest first; both ends are exact. Raises ValidationFailed for the cursor."""
    sign, direction = (">", "ASC") if window.backwards else ("<", "DESC")
    place = None
    if window.cursor is not None:
        place = decode_cursor(window.cursor, _ORDER, datetime, window.argument)
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM run WHERE run.user_id = $1 "
        f"AND ($2::timestamptz IS NULL OR (run.created_at, run.id) {sign} ($2, $3::uuid)) "
        f"ORDER BY run.created_at {direction}, run.id {direction} LIMIT $4",
        actor.allowed(Scope.READ), *(place or (None, None)), window.size + 1,
    )  # fmt: skip
    more, rows = len(rows) > window.size, [_printed(row) for row in rows[: window.size]]
    behind = place is not None and await _is_other_side(actor, place, "<" if window.backwards else ">")
    rows = rows[::-1] if window.backwards else rows
    cursors = [encode_cursor(_ORDER, moment_text(row["created_at"]), row["id"]) for row in rows]
    return Slice(rows, cursors, *((behind, more) if window.backwards else (more, behind)))


def follow(actor: Actor, run_id: UUID, *, notifications: Notifications) -> AsyncGenerator[Row, None]:
    """A run as it is and whenever it has changed, until it has ended. Raises Unauthorized or Forbidden."""
    actor.allowed(Scope.READ)
    return _follow(actor, run_id, notifications)


@transaction
async def cancel(actor: Actor, run_id: UUID) -> Row:
    """Stops a run. Raises NotFound, and Conflict for one that has ended."""
    actor.allowed(Scope.WRITE)
    run: Any = await Run.owned_by(actor).filter(id=run_id).select_for_update().first()
    if run is None:
        raise NotFound(_NO_SUCH_RUN)
    if run.status not in UNFINISHED:
        raise Conflict(f"The run has {run.status.value} already: there is nothing to cancel.")
    run.status, run.finished_at, run.page = RunStatus.CANCELLED, clock.now(), None
    await run.save(update_fields=["status", "finished_at", "page"])
    if run.queue_id is not None:
        await queue.withdraw(run.queue_id)
    announce(run.user_id, run.id)
    [row] = await _rows(run.user_id, [run.id])
    return row


def announce(user_id: UUID, run_id: UUID) -> None:
    """Tells whoever follows the run, once the transaction is committed."""
    notifications.announce(Change("run", str(user_id), str(run_id)))


async def _follow(actor: Actor, run_id: UUID, notifications: Notifications) -> AsyncGenerator[Row, None]:
    with notifications.follow("run", str(actor.user_id)) as following:
        run = await read(actor, run_id)
        yield run
        while run["status"] in _WAITING:
            changes = await following.next()
            if changes is None or any(change.id == str(run_id) for change in changes):
                run = await read(actor, run_id)
                yield run


async def _rows(user_id: UUID, ids: Sequence[UUID]) -> list[Row]:
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM run WHERE run.user_id = $1 AND run.id = ANY($2::uuid[])", user_id, list(ids)
    )
    return [_printed(row) for row in rows]


async def _is_other_side(actor: Actor, place: tuple[Any, UUID], sign: str) -> bool:
    """Whether there is anything at the cursor or beyond it, on the side that the page turns its back to."""
    return bool(
        await database.fetch_value(
            f"SELECT EXISTS (SELECT FROM run WHERE run.user_id = $1 AND (run.created_at, run.id) {sign}= ($2, $3))",
            actor.user_id, *place,
        )
    )  # fmt: skip


def _printed(row: Row) -> Row:
    """A run as clients know it."""
    code, message = row.pop("error_code"), row.pop("error_message")
    result = row["result"]
    return row | {
        "result": orjson.loads(result) if isinstance(result, str) else result,
        "error": None if code is None else {"code": code, "message": message},
    }
