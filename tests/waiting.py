"""Waiting for what other processes do: looked at again and again, and a failure when it never comes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

PATIENCE = 60.0


async def until(condition: Callable[[], Awaitable[Any]], patience: float = PATIENCE) -> Any:
    """The first value of the condition that is true."""
    async with asyncio.timeout(patience):
        while not (found := await condition()):  # noqa: ASYNC110 nothing but looking tells
            await asyncio.sleep(0.02)  # between two looks; nothing is decided by it
        return found
