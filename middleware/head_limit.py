"""Bounds what a connection may cost before there is a request to answer: the size of a head, and time.

uvicorn's fast parser bounds neither, and whoever runs the server has no proxy in front of it on the first day.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from middleware.joined_writes import JoinedWrites

MAX_HEAD = 64 * 1024
# How long a head may take to arrive, or a body to begin; every further kilobyte of body buys a second.
PATIENCE_SECONDS = 30.0
_BYTES_PER_SECOND = 1024
_NEVER = float("inf")


class HeadLimit(HttpToolsProtocol):
    """Refuses a head beyond 64 KiB, and drops connections on which a request does not go on.

    A connection that is quiet between two requests is left to uvicorn, which drops it sooner.
    """

    _head = 0  # bytes of it, counted from the second piece in which it arrives
    _is_in_head = False
    _ends_at = _NEVER
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport: Any = JoinedWrites(transport, self.loop)
        self._expect()

    def data_received(self, data: bytes) -> None:
        if self._is_in_head:
            self._head += len(data)
            if self._head > MAX_HEAD:
                self._refuse()
                return
        if self._ends_at == _NEVER and self.cycle is not None and self.cycle.response_complete:
            self._expect()
        super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head, self._head = True, 0
        self._expect()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._expect()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._ends_at += len(body) / _BYTES_PER_SECOND
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._expect_nothing()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._end_timer()  # from here on the connection is another protocol's
        self.transport = self.transport.plain
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_timer()
        super().connection_lost(exc)

    def _refuse(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.send_400_response(f"The head of the request is larger than {MAX_HEAD // 1024} KiB.")
        else:
            self.transport.close()

    def _expect(self) -> None:
        """Moves the end; the timer that runs finds out when it looks, which is cheaper than a new one each time."""
        self._ends_at = self.loop.time() + PATIENCE_SECONDS
        if self._timer is None:
            self._timer = self.loop.call_at(self._ends_at, self._look)

    def _expect_nothing(self) -> None:
        self._ends_at = _NEVER

    def _look(self) -> None:
        self._timer = None
        if self._ends_at <= self.loop.time():
            self.transport.close()
        elif self._ends_at != _NEVER:
            self._timer = self.loop.call_at(self._ends_at, self._look)

    def _end_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
