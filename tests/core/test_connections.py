"""What is kept of connections that were cut off; that transactions leak none is tested with the database."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

from core import database


async def test_connections_that_were_cut_off_are_given_back(apart: None, clone: Callable[[], Awaitable[str]]) -> None:
    async with database.connected(await clone(), 2):
        await asyncio.gather(*(database.fetch("SELECT pg_sleep(0.01)") for _ in range(2)))
        pool: Any = database.connection()._pool
        for place in list(pool._places._queue):
            end = place._transport.get_extra_info("socket")
            with socket.socket(fileno=socket.dup(end.fileno())) as same:
                same.shutdown(socket.SHUT_RDWR)
        await pool.expire_connections()
        assert pool._places.qsize() == 2
        found = await asyncio.gather(*(database.fetch_value("SELECT 1") for _ in range(2)))
        assert found == [1, 1]
