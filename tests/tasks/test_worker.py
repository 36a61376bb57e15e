"""The worker: what is queued is done, again after failures, never for ever, and never lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from core import database, queue
from core.database import transaction
from resolvers.collaborators import Collaborators
from tasks import execution, worker
from tasks.execution import Task
from tasks.worker import working
from tests.waiting import until

_PATIENCE = 30.0
Working = Callable[..., AbstractAsyncContextManager[None]]


@pytest.fixture(autouse=True)
def _at_once(database_emptied: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "_FIRST_DELAY", 0.0)


async def until_empty() -> None:
    await until(lambda: database.fetch_value("SELECT NOT EXISTS (SELECT FROM pgq.pgqueuer)"))


@asynccontextmanager
async def at_work(*tasks: Task, **schedules: str) -> AsyncIterator[None]:
    async with working(tasks, schedules, concurrency=4):
        yield


async def test_what_is_queued_is_done_once() -> None:
    done: list[str] = []

    async def note(subject: str, _is_last: bool) -> None:
        done.append(subject)

    async with at_work(Task("note", note)):
        for number in range(20):
            await queue.enqueue("note", str(number))
        await until_empty()
    assert sorted(done, key=int) == [str(number) for number in range(20)]


async def test_a_key_is_in_the_queue_once() -> None:
    first = await queue.enqueue("note", "a", key="same")
    assert first is not None
    assert await queue.enqueue("note", "b", key="same") is None
    assert await database.fetch_value("SELECT count(*) FROM pgq.pgqueuer") == 1


async def test_what_a_transaction_undoes_was_never_queued() -> None:
    @transaction
    async def fail() -> None:
        await queue.enqueue("note", "a")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await database.fetch_value("SELECT count(*) FROM pgq.pgqueuer") == 0


async def test_a_failure_is_tried_again_and_the_last_try_is_told() -> None:
    tries: list[bool] = []
    given_up: list[str] = []

    async def fail(_subject: str, is_last: bool) -> None:
        tries.append(is_last)
        raise ZeroDivisionError

    async def give_up(subject: str) -> None:
        given_up.append(subject)

    async with at_work(Task("fail", fail, give_up=give_up)):
        await queue.enqueue("fail", "x")
        await until_empty()
    assert (tries, given_up) == ([False, False, True], ["x"])


async def test_what_takes_too_long_is_stopped() -> None:
    given_up: list[str] = []

    async def hang(_subject: str, _is_last: bool) -> None:
        await asyncio.Event().wait()

    async def give_up(subject: str) -> None:
        given_up.append(subject)

    async with at_work(Task("hang", hang, attempts=1, seconds=0.05, give_up=give_up)):
        await queue.enqueue("hang", "x")
        await until_empty()
    assert given_up == ["x"]


async def test_an_entry_that_kills_its_workers_is_given_up() -> None:
    given_up: list[str] = []

    async def work(_subject: str, _is_last: bool) -> None:
        raise AssertionError

    async def give_up(subject: str) -> None:
        given_up.append(subject)

    entry = await queue.enqueue("deadly", "x")
    for _ in range(execution.MAX_STARTS):
        await database.fetch(
            "INSERT INTO pgq.pgqueuer_log (job_id, status, entrypoint, priority) VALUES ($1, 'picked', 'deadly', 0)",
            entry,
        )
    async with at_work(Task("deadly", work, give_up=give_up)):
        await until_empty()
    assert given_up == ["x"]


async def test_what_is_withdrawn_is_stopped() -> None:
    begun, stopped = asyncio.Event(), asyncio.Event()

    async def hang(_subject: str, _is_last: bool) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    async with at_work(Task("hang", hang)), asyncio.timeout(_PATIENCE):
        entry = await queue.enqueue("hang", "x")
        assert entry is not None
        await begun.wait()
        await queue.withdraw(entry)
        await stopped.wait()
        await until_empty()


async def test_what_a_stopped_worker_had_begun_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_GRACE_SECONDS", 0.05)
    begun, done = asyncio.Event(), asyncio.Event()

    async def hang(_subject: str, _is_last: bool) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def finish(_subject: str, _is_last: bool) -> None:
        done.set()

    async with at_work(Task("work", hang)), asyncio.timeout(_PATIENCE):
        await queue.enqueue("work", "x")
        await begun.wait()
    rows = await database.fetch("SELECT status::text, attempts FROM pgq.pgqueuer")
    assert rows == [{"status": "queued", "attempts": 1}]
    async with at_work(Task("work", finish)), asyncio.timeout(_PATIENCE):
        await done.wait()
        await until_empty()


async def test_a_lost_listener_listens_again(app: Collaborators) -> None:
    done = asyncio.Queue[str]()

    async def note(subject: str, _is_last: bool) -> None:
        done.put_nowait(subject)

    async with at_work(Task("note", note)), asyncio.timeout(_PATIENCE):
        await queue.enqueue("note", "before")
        assert await done.get() == "before"
        assert len(await terminate_listeners()) == 1
        await queue.enqueue("note", "after")
        assert await done.get() == "after"


async def test_what_comes_round_is_only_queued() -> None:
    done = asyncio.Queue[str]()

    async def note(subject: str, _is_last: bool) -> None:
        done.put_nowait(subject)

    async with at_work(Task("round", note), round="* * * * *"), asyncio.timeout(_PATIENCE):
        await until(
            lambda: database.fetch_value("SELECT count(*) FROM pgq.pgqueuer_schedules WHERE entrypoint = 'round'")
        )
        await database.fetch("UPDATE pgq.pgqueuer_schedules SET next_run = now() - interval '1 minute'")
    async with at_work(Task("round", note), round="* * * * *"), asyncio.timeout(_PATIENCE):
        assert await done.get() == ""
    await database.fetch("DELETE FROM pgq.pgqueuer_schedules")


async def terminate_listeners() -> list[dict[str, Any]]:
    return await database.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND query LIKE 'LISTEN%ch_pgqueuer%'"
    )
