"""Tortoise's asyncpg client over a pool that keeps connections at hand.

asyncpg's own way out of its pool and back, with a proxy, a task and a timer each time, costs more than a small query.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient

R = TypeVar("R")


class Connections:
    """What Tortoise asks of a pool, and `using` beside it; connections are opened as they are needed, and stay open."""

    def __init__(self, pool: asyncpg.Pool, size: int) -> None:
        self._pool = pool
        self._size = size
        # A place for each connection, empty until it is opened; the one that was used last is taken first.
        self._places: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
        for _ in range(size):
            self._places.put_nowait(None)

    async def using(self, work: Callable[[Any], Awaitable[R]]) -> R:
        """Works with a connection, waiting for one while all are in use, and gives it back."""
        connection = await self.acquire()
        try:
            result = await work(connection)
        except BaseException:
            await self.release(connection)
            raise
        self._places.put_nowait(connection)  # it did all that it was asked to do: nothing is left to clear up
        return result

    async def acquire(self) -> Any:
        """A connection, to be given back by `release`."""
        kept = await self._places.get() if self._places.empty() else self._places.get_nowait()
        if kept is not None and _is_open(kept):
            return kept
        try:
            if kept is not None:
                await self._pool.release(kept)
            return await self._pool.acquire()
        except BaseException:
            self._places.put_nowait(None)
            raise

    async def release(self, connection: Any) -> None:
        """Takes a connection back, whatever happened to it."""
        try:
            await self._pool.release(connection)
        finally:
            self._places.put_nowait(None)

    async def close(self) -> None:
        """Waits for the connections in use, and closes all."""
        await self._give_back([await self._places.get() for _ in range(self._size)])
        await self._pool.close()

    def terminate(self) -> None:
        """Closes all at once."""
        self._pool.terminate()

    async def expire_connections(self) -> None:
        """Has every connection opened anew before its next use."""
        await self._pool.expire_connections()
        await self._give_back([self._places.get_nowait() for _ in range(self._places.qsize())])

    async def _give_back(self, places: list[Any]) -> None:
        for kept in places:
            try:
                if kept is not None:
                    await self._pool.release(kept)
            except (OSError, asyncpg.InterfaceError):
                pass  # it was cut off a moment ago, and nobody wants it back
            finally:
                self._places.put_nowait(None)


def _is_open(connection: Any) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # it was closed, and asyncpg took it back by itself
        return False


class Client(AsyncpgDBClient):
    """Tortoise's own with such a pool."""

    async def create_pool(self, **kwargs: Any) -> Connections:
        return Connections(await super().create_pool(**kwargs), kwargs["max_size"])

    async def using(self, work: Callable[[Any], Awaitable[R]]) -> R:
        """Works with a connection of the pool, which connects at its first use."""
        if self._pool is None:
            async with self.acquire_connection():
                pass
        connections: Any = self._pool
        return await connections.using(work)  # type: ignore[no-any-return]


client_class = Client
