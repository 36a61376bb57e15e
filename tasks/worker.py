"""The background wire: takes work from the queue, beside a server or in a process of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import structlog
from pgqueuer import PgQueuer

from core import database, queue
from tasks.driver import ResilientDriver
from tasks.execution import Task, register

# An entry whose worker has not been heard of for so long is taken over by another.
_HEARTBEAT = timedelta(seconds=15)
# How often the queue is looked at without being told of anything new.
_POLL = timedelta(seconds=2)
# How long a worker that is to stop waits for what it has begun; the rest goes back into the queue.
_GRACE_SECONDS = 5.0
_CONNECTIONS = 3
_RESTART_SECONDS = 1.0

log = structlog.get_logger()


class Worker:
    """Carries out tasks until it is stopped, whatever becomes of the database meanwhile; at least two at a time."""

    def __init__(
        self, pool: asyncpg.Pool, tasks: Sequence[Task], schedules: Mapping[str, str], concurrency: int
    ) -> None:
        self._pool = pool
        self._tasks = tasks
        self._schedules = schedules
        self._concurrency = concurrency
        self._is_stopping = False
        self._queuer = self._made()

    async def run(self) -> None:
        while not self._is_stopping:
            try:
                await self._queuer.run(
                    batch_size=self._concurrency // 2, max_concurrent_tasks=self._concurrency,
                    heartbeat_timeout=_HEARTBEAT, dequeue_timeout=_POLL,
                )  # fmt: skip
            except Exception:
                log.exception("worker.failed")
                await asyncio.sleep(_RESTART_SECONDS)
            if not self._is_stopping:
                self._queuer = self._made()

    def stop(self) -> None:
        """Takes no more work."""
        self._is_stopping = True
        self._queuer.shutdown.set()

    def _made(self) -> PgQueuer:
        queuer = PgQueuer(connection=ResilientDriver(self._pool))
        for task in self._tasks:
            register(queuer, task)
        for name, times in self._schedules.items():
            queuer.schedule(name, times)(_enqueuing(name))
        return queuer


@asynccontextmanager
async def working(tasks: Sequence[Task], schedules: Mapping[str, str], *, concurrency: int) -> AsyncIterator[None]:
    """Works for the duration, and gives back at the end what could not be finished in a few seconds."""
    pool = await database.pool(_CONNECTIONS)
    worker = Worker(pool, tasks, schedules, concurrency)
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        done, _ = await asyncio.wait({running}, timeout=_GRACE_SECONDS)
        if not done:
            running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await pool.close()


def _enqueuing(name: str) -> Callable[[Any], Awaitable[None]]:
    """Schedules are not tried again when they fail, so all they do is add to the queue, once."""

    async def add(_schedule: Any) -> None:
        await queue.enqueue(name, "", key=name)

    return add
