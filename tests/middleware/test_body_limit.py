"""Bodies that are too large are read to a point, so that their sender reads the answer."""

from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.types import Message, Receive, Scope, Send

from core.errors import PayloadTooLarge
from middleware.body_limit import LIMIT, BodyLimit

MIB = 1024 * 1024


class Sender:
    """Sends a body in pieces of 64 KiB, and knows how much of it was asked for."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.sent = 0

    async def receive(self) -> Message:
        piece = min(self.left, 65_536)
        self.left -= piece
        self.sent += piece
        return {"type": "http.request", "body": b"x" * piece, "more_body": self.left > 0}


async def read(sender: Sender, kind: str = "http") -> bytes:
    """What an application gets to read."""
    body = b""

    async def inner(_scope: Scope, receive: Receive, _send: Send) -> None:
        nonlocal body
        more = True
        while more:
            message = await receive()
            body += message["body"]
            more = message["more_body"]

    async def send(_message: Message) -> None:
        raise AssertionError

    scope = {"type": kind, "headers": [(b"transfer-encoding", b"chunked")]}
    await BodyLimit(inner)(scope, sender.receive, send)
    return body


@pytest.mark.parametrize("size", [0, 1, 65_536, LIMIT - 1, LIMIT])
async def test_up_to_a_mebibyte_passes(size: int) -> None:
    assert len(await read(Sender(size))) == size


@pytest.mark.parametrize("size", [LIMIT + 1, 2 * MIB, 8 * MIB])
async def test_what_is_larger_is_read_whole_and_refused(size: int) -> None:
    sender = Sender(size)
    with pytest.raises(PayloadTooLarge, match=r"^The request body is larger than 1024 KiB\.$"):
        await read(sender)
    assert sender.sent == size


async def test_beyond_eight_mebibytes_nobody_reads() -> None:
    sender = Sender(100 * MIB)
    with pytest.raises(PayloadTooLarge):
        await read(sender)
    assert sender.sent == 8 * MIB + 65_536


async def test_a_sender_that_leaves_is_not_waited_for() -> None:
    messages: list[Message] = [
        {"type": "http.request", "body": b"x" * 2 * MIB, "more_body": True}, {"type": "http.disconnect"},
    ]  # fmt: skip

    async def receive() -> Message:
        return messages.pop(0)

    sender = Sender(0)
    sender.receive = receive  # type: ignore[method-assign]
    with pytest.raises(PayloadTooLarge):
        await read(sender)
    assert messages == []


async def test_other_protocols_are_not_counted() -> None:
    assert len(await read(Sender(2 * MIB), "websocket")) == 2 * MIB


async def chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65_536):
        yield b"x" * 65_536


@pytest.mark.parametrize("size", [2 * MIB, 9 * MIB])
async def test_each_wire_and_dialect_refuses_in_its_own_words(client: httpx2.AsyncClient, size: int) -> None:
    message = "The request body is larger than 1024 KiB."
    json = {"Content-Type": "application/json"}
    response = await client.post("/api/auth/signup", content=chunks(size), headers=json)
    assert (response.status_code, response.json()["error"]["code"]) == (413, "PAYLOAD_TOO_LARGE")
    assert response.json()["error"]["message"] == message
    response = await client.post("/graphql", content=chunks(size), headers=json)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (413, "PAYLOAD_TOO_LARGE")
    content = b'{"username": "' + b"x" * size
    response = await client.post("/api/auth/login", content=content, headers=json)
    assert (response.status_code, response.json()) == (413, {"error": message})
