"""Heads are bounded in size, requests in the time that they may take to arrive."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs
from uvicorn.server import ServerState

from middleware.head_limit import MAX_HEAD, PATIENCE_SECONDS, HeadLimit
from resolvers.collaborators import Collaborators
from tests.listening import connection, listening, talk

REFUSED = b"The head of the request is larger than 64 KiB."
START = b"GET /health HTTP/1.1\r\nHost: a\r\n"


@pytest.fixture(scope="module")
async def port(served: tuple[Any, Collaborators]) -> AsyncIterator[int]:
    async with listening(served[0]) as port:
        yield port


async def test_an_ordinary_head_passes_in_pieces(port: int) -> None:
    padding = b"X-Padding: " + b"x" * 30_000 + b"\r\n"
    answer = await talk(port, START, padding, padding[:9], padding[9:], b"Connection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b'{"status":"ok"}')


@pytest.mark.parametrize(
    "pieces",
    [
        [b"X-Padding: " + b"x" * 1_000_000],
        [b"X: y\r\n" * 200_000],
        [b"X-Padding: ", *[b"x" * 10_000] * 100],
    ],
    ids=["one line", "many lines", "many pieces"],
)
async def test_a_head_without_end_is_refused(port: int, pieces: list[bytes]) -> None:
    answer = await talk(port, START, *pieces)
    # Whether it can be read depends on how much was still on its way.
    assert not answer or answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert not answer or answer.endswith(REFUSED)
    assert (await talk(port, START, b"Connection: close\r\n\r\n")).startswith(b"HTTP/1.1 200")


async def test_the_refusal_can_be_read(port: int) -> None:
    async with connection(port) as (reader, writer):
        writer.write(START)
        await writer.drain()
        await talk(port, START, b"Connection: close\r\n\r\n")  # until when the first piece has been read
        writer.write(b"X: " + b"x" * (MAX_HEAD + 1))
        await writer.drain()
        assert (await reader.read()).endswith(REFUSED)


async def test_a_body_is_not_counted_as_a_head(port: int) -> None:
    head = b"POST /api/auth/refresh HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    body = b"[" + b" " * 200_000 + b"]"
    one = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    answer = await talk(port, one, one, START + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 400 Bad Request") == 2
    assert answer.endswith(b'{"status":"ok"}')


async def test_a_client_that_leaves_in_the_middle_is_no_fault_of_ours(port: int) -> None:
    head = (
        b"POST /api/auth/refresh HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    )
    with capture_logs() as logs:
        async with connection(port) as (_, writer):
            writer.write(head + b"{")
            await writer.drain()
        while "POST" not in [event["method"] for event in logs]:
            await talk(port, START + b"Connection: close\r\n\r\n")
    assert {(event["event"], event["log_level"]) for event in logs} == {("request", "info")}
    assert [event["status"] for event in logs if event["method"] == "POST"] == [0]


class Timer:
    def __init__(self, when: float, callback: Callable[[], None]) -> None:
        self.when, self.callback, self.is_cancelled = when, callback, False

    def cancel(self) -> None:
        self.is_cancelled = True


_TASKS: list[asyncio.Task[Any]] = []


@pytest.fixture(autouse=True)
async def _nothing_goes_on() -> AsyncIterator[None]:
    """Requests of connections that were dropped would wait for ever."""
    yield
    for task in _TASKS:
        task.cancel()
    await asyncio.gather(*_TASKS, return_exceptions=True)
    _TASKS.clear()


class Loop:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.timers: list[Timer] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None]) -> Timer:
        self.timers.append(Timer(when, callback))
        return self.timers[-1]

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        return self.call_at(self.now + delay, callback)

    def call_soon(self, callback: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_soon(callback)

    def create_task(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        _TASKS.append(task)
        return task

    def advance(self, seconds: float) -> None:
        self.now += seconds
        while due := [timer for timer in self.timers if timer.when <= self.now]:
            self.timers.remove(due[0])
            if not due[0].is_cancelled:
                due[0].callback()


class Transport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.written, self.is_closed = b"", False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Connection:
    """One connection to an application that reads a body and answers with its length."""

    def __init__(self) -> None:
        self.loop, self.transport = Loop(), Transport()
        config = uvicorn.Config(self._app, log_config=None, ws="none", timeout_keep_alive=5)
        self.protocol = HeadLimit(config, ServerState(), {}, self.loop)  # type: ignore[arg-type]
        self.protocol.connection_made(self.transport)

    @staticmethod
    async def _app(_scope: Scope, receive: Receive, send: Send) -> None:
        length, more = 0, True
        while more:
            message = await receive()
            length += len(message.get("body", b""))
            more = message.get("more_body", False)
        body = str(length).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body})

    async def send(self, data: bytes) -> None:
        self.protocol.data_received(data)
        for _ in range(10):
            await asyncio.sleep(0)


POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"


async def test_a_connection_on_which_nothing_comes_is_dropped() -> None:
    client = Connection()
    client.loop.advance(PATIENCE_SECONDS - 1)
    assert not client.transport.is_closed
    client.loop.advance(1)
    assert client.transport.is_closed
    assert client.transport.written == b""


async def test_a_head_that_drips_is_dropped() -> None:
    client = Connection()
    await client.send(START)
    for _ in range(int(PATIENCE_SECONDS)):
        assert not client.transport.is_closed
        await client.send(b"X: y\r\n")
        client.loop.advance(1)
    assert client.transport.is_closed


async def test_a_body_that_does_not_come_is_dropped() -> None:
    client = Connection()
    await client.send(POST % 5000)
    client.loop.advance(PATIENCE_SECONDS)
    assert client.transport.is_closed
    client.protocol.connection_lost(None)


async def test_a_slow_body_may_take_a_second_for_a_kilobyte() -> None:
    client = Connection()
    await client.send(POST % 102_400)
    for _ in range(99):
        await client.send(b"x" * 1024)
        client.loop.advance(1)
        assert not client.transport.is_closed
    await client.send(b"x" * 1024)
    assert client.transport.written.endswith(b"\r\n\r\n102400")
    assert not client.transport.is_closed


async def test_a_body_that_drips_is_dropped() -> None:
    client = Connection()
    await client.send(POST % 102_400)
    for _ in range(int(PATIENCE_SECONDS)):
        await client.send(b"x" * 10)
        client.loop.advance(1)
    client.loop.advance(1)
    assert client.transport.is_closed


async def test_an_answer_may_take_as_long_as_it_takes() -> None:
    client = Connection()
    client.protocol.data_received(POST % 3 + b"abc")
    client.loop.advance(10 * PATIENCE_SECONDS)
    assert not client.transport.is_closed
    await client.send(b"")
    assert client.transport.written.endswith(b"\r\n\r\n3")


async def test_a_connection_serves_one_request_after_another() -> None:
    client = Connection()
    for _ in range(3):
        await client.send(POST % 3 + b"abc")
        client.loop.advance(4)
    assert client.transport.written.count(b"HTTP/1.1 200 OK") == 3
    assert not client.transport.is_closed
    client.loop.advance(1)  # uvicorn's own patience between requests
    assert client.transport.is_closed


async def test_empty_lines_do_not_hold_a_connection() -> None:
    client = Connection()
    await client.send(POST % 3 + b"abc")
    await client.send(b"\r\n")
    client.loop.advance(PATIENCE_SECONDS)
    assert client.transport.is_closed


async def test_a_long_head_behind_a_request_that_is_being_answered_is_dropped() -> None:
    client = Connection()
    client.protocol.data_received(POST % 3 + b"abc" + START)
    client.protocol.data_received(b"X: " + b"x" * MAX_HEAD)
    assert client.transport.is_closed
    assert client.transport.written == b""
