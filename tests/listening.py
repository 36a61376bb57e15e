"""The application behind the real server on a real socket, for requests that no client library would send."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from cli import _UVICORN


@asynccontextmanager
async def listening(asgi: ASGIApp, *, send_buffer: int | None = None) -> AsyncIterator[int]:
    """The port on which it listens; a small buffer is soon full where a client does not read."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        if send_buffer is not None:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        server = uvicorn.Server(uvicorn.Config(asgi, **{**_UVICORN, "lifespan": "off", "log_level": "critical"}))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await running


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def talk(port: int, *pieces: bytes) -> bytes:
    """Everything that is answered to these bytes until the server closes the connection."""
    received = b""
    async with connection(port) as (reader, writer):
        with suppress(ConnectionError):  # closed while we were still sending
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            while chunk := await asyncio.wait_for(reader.read(65_536), 20):
                received += chunk
    return received
