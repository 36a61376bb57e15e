"""Waiting for what other processes do: looked at again and again, and a failure when it never comes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.conftest import Person

PATIENCE = 60.0


async def until(condition: Callable[[], Awaitable[Any]], patience: float = PATIENCE) -> Any:
    """The first value of the condition that is true."""
    async with asyncio.timeout(patience):
        while not (found := await condition()):  # noqa: ASYNC110 nothing but looking tells
            await asyncio.sleep(0.02)  # between two looks; nothing is decided by it
        return found


async def ended(person: Person, run_id: str) -> dict[str, Any]:
    """The run once it has ended, one way or another."""

    async def look() -> dict[str, Any] | None:
        run: dict[str, Any] = (await person.rest.get(f"/api/scraper/runs/{run_id}")).json()["data"]
        return run if run["finished_at"] else None

    found: dict[str, Any] = await until(look)
    return found
