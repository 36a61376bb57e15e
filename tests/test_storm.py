"""Five hundred requests that are given up, through the whole application on a pool of three connections."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from core import database
from core.settings import Settings
from tests.conftest import Person, person, running

POOL = 3
REQUESTS = 500


@pytest.fixture
async def ada_alone(apart: None, settings: Settings, clone: Callable[[], Awaitable[str]]) -> AsyncIterator[Person]:
    few = Settings(
        **{**settings.model_dump(), "database_url": await clone(), "database_pool": POOL},
        _env_file=None,
    ).model_copy(update={"free_monthly_captures": 10_000})
    async with running(few) as served, person(served, "ada@example.com", "Ada") as someone:
        yield someone


def requests(ada: Person, number: int, job_id: str, version: int) -> Awaitable[Any]:
    """Captures (a job, its event and the month's count), changes of a status, and reads."""
    capture = {
        "title": f"Engineer {number}", "company": "Acme", "location": "Oslo", "description": "x",
        "sourceUrl": f"https://example.com/{number}",
    }  # fmt: skip
    kinds = [
        lambda: ada.rest.post("/api/jobs", json=capture),
        lambda: ada.rest.post("/api/jobs", json=capture, headers={"Idempotency-Key": f"key-{number}"}),
        lambda: ada.rest.patch(f"/api/jobs/{job_id}", json={"status": ("applied", "interviewing")[version % 2]}),
        lambda: ada.rest.get("/api/jobs?limit=50"),
        lambda: ada.rest.get("/api/health"),
    ]
    return kinds[number % len(kinds)]()


async def test_given_up_requests_leak_no_connection_and_leave_nothing_half(ada_alone: Person) -> None:
    ada = ada_alone
    created = await ada.rest.post("/api/jobs", json={"company_name": "Acme", "job_title": "Engineer"})
    job_id = created.json()["data"]["id"]
    tasks: list[asyncio.Future[Any]] = []
    for number in range(REQUESTS):
        tasks.append(asyncio.ensure_future(requests(ada, number, job_id, number)))
        for _ in range(number % 7):
            await asyncio.sleep(0)
        tasks[number - number % 13].cancel()
        if number % 3:
            tasks[number].cancel()
        if number % 50 == 49:
            await asyncio.wait(tasks[-25:])
    await asyncio.wait(tasks)
    await database.settle()

    given_up = sum(task.cancelled() for task in tasks)
    assert REQUESTS // 2 < given_up < REQUESTS
    assert {task.result().status_code for task in tasks if not task.cancelled()} == {200}

    pool: Any = database.connection()._pool
    held = [await asyncio.wait_for(pool.acquire(), 5) for _ in range(POOL)]
    for connection in held:
        await pool.release(connection)

    [counts] = await database.fetch(
        "SELECT (SELECT count(*) FROM job WHERE source = 'extension') AS captured, "
        "(SELECT used FROM capture_count) AS counted, "
        "(SELECT count(*) FROM job WHERE NOT EXISTS (SELECT FROM job_event WHERE job_id = job.job_id)) AS without, "
        "(SELECT count(*) FROM job_event WHERE type = 'status_changed') AS changes, "
        "(SELECT version - 1 FROM job WHERE source = 'manual') AS versions, "
        "(SELECT count(*) FROM idempotency_key) AS keys, "
        "(SELECT count(*) FROM job WHERE source_url ~ '/\\d*[16]$') AS keyed"
    )
    assert counts["captured"] == counts["counted"] > 0
    assert counts["without"] == 0
    assert counts["changes"] == counts["versions"] > 0
    assert counts["keys"] == counts["keyed"] > 0
    listed = (await ada.rest.get("/api/jobs")).json()
    assert listed["total"] == counts["captured"] + 1
