"""The monthly quota of captures: how much is left, and taking one in the transaction that makes the job."""

from datetime import date

from core import clock, database
from core.actor import Actor, Scope
from core.errors import QuotaExceeded, Unauthorized
from core.page import Row
from models.user import Plan

UNLIMITED = -1


async def read(actor: Actor, *, free_captures: int) -> Row:
    """`used`, `limit`, `remaining` and `reset_date`; no limit is -1. Raises Unauthorized."""
    user_id = actor.allowed(Scope.READ, Scope.CAPTURE)
    month = _month()
    row = await database.fetch_row(
        "SELECT plan, coalesce(used, 0) AS used FROM account "
        "LEFT JOIN capture_count ON capture_count.user_id = account.id AND month = $2 WHERE account.id = $1",
        user_id, month,
    )  # fmt: skip
    if row is None:
        raise Unauthorized
    return _quota(month, row["used"], _limit(row["plan"], free_captures))


async def take(actor: Actor, *, free_captures: int) -> None:
    """Counts one capture of the month; the row is locked until the transaction ends. Raises QuotaExceeded."""
    user_id, month = actor.allowed(Scope.CAPTURE), _month()
    # Read here and not when the token was: a plan changed a moment ago counts at once.
    plan = await database.fetch_value("SELECT plan FROM account WHERE id = $1", user_id)
    limit = _limit(plan, free_captures)
    taken = await database.fetch_value(
        "INSERT INTO capture_count (user_id, month, used) SELECT $1, $2, 1 WHERE $3 <> 0 "
        "ON CONFLICT (user_id, month) DO UPDATE SET used = capture_count.used + 1 "
        "WHERE $3 = -1 OR capture_count.used < $3 RETURNING used",
        user_id, month, limit,
    )  # fmt: skip
    if taken is None:
        raise QuotaExceeded(_quota(month, limit, limit))


def _month() -> date:
    return clock.now().date().replace(day=1)


def _limit(plan: str, free_captures: int) -> int:
    return free_captures if plan == Plan.FREE else UNLIMITED


def _quota(month: date, used: int, limit: int) -> Row:
    remaining = UNLIMITED if limit == UNLIMITED else max(0, limit - used)
    reset = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return {"used": used, "limit": limit, "remaining": remaining, "reset_date": reset}
