"""A transport that sends the head of an answer together with its body."""

import asyncio
from typing import Any


class JoinedWrites:
    """Holds what is written until something more is, at most until the event loop's next turn.

    uvicorn writes an answer's head and its body by themselves, and uvloop sends each at once: two calls of the system
    and mostly two packets, which cost as much as a small query.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.plain = transport
        self._loop = loop
        self._held: bytes | None = None

    def write(self, data: bytes) -> None:
        if self._held is None:
            self._held = data
            self._loop.call_soon(self._flush)
        else:
            held, self._held = self._held, None
            self.plain.writelines((held, data))

    def close(self) -> None:
        self._flush()
        self.plain.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)

    def _flush(self) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            self.plain.write(held)
