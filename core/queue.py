"""Work for later, kept by PgQueuer in the same PostgreSQL: added in the transaction that asks for it, or not at all.

PgQueuer is imported where it is used: it takes a fifth of a second, which a start need not wait for.
"""

import os
from datetime import timedelta
from typing import Any

from core import database

# Read when PgQueuer is first imported: its tables stand apart from ours.
os.environ["PGQUEUER_SCHEMA"] = "pgq"
# Written on the schema when its tables are as the pinned version of PgQueuer wants them.
LAYOUT = "PgQueuer 1.6"


class _Connection:
    """What PgQueuer asks of a driver to add to the queue: the connection of the transaction in progress."""

    async def fetch(self, query: str, *parameters: object) -> list[dict[str, Any]]:
        return await database.fetch(query, *parameters)

    async def execute(self, query: str, *parameters: object) -> str:
        await database.fetch(query, *parameters)
        return ""

    async def notify(self, channel: str, payload: str) -> None:
        await database.fetch("SELECT pg_notify($1, $2)", channel, payload)


async def enqueue(task: str, subject: str, *, key: str | None = None, delay: timedelta | None = None) -> int | None:
    """Adds a task about a subject; the id of the entry, or None while one with the same key is still in the queue."""
    from pgqueuer import Queries  # noqa: PLC0415

    queries = Queries(_Connection())  # type: ignore[arg-type]  # it listens to nothing
    [entry] = await queries.enqueue(task, subject.encode(), 0, delay, key, on_conflict="skip")
    return entry


async def withdraw(entry: int) -> None:
    """Takes an entry out of the queue, and stops it where it is being carried out."""
    from pgqueuer import Queries  # noqa: PLC0415
    from pgqueuer.types import JobId  # noqa: PLC0415

    await Queries(_Connection()).mark_job_as_cancelled([JobId(entry)])  # type: ignore[arg-type]


async def is_current() -> bool:
    """Whether the tables are there, as this version wants them."""
    found = await database.fetch_value("SELECT obj_description(to_regnamespace('pgq'), 'pg_namespace')")
    return bool(found == LAYOUT)


async def install() -> None:
    """Makes the tables, or brings them up to date; to be called under a lock."""
    from pgqueuer import Queries  # noqa: PLC0415

    connection = await database.dedicated()
    try:
        queries = Queries.from_asyncpg_connection(connection)
        if await queries.schema_is_installed():
            await queries.apply_upgrade()
        else:
            await queries.install()
        await connection.execute(f"COMMENT ON SCHEMA pgq IS '{LAYOUT}'")
    finally:
        await connection.close()


async def trim() -> None:
    """Forgets what became of entries a week ago; PgQueuer itself never does."""
    await database.fetch("DELETE FROM pgq.pgqueuer_log WHERE aggregated AND created < now() - interval '7 days'")
