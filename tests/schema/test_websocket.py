"""graphql-transport-ws, by its letter, over a real socket."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.types import ASGIApp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from resolvers.collaborators import Collaborators
from schema import streams, websocket
from tests.conftest import Person
from tests.listening import listening

CHANGED = "subscription($f: JobFilter) { jobChanged(filter: $f) { op id job { companyName status } } }"


@pytest.fixture
async def port(served: tuple[ASGIApp, Collaborators]) -> AsyncIterator[int]:
    async with listening(served[0]) as found:
        yield found


@asynccontextmanager
async def opened(port: int, token: str | None = None, *, protocol: str = "graphql-transport-ws") -> AsyncIterator[Any]:
    """A socket; with a token, one that is acknowledged."""
    async with connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[Subprotocol(protocol)]) as socket:
        if token is not None:
            await send(socket, type="connection_init", payload={"Authorization": f"Bearer {token}"})
            assert await receive(socket) == {"type": "connection_ack"}
        yield socket


async def send(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def receive(socket: ClientConnection) -> Any:
    return json.loads(await socket.recv())


async def closed_with(socket: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def exhausted(socket: ClientConnection) -> None:
    """Reads to the end: a subscription that came after the logout was refused before the socket is closed."""
    while True:
        assert (await receive(socket))["type"] == "error"


async def subscribe(socket: ClientConnection, query: str, operation_id: str = "1", **variables: Any) -> None:
    await send(socket, id=operation_id, type="subscribe", payload={"query": query, "variables": variables})


async def test_a_query_and_a_mutation(port: int, ada: Person) -> None:
    async with opened(port, ada.token) as socket:
        await subscribe(socket, "{ me { email } }")
        answer = await receive(socket)
        assert (answer["type"], answer["payload"]["data"]) == ("next", {"me": {"email": "ada@example.com"}})
        assert await receive(socket) == {"id": "1", "type": "complete"}
        await subscribe(socket, 'mutation { deleteJob(input: {id: "x"}) { __typename } }', "1")
        assert (await receive(socket))["payload"]["data"] == {"deleteJob": {"__typename": "NotFound"}}
        assert await receive(socket) == {"id": "1", "type": "complete"}


async def test_a_subscription_tells_what_happens_and_ends_when_told(port: int, ada: Person, bob: Person) -> None:
    create = "mutation($i: CreateJobInput!) { createJob(input: $i) { ... on CreateJobPayload { job { id } } } }"
    update = "mutation($i: UpdateJobInput!) { updateJob(input: $i) { __typename } }"
    async with opened(port, ada.token) as socket:
        await subscribe(socket, CHANGED, f={"company": "acme"})
        await send(socket, type="ping")
        assert await receive(socket) == {"type": "pong"}
        await bob.data(create, i={"companyName": "Acme", "jobTitle": "not ada's"})
        await ada.data(create, i={"companyName": "Other", "jobTitle": "not of the filter"})
        made = (await ada.data(create, i={"companyName": "Acme", "jobTitle": "x"}))["createJob"]["job"]["id"]

        async def told() -> Any:
            answer = await receive(socket)
            assert (answer["id"], answer["type"]) == ("1", "next")
            return answer["payload"]["data"]["jobChanged"]

        job = {"companyName": "Acme", "status": "INTERESTED"}
        assert await told() == {"op": "UPSERT", "id": made, "job": job}
        await ada.data(update, i={"id": made, "status": "APPLIED"})
        assert await told() == {"op": "UPSERT", "id": made, "job": job | {"status": "APPLIED"}}
        await ada.data(update, i={"id": made, "companyName": "Left"})
        assert await told() == {"op": "DELETE", "id": made, "job": None}
        await send(socket, id="1", type="complete")
        await ada.data(update, i={"id": made, "companyName": "Acme"})
        await send(socket, type="ping")
        assert await receive(socket) == {"type": "pong"}


async def test_an_operation_that_cannot_begin_is_an_error(port: int, ada: Person) -> None:
    async with opened(port, ada.token) as socket:
        for payload, code in (
            ({"query": "{ nope }"}, "GRAPHQL_VALIDATION_FAILED"),
            ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
            ({}, "VALIDATION_ERROR"),
            ({"query": "query($n: Int!) { jobs(first: $n) { totalCount } }"}, None),
        ):
            await send(socket, id="1", type="subscribe", payload=payload)
            answer = await receive(socket)
            if code is None:  # execution began and said what is wrong
                assert answer["payload"]["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
                assert (await receive(socket))["type"] == "complete"
            else:
                assert (answer["type"], answer["payload"][0]["extensions"]["code"]) == ("error", code)


async def test_nobody_may_not_subscribe(port: int, database_emptied: None) -> None:
    async with opened(port) as socket:
        await send(socket, type="connection_init")
        assert await receive(socket) == {"type": "connection_ack"}
        await subscribe(socket, CHANGED)
        answer = await receive(socket)
        assert (answer["type"], answer["payload"][0]["extensions"]["code"]) == ("error", "UNAUTHORIZED")


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        (["nonsense"], 4400),
        (['{"type": 5}'], 4400),
        (['{"type": "nonsense"}'], 4400),
        (['{"type": "subscribe", "payload": {"query": "{ __typename }"}}'], 4400),
        (['{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}}'], 4401),
        (['{"type": "connection_init", "payload": {"Authorization": 5}}'], 4400),
        (['{"type": "connection_init", "payload": {"Authorization": "Bearer nonsense"}}'], 4403),
        (['{"type": "connection_init"}', '{"type": "connection_init"}'], 4429),
    ],
)
async def test_what_breaks_the_protocol_closes_the_socket(
    port: int, database_emptied: None, messages: list[str], code: int
) -> None:
    async with opened(port) as socket:
        for message in messages:
            await socket.send(message)
        if len(messages) > 1:
            assert await receive(socket) == {"type": "connection_ack"}
        assert await closed_with(socket) == code


async def test_two_operations_of_one_id(port: int, ada: Person) -> None:
    async with opened(port, ada.token) as socket:
        await subscribe(socket, CHANGED)
        await subscribe(socket, CHANGED)
        assert await closed_with(socket) == 4409


async def test_too_many_operations_and_sockets(port: int, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "_MAX_OPERATIONS", 1)
    monkeypatch.setattr(streams.sockets, "_limit", 1)
    async with opened(port, ada.token) as socket:
        async with opened(port) as second:
            await send(second, type="connection_init", payload={"authorization": f"Bearer {ada.token}"})
            assert await closed_with(second) == 4429
        await subscribe(socket, CHANGED, "1")
        await subscribe(socket, CHANGED, "2")
        assert await closed_with(socket) == 4429


async def test_too_many_subscriptions(port: int, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams.streams, "_limit", 0)
    async with opened(port, ada.token) as socket:
        await subscribe(socket, CHANGED)
        assert (await receive(socket))["payload"][0]["extensions"]["code"] == "CONFLICT"


async def test_who_does_not_say_who_it_is_is_closed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "_INIT_SECONDS", 0.05)
    async with opened(port) as socket:
        assert await closed_with(socket) == 4408


@pytest.mark.parametrize("protocols", [["graphql-ws"], ["graphql-ws", "soap"], None])
async def test_another_protocol_is_not_spoken(port: int, protocols: list[Subprotocol] | None) -> None:
    async with connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=protocols) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4406, "Subprotocol not acceptable")


async def test_ours_is_chosen_among_several(port: int, ada: Person) -> None:
    ours = Subprotocol("graphql-transport-ws")
    async with connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[Subprotocol("graphql-ws"), ours]) as socket:
        assert socket.subprotocol == ours
        await send(socket, type="ping")
        assert await receive(socket) == {"type": "pong"}


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_RECHECK_SECONDS", 0.05)


@pytest.mark.usefixtures("_impatient")
async def test_a_socket_ends_with_its_session(port: int, ada: Person) -> None:
    async with opened(port, ada.token) as socket:
        await subscribe(socket, CHANGED)
        await ada.data("mutation { logOut { __typename } }")
        with pytest.raises(ConnectionClosed):
            await exhausted(socket)
        assert socket.close_code == 4403


async def test_a_message_that_is_too_large_closes_the_socket(port: int, ada: Person) -> None:
    async with opened(port, ada.token) as socket:
        await subscribe(socket, CHANGED)
        await socket.send(" " * (1024 * 1024 + 1))
        assert await closed_with(socket) == 1009


async def test_bytes_are_no_message(port: int, ada: Person) -> None:
    async with opened(port, ada.token) as socket:
        await socket.send(b'{"type": "ping"}')
        assert await closed_with(socket) == 4400
