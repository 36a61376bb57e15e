"""How an entry of the queue is carried out: within a time, again after a failure, and never for ever."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from pgqueuer import PgQueuer
from pgqueuer.core.executors import EntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Context, Job

from core import database

# Begun so often without an end to it, an entry is taken to kill its workers.
MAX_STARTS = 4
_FIRST_DELAY = 2.0
_LONGEST_DELAY = 300.0

log = structlog.get_logger()
# What a task is told: its subject, and whether there will be no other try.
Handler = Callable[[str, bool], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of work: how often it is tried, and for how many seconds each time."""

    name: str
    handler: Handler
    attempts: int = 3
    seconds: float = 120.0
    # How many at a time in all processes together; 0 for as many as there is room for.
    at_once: int = 0
    # Told of a subject that is given up: every try failed, took too long, or killed its worker.
    give_up: Callable[[str], Awaitable[None]] | None = None


class TaskTimedOutError(Exception):
    """The work took longer than it may."""


@dataclass
class _Executor(EntrypointExecutor):
    task: Task | None = None
    queuer: PgQueuer | None = None

    async def execute(self, job: Job, context: Context) -> None:
        assert self.task is not None
        assert self.queuer is not None
        subject = (job.payload or b"").decode()
        if await self._has_killed(job):
            await self._give_up(subject, None)
            return
        is_last = job.attempts + 1 >= self.task.attempts
        try:
            with context.cancellation:
                await self._within_time(subject, is_last=is_last)
        except asyncio.CancelledError:
            if self.queuer.shutdown.is_set():  # or the entry would count as cancelled, and be lost
                raise RetryRequested(reason="the worker stopped") from None
            raise
        except Exception as error:  # noqa: BLE001 whatever it is, it is tried again or given up
            if is_last and not database.is_away(error):
                await self._give_up(subject, error)
                return
            raise self._again(job, subject, error) from None

    async def _within_time(self, subject: str, *, is_last: bool) -> None:
        assert self.task is not None
        try:
            async with asyncio.timeout(self.task.seconds) as limit:
                await self.task.handler(subject, is_last)
        except TimeoutError:
            if limit.expired():
                raise TaskTimedOutError from None
            raise

    def _again(self, job: Job, subject: str, error: Exception) -> RetryRequested:
        assert self.task is not None
        delay = min(_FIRST_DELAY * 2**job.attempts, _LONGEST_DELAY) * random.uniform(0.5, 1.5)  # noqa: S311 jitter
        log.info("task.retried", task=self.task.name, subject=subject, error=type(error).__name__, seconds=round(delay))
        return RetryRequested(delay=timedelta(seconds=delay), reason=type(error).__name__)

    async def _give_up(self, subject: str, error: Exception | None) -> None:
        assert self.task is not None
        log.error("task.given_up", task=self.task.name, subject=subject, exc_info=error)
        if self.task.give_up is not None:
            await self.task.give_up(subject)

    async def _has_killed(self, job: Job) -> bool:
        """PgQueuer counts the tries that ended badly, not those whose worker never came to an end."""
        assert self.queuer is not None
        queries: Any = self.queuer.qm.queries
        history = await queries.job_log_history(job.id)
        return bool(sum(entry.status == "picked" for entry in history) - job.attempts > MAX_STARTS)


def register(queuer: PgQueuer, task: Task) -> None:
    """Has the queue's entries of this name carried out."""

    def make(parameters: EntrypointExecutorParameters) -> EntrypointExecutor:
        return _Executor(parameters, task=task, queuer=queuer)

    @queuer.entrypoint(task.name, concurrency_limit=task.at_once, executor_factory=make)
    async def _unused(_job: Job) -> None:
        """PgQueuer wants a function; the executor has the task's own."""
