"""What is thrown away in time, whoever it belongs to."""

from datetime import timedelta

from core import clock, database, queue
from core.database import transaction
from models.job import RESTORABLE
from resolvers import idempotency

# How long a run that has ended can still be read.
_RUNS_KEPT = timedelta(days=90)


async def purge() -> None:
    """Deletes jobs that nobody can restore any more, sessions that are over, and runs and answers kept long enough."""
    await _purge_jobs()
    await _purge_sessions()
    await _purge_runs()
    await queue.trim()
    await idempotency.purge()


@transaction
async def _purge_jobs() -> None:
    await database.fetch("DELETE FROM job WHERE deleted_at < $1", clock.now() - RESTORABLE)


@transaction
async def _purge_sessions() -> None:
    """Their refresh tokens go with them; access tokens of a session that is over are refused anyway."""
    await database.fetch("DELETE FROM session WHERE expires_at < $1", clock.now())


@transaction
async def _purge_runs() -> None:
    await database.fetch("DELETE FROM run WHERE run.finished_at < $1", clock.now() - _RUNS_KEPT)
