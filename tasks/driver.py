"""PgQueuer's way to the database, for workers: outlives lost connections, which its own does not.

Relies on `Relay` and `_entered` of PgQueuer 1.6, so look here when that is upgraded. Never for adding to the queue: a
query that is repeated because its answer was lost may have been carried out.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver, Relay
from pgqueuer.ports.driver import NotifyCallback

from core import database

T = TypeVar("T")
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 2.0

log = structlog.get_logger()


class ResilientDriver(AsyncpgPoolDriver):
    """Repeats queries while the database is away, and listens again once it is back."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        super().__init__(pool)
        self._listeners: list[tuple[str, Relay]] = []
        self._ear: asyncpg.Connection | None = None
        self._keeper: asyncio.Task[None] | None = None

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        fetch = super().fetch
        return await _persistently(lambda: fetch(query, *args))

    async def execute(self, query: str, *args: object) -> str:
        execute = super().execute
        return await _persistently(lambda: execute(query, *args))

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        self._listeners.append((channel, Relay(callback)))
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep_listening(started := asyncio.Event()))
            await started.wait()
        elif self._ear is not None:
            await self._ear.add_listener(channel, Relay(callback))

    async def remove_listener(self, channel: str, callback: NotifyCallback) -> None:
        self._listeners.remove((channel, Relay(callback)))
        if self._ear is not None and not self._ear.is_closed():
            await self._ear.remove_listener(channel, Relay(callback))

    async def __aexit__(self, *_: object) -> None:
        self._entered -= 1  # two managers of PgQueuer's enter the one driver
        if self._entered == 0 and self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper

    async def _keep_listening(self, started: asyncio.Event) -> None:
        while True:
            self._ear = ear = await _persistently(database.dedicated)
            try:
                lost = asyncio.Event()
                ear.add_termination_listener(lambda _connection, lost=lost: lost.set())
                for channel, relay in self._listeners:
                    await ear.add_listener(channel, relay)
                started.set()
                await lost.wait()
                log.warning("worker.listener_lost")
            except Exception as error:
                if not database.is_away(error):
                    raise
            finally:
                ear.terminate()


async def _persistently(attempt: Callable[[], Awaitable[T]]) -> T:
    pause = _FIRST_PAUSE
    while True:
        try:
            return await attempt()
        except Exception as error:
            if not database.is_away(error) or isinstance(error, asyncpg.DeadlockDetectedError):
                raise
            log.warning("worker.database_away", error=type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
