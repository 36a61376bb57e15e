"""What all streams have in common on both ways to listen: they end with their token, and nothing of them stays."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import pytest
from starlette.types import ASGIApp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from core import clock
from resolvers import api_tokens, jobs
from resolvers.api_tokens import ApiTokenDraft
from resolvers.collaborators import Collaborators
from resolvers.job_inputs import JobChange
from schema import streams
from tests.conftest import Person
from tests.listening import listening
from tests.resolvers.factory import saved

CHANGED = "subscription { jobChanged { op id job { version jobDescription } } }"
LONG = "x" * 50_000
BUFFER = 4096
EXPIRED = {
    "access token": "The access token has expired: refresh it or log in again.",
    "API token": "The API token has expired: log in and make a new one.",
}


class Listener(Protocol):
    """A client with a subscription."""

    async def told(self) -> Any:
        """The next event; the code of its error if it is one, None at the end."""

    def hang_up(self) -> None:
        """Without a word."""


class Events:
    """A listener over server-sent events."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def told(self) -> Any:
        while True:
            line = await self._reader.readline()
            if line.startswith(b"data: "):
                return _event(json.loads(line[6:]))
            if line == b"event: complete\n" or not line:
                return None

    def hang_up(self) -> None:
        self._writer.transport.abort()


class Socket:
    """A listener over a WebSocket."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def told(self) -> Any:
        try:
            message = json.loads(await self._connection.recv())
        except ConnectionClosed as closed:
            return closed.rcvd and (closed.rcvd.code, closed.rcvd.reason)
        return _event(message["payload"]) if message["type"] == "next" else message["payload"]

    def hang_up(self) -> None:
        self._connection.transport.abort()


def _event(body: Any) -> Any:
    if "errors" in body:
        return body["errors"][0]["extensions"]["code"]
    return body["data"]["jobChanged"]


@asynccontextmanager
async def events(port: int, token: str) -> AsyncIterator[Listener]:
    body = json.dumps({"query": CHANGED}).encode()
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        f"Accept: text/event-stream\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    reader, writer = await asyncio.open_connection(sock=_narrow(port), limit=2 * len(LONG))
    try:
        writer.write(head + body)
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        yield Events(reader, writer)
    finally:
        writer.transport.abort()


@asynccontextmanager
async def websocket(port: int, token: str) -> AsyncIterator[Listener]:
    url, protocol = f"ws://127.0.0.1:{port}/graphql", Subprotocol("graphql-transport-ws")
    async with connect(url, subprotocols=[protocol], sock=_narrow(port), max_queue=1, close_timeout=0.1) as opened:
        await opened.send(json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}))
        assert json.loads(await opened.recv()) == {"type": "connection_ack"}
        await opened.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": CHANGED}}))
        yield Socket(opened)


def _narrow(port: int) -> socket.socket:
    """A connection into which little fits while nobody reads."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    found.connect(("127.0.0.1", port))
    found.setblocking(False)
    return found


WAYS = pytest.mark.parametrize("listen", [events, websocket])
Listen = Callable[[int, str], Any]


@pytest.fixture
async def port(served: tuple[ASGIApp, Collaborators]) -> AsyncIterator[int]:
    async with listening(served[0], send_buffer=BUFFER) as found:
        yield found


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 what is waited for tells nobody
            await asyncio.sleep(0.002)


async def subscribed(app: Collaborators, number: int = 1) -> None:
    await until(lambda: sum(map(len, app.notifications._followings.values())) == number)


def nothing_held(app: Collaborators) -> bool:
    return not (streams.streams._taken or streams.sockets._taken or app.notifications._followings)


@WAYS
@pytest.mark.parametrize("kind", ["access token", "API token"])
async def test_a_stream_ends_when_its_token_expires(
    port: int, ada: Person, app: Collaborators, listen: Listen, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then, although sessions are looked at only every ten seconds: the clock stands until the stream has begun."""
    if kind == "access token":
        token, moment = ada.token, app.signer.read(ada.token).expires_at
    else:
        moment = float(int(time.time()) + 3600)
        draft = ApiTokenDraft.model_validate({"name": "x", "expires_at": datetime.fromtimestamp(moment, UTC)})
        token = (await api_tokens.create(ada.actor, draft)).token
    now = [moment - 0.2]
    monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(now[0], UTC))
    async with listen(port, token) as listener, asyncio.timeout(8):
        await subscribed(app)
        now[0] = moment
        if listen is events:
            assert [await listener.told(), await listener.told()] == ["TOKEN_EXPIRED", None]
        else:
            assert await listener.told() == (4403, EXPIRED[kind])
    await until(lambda: nothing_held(app))


@WAYS
async def test_who_hangs_up_gives_back_the_place(port: int, ada: Person, app: Collaborators, listen: Listen) -> None:
    async with listen(port, ada.token) as listener, listen(port, ada.token):
        await subscribed(app, 2)
        assert streams.streams._taken == {str(ada.id): 2}
        listener.hang_up()
        await subscribed(app, 1)
        await until(lambda: streams.streams._taken == {str(ada.id): 1})
    await until(lambda: nothing_held(app))


async def many_long_ones(ada: Person, app: Collaborators) -> None:
    """More than fits between a server and a client that does not read; whoever follows has something pending then."""
    for _ in range(4):
        await saved(ada.actor, job_description=LONG)
    (following,) = app.notifications._followings["job", str(ada.id)]
    # On a busy machine something may be pending although it can be sent: only what stays so cannot.
    stayed = 0
    while stayed < 10:
        stayed = stayed + 1 if following._pending else 0
        if not stayed:
            await saved(ada.actor, job_description=LONG)
        await asyncio.sleep(0.05)


@WAYS
async def test_who_hangs_up_without_having_read_gives_back_the_place(
    port: int, ada: Person, app: Collaborators, listen: Listen
) -> None:
    async with listen(port, ada.token) as listener:
        await subscribed(app)
        await many_long_ones(ada, app)
        listener.hang_up()
        await until(lambda: nothing_held(app))


@WAYS
async def test_who_never_reads_is_given_up(
    port: int, ada: Person, app: Collaborators, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PATIENCE_SECONDS", 0.1)
    async with listen(port, ada.token):
        await subscribed(app)
        for _ in range(8):
            await saved(ada.actor, job_description=LONG)
        await until(lambda: nothing_held(app))


@WAYS
async def test_a_slow_reader_is_told_the_newest_state_once(
    port: int, ada: Person, app: Collaborators, listen: Listen
) -> None:
    async with listen(port, ada.token) as listener:
        await subscribed(app)
        await many_long_ones(ada, app)
        job = await saved(ada.actor)
        for number in range(30):
            await jobs.update(ada.actor, UUID(job["id"]), JobChange(notes=str(number)))
        versions: list[int] = []
        while not versions or versions[-1] < 31:
            told = await listener.told()
            versions += [told["job"]["version"]] if told["id"] == job["id"] else []
        assert versions == [31]
