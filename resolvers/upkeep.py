"""What is thrown away in time, whoever it belongs to."""

import asyncio

import structlog

from core import clock, database
from core.database import transaction
from models.job import RESTORABLE
from resolvers import idempotency

_HOUR = 3600

log = structlog.get_logger()


async def purge() -> None:
    """Deletes jobs that nobody can restore any more, sessions that are over, and answers kept long enough."""
    await _purge_jobs()
    await _purge_sessions()
    await idempotency.purge()


async def every_hour() -> None:
    """Purges now and every hour, until it is cancelled; what fails is tried again at the next turn."""
    while True:
        try:
            await purge()
        except Exception as error:
            if not database.is_away(error):
                log.exception("upkeep.failed")
        await asyncio.sleep(_HOUR)


@transaction
async def _purge_jobs() -> None:
    await database.fetch("DELETE FROM job WHERE deleted_at < $1", clock.now() - RESTORABLE)


@transaction
async def _purge_sessions() -> None:
    """Their refresh tokens go with them; access tokens of a session that is over are refused anyway."""
    await database.fetch("DELETE FROM session WHERE expires_at < $1", clock.now())
